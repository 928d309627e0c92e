"""What templates are made of, and what data they name (contract §8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.outputs.theme import closure, named_data, read_facts
from tests.site import Built, post

KNOWN = {"prices": 1, "staff": 2, "other": 3}


def facts_of(sources: dict[str, str]):
    return read_facts(sources, {name: f"templates/{name}" for name in sources}, lambda name: sources[name])


LAYERS = {
    "post.html": '{% extends "layout.html" %}{% from "c/card.html" import card %}',
    "layout.html": '{% include "foot.html" %}',
    "foot.html": '{% import "c/card.html" as c %}',
    "c/card.html": "",
    "home.html": '{% include ["foot.html", "c/card.html"] %}',
    "circle.html": '{% include "circle.html" %}',
}
CLOSURES = {
    "post.html": ("c/card.html", "foot.html", "layout.html", "post.html"),
    "foot.html": ("c/card.html", "foot.html"),
    "c/card.html": ("c/card.html",),
    "home.html": ("c/card.html", "foot.html", "home.html"),
    "circle.html": ("circle.html",),
    "none.html": (),
}


@pytest.mark.parametrize(("template", "made_of"), CLOSURES.items())
def test_a_template_is_made_of_all_that_it_names(template: str, made_of: tuple[str, ...]) -> None:
    assert closure(template, facts_of(LAYERS)) == made_of


DATA = {
    "nothing": (),
    "{{ data.prices }}": ("prices",),
    "{{ data.prices.nvda }}": ("prices",),
    '{{ data["staff"] }}': ("staff",),
    "{{ data.prices }}{{ data['staff'] }}": ("prices", "staff"),
    "{{ data.unheard_of }}": (),
    "{{ data[page.kind] }}": tuple(sorted(KNOWN)),
    "{% for name in data %}{% endfor %}": tuple(sorted(KNOWN)),
    "{% for name, value in data.items() %}{% endfor %}": tuple(sorted(KNOWN)),
    "{{ data | tojson }}": tuple(sorted(KNOWN)),
    "{% set mine = data %}{{ mine.prices }}": tuple(sorted(KNOWN)),
    "{{ data.prices }}{{ card(data) }}": tuple(sorted(KNOWN)),
    "{{ post.data }}": (),
}


@pytest.mark.parametrize(("source", "names"), DATA.items())
def test_data_counts_only_for_templates_that_name_it(source: str, names: tuple[str, ...]) -> None:
    assert named_data(("t.html",), facts_of({"t.html": source}), KNOWN) == names


def test_data_that_a_layout_names_counts_for_its_pages() -> None:
    facts = facts_of({"post.html": '{% extends "layout.html" %}', "layout.html": "{{ data.prices }}"})
    assert named_data(closure("post.html", facts), facts, KNOWN) == ("prices",)


WRONG = {
    "{% include page.kind %}": "templates/t.html:1: error[dynamic-include]: "
    "this template names another one only when it is rendered",
    '{% extends "gone.html" %}': "templates/t.html:1: error[missing-template]: there is no template 'gone.html'",
    "\n{% if %}": "templates/t.html:2: error[template-error]: ",
}


@pytest.mark.parametrize(("source", "problem"), WRONG.items())
def test_what_is_wrong_in_a_template_is_said_with_its_place(source: str, problem: str) -> None:
    (found,) = map(str, facts_of({"t.html": source}).diagnostics)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    "use", ["data.prices.nvda", 'data.get("prices").nvda', "data.values() | map(attribute='nvda') | join"]
)
def test_a_page_follows_the_data_that_it_shows(built: Callable[..., Built], use: str) -> None:
    files = {"templates/404.html": f"<p>{{{{ {use} }}}}</p>", "content/posts/a.md": post()}
    assert built({**files, "content/data/prices.toml": "nvda = 100\n"}).text("/404.html") == "<p>100</p>"
    second = built({"content/data/prices.toml": "nvda = 200\n"})
    assert second.text("/404.html") == "<p>200</p>"
    assert second.result.release.written == ("404.html",), "no other page names it"
