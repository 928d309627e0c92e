"""Headings: an id for each, the leading emoji hidden from assistive technology, and the outline.

The page has its own `h1`: where the text has one, all its headings move one level down, as far as `h6`.
"""

from __future__ import annotations

import re
import unicodedata

from sitegen.markup.sanitise import RESERVED_ID, own_id
from sitegen.markup.tree import Element, elements_with_id, plain
from sitegen.model import Heading

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")

# UTS #51: flags, keycaps, then pictographs with a skin tone or VS16, joined by ZWJ; tags as in Scotland's flag. Signs
# that are text by default (©, ™, arrows) are emoji only with VS16 (U+FE0F).
_PICTOGRAPH = "[\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_ONE = f"(?:{_PICTOGRAPH}|[\u00a9\u00ae\u203c-\u3299](?=\ufe0f))\ufe0f?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
_EMOJI = re.compile(
    rf"\s*((?:(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d{_ONE})*)\s*)+)",
)
_ASCII_APART = re.compile(r"[^a-z0-9\s_-]+")
_TO_SPACE = str.maketrans("_-", "  ")
_INVISIBLE = frozenset("\u200d\ufe0e\ufe0f")


def slug(text: str) -> str:
    """An id for a text: NFKC, case-folded, letters, digits and marks of any script, hyphens for white space."""
    if text.isascii():
        return _checked("-".join(_ASCII_APART.sub("", text.lower()).translate(_TO_SPACE).split()))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = [
        c if unicodedata.category(c)[0] in "LNM" and c not in _INVISIBLE else " " if c.isspace() or c in "-_" else ""
        for c in folded
    ]
    return _checked("-".join("".join(kept).split()))


def _checked(name: str) -> str:
    name = name or "section"
    return f"section-{name}" if name.startswith(RESERVED_ID) else name


def split_emoji(text: str) -> tuple[str, str]:
    """A heading's leading emoji, or "", and the rest. A heading of nothing but emoji has none to spare."""
    match = _EMOJI.match(text)
    rest = text[match.end() :].strip() if match else ""
    return (match[1].strip(), rest) if match and rest else ("", text)


def level(heading: Element) -> int:
    """1 for an `h1` … 6 for an `h6`."""
    return int(str(heading.tag)[1])


def shift_headings(root: Element) -> None:
    """Move all headings one level down when there is an `h1` among them."""
    if next(root.iter("h1"), None) is not None:
        for heading in root.iter(*_LEVELS):
            heading.tag = f"h{min(6, level(heading) + 1)}"


def name_headings(root: Element) -> tuple[tuple[Heading, ...], dict[Element, Heading]]:
    """Give ids, make every id of the tree unique, and wrap emoji. The outline, and which element each heading is.

    An author's own id stays where it is the first of its name; a repeated one becomes `-2`, `-3` … on a heading and is
    dropped elsewhere. Headings without text are in no outline.
    """
    shift_headings(root)
    headings = list(root.iter(*_LEVELS))
    if not headings and not elements_with_id(root):
        return (), {}
    titled = set(headings)
    taken: set[str] = set()
    for element in elements_with_id(root):
        own = element.get("id", "")
        if own in taken or not own:
            del element.attrib["id"]
            if element in titled:
                element.set("data-wanted", own)
        taken.add(own)
    counts: dict[str, int] = {}
    named = {element: _name(element, taken, counts) for element in headings}
    outline = {element: heading for element, heading in named.items() if heading.text}
    return tuple(outline.values()), outline


def _name(element: Element, taken: set[str], counts: dict[str, int]) -> Heading:
    emoji, text = split_emoji(plain(element))
    wanted = element.attrib.pop("data-wanted", "")
    identity = element.get("id") or _free(wanted if own_id(wanted) else slug(text), taken, counts)
    element.set("id", identity)
    if emoji:
        _hide_emoji(element)
    return Heading(level(element), identity, text, emoji)


def _free(name: str, taken: set[str], counts: dict[str, int]) -> str:
    if name in taken:
        counts.setdefault(name, 1)
        while (numbered := f"{name}-{counts[name] + 1}") in taken:
            counts[name] += 1
        counts[name] += 1
        name = numbered
    taken.add(name)
    return name


def _hide_emoji(heading: Element) -> None:
    holder = heading
    while not (holder.text or "").strip() and len(holder):
        holder = holder[0]
    match = _EMOJI.match(holder.text or "")
    if match:
        span = holder.makeelement("span", {"aria-hidden": "true"})
        span.text = match[1].strip()
        span.tail = " " + (holder.text or "")[match.end() :]
        holder.text = None
        holder.insert(0, span)
