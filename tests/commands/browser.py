"""A browser's part in `sitegen serve`: `preview` runs the server, `fetch` asks for a page, `Socket` hears reloads."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.commands.terminal import environment
from tests.warm import Forked, begin_warm

PATIENCE = 20.0  # seconds: a rebuild takes a fraction of one, but a busy machine its time
HELLO = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}


@dataclass
class Preview:
    """A running server: its process, what hears it, the port it says that it has, and what it has said so far."""

    process: Forked
    listener: threading.Thread
    port: int = 0
    said: list[str] = field(default_factory=list)

    def fetch(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """The server's answer to a path, sent as it is written."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def ended(self) -> int:
        """The exit code of a server that was told to end."""
        self.listener.join(PATIENCE)
        assert not self.listener.is_alive(), "it goes on"
        return self.process.wait()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@contextmanager
def preview(site: Path, *words: str) -> Iterator[Preview]:
    """`sitegen serve` for the site, on a free port unless `words` name one; ended at the end whatever happens."""
    asked = ["serve", "--site", str(site), *(words or ("--port", "0"))]
    ready = threading.Event()
    with TemporaryDirectory() as folder:
        place = Path(folder, "said")
        os.mkfifo(place)
        process = begin_warm(asked, Path.cwd(), environment(), (Path(os.devnull), place))

        def listen() -> None:
            with place.open(encoding="utf-8") as said:
                for line in said:
                    served.said.append(line.rstrip("\n"))
                    if found := re.match(r"serving http://127\.0\.0\.1:(\d+)/", line):
                        served.port = int(found[1])
                        ready.set()
            ready.set()

        served = Preview(process, threading.Thread(target=listen))
        served.listener.start()
        try:
            ready.wait(PATIENCE)
            assert served.port, served.said
            yield served
        finally:
            process.signal(signal.SIGKILL)
            served.ended()
    assert not [line for line in served.said if "Traceback" in line], "whatever was asked of it"


@contextmanager
def socket(served: Preview, page: str = "/", read: int | None = None, **headers: str) -> Iterator[Callable[..., str]]:
    """A page's websocket after livereload's handshake: calling it gives the next path to reload, "*" for the page.

    It raises `queue.Empty` where none has come within its `timeout`, in seconds. The page is as it was at `read`, now
    unless told. Raises what refused the websocket.
    """
    heard: queue.Queue[dict[str, Any] | Exception] = queue.Queue()
    ended = threading.Event()

    async def listen() -> None:
        own = {"Origin": f"http://127.0.0.1:{served.port}", **headers}
        try:
            connection = await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{served.port}/livereload", headers=own))
        except Exception as refused:  # noqa: BLE001 (the test says which one it is to be)
            heard.put(refused)
            return
        await connection.write_message(json.dumps(HELLO))
        heard.put(json.loads(str(await connection.read_message())))
        plugins = {} if read is None else {"sitegen": {"read": read, "version": "1.0"}}
        info = {"command": "info", "url": f"http://127.0.0.1:{served.port}{page}", "plugins": plugins}
        await connection.write_message(json.dumps(info))
        waiting = asyncio.ensure_future(connection.read_message())
        while not ended.is_set():
            done, _ = await asyncio.wait([waiting], timeout=0.05)
            if done and (message := waiting.result()) is None:
                return
            if done:
                heard.put(json.loads(str(message)))
                waiting = asyncio.ensure_future(connection.read_message())
        waiting.cancel()
        connection.close()

    def message(timeout: float = PATIENCE) -> dict[str, Any]:
        found = heard.get(timeout=timeout)
        if isinstance(found, Exception):
            raise found
        return found

    def reloaded(timeout: float = PATIENCE) -> str:
        found = message(timeout)
        assert found["command"] == "reload"
        return str(found["path"])

    listener = threading.Thread(target=lambda: asyncio.run(listen()))
    listener.start()
    try:
        assert message()["command"] == "hello"
        time.sleep(0.1)  # the server has then read that this page wants to be told
        yield reloaded
    finally:
        ended.set()
        listener.join()
