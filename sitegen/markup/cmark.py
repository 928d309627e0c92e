"""The fast Markdown engine: pyromark (pulldown-cmark), and what brings its HTML to that of the default engine.

Imported only where a site asks for `engine = "cmark"`: pyromark is an extra. Which constructs still differ is told in
`docs/engines.md`. Knows nothing of ours but that marks lie between noncharacters, and must come through.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from urllib.parse import unquote

from pyromark import Markdown, Options

from sitegen.markup.sanitise import harmless_references

_MARKDOWN = Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_DEFINITION_LIST
)

# A bare link as GitHub has it (GFM 6.9): behind white space or one of a few signs. The first letter stands before the
# conditions on what precedes it because a search for a set of letters is quick.
_BARE = re.compile(
    r"""[hfw](?<![^\s*_~^\[('"].)(?<!\]\(.)(?<!=["'].)((?<=h)ttps?://|(?<=f)tps?://|(?<=w)ww\.)"""
    r"[^\W_][^\s<>|`\\\ufdd0-\ufdef]*",
    re.IGNORECASE,
)
_TRAILING = "?!.,:;*_~^'\""
_CLOSERS = {")": "(", "]": "["}
_NOT_LINKED = ("Link", "Image", "CodeBlock")
_PUNCTUATION, _ESCAPED = re.compile(r"[!-/:-@\[-`{-~]"), r"\\\g<0>"

_LINK = re.compile(r'(?:href|src)="[^"%]*%[^"]*"')
_ENCODED = re.compile(r"(?:%20|%[89A-F][0-9A-F])+")
_LANGUAGE = re.compile(r'(<pre><code class="language-)\{\.?([^"{}]*)\}?"')
_TERMS = re.compile(r"<dt>(?:[^<]|<(?!/?dt>))*</dt>")

_NOTE = re.compile(
    r'<div class="footnote-definition" id="([^"]*)"><sup class="footnote-definition-label">[0-9]+</sup>'
    r"|<div\b|</div>\n?"
)
_NOTE_MARK = re.compile(r'<sup class="footnote-reference"><a href="#([^"]*)">[0-9]+</a></sup>')

_ATTRIBUTE = r'(?:[#.][\w:.-]+|[a-z][a-z0-9-]*=(?:"[^"<>]*"|[^\s"\'<>={}]+))'
_LIST = rf"\{{:?[ ]*{_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*[ ]*\}}"
_LISTED = re.compile(
    rf"(?:</(?P<around>a|em|strong|code|del)>|<(?P<picture>img) [^<>]*/>)(?P<list>{_LIST})"
    rf"|\n(?P<last>{_LIST})[ ]*(?=</p>)"
)
_ITEM = re.compile(r'([#.])([\w:.-]+)|(?<![a-z0-9-])([a-z][a-z0-9-]*)=(?:"([^"]*)"|([^\s}]+))')


def cmark(text: str) -> str:
    """CommonMark with the dialect's extensions. Raw HTML passes through as written.

    `text` is clean (`manuscript.clean`). Nests as deep as the text does, without recursion; raises nothing.
    """
    text = harmless_references(text)  # before: this engine resolves them
    html = _MARKDOWN.html(_link_bare(text) + "\n")
    if "%" in html:
        html = _LINK.sub(lambda link: _ENCODED.sub(lambda run: _decoded(run[0], text), link[0]), html)
    if "<dt>" in html:
        html = _TERMS.sub(lambda terms: terms[0].replace("\n", "</dt>\n<dt>"), html)
    if "{" in html:
        html = _set_attributes(_LANGUAGE.sub(r'\1\2"', html))
    return _gather_notes(html) if "^" in text and '<div class="footnote-definition"' in html else html


def _decoded(run: str, text: str) -> str:
    """Percent-encoded characters of a URL as the author wrote them, marks among them."""
    return run if run in text else unquote(run)


def _link_bare(text: str) -> str:
    """The text with `<…>` around bare links that are in no code, link or tag: pyromark tells where they stand."""
    if text.count("://") == text.count("](http") and "www." not in text and "WWW." not in text:
        return text  # as in most posts: every link has a text
    found = list(_BARE.finditer(text))
    if not found:
        return text
    ends = (0, *(match.start() for match in found))
    starts = accumulate(len(text[a:b].encode()) for a, b in pairwise(ends))
    plain = _plain_runs(text)
    parts, end, run = [], 0, 0
    for match, start in zip(found, starts, strict=True):
        while run < len(plain) and plain[run][1] <= start:
            run += 1
        if run == len(plain):
            break
        if plain[run][0] <= start:
            link = _trimmed(match[0])
            address = link.replace("&amp;", "&")
            shown = (
                f"[{_PUNCTUATION.sub(_ESCAPED, address)}](<http://{address}>)"
                if match[1][-1] == "."
                else f"<{address}>"
            )
            parts += [text[end : match.start()], shown]
            end = match.start() + len(link)
    return "".join([*parts, text[end:]])


def _plain_runs(text: str) -> list[tuple[int, int]]:
    """Where running text stands that is in no link, picture or code: starts and ends in bytes of UTF-8, in order."""
    runs: list[tuple[int, int]] = []
    inside = 0
    for event, place in _MARKDOWN.events_with_range(text):
        if not isinstance(event, dict):
            continue
        ((kind, value),) = event.items()
        name = value if isinstance(value, str) else next(iter(value), "") if isinstance(value, dict) else ""
        if kind == "Text" and not inside:
            runs.append((place["start"], place["end"]))
        elif kind == "Start" and name in _NOT_LINKED:
            inside += 1
        elif kind == "End" and name in _NOT_LINKED:
            inside = max(0, inside - 1)
        elif kind == "InlineHtml":
            inside += name[:3].lower() in ("<a ", "<a\n")
            inside = max(0, inside - name.lower().startswith("</a"))
    return runs


def _trimmed(link: str) -> str:
    """A bare link without what ends the sentence; a bracket belongs to it if it opens there."""
    while True:
        shorter = link.rstrip(_TRAILING)
        closer = shorter[-1:]
        if closer in _CLOSERS and shorter.count(closer) > shorter.count(_CLOSERS[closer]):
            shorter = shorter[:-1]
        if shorter == link:
            return link
        link = shorter


def _set_attributes(html: str) -> str:
    """Attribute lists at a paragraph's end, on a line of their own, and behind links, pictures, emphasis and code."""
    for match in reversed(list(_LISTED.finditer(html))):
        listed, block = match["list"], match["last"]
        tag = match["around"] or match["picture"] or "p"
        at = html.rfind(f"<{tag}", 0, match.start() + len(tag) + 1) + len(tag) + 1
        if at > len(tag) and html[at] in " >":  # the tag that is meant, not an `abbr`
            kept = html[at : match.start() if block else match.start("list")]
            html = html[:at] + _attributes(block or listed) + kept + html[match.end() :]
    return html


def _attributes(listed: str) -> str:
    values: dict[str, str] = {}
    for sign, word, key, quoted, bare in _ITEM.findall(listed):
        if sign == ".":
            values["class"] = f"{values.get('class', '')} {word}".strip()
        else:
            values["id" if sign else key] = word or quoted or bare
    return "".join(f' {key}="{value}"' for key, value in values.items())


def _gather_notes(html: str) -> str:
    """Footnotes as Python-Markdown writes them: at the end, numbered as they were defined, each with its ways back."""
    text, notes = _part_notes(html, nested=True) or _part_notes(html, nested=False) or (html, {})
    numbers = {label: number for number, label in enumerate(notes, start=1)}
    used: dict[str, list[str]] = {label: [] for label in notes}

    def mark(match: re.Match[str]) -> str:
        label = match[1]
        if label not in used:
            return match[0]
        times = len(used[label]) + 1
        used[label].append(f"fnref{times if times > 1 else ''}:{label}")
        return f'<sup id="{used[label][-1]}"><a class="footnote-ref" href="#fn:{label}">{numbers[label]}</a></sup>'

    text = _NOTE_MARK.sub(mark, text)
    notes = {label: _NOTE_MARK.sub(mark, body).strip() for label, body in notes.items()}
    items = []
    for label, body in notes.items():
        title = f"Jump back to footnote {numbers[label]} in the text"
        back = "".join(f'<a class="footnote-backref" href="#{to}" title="{title}">&#8617;</a>' for to in used[label])
        if back:
            back = f"&#160;{back}</p>" if body.endswith("</p>") else f"\n<p>{back}</p>"
        items.append(f'<li id="fn:{label}">\n{body.removesuffix("</p>") if back else body}{back}\n</li>\n')
    return f'{text}<div class="footnote">\n<hr>\n<ol>\n{"".join(items)}</ol>\n</div>'


def _part_notes(html: str, *, nested: bool) -> tuple[str, dict[str, str]] | None:
    """The HTML without its footnotes, and those by label; None where tags of the author's leave one open.

    `nested` is whether an author's own `div` in a note is reckoned with.
    """
    parts: list[str] = []
    notes: dict[str, str] = {}
    label, depth, begin, end = "", 0, 0, 0
    for match in _NOTE.finditer(html):
        if not depth and match[1] is not None:
            parts.append(html[end : match.start()])
            label, depth, begin = match[1], 1, match.end()
        elif depth and match[0].startswith("</"):
            depth = depth - 1 if nested else 0
            if not depth:
                end = match.end()
                notes.setdefault(label, html[begin : match.start()])
        elif depth:
            depth += 1
    return None if depth else ("".join([*parts, html[end:]]), notes)
