"""Raw HTML made harmless: what the dialect makes is kept, script and the theme's own names are not.

Runs on the engine's HTML before any pass, so ids, classes and attributes that passes add later are not judged here.
Whether it runs is the site's choice (`raw_html`), and made in `parse.py`.
"""

from __future__ import annotations

import re
from functools import cache

import nh3

from sitegen.markup.manuscript import forbidden
from sitegen.markup.tree import Element, elements_with_attributes, tags

_TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"style", "colspan", "rowspan", "headers"},
    "th": {"style", "colspan", "rowspan", "headers", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "ins": {"datetime"},
    "del": {"datetime"},
    "details": {"open"},
}
_DROPPED_WHOLE = {"script", "style", "iframe", "object", "noscript", "template", "svg", "textarea", "select", "title"}

# Names that templates, styles and scripts of the theme find their elements by.
THEME_CLASSES = frozenset(
    "ticker sources takeaways kicker summary tags related toc story published updated "
    "section citation label anchor table highlight remote-image".split()
)
RESERVED_ID = "sg-"

_ID = re.compile(r"[\w.:-]{1,200}")
_ALIGN = re.compile(r"\s?text-align:\s?(left|right|center)\s?;?\s?", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|0*([0-9]{1,7})(?![0-9]));?")


def own_id(value: str) -> bool:
    """Whether an id is one that an author may give: letters, digits, `-_.:`, and not one of the theme's."""
    return _ID.fullmatch(value) is not None and not value.startswith(RESERVED_ID)


def harmless_references(html: str) -> str:
    """The HTML with U+FFFD for character references to what no text may carry: nobody spells out a hole."""
    if "&#" not in html:
        return html

    def checked(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        return "\ufffd" if forbidden(code) else match[0]

    return _REFERENCE.sub(checked, html)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word not in THEME_CLASSES) or None
    if name == "id":
        return value if own_id(value) else None
    if name == "style":
        align = _ALIGN.fullmatch(value)
        return f"text-align: {align[1].lower()}" if align else None
    if name in ("width", "height"):
        return value if value.isascii() and value.isdigit() else None
    return value


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


# What the engines make of Markdown alone; anything else goes through the sanitiser.
_RAW = re.compile(r"<[a-zA-Z/!?]|\{")  # a tag of the author's or, in braces, a list of attributes
_MADE = frozenset({"id", "class", "title", "href", "src", "alt", "start", "style"})
_OUTSIDE = re.compile(
    r"(?:https?://(?!(?:[^/]*\.)?xn--)(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][!-~]*)?"  # what is odd here, nh3 may drop
    r"|[/#?](?!/)[!-~]*|[\w-]+(?:[./][\w./-]*)?)",
    re.IGNORECASE | re.ASCII,
)
_CLASSES = re.compile(r"footnote|footnote-ref|footnote-backref|language-[\w.+#-]+")
_SHAPES = {"href": _OUTSIDE, "src": _OUTSIDE, "class": _CLASSES, "style": _ALIGN}


def may_hold_raw(markdown: str) -> bool:
    """Whether a Markdown text may hold raw HTML or attribute lists."""
    return _RAW.search(markdown) is not None


def is_kept(tag: str) -> bool:
    """Whether an author's element of that name, in lower case, stays."""
    return tag in _TAGS


def made_by_engine(root: Element) -> bool:
    """Whether a tree holds nothing but what engines make of Markdown, so that `sanitise` would leave it as it is.

    No is always safe to say: it only costs time.
    """
    if not tags(root) <= _TAGS:
        return False
    for element in elements_with_attributes(root):
        for name, value in element.items():
            if name not in _MADE:
                return False
            shape = _SHAPES.get(name)
            if shape and not shape.fullmatch(value):
                return False
            if name == "id" and not own_id(value):
                return False
    return True


def sanitise(html: str) -> str:
    """The HTML without script, styles, forms, frames, unknown tags and attributes, and URLs of other schemes."""
    return _cleaner().clean(html)
