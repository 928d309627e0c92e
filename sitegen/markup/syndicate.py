"""The text as feed readers want it: no class, id or script, nothing that a reader would strip, no link without a host.

What leads into the site stays a hole; a link within the text becomes one, for its page's URL goes before it. So does
the language of a code block, which Markdown can say and feeds cannot.
"""

from __future__ import annotations

import re

from lxml import etree

from sitegen.markup import holes
from sitegen.markup.tree import Element, elements_with_attributes, remove, tags, to_html

TAGS = frozenset(
    "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul "
    "var".split()
)
ATTRIBUTES = frozenset(
    "href src alt title width height start colspan rowspan scope data-hole-href data-hole-src data-hole-within "
    "data-hole-language".split()
)
_NOT_TEXT = ("script", "style", "template", "iframe", "object", "svg", "math", "form", "noscript", "textarea", "select")
_LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#.-]+)(?:\s|$)")
_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def feed_html(root: Element) -> str:
    """The HTML of what is in a tree, for feeds. The tree is spent."""
    for link in list(root.iter("a")):
        if link.get("class") == "anchor":  # a story's link to itself
            remove(link)
        else:
            _reach(link, "href")
    for hole in [part for part in root.iter("div") if part.get(holes.COMPANIES)]:
        remove(hole)
    for picture in root.iter("img"):
        _reach(picture, "src")
    for block in root.iter("pre"):
        if len(block) == 1 and (named := _LANGUAGE.search(block[0].get("class", ""))):
            block[0].set("data-hole-language", holes.language(named[1]))
    if unwanted := tags(root) - TAGS:
        etree.strip_elements(root, *_NOT_TEXT, with_tail=False)
        etree.strip_tags(root, *unwanted)
    for element in elements_with_attributes(root):
        kept = {name: value for name, value in element.items() if name in ATTRIBUTES}
        if len(kept) < len(element.attrib):
            element.attrib.clear()  # one by one, lxml takes away no attribute that raw HTML calls "{"
            element.attrib.update(kept)
    return to_html(root)


def _reach(element: Element, name: str) -> None:
    """Make a URL reach from anywhere: the fragment of the text's own page, or another site's URL; else it has none."""
    address = element.get(name)
    if address is None:
        return
    if address.startswith("#"):
        element.set("data-hole-within", holes.within(address[1:].replace('"', "%22")))  # as browsers read it
    if address.startswith("//"):
        element.set(name, f"https:{address}")
    elif not _SCHEME.match(address):
        del element.attrib[name]
