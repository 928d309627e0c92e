"""What the documentation says is so: keys, fields, defaults, commands, examples and links are held to the code."""

from __future__ import annotations

import ast
import json
import re
import runpy
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, asdict, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import click
import pytest
from jinja2 import Environment, nodes

from sitegen.cli import cli
from sitegen.config import Config, read_config
from sitegen.config.tables import key_of
from sitegen.content.load import load
from sitegen.content.schema import KINDS
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import ConfigError
from sitegen.newsroom.plan.pictures import ENDINGS
from sitegen.strings import STRINGS
from tests.pictures import picture
from tests.site import build_site, make_site
from tests.test_architecture import ROOMS

ROOT = Path(__file__).parent.parent
PAGES = {
    p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8")
    for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
}
WRITING, CONFIGURATION = PAGES["docs/writing.md"], PAGES["docs/configuration.md"]

FENCED = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the rows of every table with this head."""
    found = []
    for table in re.findall(rf"^{re.escape(head)}\n\|[-|]+\|\n((?:\|.*\n?)+)", text, re.MULTILINE):
        found += [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    return found


def test_templates_page_is_what_its_tool_makes() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "make_docs.py"))
    fresh = PAGES["docs/templates.md"] == tool["document"]()
    assert fresh, "run: python tools/make_docs.py"


# ── docs/configuration.md ───────────────────────────────────────────────────────────────────────────


def default(field: Field[Any]) -> str:
    """A setting's default as it would stand in TOML; "none" where it has none."""
    if field.default is MISSING and field.default_factory is MISSING:
        return "none"
    value = field.default if field.default_factory is MISSING else field.default_factory()
    return f"`{toml(value)}`"


def toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    return toml(asdict(value)) if is_dataclass(value) and not isinstance(value, type) else json.dumps(value)


def settings() -> dict[str, str]:
    """Every setting by its full name, with its default; in a table of named tables, NAME stands for the name."""
    found = {}
    for field in fields(Config):
        kind = get_type_hints(Config)[field.name]
        if is_dataclass(kind):
            found |= {f"{field.name}.{key_of(inner.name)}": default(inner) for inner in fields(kind)}
        else:
            found[field.name] = default(field)
            rows_of = [argument for argument in get_args(kind) if is_dataclass(argument)]
            above = f"{field.name}.NAME" if get_origin(kind) is dict else field.name
            found |= {f"{above}.{inner.name}": default(inner) for row in rows_of for inner in fields(row)}
    return found


def described() -> Iterator[tuple[str, str, str]]:
    """Each setting that docs/configuration.md has in a table: full name, type and default."""
    for section in CONFIGURATION.split("\n## ")[1:]:
        if named := re.match(r"`\[+tool\.sitegen\.?([\w.]*)\]+`\n", section):
            for key, kind, value, _ in rows(section, "| key | type | default | meaning |"):
                yield f"{named[1]}.{key.strip('`')}".lstrip("."), kind, value


def test_configuration_page_has_every_setting_with_its_default_and_no_other() -> None:
    found = [(name, value) for name, _, value in described()]
    assert len(found) == len(dict(found)), "a setting is described twice"
    assert dict(found) == settings()


def test_configuration_page_has_the_choices_that_are_taken() -> None:
    tables = {above: hint for above, hint in get_type_hints(Config).items() if is_dataclass(hint)} | {"": Config}
    hints = {(above, key): hint for above, kind in tables.items() for key, hint in get_type_hints(kind).items()}
    choices = {place: get_args(hint) for place, hint in hints.items() if get_origin(hint) is Literal}
    described_as = {tuple(name.rpartition(".")[::2]): kind for name, kind, _ in described()}
    for place, known in choices.items():
        assert described_as[place] == " or ".join(f'`"{choice}"`' for choice in known if is_taken(*place, choice))
    assert choices


def is_taken(above: str, key: str, value: str) -> bool:
    setting = f"{above}.{key}".lstrip(".") + f" = {json.dumps(value)}"
    try:
        read_config(f'[tool.sitegen]\ntitle = "A"\nbase_url = "https://example.com"\n{setting}\n')
    except ConfigError:
        return False
    return True


def test_configuration_page_shows_an_error_as_it_is() -> None:
    shown = next(body for _, body in FENCED.findall(CONFIGURATION) if "error[" in body)
    with pytest.raises(ConfigError) as wrong:
        read_config('[tool.sitegen]\ntitle = "A"\nbase_url = "https://example.com/"\n\n\n\npagesize = 10\n')
    assert shown == f"{wrong.value.diagnostics[0]}\n"


# ── docs/writing.md ─────────────────────────────────────────────────────────────────────────────────

FIELDS = {row[0].strip("`"): row[1].strip("`") for row in rows(WRITING, "| field | example | what it does |")}


def test_writing_page_has_the_endings_of_all_pictures() -> None:
    cleaned = WRITING.partition("is taken out of a bundle’s files that end in")[2].partition("A bundle’s files with")[0]
    assert set(re.findall(r"`(\.\w+)`", cleaned)) == set(ENDINGS)


def test_writing_page_has_every_field_and_no_other() -> None:
    assert sorted(FIELDS) == sorted([*KINDS, *LoadSettings().taxonomies])


@pytest.mark.parametrize("field", FIELDS)
def test_writing_page_has_an_example_of_each_field_that_is_right(field: str) -> None:
    needed = {"title": "A", "date": "2025-11-22"} | {field: FIELDS[field]}
    lines = "".join(f"{key}: {value}\n" for key, value in needed.items())
    loaded = load("posts/a.md", f"---\n{lines}---\nA text.\n".encode(), LoadSettings())
    assert loaded.diagnostics == ()
    meta = loaded.document.meta
    assert meta.terms.get(field) or getattr(meta, field), "the example is not used"


