"""Connections to public addresses alone: who sends in a post must not make us look around in our own network.

The address that was judged is the one that is connected to, so a name cannot lead elsewhere the second time.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

import anyio.to_thread
import httpcore

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: IPv4 addresses within IPv6 ones


class Private(Exception):
    """The host's address is private."""


class NoHost(Exception):
    """The host's name has no address."""


class Guard(httpcore.AsyncNetworkBackend):
    """Connects to hosts whose addresses are all public, and to those of `allowed`."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the interface is httpcore's)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _addresses(host, port)
        if host.lower() not in self._allowed and (private := [a for a in addresses if not is_public(a)]):
            raise Private(
                f"{host} has the private address {private[0]}" if host != private[0] else f"{host} is private"
            )
        for position, address in enumerate(addresses):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if position == len(addresses) - 1:
                    raise
        raise NoHost(host)


async def _addresses(host: str, port: int) -> list[str]:
    """All addresses of a host. The thread is left behind when time is up: looking names up cannot be stopped."""
    try:
        found = await anyio.to_thread.run_sync(
            lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), abandon_on_cancel=True
        )
    except (socket.gaierror, UnicodeError):
        raise NoHost(host) from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether an IP address, and any that it stands for, is one that the whole internet can reach."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        within = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            within.append(ip_address(int(ip) & 0xFFFFFFFF))
        if ip.is_site_local or any(part is not None and not is_public(str(part)) for part in within):
            return False
    return ip.is_global and not ip.is_multicast
