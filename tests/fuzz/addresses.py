"""A target for addresses: what slugs, keys, paths and web addresses become of any text; and where redirects end."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from sitegen.config.addresses import ascii_address, ascii_path, is_site_path, leads_somewhere, split_address
from sitegen.content.fields import is_web_address
from sitegen.markup.manuscript import clean
from sitegen.markup.sources import domain_of
from sitegen.newsroom.names import normalise, short_name, symbol_key
from sitegen.newsroom.plan.redirects import HostRedirects, NginxRedirects
from sitegen.newsroom.redirects import Redirect, source_of, straightened
from sitegen.newsroom.urls import (
    as_uri,
    output_path,
    post_slug,
    slugify,
    split_url,
    standing_url,
    term_key,
    term_url,
)
from sitegen.outputs.redirects import write_host_redirects, write_nginx_redirects
from tests.fuzz.target import Target, assert_file_path, text_of

URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")


def addresses(data: bytes) -> None:
    """A text as a name and as an address; and its lines, if each is an address and where it leads, as redirects."""
    text = text_of(data)
    _names(text)
    _addresses(text)
    _redirects(text)


def _names(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert re.fullmatch(r"(?:[^\W_]|[\u0300-\U000e01ef]|-)*", slug) or slug.isprintable(), slug
    assert not re.search(r"[/\\.\s\x00-\x1f%?#]", slug), slug
    assert slug == unicodedata.normalize("NFC", slug)
    key = term_key(text)
    assert term_key(key) == key
    if key.strip("."):  # the schema takes no other
        assert_parts(output_path(term_url("tags", key)))
    assert post_slug(f"posts/{text}.md", "") == slugify(post_slug(f"posts/{text}.md", "")) or "/" in text
    names = text.replace("\x00", "").split("/")
    if all(slugify(name.removesuffix(".md")) for name in names):
        assert_parts(output_path(standing_url(f"pages/{'/'.join(names)}.md", "")))
    for name in (normalise(text), short_name(text), symbol_key(text)):
        assert name == name.strip()


def _addresses(text: str) -> None:
    split_url(text)
    domain_of(text)
    if is_web_address(text):
        uri = as_uri(text)
        assert URI.fullmatch(uri), uri
        assert as_uri(uri).casefold() == uri.casefold() or split_url(text) is None
        assert re.match(r"https?://", uri, re.IGNORECASE), uri
    split_address(text)
    ascii_address(text)
    if is_site_path(text):
        assert_file_path(output_path(source_of(text)))
        assert URI.fullmatch(ascii_path(text)), text
    if leads_somewhere(text):
        leads = ascii_path(text) if text.startswith("/") else ascii_address(text)
        assert leads is not None
        assert re.fullmatch(r"(?:/(?!/)|https?://)[!-~]*", leads), leads
        assert not re.search(r"[\"<>$`{}|\\]", leads), leads


def assert_parts(path: str) -> None:
    """As `assert_file_path`, but for lengths, which the schema judges."""
    assert_file_path("/".join(part[:50] for part in path.split("/")))


def _redirects(text: str) -> None:
    pairs = [line.split(" ", 1) for line in clean(text).split("\n") if " " in line][:20]
    told = {pair[0]: pair[1] for pair in pairs if is_site_path(pair[0]) and leads_somewhere(pair[1])}
    told = {source: target for source, target in told.items() if source_of(source) != "/"}  # the home page has that
    found = []
    for number, (source, target) in enumerate(told.items(), 1):
        leads = ascii_path(target) if target.startswith("/") else ascii_address(target)
        assert leads is not None
        found.append(Redirect(source_of(source), leads, "", "pyproject.toml", (number, 1)))
    straight, problems = straightened(found)
    assert [redirect.source for redirect in straight] == [redirect.source for redirect in found]
    loops = any(problem.code == "redirect-loop" for problem in problems)
    sources = {redirect.key for redirect in found}
    ends = {source_of(re.split("[?#]", one.target)[0]).casefold() for one in straight if one.target.startswith("/")}
    assert loops or not ends & sources, "a redirect to a redirect"
    again, more = straightened(straight)
    assert loops or (again == straight and not more)
    moves = tuple(sorted((redirect.source, redirect.target) for redirect in straight))
    hosts = write_host_redirects(HostRedirects(moves), None)
    for line in hosts.splitlines()[1:]:
        assert re.fullmatch(r"/[!-~]* [!-~]+ 301", line), line
    for line in write_nginx_redirects(NginxRedirects(moves), None).split("\n")[1:-1]:
        assert re.fullmatch(r'"(?:[^"\\]|\\["\\])*" "[!#-\[\]-~]*";', line), line
    for source in {source for source, _ in moves}:
        assert unquote(quote(source)) == source


_SEEDS = """\
AI & chips
Straße Ｆｕｌｌ ﬁ ǅ İ
../..
/2025/11/22/a/
/%2e%2e/%2f/x?y=%zz#f
https://www.example.com:8080/a?b=c#d
https://bücher.example/é
http://[::1]/
//x.example/..
mailto:a@b.c
C++ .NET # % ?
हिन्दी 人工智能 👩🏽‍🚀 \u202e\u200d
NYSE:BRK.B
Amazon.com, Inc.
"""
_REDIRECTS = (
    "/a /b\n/b/ /c\n/c https://x.example/",
    "/a /b\n/b /a",
    "/A/ /x?y=1#z\n/x /y#q\n/%C3%A9/ /e",
    '/"$x" /y\n/a;b /{c}\n/index.html /',
)
_SIGNS = ("/", "//", "..", ".", "%", "%2f", "%00", "#", "?", ":", "@", "[", "]", "https://", "\u0130", "\n", " /")

TARGETS = (
    Target(
        "addresses",
        "slugs are their own slugs; addresses stay in the site or lead to the web, and redirects to their ends",
        addresses,
        [text.encode() for text in (*_SEEDS.splitlines(), *_REDIRECTS)],
        tuple(sign.encode() for sign in _SIGNS),
    ),
)
