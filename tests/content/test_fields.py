"""Every form of every front-matter field that the contract's §3 allows gives what it promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sitegen.content import fields
from sitegen.content.load import load
from sitegen.content.settings import LoadSettings
from sitegen.model import Citation, Correction, Image, Meta

CST = timezone(timedelta(hours=-6))
EVENING = datetime(2025, 11, 22, 19, 21)  # noqa: DTZ001 - as written, without a zone
MIDNIGHT = datetime(2025, 11, 22)  # noqa: DTZ001


def meta(*lines: str, settings: LoadSettings | None = None) -> Meta:
    """The front matter of a post with a title, a date and these lines, which must be without a problem."""
    given = [line for line in ("title: A story", "date: 2025-11-22") if not _written(line.split(":")[0], lines)]
    text = "\n".join(["---", *given, *lines, "---", "Text.", ""])
    loaded = load("posts/a.md", text.encode(), settings or LoadSettings())
    assert loaded.diagnostics == ()
    assert loaded.document is not None
    return loaded.document.meta


def _written(key: str, lines: tuple[str, ...]) -> bool:
    return any(line.startswith((f"{key}:", f'"{key}":')) for line in lines)


DATES = {
    "2025-11-22": MIDNIGHT,
    '"2025-11-22"': MIDNIGHT,
    "'2025-11-22'": MIDNIGHT,
    "2025-11-22 # a Saturday": MIDNIGHT,
    "!!timestamp 2025-11-22": MIDNIGHT,
    "2025-11-22T19:21:00": EVENING,
    "2025-11-22 19:21:00": EVENING,
    "2025-11-22 19:21": EVENING,
    "2025-11-22t19:21": EVENING,
    '"2025-11-22T19:21"': EVENING,
    "2025-11-22T19:21:00.5": EVENING.replace(microsecond=500_000),
    "2025-11-22T19:21:00Z": EVENING.replace(tzinfo=UTC),
    "2025-11-22 19:21:00 z": EVENING.replace(tzinfo=UTC),
    "2025-11-22T19:21:00-06:00": EVENING.replace(tzinfo=CST),
    "2025-11-22T19:21:00 -06:00": EVENING.replace(tzinfo=CST),
    "2025-11-22 19:21 -0600": EVENING.replace(tzinfo=CST),
    "1970-01-01": datetime(1970, 1, 1),  # noqa: DTZ001
    "9998-12-31": datetime(9998, 12, 31),  # noqa: DTZ001
}


@pytest.mark.parametrize(("written", "moment"), DATES.items())
@pytest.mark.parametrize("field", ["date", "updated", "expires"])
def test_date_is_as_written(field: str, written: str, moment: datetime) -> None:
    found = getattr(meta(f"{field}: {written}"), field)
    assert (found, found.tzinfo is None) == (moment, moment.tzinfo is None)
    assert found.utcoffset() == moment.utcoffset()


# A date in another form, or one that there is not -> why, and what to write.
NO_DATES = {
    "2026-11-31": (": November has 30 days", "write a day from 2026-11-01 to 2026-11-30"),
    "2026-02-29": (": February 2026 has 28 days", "write a day from 2026-02-01 to 2026-02-28"),
    "31.11.2026": (": November has 30 days", "write a day from 2026-11-01 to 2026-11-30"),
    "2026-13-01": (": a year has 12 months", "write a month from 01 to 12: 2026-11-22"),
    "2026-11-21T25:00": (": a day has 24 hours", "write an hour from 00 to 23: 2026-11-21T19:21"),
    "2026-11-21T24:00": (": a day has 24 hours", "write an hour from 00 to 23: 2026-11-21T19:21"),
    "2026-11-21 09:61": (": an hour has 60 minutes", "write minutes from 00 to 59: 2026-11-21T09:30"),
    "2026-11-21 13:00 pm": (": there is no 13:00 pm", "write the hour from 00 to 23: 2026-11-21T19:21"),
    "2026-11-21 9:00": ("", "write 2026-11-21T09:00"),
    "2026-11-21, 09:00": ("", "write 2026-11-21T09:00"),
    "2026-11-21 9:00 am": ("", "write 2026-11-21T09:00"),
    "2026-11-21 12:05 a.m.": ("", "write 2026-11-21T00:05"),
    "2026-11-21 12:05 PM": ("", "write 2026-11-21T12:05"),
    "Nov 21, 2026, 9 pm": ("", "write 2026-11-21T21:00"),
    "21.11.2026": ("", "write 2026-11-21"),
    "21.11.2026 9.30 Uhr": ("", "write 2026-11-21T09:30"),
    "2026/11/21": ("", "write 2026-11-21"),
    "2026-11-21 9:00+01:00": ("", "write 2026-11-21T09:00+01:00"),
    "04/05/2026": ("", fields.DATE_HELP),
    "2026-11-21 or so": ("", fields.DATE_HELP),
}


@pytest.mark.parametrize("written", NO_DATES)
def test_it_is_said_why_there_is_no_such_date_and_how_it_is_written(written: str) -> None:
    why, help_ = NO_DATES[written]
    with pytest.raises(fields.Wrong) as wrong:
        fields.moment(written)
    assert (wrong.value.message, wrong.value.help) == (f"{written!r} is not a date{why}", help_)


TEXTS = {
    "OpenAI and Foxconn": "OpenAI and Foxconn",
    '"OpenAI: the story"': "OpenAI: the story",
    "'It''s \"new\"'": 'It\'s "new"',
    "Nvidia's chips – 5% up, 1#1": "Nvidia's chips – 5% up, 1#1",
    "5G": "5G",
    "4.10": "4.10",
    "007": "007",
    "1_000": "1_000",
    "0x1F": "0x1F",
    "1e3": "1e3",
    "12:30:45": "12:30:45",
    "no": "no",
    "Yes": "Yes",
    "2025-11-22": "2025-11-22",
    ".inf": ".inf",
    '"null"': "null",
    "北京的芯片 🏭": "北京的芯片 🏭",
    '"a\\tb\\n c"': "a b c",
    ">-\n  folded over\n  two lines": "folded over two lines",
    "|\n  kept on\n\n  three lines": "kept on three lines",
    "plain over\n  two lines": "plain over two lines",
}


@pytest.mark.parametrize(("written", "text"), TEXTS.items())
@pytest.mark.parametrize("field", ["title", "kicker", "summary", "follows", "id"])
def test_text_stays_as_written(field: str, written: str, text: str) -> None:
    assert getattr(meta(f"{field}: {written}"), field) == text


LISTS = {
    "[openai, foxconn]": ("openai", "foxconn"),
    "[]": (),
    "": (),
    "~": (),
    "\n  - one\n  - two": ("one", "two"),
    "\n- one\n- two": ("one", "two"),
    "[no, 4.10, 5G, on, 1e3, 0777]": ("no", "4.10", "5G", "on", "1e3", "0777"),
    "[2025-11-22, 12:30, 1_000, .5]": ("2025-11-22", "12:30", "1_000", ".5"),
    '["C++", "C#", "GPT-4.1", "AI & chips"]': ("C++", "C#", "GPT-4.1", "AI & chips"),
    "[data centers , 'a, b']": ("data centers", "a, b"),
    "[one, '', ~, two]": ("one", "two"),
    "[Zürich, 北京, Москва]": ("Zürich", "北京", "Москва"),
}


@pytest.mark.parametrize(("written", "texts"), LISTS.items())
@pytest.mark.parametrize("field", ["authors", "takeaways", "related"])
def test_list_stays_as_written(field: str, written: str, texts: tuple[str, ...]) -> None:
    assert getattr(meta(f"{field}: {written}"), field) == texts


@pytest.mark.parametrize(("written", "texts"), LISTS.items())
def test_tags_stay_as_written(written: str, texts: tuple[str, ...]) -> None:
    assert meta(f"tags: {written}").terms == {"tags": texts}


OTHERS = {
    "kind: digest": ("kind", "digest"),
    "kind: story": ("kind", "story"),
    "tags: [a]": ("kind", "story"),
    "kind:": ("kind", "story"),
    "kind: ''": ("kind", "story"),
    "slug: OpenAI_and-Foxconn.2~x": ("slug", "OpenAI_and-Foxconn.2~x"),
    "slug: 北京": ("slug", "北京"),
    "slug: ''": ("slug", ""),
    "slug: 2025": ("slug", "2025"),
    "slug: no": ("slug", "no"),
    "id: 42": ("id", "42"),
    "id: 0042": ("id", "0042"),
    'id: "42"': ("id", "42"),
    "id: tag:example.com,2025:racks": ("id", "tag:example.com,2025:racks"),
    "id: https://example.com/?p=42": ("id", "https://example.com/?p=42"),
    "aliases: [/old/url/, /old.html, /]": ("aliases", ("/old/url/", "/old.html", "/")),
    "aliases: [/alte-größe/]": ("aliases", ("/alte-größe/",)),
    "image: rack.jpg": ("image", Image("rack.jpg")),
    'image: {src: rack.jpg, alt: "A rack", credit: Foxconn}': ("image", Image("rack.jpg", "A rack", "Foxconn")),
    "image:\n  src: /pictures/rack.jpg": ("image", Image("/pictures/rack.jpg")),
    "image:": ("image", None),
    "sources: [{publisher: CNBC}]": ("sources", (Citation("CNBC"),)),
    "sources: [{domain: cnbc.com}]": ("sources", (Citation(domain="cnbc.com"),)),
    "sources:\n  - publisher: EE News Europe\n    domain: eenewseurope.com\n    url: https://eenewseurope.com/a?b=1#c\n"
    "    title: 'Racks: how'": (
        "sources",
        (Citation("EE News Europe", "eenewseurope.com", "https://eenewseurope.com/a?b=1#c", "Racks: how"),),
    ),
    "sources: []": ("sources", ()),
    'corrections: [{date: 2025-11-22, text: "It was 3."}]': ("corrections", (Correction(MIDNIGHT, "It was 3."),)),
    "corrections:\n  - date: '2025-11-22T19:21:00-06:00'\n    text: 5": (
        "corrections",
        (Correction(EVENING.replace(tzinfo=CST), "5"),),
    ),
}


@pytest.mark.parametrize("written", OTHERS)
def test_field_is_read(written: str) -> None:
    field, value = OTHERS[written]
    assert getattr(meta(*written.split("\n")), field) == value


@pytest.mark.parametrize(
    ("written", "draft"),
    [(word, True) for word in ("true", "yes", "on", "True", "YES", '"true"', "!!bool yes")]
    + [(word, False) for word in ("false", "no", "off", "False", '"no"', "", "~")],
)
def test_draft_takes_every_word_of_yaml(written: str, draft: bool) -> None:
    assert meta(f"draft: {written}").draft is draft


def test_every_key_of_the_contract_is_read_together() -> None:
    """The contract's own example, whole."""
    found = meta(
        "title: OpenAI and Foxconn to co-design AI racks in the US     # required",
        "date: 2025-11-22T19:21:00-06:00                               # required; a plain date is midnight there",
        "updated: 2025-11-23T08:00:00-06:00",
        "kicker: Tech titans unite                                     # the short line over the title",
        "summary: One or two sentences; the dek, the card, the feed, the meta description.",
        "tags: [openai, foxconn, data-centers]",
        "authors: [newsroom]",
        'takeaways: ["…", "…"]',
        "sources:                                                      # numbered list at the end",
        "  - {publisher: EE News Europe, domain: eenewseurope.com}     # url and title when known",
        'image: {src: rack.jpg, alt: "…", credit: "…"}',
        'corrections: [{date: 2025-11-24, text: "…"}]',
    )
    assert found.title == "OpenAI and Foxconn to co-design AI racks in the US"
    assert found.date == EVENING.replace(tzinfo=CST)
    assert found.updated == datetime(2025, 11, 23, 8, tzinfo=CST)
    assert found.kicker == "Tech titans unite"
    assert found.summary == "One or two sentences; the dek, the card, the feed, the meta description."
    assert found.terms == {"tags": ("openai", "foxconn", "data-centers")}
    assert found.authors == ("newsroom",)
    assert found.takeaways == ("…", "…")
    assert found.sources == (Citation("EE News Europe", "eenewseurope.com"),)
    assert found.image == Image("rack.jpg", "…", "…")
    assert found.corrections == (Correction(datetime(2025, 11, 24), "…"),)  # noqa: DTZ001
    assert found.extra == {}


