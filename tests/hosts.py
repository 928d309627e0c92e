"""How hosts read `_headers`: Cloudflare Pages adds to what an earlier rule said, Netlify takes the later instead.

By their documentation and their own programs (cloudflare/workers-sdk, netlify/build), as of 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Block:
    """A rule: the headers that it sets, by name, and those that Cloudflare takes away before."""

    pattern: str
    sets: dict[str, str] = field(default_factory=dict)
    unsets: list[str] = field(default_factory=list)


def read_headers(text: str) -> list[Block]:
    """The rules of a `_headers` file; asserts that it is one, and within what Cloudflare reads."""
    found: list[Block] = []
    for line in text.splitlines():
        assert len(line) <= 2000, "Cloudflare passes over longer lines"
        said = line.strip()
        if said.startswith("/"):
            assert said.count("*") <= 1, "Cloudflare takes one * in a path"
            assert not re.search(r":[A-Za-z]", said), "that would be a placeholder"
            found.append(Block(said))
        elif said.startswith("! "):
            assert ":" not in said, "Netlify would take that for a header"
            found[-1].unsets.append(said[2:])
        elif said and not said.startswith("#"):
            name, colon, value = said.partition(": ")
            assert colon, said
            assert re.fullmatch(r"[A-Za-z-]+", name), said
            assert value, said
            assert name not in found[-1].sets
            found[-1].sets[name] = value
    assert len(found) <= 100, "Cloudflare reads no more rules"
    return found


def cloudflare(rules: list[Block], url: str) -> dict[str, str]:
    """What Cloudflare Pages says with a URL's answer, beside what it says by itself."""
    path = urlsplit(url).path
    told: dict[str, str] = {}
    for rule in rules:
        if re.fullmatch(".*".join(map(re.escape, rule.pattern.split("*"))), path, re.DOTALL):
            for name in rule.unsets:
                told.pop(name, None)
            for name, value in rule.sets.items():
                told[name] = f"{told[name]}, {value}" if name in told else value
    return told


def netlify(rules: list[Block], url: str) -> dict[str, str]:
    """What Netlify says with a URL's answer, beside what it says by itself."""
    path = urlsplit(url).path
    told: dict[str, str] = {}
    for rule in rules:
        parts = [part for part in rule.pattern.split("/") if part]
        pattern = "/".join("?(.*)" if part == "*" else re.escape(part).replace(r"\*", "(.*)") for part in parts)
        if re.fullmatch(f"/{pattern}/?", path, re.IGNORECASE | re.DOTALL):
            told |= rule.sets
    return told
