"""Templates of the site that show nothing: no page is made with them, or the layout has no such block."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import build_site, make_site, post

MIAN = (
    "warning[unused-template]: layout.html has no block 'mian', so this one is shown nowhere\n"
    "  help: did you mean 'main'?"
)
LAYOUT = '{% extends "layout.html" %}\n'
NOBODY = "warning[unused-template]: no page is made with this template, and none that is used names it"


def unused(name: str, near: str = "") -> str:
    """What is said of a template that is not used."""
    include = f'name it in one that is used, as in {{% include "{name}" %}}, or delete it'
    help_ = f"did you mean {near}? rename it, or delete it" if near else include
    return f"{name}:1:1: {NOBODY}\n  help: {help_}"


# The site's templates, and what is told, without templates/.
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a name that is nearly the theme's": (
        {"posts.html": LAYOUT, "post.htm": LAYOUT},
        [unused("post.htm", "post.html"), unused("posts.html", "post.html")],
    ),
    "a component that nothing names": (
        {"components/box.html": "<p>A box.</p>", "components/cards.html": "<p>A card.</p>"},
        [unused("components/box.html"), unused("components/cards.html", "components/card.html")],
    ),
    "one that only an unused one names": (
        {"promo.html": '{% include "box.html" %}', "box.html": "A box."},
        [unused("box.html"), unused("promo.html")],
    ),
    "a block that the layout has not": (
        {"404.html": f"{LAYOUT}{{% block mian %}}<h1>No</h1>{{% endblock %}}"},
        [f"404.html:2:10: {MIAN}"],
    ),
    "a block in a block of the layout": (
        {"404.html": f"{LAYOUT}{{% block main %}}{{% block mine %}}<h1>No</h1>{{% endblock %}}{{% endblock %}}"},
        [],
    ),
    "a component in use": (
        {"404.html": f'{LAYOUT}{{% block main %}}{{% include "box.html" %}}{{% endblock %}}', "box.html": "<h1>A</h1>"},
        [],
    ),
    "one that is allowed": ({"later.html": "{# sitegen: allow unused-template #}"}, []),
    "nothing is said while one cannot be read": ({"posts.html": LAYOUT, "404.html": "{% if %}"}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_never_shown_is_told(case: str, tmp_path: Path) -> None:
    templates, told = CASES[case]
    files = {f"templates/{name}": text for name, text in templates.items()}
    site = make_site(tmp_path, {**files, "content/posts/a.md": post()})
    for _ in range(2):
        found = [d for d in build_site(site, dry=True).result.diagnostics if d.code == "unused-template"]
        assert [str(d).removeprefix("templates/") for d in found] == told
