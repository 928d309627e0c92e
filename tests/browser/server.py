"""A published folder, served on loopback as a good host would: types, gzip, 404.html, and what `_headers` asks for.

A site without that file is served under a strict policy.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.hosts import cloudflare, read_headers

STRICT = "default-src 'self'"
STRICT_HEADERS = f"/*\n  Content-Security-Policy: {STRICT}\n  X-Content-Type-Options: nosniff\n"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
PACKED = (".avif", ".webp", ".jpg", ".png", ".ico")  # gzip has nothing to take from these


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder`; gives the address without a slash at its end ("http://127.0.0.1:40123")."""
    root = folder.resolve()
    asked = root / "_headers"
    rules = read_headers(asked.read_text(encoding="utf-8") if asked.exists() else STRICT_HEADERS)

    @cache
    def packed(path: Path) -> bytes:
        return gzip.compress(path.read_bytes(), mtime=0)

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as hosts keep them
        wbufsize = -1  # head and body in one: a kept connection would wait for the one to be acknowledged

        def do_GET(self) -> None:
            url = unquote(urlsplit(self.path).path)
            path = (root / url.lstrip("/")).resolve()
            path = path / "index.html" if url.endswith("/") else path
            found = path.is_relative_to(root) and path.is_file()
            path = path if found else root / "404.html"
            small = path.suffix not in PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
            body = packed(path) if small else path.read_bytes()
            self.send_response(200 if found else 404)
            told = {"Content-Type": TYPES.get(path.suffix, "application/octet-stream")} | cloudflare(rules, self.path)
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            if small:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
