"""What a server is to say with each file, beside the file: who may do what with a page, and how long it may be kept.

One list of rules; `outputs/headers.py` writes it as each kind of server reads it, and the preview keeps to it as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

from sitegen.config.settings import Config
from sitegen.model import Value
from sitegen.newsroom.plan.output import Output, Rank, Written

HOSTS = "_headers"
NGINX = "headers.conf"
CADDY = "headers.caddy"
FILES = (HOSTS, NGINX, CADDY)

FOREVER = "public, max-age=31536000, immutable"  # for names that hold a digest: another content has another name
ASK = "public, max-age=0, must-revalidate"  # is kept, and shown once the server has said that it is still the same
FEED = "public, max-age=300"  # seconds: many programs ask, and none of a feed's links dies in that time

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
SEARCHED = {"script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'"}
UNTYPED = ("require-trusted-types-for", "trusted-types")  # pagefind begins its worker by a plain address
DRAWING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
DENIED = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb".split()

# The media types that servers do not know by a name's ending, or tell without how a text is encoded.
TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
ONE = {
    "feeds.opml": "text/x-opml; charset=utf-8",
    "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
}


class Rule(Value, frozen=True):
    """Headers (name, value) of the answers to all paths on the host that are like `pattern`.

    A `*` in it stands for anything, slashes too. Of two rules that have the same header for a path, the later counts.
    """

    pattern: str
    headers: tuple[tuple[str, str], ...]

    @property
    def expression(self) -> str:
        """The pattern as a regular expression that Python, nginx (PCRE) and Caddy (RE2) read alike."""
        before, *after = (re.escape(part) for part in unquote(self.pattern).split("*"))
        return f"^{before}" if after == [""] else "(?s)^" + ".*".join([before, *after]) + "$"


class HostHeaders(Written, frozen=True):
    rules: tuple[Rule, ...]


class NginxHeaders(Written, frozen=True):
    rules: tuple[Rule, ...]


class CaddyHeaders(Written, frozen=True):
    rules: tuple[Rule, ...]


def plan_headers(config: Config, files: Collection[str]) -> list[Output]:
    """The files for servers, where the site asks for them; its own file of that name (`files`) wins."""
    rules = header_rules(config)
    written = {HOSTS: HostHeaders(rules), NGINX: NginxHeaders(rules), CADDY: CaddyHeaders(rules)} if rules else {}
    return [Output(path, "the headers", Rank.LIST, content) for path, content in written.items() if path not in files]


def header_rules(config: Config) -> tuple[Rule, ...]:
    """All rules of a site, the most general first; none where it asks for none."""
    if not config.headers.enabled:
        return ()
    root = config.root
    rules = [Rule(f"{root}*", _everywhere(config))]
    if config.search.enabled:
        searched = {name: value for name, value in (_policy(config) | SEARCHED).items() if name not in UNTYPED}
        rules.append(Rule(f"{root}search/*", (("Content-Security-Policy", _told(searched)),)))
        kept = (("Cache-Control", FOREVER),)
        rules += [Rule(f"{root}search/*.{ending}", kept) for ending in ("pf_fragment", "pf_index", "pf_meta")]
    rules.append(Rule(f"{root}*.svg", (("Content-Security-Policy", DRAWING),)))
    rules.append(Rule(f"{root}assets/*", (("Cache-Control", FOREVER),)))
    for name, kind in TYPES.items():
        told = (("Content-Type", kind), ("Cache-Control", FEED))
        rules += [Rule(f"{root}{name}", told), Rule(f"{root}*/{name}", told)]
    rules += [Rule(f"{root}{name}", (("Content-Type", kind),)) for name, kind in ONE.items()]
    rules.append(Rule(f"{root}*.md", (("Content-Type", "text/markdown; charset=utf-8"),)))
    return tuple(rules)


def stored_rules(config: Config) -> tuple[Rule, ...]:
    """What of the rules can be kept with a file in object storage, whether or not the site asks for the others."""
    kept = ("Cache-Control", "Content-Type")
    rules = header_rules(replace(config, headers=replace(config.headers, enabled=True)))
    stored = [Rule(rule.pattern, tuple(told for told in rule.headers if told[0] in kept)) for rule in rules]
    return tuple(rule for rule in stored if rule.headers)


def headers_for(path: str, rules: Sequence[Rule]) -> dict[str, str]:
    """What is said with the answer to a path on the host, as it was asked for."""
    plain = unquote(path)
    return {name: value for rule in rules if _compiled(rule).match(plain) for name, value in rule.headers}


@cache  # of the few rules of a site, which a deploy asks of each of its files
def _compiled(rule: Rule) -> re.Pattern[str]:
    return re.compile(rule.expression)


def _everywhere(config: Config) -> tuple[tuple[str, str], ...]:
    told = {
        "Cache-Control": ASK,
        "Content-Security-Policy": _told(_policy(config)),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED),
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if config.headers.hsts:
        told["Strict-Transport-Security"] = f"max-age={config.headers.hsts}"
    return tuple(told.items())


def _policy(config: Config) -> dict[str, str]:
    """What pages may load (Content Security Policy Level 3): the site's own, and others' pictures if it asks."""
    return POLICY | ({"img-src": "'self' https: http:"} if config.markdown.remote_images == "allow" else {})


def _told(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
