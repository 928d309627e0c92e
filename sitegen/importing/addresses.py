"""Addresses as other programs' files have them, parted and joined; what cannot be an address is no error here."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin

from sitegen.newsroom.urls import split_url

_NONE = SplitResult("", "", "", "", "")


def parts_of(address: str) -> SplitResult:
    """The parts of an address; all of them empty for what cannot be one ("http://[bad")."""
    return split_url(address) or _NONE


def joined(base: str, address: str) -> str:
    """An address that may be relative to `base` as a whole one; as it is where either cannot be one."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
