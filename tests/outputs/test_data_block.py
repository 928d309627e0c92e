"""What is put into a page's data block is read from it, and from nothing else: any text, by any reader of HTML."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from sitegen.outputs.structured import data_block

ODD = [
    "</script",
    "<!--",
    "-->",
    "<script ",
    "]]>",
    "\\",
    '"',
    "' & &amp; ",
    "\u2028",
    "\u2029",
    "\x00",
    "\x1f",
    "\x7f",
]
ODD += ["\x85", "\ufeff", "\ufffe", "\ud800", "\udfff", "😀"]
TEXTS = st.lists(st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=()))), max_size=6).map(
    "".join
)


@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3), max_size=4))
def test_what_is_put_into_a_block_is_read_from_it_and_from_nothing_else(data: dict[str, Any]) -> None:
    block = data_block(data)
    block.encode()
    assert not re.search("[<>&\u2028\u2029\x00-\x1f\x7f-\x9f]", block)
    page = f'<!doctype html><title>A</title><script type="application/ld+json">{block}</script><body>After</body>'
    read = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    (script,) = read.iter("script")
    assert json.loads(script.text) == json.loads(json.dumps(data)), "two halves of a surrogate pair become one"
    assert read.find("body").text_content() == "After"
