"""Where a site can be deployed to, as it is written: which kind of place is meant, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from sitegen.config.addresses import split_address
from sitegen.config.settings import Deploy

Kind = Literal["folder", "objects", "ssh", "branch"]

KINDS: dict[str, Kind] = {"file": "folder", "s3": "objects", "ssh": "ssh"}
FORMS = (
    "a folder (file:///srv/news or ../news), s3://bucket/prefix, ssh://user@host/folder "
    "or git+https://host/repository.git#branch"
)


def kind_of(target: str) -> Kind | None:
    """The kind of place that a target means, None where it is none."""
    if target.startswith(("git+", "git:")):
        return "branch"
    scheme, colon, _ = target.partition("://")
    if colon:
        return KINDS.get(scheme)
    return "folder" if target.startswith(("/", "./", "../", "~/")) else None


def wrong_target(target: str) -> tuple[str, str] | None:
    """What is wrong with a target, and what to write instead; None where it is right."""
    kind = kind_of(target)
    if kind is None or re.search(r"[\x00-\x1f\x7f]", target):
        return f"{target!r} is not a place to deploy to", f"write {FORMS}"
    if kind == "branch":
        url, _, branch = target.partition("#")
        if not branch or not url.partition("+" if target.startswith("git+") else ":")[2]:
            return f"{target!r} names no branch", "write one like git+https://host/repository.git#gh-pages"
    try:
        parts = urlsplit(target.removeprefix("git+"))
        port = parts.port
    except ValueError:
        return f"{target!r} is not a URL", f"write {FORMS}"
    if parts.password:
        return "a target holds no password: it would be in git", "keep it in the environment, or use a key"
    if kind == "ssh" and (not parts.hostname or parts.hostname.startswith("-") or port == 0 or len(parts.path) < 2):
        return f"{target!r} names no host and folder", "write one like ssh://news@example.com/srv/news"
    if kind == "folder" and parts.scheme and (parts.netloc not in ("", "localhost") or not parts.path.strip("/")):
        return f"{target!r} names no folder", "write one like file:///srv/news"
    return _wrong_bucket(target) if kind == "objects" else None


def wrong_place(place: Deploy) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a place: the key, the problem, and what to write instead."""
    if wrong := wrong_target(place.target):
        yield "target", *wrong
        return
    kind = kind_of(place.target)
    if kind == "objects" and len(place.compress) > 1:
        yield "compress", "an object is packed in one way", 'write compress = ["gzip"] or compress = ["br"]'
    if kind == "branch" and place.compress:
        yield "compress", "who publishes a branch packs its files", "take it out"
    if place.grace < 0:
        yield "grace", f"grace is {place.grace}", "write a number of hours, or 0 for none"
    if place.switch and kind != "folder":
        yield "switch", "only a folder can be switched", "take it out"
    service = split_address(place.indexnow) if place.indexnow else None
    if place.indexnow and (service is None or not re.fullmatch(_KEY, parse_qs(service.query).get("key", [""])[-1])):
        message = f"indexnow {place.indexnow!r} is not the address of a service with a key"
        yield (
            "indexnow",
            message,
            'write one like "https://api.indexnow.org/indexnow?key=…", of 8 to 128 letters or digits',
        )


_KEY = "[A-Za-z0-9-]{8,128}"  # indexnow.org, "Generating your API key"


def _wrong_bucket(target: str) -> tuple[str, str] | None:
    parts = urlsplit(target)
    options = parse_qs(parts.query, keep_blank_values=True)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{1,62}", parts.netloc, re.ASCII):
        return f"{target!r} names no bucket", "write one like s3://bucket/prefix?region=eu-central-1"
    if unknown := sorted(options.keys() - {"endpoint", "region"}):
        return f"{unknown[0]!r} is no option of a bucket", "known: endpoint, region"
    if "endpoint" in options and split_address(options["endpoint"][-1]) is None:
        message = f"the endpoint {options['endpoint'][-1]!r} is not a web address"
        return message, "write one like endpoint=https://s3.example.com"
    if {".", ".."} & set(parts.path.split("/")) or "//" in parts.path:
        return f"{target!r} has a prefix that is no path", "write one like s3://bucket/news"
    return None
