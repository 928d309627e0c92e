"""Asking for many addresses within a bounded time: the hosts side by side, the addresses of one host in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import anyio

from sitegen.config.addresses import ascii_address
from sitegen.interruption import cancelling
from sitegen.outside.answers import Answer
from sitegen.outside.ask import Asker, Failed, Reply, Tired
from sitegen.outside.limits import Limits

PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
DEAD = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
ENOUGH = 2  # failures of one host in a row, before the rest of its addresses is taken to fail alike

Hear = Callable[[str, Answer], None]


def ask_all(addresses: Sequence[str], limits: Limits, agent: str, hear: Hear) -> None:
    """Ask for each address, and tell `hear` each answer as it comes: not all are asked for when time is up.

    `agent` is how we call ourselves. Raises `KeyboardInterrupt`, when those that are under way have been let go.
    """
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(urlsplit(address).netloc.lower(), []).append(address)

    async def everything() -> None:
        with cancelling():
            await ask()

    async def ask() -> None:
        async with Asker(limits, agent) as asker:
            with anyio.move_on_after(limits.total):
                async with anyio.create_task_group() as group:
                    for of_host in by_host.values():
                        group.start_soon(_ask_host, asker, of_host, limits, hear)

    try:
        anyio.run(everything)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _ask_host(asker: Asker, addresses: Sequence[str], limits: Limits, hear: Hear) -> None:
    failures = 0
    for address in addresses:
        try:
            answer = await _follow(asker, address, limits)
            failures = 0
        except Failed as failed:
            answer = failed.answer
            failures += 1
        except Tired:
            continue  # its redirects may lead to another host that is tired
        hear(address, answer)
        if failures == ENOUGH:
            for other in addresses[addresses.index(address) + 1 :]:
                hear(other, answer)
            return


async def _follow(asker: Asker, address: str, limits: Limits) -> Answer:
    """The answer at the end of all redirects; raises `Failed` where the address's own host gives no reply."""
    url, moved, permanent, seen = address, "", True, {address}
    for _ in range(limits.redirects + 1):
        try:
            reply = await asker.reply(url)
        except Failed as failed:
            if url == address:
                raise
            return Answer(failed.answer.kind, f"it leads on to {url}, and {failed.answer.said}")
        if reply.status not in REDIRECTS or not reply.location:
            return _judge(reply, url, address, moved)
        target = ascii_address(_joined(url, reply.location))
        if target is None:
            return Answer("unreachable", f"it leads on to {reply.location!r}, which is no web address")
        permanent = permanent and (reply.status in PERMANENT or target == url.replace("http://", "https://", 1))
        moved = target if permanent else moved
        url = target.partition("#")[0]
        if url in seen and reply.cookie:  # a browser would come back with it
            return Answer("closed", "it wants a cookie")
        if url in seen:
            return Answer("unreachable", "it leads on in a circle")
        seen.add(url)
    return Answer("unreachable", f"it leads on more than {limits.redirects} times")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _judge(reply: Reply, url: str, address: str, moved: str) -> Answer:
    try:
        status = f"{reply.status} {HTTPStatus(reply.status).phrase}"
    except ValueError:
        status = str(reply.status)
    there = "" if url == address else f" at {url}"
    if reply.status in DEAD:
        return Answer("dead", f"{status}{there}")
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR and reply.status < 600:  # LinkedIn's 999 is a refusal
        return Answer("unreachable", f"the host answers {status}{there}")
    if reply.status >= HTTPStatus.BAD_REQUEST:
        return Answer("closed", status)
    return Answer("good", moved=moved)