def test_page_needs_no_date() -> None:
    loaded = load("pages/about.md", b"---\ntitle: About us\n---\nText.\n", LoadSettings())
    assert loaded.document is not None
    assert (loaded.diagnostics, loaded.document.meta.date, loaded.document.is_post) == ((), None, False)


def test_fields_can_have_the_sites_own_names() -> None:
    names = {"summary": "description", "date": "published", "title": "headline", "tags": "topics"}
    found = meta(
        "headline: Theirs", "published: 2025-11-22", "description: A dek.", "topics: [a]", 'summary: "kept"',
        settings=LoadSettings(names=names),
    )  # fmt: skip
    assert (found.title, found.date, found.summary, found.terms) == ("Theirs", MIDNIGHT, "A dek.", {"tags": ("a",)})
    assert found.extra == {"title": "A story", "date": "2025-11-22", "summary": "kept"}


def test_any_list_can_be_a_taxonomy() -> None:
    settings = LoadSettings(taxonomies=("tags", "models", "people"))
    found = meta("tags: [a]", "models: [GPT-4.1, 5]", "people: [Ana Muñoz]", settings=settings)
    assert found.terms == {"tags": ("a",), "models": ("GPT-4.1", "5"), "people": ("Ana Muñoz",)}
    assert meta("models: [GPT-4.1]").extra == {"models": ["GPT-4.1"]}
    assert meta("topics: [a]", settings=LoadSettings(taxonomies=())).terms == {}


