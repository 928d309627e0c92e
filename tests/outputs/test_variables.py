"""Variables that templates are not given: the theme uses none, slips are found, and what can be right is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.engine.digest import digest_bytes
from sitegen.outputs.html import ThemeSettings
from sitegen.outputs.theme import read_facts, theme_folder
from sitegen.outputs.variables import unknown_variables
from sitegen.strings import STRINGS
from tests.site import Built, build_site, make_site, post

THEME = theme_folder("templates")
ASSETS = ("css/site.css", "js/site.js", "js/search.js")


def found(tmp_path: Path, own: dict[str, str]) -> list[str]:
    """What is told of the theme with these templates in place of its own: file, line, column, message and help."""
    files = {path.relative_to(THEME).as_posix(): str(path) for path in sorted(THEME.rglob("*.html"))}
    for name, text in own.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        files[name] = str(place)
    read = ((name, place, digest_bytes(Path(place).read_bytes())) for name, place in files.items())
    theme = ThemeSettings(tuple(read), "en", repr(sorted(own.items())).encode())
    facts = read_facts(
        files, {name: name for name in files}, lambda name: Path(files[name]).read_text(encoding="utf-8")
    )
    told = unknown_variables(theme, facts, own, tuple(STRINGS), ASSETS)
    assert {(d.severity, d.code) for d in told} <= {("warning", "unknown-variable")}
    return [f"{d.path.removeprefix('templates/')}:{d.line}:{d.column}: {d.message}; {d.help}" for d in told]


def test_the_theme_uses_nothing_that_it_is_not_given(tmp_path: Path) -> None:
    own = {path.relative_to(THEME).as_posix(): path.read_text(encoding="utf-8") for path in THEME.rglob("*.html")}
    assert found(tmp_path, own) == []


def test_all_of_the_theme_is_walked_through(tmp_path: Path) -> None:
    """A slip put into each template of the theme is found in each."""
    slip, slipped = "{{ slipped_in }}", {}
    for path in sorted(THEME.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "{% macro" in text:
            text = text.replace("{% endmacro", f"{slip}{{% endmacro").replace("{%- endmacro", f"{slip}{{%- endmacro")
        elif "{% endblock" in text:
            text = text.replace("{% endblock", f"{slip}{{% endblock")
        else:
            text += slip
        slipped[path.relative_to(THEME).as_posix()] = text
    told = found(tmp_path, slipped)
    assert {line.partition(":")[0] for line in told if "'slipped_in'" in line} == slipped.keys()


GUIDE = "docs/templates.md lists what each template is given"

# In the main block of post.html: what is written there, with marks around what is missing, and what is told of it.
SLIPS = {
    "{{ «psot».title }}": "'psot' is not given to post.html; did you mean 'post'?",
    "{{ post.«titel» }}": "post.titel: a Post has no field 'titel'; did you mean 'title'?",
    '{{ post["«titel»"] }}': "post.titel: a Post has no field 'titel'; did you mean 'title'?",
    "{{ post.section.«nam» }}": "post.section.nam: a Link has no field 'nam'; did you mean 'name'?",
    "{{ post.image.«sr» if post.image }}": "post.image.sr: a Picture has no field 'sr'; did you mean 'src'?",
    "{{ post.published.«yaer» }}": f"post.published.yaer: a datetime has no field 'yaer'; {GUIDE}",
    "{{ site.strings.«publishd» }}": "site.strings has no 'publishd'; did you mean 'published'?",
    '{{ site.assets["«css/sit.css»"] }}': "site.assets has no 'css/sit.css'; did you mean 'css/site.css'?",
    "{{ post.published | «datee» }}": "there is no filter 'datee'; did you mean 'date'?",
    "{{ post.title is «defind» }}": "there is no test 'defind'; did you mean 'defined'?",
    "{% for card in related %}{{ card.«sumary» }}{% endfor %}":
        "card.sumary: a Card has no field 'sumary'; did you mean 'summary'?",
    "{% for k, links in post.terms.items() %}{% for l in links %}{{ l.«nam» }}{% endfor %}{% endfor %}":
        "l.nam: a Link has no field 'nam'; did you mean 'name'?",
    "{{ (related | first).«titel» }}": "a Card has no field 'titel'; did you mean 'title'?",
    "{{ related[0].«titel» }}": "a Card has no field 'titel'; did you mean 'title'?",
    '{{ post.authors | map(attribute="«nam»") | list }}':
        "map('nam'): an Author has no field 'nam'; did you mean 'name'?",
    "{% set p = post %}{{ p.«titel» }}": "p.titel: a Post has no field 'titel'; did you mean 'title'?",
    "{% with p = post %}{{ p.«titel» }}{% endwith %}": "p.titel: a Post has no field 'titel'; did you mean 'title'?",
    "{% if post.kicker %}{{ «ediotr» }}{% endif %}": f"'ediotr' is not given to post.html; {GUIDE}",
    "{% if 1 %}{% else %}{{ «ediotr» }}{% endif %}": f"'ediotr' is not given to post.html; {GUIDE}",
    "{% for «x» in post.tags %}{% endfor %}{{ x }}"  # the line is known, and the first of that name in it
       : f"'x' is not given to post.html; {GUIDE}",
    "{% macro m(c) %}{{ c.«titel» }}{% endmacro %}{{ m(related[0]) }}":
        "c.titel: a Card has no field 'titel'; did you mean 'title'?",
    "{% macro m(c=post) %}{{ c.«titel» }}{% endmacro %}{{ m() }}":
        "c.titel: a Post has no field 'titel'; did you mean 'title'?",
    '{% from "components/time.html" import «dya» %}': "there is no macro 'dya'; did you mean 'day'?",
    '{% import "components/time.html" as t %}{{ t.«dya»(1) }}': "there is no macro 'dya'; did you mean 'day'?",
}  # fmt: skip

SURE = [
    "{{ hero | default(1) }}{{ post.subtitle | d }}",
    "{% if hero is defined %}{{ hero.title }}{% endif %}",
    "{% if post.subtitle is defined %}{{ post.subtitle.text }}{% endif %}",
    "{{ post.extra.anything.at_all }}{{ data.prices.nvda }}{{ data[post.slug] }}",
    "{{ post.title.upper() }}{{ post.published.year }}{{ post.published.strftime('%Y') }}{{ post.tags[0].name }}",
    "{% for x in post.tags %}{{ loop.index }}{{ loop.previtem.name }}{% endfor %}",
    "{% set ns = namespace(n=1) %}{% set ns.n = 2 %}{{ ns.n }}{{ range(3) | list }}",
    "{% if post.kicker %}{% set a = post %}{% else %}{% set a = site %}{% endif %}{{ a.titel_of_either }}",
    "{% macro m(c) %}{{ c.whatever }}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}",
    "{% macro m() %}{{ caller(1) }}{% endmacro %}{% call(x) m() %}{{ x.y }}{% endcall %}",
    "{% for x in post.contents recursive %}{{ x.text }}{{ loop(x.children) }}{% endfor %}",
    "{% set a %}text{% endset %}{{ a }}{{ self.title() }}{{ super() }}",
    "{{ (post or site).whatever }}{{ (post if 1 else site).whatever }}{{ {'a': 1}.a }}{{ [1][0] }}",
    "{% include 'components/not-there.html' ignore missing %}{{ structured }}",
    "{% for t in post.terms.values() %}{% for l in t %}{{ l.name }}{% endfor %}{% endfor %}",
    "{{ post.terms.get('tags') }}{{ post.terms.topics }}{{ post.terms['topics'] }}",
    "{% for g in related | groupby('kind') %}{{ g.grouper }}{{ g.list }}{% endfor %}",
]


def in_post(text: str) -> dict[str, str]:
    return {"post.html": f'{{% extends "layout.html" %}}\n{{% block main %}}\n{text}\n{{% endblock %}}\n'}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found_where_it_stands(slip: str, tmp_path: Path) -> None:
    text = slip.replace("«", "").replace("»", "")
    assert found(tmp_path, in_post(text)) == [f"post.html:3:{slip.index('«') + 1}: {SLIPS[slip]}"]


@pytest.mark.parametrize("text", SURE)
def test_what_can_be_right_is_let_be(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, in_post(text)) == []


def test_what_only_some_pages_are_given_is_told_of_the_others(tmp_path: Path) -> None:
    layout = (THEME / "layout.html").read_text(encoding="utf-8").replace("</body>", "{{ related }}</body>")
    (told,) = found(tmp_path, {"layout.html": layout})
    assert "'related' is not given to home.html and 1" in told
    assert told.endswith("; {% if related is defined %} … {% endif %} asks whether it is there; " + GUIDE)


def test_includes_and_imports_that_go_round_in_circles_end(tmp_path: Path) -> None:
    round_ = {
        "a.html": '{% import "b.html" as b %}{% include "a.html" %}{{ post.titel }}',
        "b.html": '{% import "a.html" as a %}{% macro m(x) %}{{ m([x]) }}{% endmacro %}',
    }
    told = found(tmp_path, in_post('{% include "a.html" %}{% from "b.html" import m %}{{ m(post) }}') | round_)
    assert told == [
        f"a.html:1:52: 'post' is not given to post.html; {GUIDE}",  # where it is imported
        "a.html:1:57: post.titel: a Post has no field 'titel'; did you mean 'title'?",
    ]


def test_what_nests_too_deeply_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    deep = in_post(f"{{{{ 1{' + x' * 3000} }}}}")
    assert found(tmp_path, deep) == []
    site = make_site(tmp_path / "site", {"content/posts/a.md": post(), "templates/post.html": deep["post.html"]})
    error = "templates/post.html:1: error[template-error]: this is not a template: it nests too deeply to be read"
    assert error in told(build_site(site, dry=True))


def told(built: Built) -> list[str]:
    return [str(d).partition("\n")[0] for d in built.result.diagnostics if d.path.startswith("templates/")]


def test_what_a_page_meets_is_told_as_an_error_alone_and_with_the_pages(tmp_path: Path) -> None:
    files = {f"content/posts/{n}.md": post(f"Post {n}", f"2025-11-2{n}") for n in range(3)}
    site = make_site(
        tmp_path, {**files, "templates/post.html": "{{ post.titel }}\n{% if post.kicker %}{{ x }}{% endif %}"}
    )
    error = "templates/post.html:1: error[template-error]: a Post has no field 'titel' (met on /2025/11/20/0/"
    unsure = "templates/post.html:2:24: warning[unknown-variable]: 'x' is not given to post.html"
    for _ in range(2):
        assert told(build_site(site, dry=True)) == [f"{error} and 2 other pages)", unsure]
    assert told(build_site(site)) == [f"{error} and 2 other pages)"]
