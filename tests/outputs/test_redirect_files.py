"""Redirects as hosts and nginx read them: hostile addresses, the base URL's path, and nginx itself serving the map."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest

from tests.servers import Address, nginx, sample
from tests.site import CONFIG, Built, build_site, make_site, post

POST = "/news/2025/11/22/a/"

# Aliases, and the address on the host (as text) that each is asked for.
HOSTILE = {
    "/with space/": "/news/with space/",
    '/double"quote/': '/news/double"quote/',
    "/single'quote/": "/news/single'quote/",
    "/semi;colon/": "/news/semi;colon/",
    "/~tilde/": "/news/~tilde/",
    "/~*regex$/": "/news/~*regex$/",
    "/$uri/": "/news/$uri/",
    "/{brace}/": "/news/{brace}/",
    "/<b>&amp/": "/news/<b>&amp/",
    "/`tick^/": "/news/`tick^/",
    "/pipe|[x]/": "/news/pipe|[x]/",
    "/日本/🚀/": "/news/日本/🚀/",
    "/caf%c3%a9": "/news/café/",
    "/%2541/": "/news/%41/",
    "/100%/": "/news/100%/",
    "/splat/*": "/news/splat/*/",
    "/:year/": "/news/:year/",
    "/10:30/": "/news/10:30/",
    "/default": "/news/default/",
    "/hostnames": "/news/hostnames/",
    "/include": "/news/include/",
    "/volatile": "/news/volatile/",
    "/old.html": "/news/old.html",
    "/CamelCase/": "/news/CamelCase/",
    "/" + "/".join(["x" * 199] * 5): "/news/" + "/".join(["x" * 199] * 5) + "/",
}
ELSEWHERE = "https://other.example/a;$uri{b}?q='é'#ü"
CONFIGURED = {"/gone/": ELSEWHERE, "/about-us.html": "/2025/11/22/a/#now"}
GONE = {"/was/here/": "/news/was/here/", "/caf%C3%A9;gone": "/news/café;gone/", "/was.html": "/news/was.html"}
NEWS = CONFIG.replace("example.com/", "example.com/news/").replace(
    "[tool.sitegen.feeds]", f"gone = {list(GONE)}\n[tool.sitegen.feeds]"
) + "\n".join(["[tool.sitegen.redirects]", *(f'"{source}" = "{target}"' for source, target in CONFIGURED.items()), ""])

HOSTS = """\
/news/$uri/ /news/2025/11/22/a/ 301
/news/%2541/ /news/2025/11/22/a/ 301
/news/100%25/ /news/2025/11/22/a/ 301
/news/10:30/ /news/2025/11/22/a/ 301
/news/%3Cb%3E&amp/ /news/2025/11/22/a/ 301
/news/CamelCase/ /news/2025/11/22/a/ 301
/news/%60tick%5E/ /news/2025/11/22/a/ 301
/news/about-us.html /news/2025/11/22/a/#now 301
/news/caf%C3%A9/ /news/2025/11/22/a/ 301
/news/default/ /news/2025/11/22/a/ 301
/news/double%22quote/ /news/2025/11/22/a/ 301
/news/gone/ https://other.example/a;%24uri%7Bb%7D?q='%C3%A9'#%C3%BC 301
/news/hostnames/ /news/2025/11/22/a/ 301
/news/include/ /news/2025/11/22/a/ 301
/news/old.html /news/2025/11/22/a/ 301
/news/pipe|[x]/ /news/2025/11/22/a/ 301
/news/semi;colon/ /news/2025/11/22/a/ 301
/news/single'quote/ /news/2025/11/22/a/ 301
/news/volatile/ /news/2025/11/22/a/ 301
/news/with%20space/ /news/2025/11/22/a/ 301
/news/%7Bbrace%7D/ /news/2025/11/22/a/ 301
/news/~tilde/ /news/2025/11/22/a/ 301
/news/%E6%97%A5%E6%9C%AC/%F0%9F%9A%80/ /news/2025/11/22/a/ 301
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("redirects")
    files = {"pyproject.toml": NEWS, "content/posts/a.md": post(aliases=list(HOSTILE))}
    built = build_site(make_site(folder / "site", files), output=folder / "www" / "news")
    assert built.problems == []
    return built


