"""When a text surely names a company: what counts, and what never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.checks.namings import company_names, namings
from sitegen.content.registry import bundled
from tests.site import Built, build_site, make_site, post

COUNTS = {
    ("Nvidia", "Chips of Nvidia, made for Nvidia’s racks (by Nvidia)."): 3,
    ("Nvidia", "Nvidia sells chips. Nvidia said so."): 0,  # a sentence's first word may be any word
    ("OpenAI", "OpenAI sells. OpenAI said so."): 2,  # but not one that is written so
    ("Target", "They met the Target. It is a target."): 0,
    ("Target", "Goods of Target and the targets of others."): 1,
    ("Meta", "Tags hold meta data, says Meta."): 0,
    ("Dell", "So said Michael Dell. Later Dell sold."): 0,
    ("Apple", "A walk in Apple Valley, and a phone by Apple."): 1,
    ("Apple", "It was said of Apple CEO Tim Cook."): 1,
    ("Amazon", "Trees in the Amazon and along the Amazon, and goods of Amazon."): 1,
    ("Block", "A gang called 8 Block, and a bank called Block."): 1,
    ("Visa", "They need an H-1B Visa from us."): 0,
    ("Nvidia", "See nvidia.com, @Nvidia, #Nvidia, Nvidia.com and Nvidia-like."): 0,
    ("Scale AI", "Work for Scale AI and Scale AI’s rivals. Scale AIs."): 2,
    ("AT&T", "Calls by AT&T, and AT&T’s masts."): 2,
    ("IBM", "IBM sells. IBMs. An IBM machine."): 2,
}


@pytest.mark.parametrize(("name", "text"), COUNTS)
def test_a_name_counts_where_it_can_be_nothing_else(name: str, text: str) -> None:
    assert namings(name, text) == COUNTS[name, text]


def test_only_names_that_mean_one_company_are_looked_for() -> None:
    names = {name for found in company_names(bundled(), ()).values() for name, _, _ in found}
    assert {"Nvidia", "Google", "Scale AI", "xAI", "AT&T"} <= names
    assert all(bundled().resolve(name) for name in names)
    assert not {name for name in names if name == name.lower()}


NVIDIA = "Racks hold chips of Nvidia, and others buy from Nvidia; so does who sells to Nvidia.\n"
PLACED = {
    "\n## Chips by Nvidia\n\n```\nNvidia\n```\n" + NVIDIA: (12, 21),
    NVIDIA.replace("of Nvidia", "of **Nvidia**"): (6, 23),
    "By hand: [Nvidia](https://nvidia.com/).\n\n" + NVIDIA: (6, 11),
}


def told(built: Built) -> list[tuple[int, int, str]]:
    found = [d for d in built.result.diagnostics if d.code == "unannotated-company"]
    return [(d.line, d.column, d.help) for d in found]


@pytest.mark.parametrize("body", PLACED)
def test_it_is_told_where_the_text_names_it_first(body: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post(body=body)})
    assert told(build_site(site, dry=True)) == [(*PLACED[body], "write Nvidia [finance:NVDA]")]


def test_what_was_found_stays_until_the_text_or_the_companies_change(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post(body=NVIDIA), "content/posts/b.md": post("B")})
    first = told(build_site(site, dry=True))
    assert len(first) == 1
    make_site(site, {"content/posts/b.md": post("B", body="Another text.\n")})
    assert told(build_site(site, dry=True)) == first
    make_site(site, {"content/posts/a.md": post(body=NVIDIA + "\n[finance:NVDA]\n")})
    assert told(build_site(site, dry=True)) == []
    own = '[x]\nname = "Foobar Racks"\n'
    make_site(site, {"content/posts/b.md": post("B", body=NVIDIA.replace("Nvidia", "Foobar"))})
    assert told(build_site(site, dry=True)) == []
    make_site(site, {"content/data/companies.toml": own + 'aliases = ["Foobar"]\n'})
    assert [help_ for _, _, help_ in told(build_site(site, dry=True))] == ["write Foobar [finance:Foobar Racks]"]
