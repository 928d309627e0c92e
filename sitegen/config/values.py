"""What types cannot say of settings: addresses, zones, patterns, names that are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec

from sitegen.config.addresses import is_site_path, leads_somewhere, split_address
from sitegen.config.locales import is_language, is_zone, near_language, near_zone
from sitegen.config.settings import Config
from sitegen.config.tables import WrongSetting
from sitegen.config.targets import wrong_place
from sitegen.diagnostics import CODES, did_you_mean
from sitegen.model import FIELDS
from sitegen.strings import STRINGS

# The first parts of URLs that are the site's own (contract §5), so that no taxonomy can take them.
RESERVED = frozenset("api archive assets authors feeds page search sources tickers".split())

_LISTED = "take it out, or look it up in docs/configuration.md"

PLACEHOLDERS = frozenset({"year", "month", "day", "slug"})


def check_values(config: Config) -> list[WrongSetting]:
    """All that is wrong with the values of a configuration whose types are right."""
    return [
        *_check_site(config),
        *_check_permalink(config),
        *_check_names(config),
        *_check_redirects(config),
        *_check_gone(config),
        *_check_email(config),
        *_check_headers(config),
        *_check_deploy(config),
        *_check_available(config),
    ]


def _wrong(key: str, message: str, help_: str = "", *, table: str = "") -> WrongSetting:
    return WrongSetting((table, key) if table else tuple(key.split(".")), "bad-value", message, help_)


def _check_site(config: Config) -> Iterator[WrongSetting]:
    if not config.title.strip():
        yield _wrong("title", "the site has no title", 'write title = "…" under [tool.sitegen]')
    url = split_address(config.base_url)
    if url is None:
        message = (
            f"base_url {config.base_url!r} is not a web address" if config.base_url else "the site has no base_url"
        )
        meant = f"https://{config.base_url.strip().removeprefix('//').rstrip('/')}/"
        named = re.fullmatch(r"(?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/.*)?", config.base_url.strip())
        example = meant if named and split_address(meant) else "https://example.com/"
        yield _wrong("base_url", message, f'write base_url = "{example}"')
    elif url.query or url.fragment:
        yield _wrong("base_url", f"base_url {config.base_url!r} has a query or fragment", "end it with the path")
    policy = config.corrections_policy
    if policy and not (re.fullmatch(r"/(?!/)[^\x00-\x1f]*", policy) or split_address(policy)):
        message = f"corrections_policy {policy!r} leads to no page"
        yield _wrong("corrections_policy", message, 'write the path of a page, like "/corrections/"')
    if not is_zone(config.timezone):
        near = near_zone(config.timezone)
        help_ = f'write "{near}"' if near else 'write one like "America/Chicago" or "UTC"'
        yield _wrong("timezone", f"timezone {config.timezone!r} is not an IANA zone", help_)
    if not is_language(config.language):
        near = near_language(config.language)
        help_ = f'write "{near}"' if near else 'write one like "en" or "pt-BR"'
        yield _wrong("language", f"language {config.language!r} is not the code of a language", help_)
    if config.feeds.hub and split_address(config.feeds.hub) is None:
        message = f"feeds.hub {config.feeds.hub!r} is not a web address"
        yield _wrong("feeds.hub", message, 'write one like "https://hub.example.com/", or leave it out')
    for key, number in (("page_size", config.page_size), ("feeds.limit", config.feeds.limit)):
        if number < 1:
            yield _wrong(key, f"{key} is {number}", "write a number of 1 or more")
    if config.related.count < 0:
        yield _wrong("related.count", f"related.count is {config.related.count}", "write 0 for none")
    if not config.output.strip() or re.search(r"[\x00-\x1f]", config.output):
        yield _wrong("output", f"output {config.output!r} is not a folder", 'write output = "public"')


def split_sender(sender: str) -> tuple[str, str] | None:
    """The name (or "") and the address of `Name <mail@host>` or `mail@host`, or None where it is neither (RFC 5322)."""
    match = re.fullmatch(r"(?:([^<>]*)<([^<>]*)>|([^<>]*))", sender.strip())
    if not match:
        return None
    name, address = (match[1] or "").strip(), match[2] or match[3] or ""
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1]
    right = _ADDRESS.fullmatch(address) and len(address) <= 254 and name.isprintable() and not set(name) & set('<>"\\')
    return (name, address) if right else None


_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_ADDRESS = re.compile(
    rf"{_ATOM}(?:\.{_ATOM})*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]", re.ASCII | re.IGNORECASE
)


def _check_email(config: Config) -> Iterator[WrongSetting]:
    sender = config.email.from_
    if sender and split_sender(sender) is None:
        yield _wrong("email.from", f"email.from {sender!r} is not a sender", 'write from = "Name <mail@example.com>"')


def _check_headers(config: Config) -> Iterator[WrongSetting]:
    seconds = config.headers.hsts
    if seconds < 0:
        yield _wrong("headers.hsts", f"headers.hsts is {seconds}", "write a number of seconds, or 0 for none")
    elif seconds and not config.base_url.casefold().startswith("https:"):
        message = "headers.hsts is for sites that are published at an https address"
        yield _wrong("headers.hsts", message, "take it out, or write https:// in base_url")


def _check_deploy(config: Config) -> Iterator[WrongSetting]:
    for name, place in config.deploy.items():
        for key, message, help_ in wrong_place(place):
            yield WrongSetting(("deploy", name, key), "bad-value", message, help_)


def _check_permalink(config: Config) -> Iterator[WrongSetting]:
    pattern = config.permalink
    names = re.findall(r"\{([^{}]*)\}", pattern)
    rest = re.sub(r"\{[^{}]*\}", "", pattern)
    right = (
        set(names) <= PLACEHOLDERS
        and "slug" in names
        and re.fullmatch(r"/(?:.*/)?", pattern) is not None
        and "//" not in pattern
        and re.fullmatch(r"[\w/.-]*", rest) is not None
        and not {".", ".."} & set(pattern.split("/"))
    )
    if not right:
        help_ = (
            'write one like "/{year}/{month}/{day}/{slug}/" of {year} {month} {day} {slug}, with a slash at both ends'
        )
        yield _wrong("permalink", f"permalink {pattern!r} is not a pattern", help_)


def _check_names(config: Config) -> Iterator[WrongSetting]:
    for name in config.taxonomies:
        if name in RESERVED or name in FIELDS:
            message = f"a taxonomy cannot be called {name!r}"
            yield _wrong(name, message, "that name is taken: choose another", table="taxonomies")
        elif not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            message = f"a taxonomy cannot be called {name!r}"
            yield _wrong(name, message, "write a word of small letters, digits, - and _", table="taxonomies")
    ours = sorted({*FIELDS, *config.taxonomies})
    for key, theirs in config.fields.items():
        if key not in ours:
            help_ = did_you_mean(key, ours) or _LISTED
            yield _wrong(key, f"{key!r} is not a front-matter field of ours", help_, table="fields")
        elif theirs in {config.fields.get(name, name) for name in ours if name != key}:
            message = f"{theirs!r} already holds another field"
            yield _wrong(key, message, "name a key that no other field uses", table="fields")
    for key in config.strings:
        if key not in STRINGS:
            message = f"{key!r} is not one of the theme's words"
            yield _wrong(key, message, did_you_mean(key, sorted(STRINGS)) or _LISTED, table="strings")
    for code in config.check.rules:
        if code not in CODES:
            help_ = did_you_mean(code, CODES) or "take it out, or look it up in docs/rules.md"
            yield WrongSetting(("check", "rules", code), "unknown-key", f"{code!r} is not a rule", help_)


def _check_redirects(config: Config) -> Iterator[WrongSetting]:
    for source, target in config.redirects.items():
        if "*" in source:
            message, help_ = f"{source!r} is a pattern", "name each address: a page at it has to lead on anywhere"
            yield _wrong(source, message, help_, table="redirects")
        elif not is_site_path(source):
            message, help_ = f"{source!r} is not a path on this site", 'write one like "/old/url/"'
            yield _wrong(source, message, help_, table="redirects")
        elif not leads_somewhere(target):
            message = f"{source} leads to {target!r}, which is neither a path on this site nor a web address"
            yield _wrong(source, message, 'write one like "/new/" or "https://example.com/"', table="redirects")


def _check_gone(config: Config) -> Iterator[WrongSetting]:
    for number, path in enumerate(config.gone):
        if not is_site_path(path):
            message = f"gone names {path!r}, which is not a path on this site"
            yield WrongSetting(("gone", str(number)), "bad-value", message, 'write one like "/2025/11/22/old/"')


def _check_available(config: Config) -> Iterator[WrongSetting]:
    if config.markdown.engine == "cmark" and find_spec("pyromark") is None:
        message = 'engine = "cmark" needs a package that is not installed'
        yield _wrong("markdown.engine", message, "run: pip install pyromark")