def test_hosts_are_told_each_address_as_browsers_ask_for_it(site: Built) -> None:
    first, *rest = site.text("/_redirects").splitlines()
    assert first.startswith("# ")
    lines = [line for line in rest if "xxx" not in line]
    slashed = HOSTS.splitlines()
    assert lines[: len(slashed)] == slashed
    bare = [line.replace("/ ", " ", 1) for line in slashed if ".html " not in line]
    assert lines[len(slashed) :] == bare


def test_what_a_host_would_take_for_a_pattern_is_left_to_its_page(site: Built) -> None:
    text = site.text("/_redirects")
    assert not re.search(r"^\S*(\*|:[a-z])", text, re.MULTILINE)
    for path in ("splat/*/index.html", ":year/index.html", "~*regex$/index.html"):
        assert f'content="0; url={POST}"' in site.text(f"/{quote(path)}")


def test_every_line_for_hosts_is_two_addresses_and_a_status(site: Built) -> None:
    lines = site.text("/_redirects").splitlines()[1:]
    assert len(lines) > 40
    assert all(re.fullmatch(r"/[!-~]+ (/|https?://)[!-~]+ 301", line) for line in lines)
    sources = [line.split()[0] for line in lines]
    assert len(set(sources)) == len(sources)


def test_a_site_without_redirects_has_no_files_for_hosts(built: Callable[..., Built]) -> None:
    assert {"_redirects", "redirects.map"} <= built({"content/posts/a.md": post(aliases=["/old/"])}).files().keys()
    assert not {"_redirects", "redirects.map", "gone.map"} & built({"content/posts/a.md": post()}).files().keys()


def test_a_sites_own_file_for_hosts_wins(built: Callable[..., Built]) -> None:
    own = "/api/* https://api.example.com/:splat 200\n"
    site = built({"static/_redirects": own, "content/posts/a.md": post(aliases=["/old/"])})
    assert site.problems == []
    assert site.text("/_redirects") == own
    assert '"/old/" "/2025/11/22/a/";' in site.text("/redirects.map")


def test_a_new_redirect_touches_its_page_and_the_two_files_alone(built: Callable[..., Built]) -> None:
    built({"content/posts/a.md": post(aliases=["/old/"])})
    again = built({"pyproject.toml": f'{CONFIG}[tool.sitegen.redirects]\n"/gone/" = "/2025/11/22/a/"\n'})
    touched = ["_redirects", "gone/index.html", "redirects.map"]
    assert sorted(again.result.release.reasons) == sorted(again.result.release.written) == touched


# ── nginx ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def served(site: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The site as nginx serves it, set up as the guide says, on a port of this machine alone."""
    setup = sample("redirects.md", "nginx").replace("root /srv/news/public;", f"root {site.output.parent};")
    assert "/srv/news/public/redirects.ma[p]" in setup
    with nginx(tmp_path_factory.mktemp("nginx"), setup.replace("/srv/news/public", str(site.output))) as address:
        yield address


def asked(address: Address, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def test_nginx_leads_every_address_on(served: Address) -> None:
    assert asked(served, POST)[0] == 200
    for source in HOSTILE.values():
        for path in {source, source.rstrip("/")}:
            for spelling in (quote(path), quote(path, safe="!$&'()*+,/:;=@~")):
                status, location = asked(served, spelling)
                assert (status, urlsplit(location).path) == (301, POST), path


def test_nginx_says_what_is_gone(served: Address) -> None:
    for source in GONE.values():
        for path in {source, source.rstrip("/")}:
            assert asked(served, quote(path)) == (410, ""), path
    assert asked(served, "/news/was/")[0] == 404


def test_nginx_takes_letters_of_either_case(served: Address) -> None:
    assert asked(served, "/news/camelcase")[0] == 301


def test_nginx_leads_elsewhere_and_to_a_place_on_a_page(served: Address) -> None:
    assert asked(served, "/news/gone") == (301, "https://other.example/a;%24uri%7Bb%7D?q='%C3%A9'#%C3%BC")
    assert asked(served, "/news/about-us.html")[1].endswith(f"{POST}#now")


def test_nginx_answers_what_is_no_redirect_as_ever(served: Address) -> None:
    assert asked(served, "/news/feed.xml") == (200, "")
    for path in ("/old.html", "/news/old", "/news/default/x", "/news/hostnamesx", "/news/splat/other/"):
        assert asked(served, path) == (404, ""), path
