"""Asking one host for one address: HEAD, else GET, without ever reading what the page says.

Every request waits its turn, so that no host is asked two things at once. Follows no redirects: `rounds.py` does.
"""

from __future__ import annotations

import contextlib
import ssl
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

import anyio
import httpcore

from sitegen.outside.answers import Answer, Kind
from sitegen.outside.guard import Guard, NoHost, Private
from sitegen.outside.limits import Limits

WAIT = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}  # RFC 9110 §10.2.3: may come with Retry-After


@dataclass(frozen=True, slots=True)
class Reply:
    """`location` is as the host wrote it; `wait` is in seconds, None where it does not say; `cookie`: it gave one."""

    status: int
    location: str
    wait: float | None
    cookie: bool


class Failed(Exception):
    """There was no reply, and this is why."""

    def __init__(self, kind: Kind, said: str) -> None:
        super().__init__(said)
        self.answer = Answer(kind, said)


class Tired(Exception):
    """The host asks to be left alone for longer than we wait."""


@dataclass(slots=True)
class _Host:
    turn: anyio.Lock = field(default_factory=anyio.Lock)
    free: float = 0.0  # when it may be asked again, by the event loop's clock
    tired: bool = False


class Asker:
    """Asks hosts within `limits`, as `agent`. To be used within `async with`."""

    def __init__(self, limits: Limits, agent: str) -> None:
        self._limits = limits
        self._headers = [("User-Agent", agent), ("Accept", "*/*")]
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._at_once = anyio.CapacityLimiter(limits.at_once)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=None,
            keepalive_expiry=5.0,
            network_backend=Guard(limits.allowed),
        )

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(self, *end: object) -> None:
        with anyio.move_on_after(1, shield=True):
            await self._pool.aclose()

    async def reply(self, url: str) -> Reply:
        """The reply to HEAD, or to GET where HEAD is refused or not understood. Raises `Failed` and `Tired`."""
        with contextlib.suppress(httpcore.RemoteProtocolError, httpcore.ReadError):
            reply = await self._patient("HEAD", url)
            if reply.status < HTTPStatus.BAD_REQUEST:
                return reply
        try:
            return await self._patient("GET", url)
        except (httpcore.RemoteProtocolError, httpcore.ReadError):
            raise Failed("unreachable", "the host ends the connection without an answer") from None

    async def _patient(self, method: str, url: str) -> Reply:
        host = self._hosts[urlsplit(url).hostname or ""]
        for once_more in (True, False):
            if host.tired:
                raise Tired
            reply = await self._request(method, url, host)
            if reply.status not in WAIT:
                return reply
            if once_more and reply.wait is not None and reply.wait <= self._limits.patience:
                await anyio.sleep(reply.wait)
            elif reply.status == HTTPStatus.TOO_MANY_REQUESTS:
                host.tired = True
            else:
                return reply
        raise Tired

    async def _request(self, method: str, url: str, host: _Host) -> Reply:
        limits = self._limits
        async with host.turn:
            await anyio.sleep(max(0.0, host.free - anyio.current_time()))
            try:
                async with self._at_once:
                    with anyio.fail_after(limits.request):
                        timeout = {"connect": limits.connect}
                        stream = self._pool.stream(method, url, headers=self._headers, extensions={"timeout": timeout})
                        async with stream as response:
                            return _reply(response)
            except (TimeoutError, httpcore.TimeoutException):
                raise Failed("unreachable", f"the host gives no answer within {limits.request:g} seconds") from None
            except Private as private:
                raise Failed("private", str(private)) from None
            except NoHost as unknown:
                raise Failed("no-host", f"there is no host {unknown}") from None
            except httpcore.ConnectError as problem:
                raise Failed("unreachable", _why(problem)) from None
            except (httpcore.WriteError, httpcore.LocalProtocolError, httpcore.UnsupportedProtocol, ValueError):
                raise Failed("unreachable", "the host cannot be asked") from None
            finally:
                host.free = anyio.current_time() + limits.pause


def _reply(response: httpcore.Response) -> Reply:
    headers = {name.lower(): value.decode("latin-1").strip() for name, value in reversed(response.headers)}
    wait = _seconds(headers.get(b"retry-after", ""))
    return Reply(response.status, headers.get(b"location", ""), wait, b"set-cookie" in headers)


def _seconds(written: str) -> float | None:
    """How long `Retry-After` says to wait: it is a number of seconds, or a date."""
    if written.isdecimal():
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _why(problem: BaseException) -> str:
    """Why there is no connection: httpcore keeps the cause."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not accepted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "no encrypted connection can be made"
        cause = cause.__cause__ or cause.__context__
    return "nothing answers there"
