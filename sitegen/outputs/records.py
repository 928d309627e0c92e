"""What can be found: a record for each post, and one for each story of a digest. Not how it is indexed."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from sitegen.markup.tree import plain_html
from sitegen.model import Body, Company, Post


@dataclass(frozen=True, slots=True)
class Record:
    """One thing to find. `url` is a path from the site's root, `date` ISO.

    `label` is the short line over its title; a story of a digest has none, for its page says that it is one. In `text`
    every line ends like a sentence: an excerpt runs on from one item of a list to the next.
    `companies` and `tags` map the last parts of their pages' URLs to their names.
    """

    url: str
    title: str
    label: str
    date: str
    text: str
    companies: dict[str, str]
    symbols: tuple[str, ...]
    tags: dict[str, str]


def records(post: Post, body: Body) -> list[Record]:
    """The post's own record, and one for each of its stories, in their order; a digest's own has what is in no story.

    A section that is divided into stories has one only for what stands before them.
    """
    document = post.document
    tags = {term.key: term.name for term in post.terms if term.taxonomy == "tags"}
    texts = _texts(body)

    def record(anchor: str, title: str, label: str, text: str) -> Record:
        named = [
            company
            for company, mention in zip(post.companies, document.mentions, strict=True)
            if company is not None and mention.anchor == anchor
        ]
        return Record(
            url=f"{post.url}#{anchor}" if anchor else post.url,
            title=title,
            label=label,
            date=f"{post.published:%Y-%m-%d}",
            text=_stopped(text),
            companies={company.slug: company.short for company in named},
            symbols=_symbols(named),
            tags=tags,
        )

    head = [document.summary if post.meta.summary else "", *map(plain_html, body.takeaways), texts.get("", "")]
    found = [record("", document.title, post.meta.kicker, "\n".join(filter(None, head)))]
    for story in document.stories:
        heading, _, rest = texts.get(story.anchor, "").partition("\n")
        text = rest if heading.endswith(story.title) else f"{heading}\n{rest}"
        if text.strip() or not story.divided:
            found.append(record(story.anchor, story.title, "", text))
    return found


def _texts(body: Body) -> dict[str, str]:
    """The text of each story by its anchor; "" has the rest."""
    if not body.parts:
        return {"": body.text}
    texts: dict[str, str] = {}
    ends = [start for _, start in body.parts[1:]] + [len(body.text)]
    for (anchor, start), end in zip(body.parts, ends, strict=True):
        texts[anchor] = "\n".join(filter(None, (texts.get(anchor, ""), body.text[start:end].rstrip("\n"))))
    return texts


def _stopped(text: str) -> str:
    """The text with a full stop after each line that ends with a letter, a digit or a sign like "%"."""
    lines = []
    for line in text.split("\n"):
        last = line[-1:]
        stop = "。" if east_asian_width(last or " ") == "W" else "."
        lines.append(f"{line}{stop}" if last.isalnum() or last in _OPEN else line)
    return "\n".join(lines)


_OPEN = frozenset("%)]’”»$€£+#")  # ends of words, not of sentences


def _symbols(companies: list[Company]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(company.symbol for company in companies if company.symbol))
