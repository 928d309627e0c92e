"""Pictures: loaded when they are needed, with a caption where they have one, and none from another host.

A remote picture is a request that tells another host who reads what: it is shown as a link unless the site allows it.
Sizes and copies are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.markup.links import leads_elsewhere
from sitegen.markup.sources import domain_of
from sitegen.markup.tree import Element, remove, replace
from sitegen.strings import fill_words


def show_pictures(root: Element, strings: Mapping[str, str], *, remote: bool) -> None:
    """Make every picture of the tree fit to publish; `remote` allows those of other hosts.

    A paragraph that holds one picture with a title and nothing else becomes a figure, the title its caption. A remote
    picture in a link is its alternative text there, for a link holds no link.
    """
    for picture in list(root.iter("img")):
        _caption(picture)
        source = picture.get("src", "")
        if source and leads_elsewhere(source) and not remote:
            _link_to(picture, source, strings)
        elif source or picture.get("data-hole-src"):
            picture.set("alt", picture.get("alt", ""))
            picture.set("loading", "lazy")
            picture.set("decoding", "async")
        else:
            _say(picture)


def _caption(picture: Element) -> None:
    paragraph = picture.getparent()
    assert paragraph is not None
    alone = picture.getprevious() is None and picture.getnext() is None
    alone = alone and not f"{paragraph.text or ''}{picture.tail or ''}".strip()
    if paragraph.tag == "p" and alone and picture.get("title"):
        figure = picture.makeelement("figure", {})
        caption = picture.makeelement("figcaption", {})
        caption.text = picture.attrib.pop("title")
        picture.tail = None
        replace(paragraph, figure)
        figure.extend([picture, caption])


def _link_to(picture: Element, source: str, strings: Mapping[str, str]) -> None:
    if next(picture.iterancestors("a", "button"), None) is not None:
        _say(picture)
        return
    link = picture.makeelement("a", {"href": source, "class": "remote-image"})
    link.text = picture.get("alt") or fill_words(strings["picture_at"], host=domain_of(source))
    replace(picture, link)


def _say(picture: Element) -> None:
    """Leave a picture's alternative text in its place, or nothing where it has none."""
    if text := picture.get("alt"):
        said = picture.makeelement("span", {})
        said.text = text
        replace(picture, said)
    else:
        remove(picture)
