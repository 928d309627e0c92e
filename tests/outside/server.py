"""A web server on this machine whose paths behave as hosts do: `with serving() as server`, then `server.url("/gone")`.

It keeps what it was asked, and how many requests it was busy with at once, by the `Host` that they were for.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STATUSES = {
    "/good": 200,
    "/missing": 404,
    "/gone": 410,
    "/error": 500,
    "/busy": 503,
    "/forbidden": 403,
    "/tired": 429,
    "/odd": 999,
}
REDIRECTS = {
    "/moved": (301, "/good"),
    "/moved-308": (308, "good?a=b#c"),
    "/moved-twice": (301, "/moved"),
    "/moved-then-found": (301, "/found"),
    "/found": (302, "/good"),
    "/found-then-moved": (307, "/moved"),
    "/moved-away": (301, "/gone"),
    "/circle": (302, "/circle-back"),
    "/circle-back": (302, "/circle"),
    "/to-private": (302, "http://10.0.0.1/admin"),
    "/to-mail": (302, "mailto:a@example.com"),
    "/to-nonsense": (302, "http://[/"),
    "/cookie": (302, "/cookie"),
    "/endless-way": (302, "/endless-way?0"),
}


@dataclass
class Server:
    port: int
    asked: list[tuple[str, str]] = field(default_factory=list)  # method and path
    agents: set[str] = field(default_factory=set)
    times: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    most: Counter[str] = field(default_factory=Counter)
    reached: threading.Event = field(default_factory=threading.Event)  # someone waits for /hang
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


class _Both(ThreadingHTTPServer):
    """Speaks TLS with who begins with a handshake record, where it can."""

    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        if self.tls and connection.recv(1, socket.MSG_PEEK) == b"\x16":
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address


@contextmanager
def serving(tls: ssl.SSLContext | None = None, delay: float = 0.0) -> Iterator[Server]:
    """The running server; each of its answers takes `delay` seconds. With `tls` it takes both kinds of connection."""
    httpd = _Both(("127.0.0.1", 0), BaseHTTPRequestHandler)
    httpd.tls = tls
    httpd.daemon_threads = True
    httpd.handle_error = lambda *_: None  # who asks may leave early
    server = Server(httpd.server_address[1])
    httpd.RequestHandlerClass = _handler(server, delay)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        httpd.shutdown()
        httpd.server_close()


def _handler(server: Server, delay: float) -> type[BaseHTTPRequestHandler]:
    busy: Counter[str] = Counter()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self._count("HEAD")

        def do_GET(self) -> None:
            self._count("GET")

        def _count(self, method: str) -> None:
            host = self.headers["Host"].rpartition(":")[0]
            with lock:
                server.asked.append((method, self.path))
                server.agents.add(self.headers["User-Agent"])
                for key in (host, "all"):
                    busy[key] += 1
                    server.most[key] = max(server.most[key], busy[key])
            begun = time.monotonic()
            time.sleep(delay)
            with lock:
                busy[host] -= 1
                busy["all"] -= 1
                server.times[host].append((begun, time.monotonic()))
            self._answer(method, self.path.partition("?")[0])

        def _answer(self, method: str, path: str) -> None:
            first = server.asked.count((method, self.path)) == 1
            if path in REDIRECTS:
                status, location = REDIRECTS[path]
                if path == "/endless-way":
                    location = f"/endless-way?{len(server.asked)}"
                self._send(status, Location=location, **({"Set-Cookie": "a=b"} if path == "/cookie" else {}))
            elif path == "/upgrade" and not isinstance(self.connection, ssl.SSLSocket):
                self._send(302, Location=server.url("/upgrade", scheme="https"))
            elif path == "/hang":
                server.reached.set()
                server.closing.wait(10)
                self.close_connection = True
            elif path == "/closes" or (path == "/head-closes" and method == "HEAD"):
                self.close_connection = True
            elif path in ("/no-head", "/endless") and method == "HEAD":
                self._send(405)
            elif path in ("/head-404", "/head-501") and method == "HEAD":
                self._send(int(path[-3:]))
            elif path == "/endless":
                self.send_response(200)
                self.end_headers()
                with suppress(OSError):
                    while not server.closing.is_set():
                        self.wfile.write(b"x" * 65536)
                self.close_connection = True
            elif path == "/drip":
                with suppress(OSError):
                    while not server.closing.wait(0.05):
                        self.wfile.write(b"H")
                self.close_connection = True
            elif path in ("/wait-a-moment", "/wait-503") and first:
                self._send(503 if path == "/wait-503" else 429, **{"Retry-After": "0"})
            elif path == "/wait-long":
                self._send(429, **{"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"})
            else:
                self._send(STATUSES.get(path, 200))

        def _send(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return Handler
