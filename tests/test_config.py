"""Every key of the contract's §2 with a valid value, and every way in which one can be wrong, at its line.

Long because it is a table of every setting and every way to get it wrong; what a value may say that is more than its
type is in `test_config_values.py`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import read_config
from sitegen.config.settings import (
    Api,
    Cards,
    Check,
    Config,
    Deploy,
    Email,
    Feeds,
    Headers,
    Markdown,
    MenuItem,
    Related,
    Search,
    Taxonomy,
    Threads,
)
from sitegen.diagnostics import ConfigError
from sitegen.model import FIELDS
from sitegen.strings import STRINGS
from tests.configs import SMALLEST, configured, problems


def test_smallest_configuration_has_the_contracts_defaults() -> None:
    assert read_config(SMALLEST) == Config(
        title="The Wire",
        base_url="https://wire.example/",
        description="",
        language="en",
        timezone="UTC",
        authors=(),
        output="public",
        permalink="/{year}/{month}/{day}/{slug}/",
        page_size=20,
        updated="front-matter",
        history=False,
        menu=(),
        subscribe="",
        corrections_policy="",
        taxonomies={"tags": Taxonomy()},
        fields={},
        markdown=Markdown("markdown", "sanitise", "link"),
        feeds=Feeds(50, "full", "", ""),
        related=Related(3),
        search=Search(enabled=True),
        threads=Threads(automatic=True),
        email=Email(""),
        headers=Headers(enabled=False, hsts=0),
        check=Check({}),
        redirects={},
        gone=(),
        deploy={},
        strings={},
    )


VALID: dict[str, tuple[str, Any]] = {
    'title = "Täglich KI"': ("title", "Täglich KI"),
    'base_url = "http://localhost:8000/news/ai"': ("base_url", "http://localhost:8000/news/ai"),
    'description = "What happened."': ("description", "What happened."),
    'language = "pt-BR"': ("language", "pt-BR"),
    'timezone = "America/Chicago"': ("timezone", "America/Chicago"),
    'authors = ["ana", "ben"]': ("authors", ("ana", "ben")),
    'output = "../out"': ("output", "../out"),
    'permalink = "/news/{year}-{month}/{slug}/"': ("permalink", "/news/{year}-{month}/{slug}/"),
    'permalink = "/{slug}/"': ("permalink", "/{slug}/"),
    "page_size = 1": ("page_size", 1),
    'updated = "front-matter"': ("updated", "front-matter"),
    'menu = [{name = "Tags", url = "/tags/"}, {name = "Us", url = "https://a.example/"}]': (
        "menu",
        (MenuItem("Tags", "/tags/"), MenuItem("Us", "https://a.example/")),
    ),
    'subscribe = "Follow us."': ("subscribe", "Follow us."),
    'corrections_policy = "/mistakes/"': ("corrections_policy", "/mistakes/"),
    'corrections_policy = "https://a.example/us"': ("corrections_policy", "https://a.example/us"),
    '[tool.sitegen.taxonomies]\ntags = {}\nmodels = {title = "Models"}': (
        "taxonomies",
        {"tags": Taxonomy(), "models": Taxonomy("Models")},
    ),
    "[tool.sitegen.taxonomies.companies]": ("taxonomies", {"companies": Taxonomy()}),
    "taxonomies = {}": ("taxonomies", {}),
    '[tool.sitegen.fields]\nsummary = "description"\ntags = "topics"': (
        "fields",
        {"summary": "description", "tags": "topics"},
    ),
    '[tool.sitegen.markdown]\nengine = "markdown"\nraw_html = "trust"\nremote_images = "allow"': (
        "markdown",
        Markdown("markdown", "trust", "allow"),
    ),
    'markdown.raw_html = "sanitise"\nmarkdown.remote_images = "link"': ("markdown", Markdown()),
    '[tool.sitegen.feeds]\nlimit = 10\ncontent = "summary"\nhub = "https://a.example/"\nid_authority = "a.example,1"': (
        "feeds",
        Feeds(10, "summary", "https://a.example/", "a.example,1"),
    ),
    "[tool.sitegen.related]\ncount = 0": ("related", Related(0)),
    "[tool.sitegen.search]\nenabled = false": ("search", Search(enabled=False)),
    "[tool.sitegen.api]\nenabled = false": ("api", Api(enabled=False)),
    '[tool.sitegen.cards]\nenabled = false\nfont = "fonts/a.otf"': ("cards", Cards(enabled=False, font="fonts/a.otf")),
    '[tool.sitegen.email]\nfrom = "The Wire <wire@wire.example>"': ("email", Email("The Wire <wire@wire.example>")),
    "email.from = 'news@wire.example'": ("email", Email("news@wire.example")),
    "email.from = '\"Wire, The\" <wire@wire.example>'": ("email", Email('"Wire, The" <wire@wire.example>')),
    'email.from = "Täglich <daily@wire.example>"': ("email", Email("Täglich <daily@wire.example>")),
    "[tool.sitegen.headers]\nenabled = true\nhsts = 31536000": ("headers", Headers(enabled=True, hsts=31536000)),
    "[tool.sitegen.threads]\nautomatic = false": ("threads", Threads(automatic=False)),
    '[tool.sitegen.check.rules]\nbroken-link = "error"\nduplicate-id = "off"\nno-date = "hint"\nbad-slug = "warning"': (
        "check",
        Check({"broken-link": "error", "duplicate-id": "off", "no-date": "hint", "bad-slug": "warning"}),
    ),
    '[tool.sitegen.deploy.live]\ntarget = "s3://bucket/prefix"\ncompress = ["gzip"]\ngrace = 24': (
        "deploy",
        {"live": Deploy("s3://bucket/prefix", ("gzip",), 24)},
    ),
    '[tool.sitegen.redirects]\n"/old.html" = "/new/?a=b#c"\n"/gone" = "https://a.example/"': (
        "redirects",
        {"/old.html": "/new/?a=b#c", "/gone": "https://a.example/"},
    ),
    "history = true": ("history", True),
    'updated = "git"': ("updated", "git"),
    'gone = ["/2025/11/22/old/", "/old.html"]': ("gone", ("/2025/11/22/old/", "/old.html")),
    '[tool.sitegen.strings]\nrelated = "Verwandtes"': ("strings", {"related": "Verwandtes"}),
}


@pytest.mark.parametrize("lines", VALID)
def test_setting_is_read(lines: str) -> None:
    key, value = VALID[lines]
    kept = [line for line in SMALLEST.splitlines() if not line.startswith(f"{key} ")]
    assert getattr(read_config("\n".join([*kept, lines, ""])), key) == value


def test_every_setting_is_tested() -> None:
    assert {key for key, _ in VALID.values()} == {field.name for field in fields(Config)}


def test_other_tools_are_left_alone() -> None:
    assert configured("\n[tool.ruff]\nline-length = 120\n[project]\nname = 5").title == "The Wire"


@pytest.mark.parametrize(
    ("base_url", "root"),
    [
        ("https://a.example", "/"),
        ("https://a.example/", "/"),
        ("https://a.example/b", "/b/"),
        ("http://a/b/c/", "/b/c/"),
    ],
)
def test_root_is_the_base_urls_path(base_url: str, root: str) -> None:
    assert Config(base_url=base_url).root == root


NO_TABLE = (
    "pyproject.toml: error[no-config]: there is no [tool.sitegen] table\n"
    '  help: add a table [tool.sitegen] with title = "…" and base_url = "https://…", or run: sitegen init DIR'
)


@pytest.mark.parametrize("text", ["", "[tool]\n", "[project]\nname = 'x'\n", "[tool.ruff]\n"])
def test_file_without_our_table_says_what_to_add(text: str) -> None:
    assert problems("", text) == [NO_TABLE]


HEADLESS = {
    'title = "The Wire"\nbase_url = "https://wire.example/"\n[tool.sitegen.feeds]\nlimit = 3\n': (
        "1:1",
        "write a line [tool.sitegen] above title = …",
    ),
    '[tool.Sitegen]\ntitle = "The Wire"\n': ("1:2", "write [tool.sitegen] in place of [tool.Sitegen]"),
    '[tool.sitgen]\ntitle = "The Wire"\n': ("1:2", "write [tool.sitegen] in place of [tool.sitgen]"),
    '\n[sitegen]\ntitle = "The Wire"\n': ("2:2", "write [tool.sitegen] in place of [sitegen]"),
}


@pytest.mark.parametrize("text", HEADLESS)
def test_a_table_without_its_own_header_is_told_where_that_belongs(text: str) -> None:
    place, help_ = HEADLESS[text]
    assert problems("", text) == [
        f"pyproject.toml:{place}: error[no-config]: there is no [tool.sitegen] table\n  help: {help_}"
    ]
    assert problems("", "[tool.sitegen.feeds]\nlimit = 3\n") == [NO_TABLE]


def test_slip_in_toml_is_said_at_its_place() -> None:
    (missing,) = problems("page_size = \n")
    assert missing == (
        "pyproject.toml:4:13: error[bad-toml]: this is not TOML: there is no value behind the =\n"
        '  help: put a text in straight quotes: name = "Robo"'
    )
    (twice,) = problems('title = "Again"')
    assert twice == (
        "pyproject.toml:4:16: error[bad-toml]: this is not TOML: a key is written twice in one table\n"
        "  help: keep one of the two"
    )
    (umlaut,) = problems("", '[tool.sitegen]\ntitle = "A"\n[tool.sitegen.feeds]\n[jörg müller] # ours\n')
    assert umlaut == (
        "pyproject.toml:4:3: error[bad-toml]: this is not TOML: jörg müller holds signs that need quotes here\n"
        '  help: write ["jörg müller"]'
    )
    (unclosed,) = problems("authors = [")
    assert unclosed.startswith("pyproject.toml:5:1: error[bad-toml]: this is not TOML: ")


SENDER = 'write from = "Name <mail@example.com>"'

# What is added to the smallest configuration, then the first line of the one problem and its help.
WRONG = {
    "tilte = 1": ("4:1: error[unknown-key]: tilte is not a setting", "did you mean 'title'?"),
    "\n[tool.sitegen.feeds]\n  limits = 1": (
        "6:3: error[unknown-key]: feeds.limits is not a setting",
        "did you mean 'limit'?",
    ),
    "limit = 5": ("4:1: error[unknown-key]: limit is not a setting", "write it below [tool.sitegen.feeds]"),
    "enabled = false": (
        "4:1: error[unknown-key]: enabled is not a setting",
        "write it below [tool.sitegen.search] or [tool.sitegen.cards] or [tool.sitegen.api] or [tool.sitegen.headers]",
    ),
    "headers.hsts = -1": ("4:1: error[bad-value]: headers.hsts is -1", "write a number of seconds, or 0 for none"),
    "feeds.page_size = 5": (
        "4:1: error[unknown-key]: feeds.page_size is not a setting",
        "write it below [tool.sitegen]",
    ),
    "[tool.sitegen.rules]\nno-alt = 'off'": (
        "4:2: error[unknown-key]: rules is not a setting",
        "write [tool.sitegen.check.rules] in its place",
    ),
    "[tool.sitegen.markdwon]": ("4:2: error[unknown-key]: markdwon is not a setting", "did you mean 'markdown'?"),
    "search = {on = true}": ("4:11: error[unknown-key]: search.on is not a setting", "known: enabled"),
    "related.cuont = 3": ("4:1: error[unknown-key]: related.cuont is not a setting", "did you mean 'count'?"),
    "\n[tool.sitegen.taxonomies.tags]\ntitel = 'Tags'": (
        "6:1: error[unknown-key]: taxonomies.tags.titel is not a setting",
        "did you mean 'title'?",
    ),
    "\n[tool.sitegen.check.rules]\nbroken-lnik = 'off'": (
        "6:1: error[unknown-key]: 'broken-lnik' is not a rule",
        "did you mean 'broken-link'?",
    ),
    "description = 5": (
        "4:1: error[bad-value]: description must be a text, not a whole number",
        'write description = "…"',
    ),
    "email.form = 'news@wire.example'": (
        "4:1: error[unknown-key]: email.form is not a setting",
        "did you mean 'from'?",
    ),
    "email.from_ = 'news@wire.example'": (
        "4:1: error[unknown-key]: email.from_ is not a setting",
        "did you mean 'from'?",
    ),
    **{
        f"email.from = {sender!r}": (f"4:1: error[bad-value]: email.from {sender!r} is not a sender", SENDER)
        for sender in (
            "The Wire",
            "wire@localhost",
            "a@wire.example, b@wire.example",
            "The Wire <wire@wire.example> x",
            "täglich@wire.example",
            "wire@tä.example",
            "A <b> <wire@wire.example>",
            ".a@wire.example",
            f"{'a' * 250}@wire.example",
        )
    },
    'email.from = "The Wire\\r\\nBcc: a@b.example <wire@wire.example>"': (
        "4:1: error[bad-value]: email.from 'The Wire\\r\\nBcc: a@b.example <wire@wire.example>' is not a sender",
        SENDER,
    ),
    'page_size = "20"': ("4:1: error[bad-value]: page_size must be a whole number, not a text", "write page_size = 20"),
    "page_size = true": (
        "4:1: error[bad-value]: page_size must be a whole number, not true or false",
        "write page_size = 20",
    ),
    'authors = "ana"': ("4:1: error[bad-value]: authors must be a list, not a text", 'write authors = ["…"]'),
    "authors = ['ana', 5]": (
        "4:19: error[bad-value]: item 2 of authors must be a text, not a whole number",
        'write "…"',
    ),
    'menu = [{name = "Us"}]': ("4:9: error[bad-value]: item 1 of menu has no url", 'write url = "…"'),
    'menu = {a = {name = "Us", url = "/"}}': (
        "4:1: error[bad-value]: menu must be a list, not a table",
        'write menu = [{name = "…", url = "…"}]',
    ),
    "taxonomies = []": (
        "4:1: error[bad-value]: taxonomies must be a table, not a list",
        "write [tool.sitegen.taxonomies], and keys below it",
    ),
    "strings.related = 5": (
        "4:1: error[bad-value]: strings.related must be a text, not a whole number",
        'write related = "…"',
    ),
    'check.rules.broken-link = "loud"': (
        "4:1: error[bad-value]: check.rules.broken-link cannot be 'loud'",
        "write one of: 'off', 'hint', 'warning', 'error'",
    ),
    'feeds = "full"': (
        "4:1: error[bad-value]: feeds must be a table, not a text",
        "write [tool.sitegen.feeds], and keys below it",
    ),
    'feeds = {content = "most"}': (
        "4:10: error[bad-value]: feeds.content cannot be 'most'",
        "write one of: 'full', 'summary'",
    ),
    "markdown.raw_html = 1": (
        "4:1: error[bad-value]: markdown.raw_html must be a text, not a whole number",
        "write one of: 'sanitise', 'trust'",
    ),
    "\n[tool.sitegen.search]\nenabled = 1": (
        "6:1: error[bad-value]: search.enabled must be true or false, not a whole number",
        "write enabled = true or enabled = false",
    ),
    'output = " "': ("4:1: error[bad-value]: output ' ' is not a folder", 'write output = "public"'),
    'language = "in English"': (
        "4:1: error[bad-value]: language 'in English' is not the code of a language",
        'write "en"',
    ),
    'corrections_policy = "corrections"': (
        "4:1: error[bad-value]: corrections_policy 'corrections' leads to no page",
        'write the path of a page, like "/corrections/"',
    ),
    'corrections_policy = "//a.example/"': (
        "4:1: error[bad-value]: corrections_policy '//a.example/' leads to no page",
        'write the path of a page, like "/corrections/"',
    ),
    "page_size = 0": ("4:1: error[bad-value]: page_size is 0", "write a number of 1 or more"),
    "feeds.limit = -1": ("4:1: error[bad-value]: feeds.limit is -1", "write a number of 1 or more"),
    'feeds.hub = "hub.example.com"': (
        "4:1: error[bad-value]: feeds.hub 'hub.example.com' is not a web address",
        'write one like "https://hub.example.com/", or leave it out',
    ),
    "related = {count = -1}": ("4:12: error[bad-value]: related.count is -1", "write 0 for none"),
    'updated = "mtime"': ("4:1: error[bad-value]: updated cannot be 'mtime'", "write one of: 'front-matter', 'git'"),
    'gone = ["old"]': (
        "4:9: error[bad-value]: gone names 'old', which is not a path on this site",
        'write one like "/2025/11/22/old/"',
    ),
    "gone = '/old/'": ("4:1: error[bad-value]: gone must be a list, not a text", 'write gone = ["…"]'),
    'fields.sumary = "dek"': (
        "4:1: error[bad-value]: 'sumary' is not a front-matter field of ours",
        "did you mean 'summary'?",
    ),
    'fields.summary = "title"': (
        "4:1: error[bad-value]: 'title' already holds another field",
        "name a key that no other field uses",
    ),
    "\n[tool.sitegen.redirects]\n'/a.html' = '/b/'\n\"/c.d/\" = 5": (
        "7:1: error[bad-value]: redirects./c.d/ must be a text, not a whole number",
        'write "/c.d/" = "…"',
    ),
    'strings.relatd = "x"': (
        "4:1: error[bad-value]: 'relatd' is not one of the theme's words",
        "did you mean 'related'?",
    ),
}


@pytest.mark.parametrize("lines", WRONG)
def test_wrong_setting_is_said_at_its_line(lines: str) -> None:
    said, help_ = WRONG[lines]
    assert problems(lines) == [f"pyproject.toml:{said}" + f"\n  help: {help_}" * bool(help_)]


def test_what_a_missing_comma_needs_is_told_for_any_list() -> None:
    (problem,) = problems('menu = [\n  {name = "A", url = "/"}\n  {name = "B", url = "/b/"}\n]')
    assert problem.endswith("help: put a comma behind each item, and ] at the end")


def test_all_problems_are_said_in_one_run_by_line() -> None:
    found = problems('zzz = 1\npage_size = "x"\n\n[tool.sitegen.search]\nenable = true\n\n[tool.sitegen.checks]\n')
    assert [problem.split(": ")[0] for problem in found] == [
        f"pyproject.toml:{place}" for place in ("4:1", "5:1", "8:1", "10:2")
    ]


def test_every_word_of_theme_and_every_field_can_be_named() -> None:
    strings = "".join(f'{key} = "x"\n' for key in STRINGS)
    assert configured(f"[tool.sitegen.strings]\n{strings}").strings == dict.fromkeys(STRINGS, "x")
    names = "".join(f'{key} = "our-{key}"\n' for key in (*FIELDS, "tags"))
    assert len(configured(f"[tool.sitegen.fields]\n{names}").fields) == len(FIELDS) + 1


@settings(derandomize=True)
@given(st.text(max_size=60), st.sampled_from([field.name for field in fields(Config)]))
def test_any_text_for_any_setting_is_a_configuration_or_its_problems(value: str, key: str) -> None:
    escaped = "".join(f"\\U{ord(char):08X}" for char in value)
    kept = [line for line in SMALLEST.splitlines() if not line.startswith(f"{key} ")]
    try:
        assert getattr(read_config("\n".join([*kept, f'{key} = "{escaped}"'])), key) == value
    except ConfigError as wrong:
        assert all(problem.path == "pyproject.toml" and problem.line for problem in wrong.diagnostics)  # noqa: PT017


def test_a_wrong_value_hides_nothing_else_in_its_table() -> None:
    rules = "[tool.sitegen.check.rules]\nbroken-link = 'loud'\nbroken-lnk = 'off'\n"
    found = problems(f"{rules}[tool.sitegen.feeds]\nlimit = 0\ncontent = 'x'\n")
    assert [problem.splitlines()[0].split(": ", 2)[2] for problem in found] == [
        "check.rules.broken-link cannot be 'loud'",
        "'broken-lnk' is not a rule",
        "feeds.limit is 0",
        "feeds.content cannot be 'x'",
    ]