def examples() -> dict[str, str]:
    """The files of the page's examples, by the path under `content/` that was named last before each."""
    found = {}
    for block in FENCED.finditer(WRITING):
        if block[1] == "toml" or block[2].startswith("---"):
            paths = [path for path in SPAN.findall(WRITING[: block.start()]) if re.fullmatch(r"content/.+\.\w+", path)]
            assert paths[-1] not in found, f"two examples for {paths[-1]}"
            found[paths[-1]] = block[2]
    return found


def test_examples_of_the_writing_page_load_and_are_a_site_without_problems(tmp_path: Path) -> None:
    assert sum(path.endswith(".md") for path in examples()) == WRITING.count("```markdown\n---\n") >= 4
    bundle = "content/posts/2025-11-22-new-racks/"
    pictures = {f"{bundle}rack.jpg": picture(), f"{bundle}back.jpg": picture()}
    site = make_site(tmp_path, {**examples(), **pictures})
    found = build_site(site, dry=True).result.diagnostics
    least = "content/posts/2025-11-21-chipmaker-opens-lab.md"
    assert [(d.path, d.code) for d in found] == [(least, "no-sources"), (least, "no-summary")], "as the page says"
    built = build_site(site)
    assert not built.result.failed
    evening = "2025/11/23/nvidia-new-rack/back.jpg"  # of the 22nd in Chicago; this site is in UTC
    assert {evening, "tickers/northlight/index.html"} <= built.files().keys()


# ── docs/architecture.md ────────────────────────────────────────────────────────────────────────────

NAMED = re.compile(r"[\w/.-]+(?:\.py|/)")
MADE = set(
    "search/ .sitegen/ .sitegen/pictures/ manifests/ memory/ pictures/ templates/ staging/ serve/".split()
)  # by a build


def test_architecture_page_names_files_that_are() -> None:
    spans = {span for span in SPAN.findall(PAGES["docs/architecture.md"]) if NAMED.fullmatch(span)} - MADE
    assert len(spans) > 20
    assert {span for span in spans if not ((ROOT / span).exists() or (ROOT / "sitegen" / span).exists())} == set()


def test_architecture_page_has_every_room() -> None:
    section = PAGES["docs/architecture.md"].partition("\n## Rooms")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert {room for cell in first_cells for room in SPAN.findall(cell)} == set(ROOMS) - {"__init__"}


# ── All pages ───────────────────────────────────────────────────────────────────────────────────────


def command_lines(text: str) -> Iterator[str]:
    """Every `sitegen …` that stands in code: in a line of a block, or alone in a span."""
    lines = [line for _, body in FENCED.findall(text) for line in body.splitlines()]
    for code in (*lines, *SPAN.findall(FENCED.sub("", text))):
        for command in re.split(r"\s*(?:&&|;|\|)\s*", code.strip().removeprefix("$ ")):
            if command.startswith("sitegen "):
                yield re.sub(r"\s\d?>.*", "", command)


COMMANDS = sorted({(page, line) for page, text in PAGES.items() for line in command_lines(text)})


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_every_command_line_names_a_command_and_options_that_are(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    if words != ["--help"]:
        context = click.Context(cli, info_name="sitegen")
        name, command, rest = cli.resolve_command(context, words)
        assert command
        command.make_context(name, rest, parent=context)


def test_every_command_is_documented() -> None:
    assert set(cli.commands) == {shlex.split(line, comments=True)[1] for _, line in COMMANDS} & set(cli.commands)


LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_to_a_file(page: str) -> None:
    targets = [target.partition("#")[0] for target in LINK.findall(SPAN.sub("", FENCED.sub("", PAGES[page])))]
    assert [t for t in targets if not re.match(r"[a-z]+:", t) and not ((ROOT / page).parent / t).exists()] == []


# ── The theme's words ───────────────────────────────────────────────────────────────────────────────


def words_of_templates() -> set[str]:
    """The keys of `site.strings` that templates name, also as `strings` within a macro."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for node in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Getattr):
            if "strings" in (getattr(node.node, "name", None), getattr(node.node, "attr", None)):
                found.add(node.attr)
    return found


def words_of_code() -> set[str]:
    """The keys that sitegen's own code takes as `….strings["key"]`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "sitegen").rglob("*.py")]
    subscripts = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    return {
        str(node.slice.value)
        for node in subscripts
        if "strings" in (getattr(node.value, "id", None), getattr(node.value, "attr", None))
        and isinstance(node.slice, ast.Constant)
    }


def test_templates_and_code_name_words_that_are_and_every_word_is_used() -> None:
    by_taxonomy = set(Config().taxonomies)  # post.html looks a taxonomy's own word up
    assert words_of_templates() | words_of_code() | by_taxonomy == set(STRINGS)


# ── docs/themes.md ──────────────────────────────────────────────────────────────────────────────────


def test_the_theme_guide_names_every_template_and_token_and_no_other() -> None:
    guide = PAGES["docs/themes.md"]
    templates = ROOT / "templates"
    pages = {path.name for path in templates.glob("*.html")} - {"layout.html"}
    parts = {path.name for path in (templates / "components").glob("*.html")}
    assert {row[1].strip("`") for row in rows(guide, "| page | file |")} == pages
    assert {row[1].strip("`") for row in rows(guide, "| part | file in `components/` |")} == parts
    named = set(re.findall(r"--[a-z]+\d?", "".join(row[0] for row in rows(guide, "| tokens | are |"))))
    tokens = set(re.findall(r"^  (--[a-z]+\d?):", (ROOT / "static/css/site.css").read_text(), re.MULTILINE))
    assert named - {"--t1", "--t7", "--s1", "--s6"} == {t for t in tokens if not re.fullmatch("--[ts][0-9]", t)}