HELPS = {
    "date: 21.11.2025": "write 2025-11-21",
    "date: 1. 2. 2025": "write 2025-02-01",
    "date: 11/21/2025": "write 2025-11-21",
    "date: 21/11/2025": "write 2025-11-21",
    "date: 04/05/2025": "write 2025-11-22 or 2025-11-22T19:21:00-06:00",  # of April, or of May
    "date: November 21, 2025": "write 2025-11-21",
    "date: 21 Nov 2025": "write 2025-11-21",
    "date: 31 Nov 2025": "write a day from 2025-11-01 to 2025-11-30",
    "date: 21 Novemver 2025": "write 2025-11-22 or 2025-11-22T19:21:00-06:00",
    "date: 2025-11-21 9:00": "write 2025-11-21T09:00",
    "withdrawn:": 'write why, for readers, or take the line out: "…"',
    "tags: [[chips], racks]": "write it without brackets, or in quotes",
    "corrections: [{date: 2025-11-22, text: Ohio, not Texas}]": "put a text that has a comma in quotes",
    "sources: [Reuters]": "write {publisher: Reuters, domain: reuters.com}",
}


@pytest.mark.parametrize(("line", "help_"), HELPS.items())
def test_help_says_what_to_write_instead(line: str, help_: str) -> None:
    date = "" if line.startswith("date") else "date: 2025-11-22\n"
    loaded = load("posts/a.md", f"---\ntitle: A story\n{date}{line}\n---\nText.\n".encode(), LoadSettings())
    assert [problem.help for problem in loaded.diagnostics] == [help_]
