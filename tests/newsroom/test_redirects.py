"""Where redirects lead: addresses as they are written, chains, and targets on the site or elsewhere (issue 5)."""

from __future__ import annotations

import json

import pytest

from sitegen.diagnostics import ConfigError
from sitegen.newsroom.plan import Plan
from sitegen.newsroom.redirects import source_of
from tests.fuzz.found import found_by
from tests.newsroom.newsroom_of import outputs_of, plan_of
from tests.site import CONFIG, post

NEWS = CONFIG.replace("example.com/", "example.com/news/")


def configured(redirects: dict[str, str]) -> str:
    lines = [f"{json.dumps(source)} = {json.dumps(target)}" for source, target in redirects.items()]
    return "\n".join([NEWS, "[tool.sitegen.redirects]", *lines, ""])


def plan(redirects: dict[str, str], aliases: list[str]) -> Plan:
    return plan_of({"posts/a.md": post(aliases=aliases)}, config=configured(redirects))[0]


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("/old", "/old/"),
        ("/old/", "/old/"),
        ("/old/index.html", "/old/"),
        ("/old.html", "/old.html"),
        ("/old.htm", "/old.htm"),
        ("/old.php", "/old.php/"),
        ("/caf%C3%A9/", "/café/"),
        ("/%2541/", "/%41/"),
    ],
)
def test_an_address_has_one_form_as_text(written: str, source: str) -> None:
    assert source_of(written) == source
    assert [redirect.source for redirect in plan({}, [written]).redirects] == [source]


TARGETS = {
    "/2025/11/22/a": ("/news/2025/11/22/a", "https://news.example.com/news/2025/11/22/a"),
    "/é/?q=ü#ß": ("/news/%C3%A9/?q=%C3%BC#%C3%9F", "https://news.example.com/news/%C3%A9/?q=%C3%BC"),
    "https://news.example.com/news/x/#y": ("/news/x/#y", "https://news.example.com/news/x/"),
    "http://NEWS.example.com/news": ("/news/", "https://news.example.com/news/"),
    "https://news.example.com/other/": ("https://news.example.com/other/",) * 2,
    "https://bücher.example/$a/ä?{b}#c": ("https://xn--bcher-kva.example/%24a/%C3%A4?%7Bb%7D#c",) * 2,
    "https://other.example/a%20b": ("https://other.example/a%20b",) * 2,
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_configured_redirect_leads_into_the_site_or_elsewhere(target: str) -> None:
    page = outputs_of({"posts/a.md": post()}, config=configured({"/old/": target}))["old/index.html"].content
    assert (page.target, page.page.canonical) == TARGETS[target]
    assert not page.page.indexed


@found_by("addresses")
@pytest.mark.parametrize("target", ["http://$host[::1]/", "https://[::1]$uri/", "https://a{b}.example/"])
def test_a_host_is_its_name_alone_for_servers_take_other_signs_for_settings(target: str) -> None:
    with pytest.raises(ConfigError, match="neither a path on this site nor a web address"):
        plan({"/old/": target}, [])


def test_each_redirect_leads_straight_to_the_end_of_its_chain() -> None:
    written = {"/a/": "/b#there", "/B/": "/c/?by=b", "/c/": "/alias", "/d/": "/e/", "/e/": "https://other.example/#end"}
    ends = {redirect.source: redirect.target for redirect in plan(written, ["/alias/"]).redirects}
    assert ends == {
        "/a/": "/2025/11/22/a/#there",
        "/B/": "/2025/11/22/a/",
        "/c/": "/2025/11/22/a/",
        "/d/": "https://other.example/#end",
        "/e/": "https://other.example/#end",
        "/alias/": "/2025/11/22/a/",
    }


def test_an_address_that_a_document_gives_twice_is_one_redirect() -> None:
    assert [redirect.source for redirect in plan({}, ["/Old/", "/old", "/OLD/index.html"]).redirects] == ["/Old/"]


def test_a_long_chain_is_told_by_its_first_steps_and_its_end() -> None:
    """Told whole at each of its steps, 2,000 redirects in a row were 64 MB of warnings (issue 7)."""
    steps = {f"/r{n}/": f"/r{n + 1}/" for n in range(40)} | {"/r40/": "/2025/11/22/a/"}
    made, problems = plan_of({"posts/a.md": post()}, config=configured(steps))
    assert {redirect.target.removeprefix("/news") for redirect in made.redirects} == {"/2025/11/22/a/"}
    told = [problem.message for problem in problems if problem.code == "redirect-chain"]
    assert len(told) == 40
    assert "→ … 33 more → " in told[0]
    assert "more" not in told[-1]


def test_what_leads_into_a_circle_is_led_to_it_and_the_circle_is_told_once() -> None:
    circle = {f"/r{n}/": f"/r{n + 1}/" for n in range(20)} | {"/r20/": "/r5/"}
    _, problems = plan_of({"posts/a.md": post()}, config=configured(circle))
    (told,) = (problem.message for problem in problems if problem.code == "redirect-loop")
    assert told.startswith("redirects lead in a circle: /r5/ ")
    assert told.endswith(" → … 8 more → /r5/")
