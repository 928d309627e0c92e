"""Static files: their own URLs, fingerprinted copies of css and js, and `url()` in stylesheets (contract §5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.engine.digest import digest_bytes
from sitegen.engine.files import File
from sitegen.newsroom.plan.output import Copy, Text
from sitegen.outputs.assets import plan_static, rewrite_urls
from tests.site import Built, post


def planned(texts: dict[str, str], root: str = "/"):
    files = {path: File(f"/x/{path}", f"static/{path}", digest_bytes(text.encode())) for path, text in texts.items()}
    fingerprinted = {path: text for path, text in texts.items() if path.endswith((".css", ".js"))}
    outputs, urls = plan_static(files, fingerprinted, root)
    return {output.path: output for output in outputs}, urls


def test_each_file_keeps_its_own_url_and_css_and_js_have_a_fingerprinted_copy() -> None:
    outputs, urls = planned({"css/site.css": "a{}", "js/site.js": "1", "icon.svg": "<svg/>"})
    assert sorted(urls) == ["css/site.css", "js/site.js"]
    copies = {path: output for path, output in outputs.items() if path.startswith("assets/")}
    assert {f"/{path}" for path in copies} == set(urls.values())
    assert set(outputs) - set(copies) == {"css/site.css", "js/site.js", "icon.svg"}
    assert {type(output.content) for output in copies.values()} == {Text}
    assert isinstance(outputs["css/site.css"].content, Copy)


def test_a_fingerprint_changes_with_the_content_alone() -> None:
    url = lambda text, root="/": planned({"css/site.css": text}, root)[1]["css/site.css"]
    assert url("a{}") == url("a{}")
    assert url("a{}") != url("b{}")
    assert url("a{}", "/news/") == f"/news{url('a{}')}"


def test_two_files_of_one_name_and_content_are_no_quarrel(built: Callable[..., Built]) -> None:
    site = built({"static/a/x.css": "p{}\n", "static/b/x.css": "p{}\n"})
    assert [problem for problem in site.problems if "url-taken" in problem] == []


REWRITTEN = {
    "url(a.png)": 'url("/css/a.png")',
    "url( 'a.png' )": 'url("/css/a.png")',
    'url("../img/a b.png")': 'url("/img/a%20b.png")',
    "url(/img/a.png)": 'url("/img/a.png")',
    "url(a.woff?v=1#x)": 'url("/css/a.woff?v=1#x")',
    "url(data:image/png;base64,AAA=)": "url(data:image/png;base64,AAA=)",
    "url(https://cdn.example/a.png)": "url(https://cdn.example/a.png)",
    "url(//cdn.example/a.png)": "url(//cdn.example/a.png)",
    "url(#filter)": "url(#filter)",
    "a{b:url(x.png),url('y.png')}": 'a{b:url("/css/x.png"),url("/css/y.png")}',
    "a{color:red}": "a{color:red}",
}


@pytest.mark.parametrize(("css", "rewritten"), REWRITTEN.items())
def test_urls_in_a_stylesheet_stand_wherever_it_is_put(css: str, rewritten: str) -> None:
    assert rewrite_urls(css, "css/site.css", "/") == rewritten


def test_urls_in_a_stylesheet_honour_the_base_url() -> None:
    assert rewrite_urls("url(../a.png) url(/b.png)", "css/site.css", "/news/") == (
        'url("/news/a.png") url("/news/b.png")'
    )


def test_the_sites_file_wins_over_the_themes(built: Callable[..., Built]) -> None:
    ours = "body { background: url(paper.png) }\n"
    site = built({"static/css/site.css": ours, "static/css/paper.png": b"png", "content/posts/a.md": post()})
    assert site.text("/css/site.css") == ours
    (link,) = site.page("/2025/11/22/a/").cssselect("link[rel=stylesheet]")
    assert site.text(link.get("href")) == 'body{background: url("/css/paper.png")}'
    assert "icon.svg" in site.files(), "the rest of the theme stays"
