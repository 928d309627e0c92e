"""Texts for property tests: Markdown's own pieces in any order, for plain random text seldom means anything."""

from hypothesis import strategies as st

PIECES = [
    "# ", "## ", "### ", "- ", "1. ", "> ", "    ", "\t", "\n", "\n\n", "  \n", "*", "**", "_", "~~", "`", "```",
    "```python\n", "~~~", "[", "]", "(", ")", "![", "](", "](https://example.com/a)", "](/b)", "](#c)",
    "](javascript:x)", "<", ">", "&", "\\", "[finance:NVDA]", " [finance:AT&T Inc.]", "[finance:a\nb]", "[finance:",
    "\\[finance:X]", "Source: ", "**Sources:** ", " | ", "| a | b |\n|---|--:|\n", "[^1]", "[^1]: note\n",
    "[r]: /x\n", "[r]", ": ", ":   def\n", "{#id}", "{: .c }", "www.a.com", "https://a.com/", "<a@b.org>", "<b>",
    "</b>", "<div>", "</div>", "<a href='/y'>", "</a>", "<pre>", "</pre>", "<img src=x>", "<script>", "</script>",
    "<style>", "<p>", "<table>", "<td>", "<li>", "<svg>", "<math>", "<h2 id=sg-x>", "<!--", "-->", "<![CDATA[", "]]>",
    "<?", "&#xfdd0;", "&#64977;", "&lt;", "\ufdd0t0\ufdd1", "\ufdd0", "\ufdd1", "\x00", "\x0c", "\x02", "\x03",
    "\ud800", "\uffff", "\r\n", "\r", "🏭 ", "👩🏽\u200d🚀", "é", "人工", "a", "b c", "Nvidia", ".", "t0", "---", "===",
]  # fmt: skip

markdown = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
