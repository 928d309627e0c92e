"""A line to a store that fails, by a random of its own: a proxy for HTTP/1.1, one request for each connection."""

from __future__ import annotations

import random
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Literal

Fault = Literal[
    "the request is lost",
    "the answer is lost",
    "the answer is cut off",
    "status 500",
    "status 503",
    "the answer is slow",
    "the answer comes too late",
    "the upload is cut off, and the store is told",
    "the upload is cut off, and the store takes it",
]
OFTEN: Mapping[Fault, float] = {  # how many of all requests
    "the request is lost": 0.03,
    "the answer is lost": 0.04,
    "the answer is cut off": 0.03,
    "status 500": 0.02,
    "status 503": 0.02,
    "the answer is slow": 0.03,
    "the answer comes too late": 0.005,
    "the upload is cut off, and the store is told": 0.03,
    "the upload is cut off, and the store takes it": 0.04,
}
UPLOADS = ("the upload is cut off, and the store is told", "the upload is cut off, and the store takes it")
SLOW = 0.05  # seconds
LENGTH = re.compile(rb"(?<=\r\ncontent-length: )\d+", re.IGNORECASE)


class Line:
    """What the line did: `requests` in all, and `made` of which faults."""

    def __init__(self, seed: int, often: Mapping[Fault, float], late: float) -> None:
        """`late` is in seconds: more than the one who asks will wait."""
        self.requests = 0
        self.made: Counter[Fault] = Counter()
        self.port = 0
        self._random = random.Random(seed)
        self._often = often
        self._late = late
        self._lock = threading.Lock()

    def fate(self, method: bytes, body: bytes) -> tuple[Fault | None, float]:
        """What becomes of a request, and where it is cut, as a part of its length."""
        with self._lock:
            self.requests += 1
            dice, where = self._random.random(), self._random.random()
            for fault, share in self._often.items():
                dice -= share
                if dice < 0:
                    if fault in UPLOADS and (method != b"PUT" or not body):
                        return None, where
                    self.made[fault] += 1
                    return fault, where
            return None, where

    def wait(self, fault: Fault | None) -> None:
        if fault == "the answer is slow":
            time.sleep(SLOW)
        if fault == "the answer comes too late":
            time.sleep(self._late)


@contextmanager
def faulty(port: int, seed: int, *, often: Mapping[Fault, float] = OFTEN, late: float = 2.0) -> Iterator[Line]:
    """A line to the store at a port of this machine."""
    line = Line(seed, often, late)

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ValueError):  # who asked has gone, or never said what
                _carry(self.request, port, line)

    with _Server(("127.0.0.1", 0), Handler) as server:
        line.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield line
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


def _carry(caller: socket.socket, port: int, line: Line) -> None:
    """One request, and its answer."""
    head, body = message(caller)
    fault, where = line.fate(head.split(b" ")[0], body)
    if fault == "the request is lost":
        return
    if fault in ("status 500", "status 503"):
        status = fault.removeprefix("status ").encode()
        caller.sendall(b"HTTP/1.1 %b Later\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % status)
        return
    if fault in UPLOADS:
        body = body[: int(where * len(body))]
    if fault == "the upload is cut off, and the store takes it":
        head = LENGTH.sub(b"%d" % len(body), head)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as store:
        store.sendall(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body)
        if fault == "the upload is cut off, and the store is told":
            store.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: store.recv(1 << 16), b""))
    line.wait(fault)
    if fault == "the answer is cut off":
        answer = answer[: int(where * len(answer))]
    if fault != "the answer is lost":
        caller.sendall(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))


def message(caller: socket.socket) -> tuple[bytes, bytes]:
    """The head and the body of a request; raises `ValueError` where it ends before its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(caller)
    head, _, body = data.partition(b"\r\n\r\n")
    head += b"\r\n\r\n"
    length = LENGTH.search(head)
    while length and len(body) < int(length[0]):
        body += _more(caller)
    return head, body


def _more(caller: socket.socket) -> bytes:
    data = caller.recv(1 << 16)
    if not data:
        raise ValueError
    return data
