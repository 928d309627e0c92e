"""What a path on the site, and a web address, look like in front matter and configuration. Looks nothing up."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

LONGEST_PATH = 1000  # bytes: the line of a redirect must stay within what hosts read
LONGEST_TARGET = 1000  # characters of what a redirect leads to
LONGEST_NAME = 200  # bytes of a part: file systems take 255, and the ending of a file in the making is longer

_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"  # and what parts lines or turns their order


def is_site_path(written: str) -> bool:
    """Whether a text is a path from the site's root that a file can be at; percent signs are read as on disk."""
    path = unquote(written)
    parts = path.split("/")
    climbs = ".." in parts or "." in parts or "//" in path
    long = any(len(part.encode()) > LONGEST_NAME for part in parts) or len(path.encode()) > LONGEST_PATH
    return path.startswith("/") and not climbs and not long and not re.search(rf"[\\?#{_CONTROL}]", path)


def split_address(url: str) -> SplitResult | None:
    """The parts of a web address, or None where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port  # raises for one that is no port
    except ValueError:
        return None
    host = re.fullmatch(r"([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]*)?", parts.netloc.rpartition("@")[2])
    right = parts.scheme in ("http", "https") and host and port != 0 and not re.search(rf'[\s<>"{_CONTROL}]', url)
    return parts if right else None


def ascii_address(url: str) -> str | None:
    """A web address as a header may carry it (RFC 3986), the host in its ASCII form; None for one with a password."""
    parts = split_address(url)
    try:
        host = parts and "@" not in parts.netloc and parts.netloc.encode("idna").decode()
    except UnicodeError:  # a part of the name that is empty or too long
        return None
    return (
        parts._replace(netloc=host, **_encoded(parts, "path", "query", "fragment")).geturl() if parts and host else None
    )


def leads_somewhere(target: str) -> bool:
    """Whether a redirect can lead there: to a path on the site, with query and fragment, or to a web address."""
    path = re.split("[?#]", target, maxsplit=1)[0]
    if not target.startswith("/"):
        address = ascii_address(target)
        return address is not None and len(address) <= LONGEST_TARGET
    plain = not re.search(r'[\\<>"\s\x00-\x1f\x7f]', target[len(path) :])
    return is_site_path(path) and plain and len(ascii_path(target)) <= 3 * LONGEST_TARGET


def ascii_path(written: str) -> str:
    """A path on the site with its query and fragment, percent-encoded; as the addresses of the site's own pages are."""
    parts = urlsplit(written)
    return parts._replace(path=quote(unquote(parts.path)), **_encoded(parts, "query", "fragment")).geturl()


def _encoded(parts: SplitResult, *names: str) -> dict[str, str]:
    """Parts of an address with what is not ASCII, or has a meaning for servers' settings, percent-encoded."""
    return {name: quote(getattr(parts, name), safe="!%&'()*+,/:;=?@[]~") for name in names}
