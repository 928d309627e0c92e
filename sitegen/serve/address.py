"""Where the preview is reached: a free port, and the addresses to write into a browser's bar."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from ipaddress import ip_address

from tornado.netutil import bind_sockets

from sitegen.diagnostics import WrongUsage

NEXT_PORTS = 20
ELSEWHERE = {4: "192.0.2.1", 6: "2001:db8::1"}  # for documentation (RFC 5737, 3849): asking the way sends nothing


def bind(host: str, port: int, say: Callable[[str], None]) -> list[socket.socket]:
    """Sockets on the port, or on the next free one; raises `WrongUsage` for a host that is not this machine's."""
    last = min(port + NEXT_PORTS - 1, 65535)
    for candidate in range(port, last + 1):
        try:
            return bind_sockets(candidate, host)
        except socket.gaierror:
            raise WrongUsage(f"there is no host {host!r}: leave --host out, or write --host 0.0.0.0") from None
        except OSError as problem:
            if problem.errno == errno.EADDRNOTAVAIL:
                message = f"{host} is no address of this machine: leave --host out, or write --host 0.0.0.0"
                raise WrongUsage(message) from None
            if problem.errno != errno.EADDRINUSE:
                raise
            if candidate < last:
                say(f"port {candidate} is in use, trying {candidate + 1}")
    ports = f"port {port} is" if port == last else f"the ports from {port} to {last} are all"
    raise OSError(errno.EADDRINUSE, f"{ports} in use: name another, as in --port {9000 if port < 9000 else 8000}")


def spoken(host: str, port: int, root: str) -> str:
    """Where the site is served, for this machine and, if others are to reach it, for them."""
    if not is_open(host):
        return f"serving http://{bracketed(host)}:{port}{root}"
    version = ip_address(host).version
    here, found = {4: "127.0.0.1", 6: "::1"}[version], network_address(version)
    there = f", and http://{bracketed(found)}:{port}{root} for every device in this network"
    return f"serving http://{bracketed(here)}:{port}{root}{there if found else '; it is in no network'}"


def is_open(host: str) -> bool:
    """Whether a host to listen on stands for all of this machine's addresses."""
    return is_address(host) and ip_address(host).is_unspecified


def is_address(host: str) -> bool:
    """Whether a host is a bare IP address, which cannot be rebound by DNS. A zone (`%eth0`) may hold anything."""
    if "%" in host:
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def bracketed(host: str) -> str:
    """A host as URLs have it (RFC 3986, section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def network_address(version: int) -> str:
    """The address, of IP's version 4 or 6, by which its network knows this machine; "" without such a network."""
    with socket.socket(socket.AF_INET6 if version == 6 else socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((ELSEWHERE[version], 9))
        except OSError:
            return ""
        return str(asking.getsockname()[0])
