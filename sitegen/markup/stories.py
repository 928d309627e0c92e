"""Stories of a digest: every `##`, and every `###` under it, as sections with an anchor.

Only headings at the top of the text part it. Other kinds of posts are left as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.markup import holes
from sitegen.markup.tree import Element
from sitegen.model import Heading, Story


def part_stories(root: Element, headings: Mapping[Element, Heading]) -> tuple[tuple[Story, ...], dict[Element, str]]:
    """Wrap each `##` part and each story in a `section`; the stories, and the anchor of each section.

    Footnotes, which follow the text, belong to no story. A story's link to itself stands after its heading and takes
    its accessible name from it; at its end is a hole for the companies that it names.
    """
    stories: list[Story] = []
    anchors: dict[Element, str] = {}
    part: Element | None = None  # the open ## section
    story: Element | None = None  # the open ### section
    title = ""
    for element in list(root):
        heading = headings.get(element)
        if heading and heading.level <= 2:
            part, story, title = _section("section", element), None, heading.text
            element.addprevious(part)
            anchors[part] = heading.id
            stories.append(Story(heading.id, title, title))
        elif element.get("class") == "footnote":
            part = story = None
        elif heading and heading.level == 3 and part is not None:
            story = _section("story", element)
            story.set("aria-labelledby", heading.id)
            part.append(story)
            if stories[-1].anchor == anchors[part]:
                stories[-1] = replace(stories[-1], divided=True)
            anchors[story] = heading.id
            stories.append(Story(heading.id, heading.text, title))
        holder = part if story is None else story
        if holder is not None:
            holder.append(element)
            if heading and story is not None and heading.id == anchors[story]:
                element.tail = ""  # a line cannot begin with its link
                story.append(_link_to(heading, element))
    places = {story.anchor: index for index, story in enumerate(stories)}
    for section, anchor in anchors.items():
        if section.get("class") == "story":
            hole = section.makeelement("div", {holes.COMPANIES: holes.companies(places[anchor])})
            hole.tail = "\n"
            section.append(hole)
    return tuple(stories), anchors


def anchor_of(element: Element | None, anchors: Mapping[Element, str]) -> str:
    """The anchor of the innermost section that holds an element, or ""."""
    while anchors and element is not None:
        if element in anchors:
            return anchors[element]
        element = element.getparent()
    return ""


def _section(name: str, element: Element) -> Element:
    section = element.makeelement("section", {"class": name})
    section.text = section.tail = "\n"
    return section


def _link_to(heading: Heading, element: Element) -> Element:
    link = element.makeelement("a", {"class": "anchor", "href": f"#{heading.id}"})
    link.set("aria-labelledby", heading.id)
    link.text, link.tail = "#", "\n"
    return link
