"""The preview's web server: its files, the script that reloads its pages, and what is wrong over them.

Whom it answers at all is `guard.py`'s to say.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import livereload
import msgspec
from livereload.handlers import LiveReloadHandler
from tornado import web
from tornado.httputil import split_host_and_port
from tornado.websocket import WebSocketClosedError

from sitegen.newsroom.urls import output_path
from sitegen.serve.guard import IDLE, LARGEST, Guarded, Nowhere, Server
from sitegen.serve.news import PROBLEMS
from sitegen.serve.preview import Preview

OWN = Path(__file__).parent
LIVERELOAD = Path(livereload.__file__).parent / "vendors"

ADDED = (
    '<sitegen-problems><template shadowrootmode="open"><link rel="stylesheet" href="/.sitegen/preview.css">'
    "<div>{problems}</div></template></sitegen-problems>"
    '<script src="/.sitegen/preview.js" data-read="{read}" data-problems="/{path}"></script>'
    '<script src="/livereload.js?host={host}&amp;port={port}&amp;maxdelay=2000" async></script>'
)
NEVER_BUILT = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Not built yet</title>
</head>
<body><main>
<h1>The site could not be built yet</h1>
<p>What is wrong stands below. As soon as it is mended, the page that you asked for is here.</p>
</main></body>
</html>
"""


def listen(preview: Preview, sockets: Sequence[socket.socket]) -> None:
    logging.getLogger("tornado.general").setLevel(logging.ERROR)  # no stranger's words in the editor's terminal
    shared: dict[str, Any] = {"preview": preview}
    handlers: list[Any] = [
        (r"/livereload", _Reload, shared),
        (r"/(livereload\.js)", _Own, {"path": str(LIVERELOAD)}),
        (rf"/{PROBLEMS}", _Problems, shared),
        (r"/\.sitegen/(preview\.(?:css|js))", _Own, {"path": str(OWN)}),
        (r"/(.*)", _Pages, {"path": str(preview.folder), "default_filename": "index.html", **shared}),
    ]
    application = web.Application(
        handlers,
        log_function=lambda _handler: None,
        default_handler_class=Nowhere,
        preview=preview,
    )
    Server(application, idle_connection_timeout=IDLE, body_timeout=IDLE, max_body_size=LARGEST).add_sockets(sockets)


def tell(preview: Preview) -> None:
    """Tell every open page what it has missed."""
    for page in tuple(LiveReloadHandler.waiters):
        page.tell(preview)


class _Said(msgspec.Struct):
    """What livereload's script says: `hello`, and `info` with the page's address and what its plugins add."""

    command: str
    url: str = ""
    plugins: dict[str, dict[str, object]] = {}


class _Reload(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """An open page, which was read at some number of the preview's news."""

    def initialize(self, preview: Preview) -> None:
        self._preview = preview
        self._path = ""
        self._read = 0

    def prepare(self) -> None:
        """Only our own pages, which say so: all browsers send the origin of whoever opens a websocket."""
        super().prepare()
        if not self._finished and self.request.headers.get("Origin") != f"http://{self.request.host}":
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002 (the library's signature)
        """Looked at above, for here no one asks where it is missing."""
        return True

    def on_message(self, message: str | bytes) -> None:
        try:
            said = msgspec.json.decode(message, type=_Said)
            path = urlsplit(said.url).path
        except (msgspec.DecodeError, ValueError):
            self.close()
            return
        super().on_message(message)
        if said.command == "info":
            read = said.plugins.get("sitegen", {}).get("read")
            self._path, self._read = path, read if isinstance(read, int) else self._preview.news.number
            self.tell(self._preview)

    def tell(self, preview: Preview) -> None:
        now = preview.news.number
        own = output_path(self._path.removeprefix(preview.root))
        files = {own} if (preview.folder / own).is_file() else {own, "404.html"}
        with suppress(WebSocketClosedError):
            for path in preview.news.missed(files, preview.root, self._read):
                self.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": True})
        self._read = now


class _Problems(Guarded):
    """What is wrong, for a page that is open."""

    def initialize(self, preview: Preview) -> None:
        self._preview = preview

    def get(self) -> None:
        self.write(self._preview.problems)


class _Own(Guarded, web.StaticFileHandler):
    """Our own script and style, and livereload's."""

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 (the library's signature)
        self.set_header("Cache-Control", "no-store")


class _Pages(Guarded, web.StaticFileHandler):
    """The preview's files; pages get the reloading script, and a path that is not there the site's own 404 page."""

    def initialize(self, path: str, default_filename: str | None = None, *, preview: Preview) -> None:  # type: ignore[override]
        super().initialize(path, default_filename)
        self._preview = preview

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 (the library's signature)
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        return None

    async def get(self, path: str, include_body: bool = True) -> None:
        root, asked = self._preview.root, self.request.path
        if asked != root and asked in ("/", root[:-1]):
            self.redirect(root)
            return
        path = unquote(asked.removeprefix(root))
        if not asked.startswith(root) or "\0" in path:
            raise web.HTTPError(404)
        self.path = self.parse_url_path(path)
        checked = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if checked is None:  # a folder without its slash: the answer was to go there
            return
        if checked.endswith(".html"):
            self._page(Path(checked), include_body=include_body)
        else:
            await super().get(path, include_body)

    def _page(self, file: Path, *, include_body: bool) -> None:
        number = self._preview.news.number
        try:
            text = file.read_bytes()
        except FileNotFoundError:  # a build took it away just now
            raise web.HTTPError(404) from None
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_extra_headers("")
        page = self._live(text, number)
        self.set_header("Content-Length", len(page))
        if include_body:
            self.write(page)

    def _live(self, page: bytes, number: int) -> bytes:
        """A page as it is served: with the script that reloads it, and what is wrong over it."""
        host, port = split_host_and_port(self.request.host)
        added = ADDED.format(
            problems=self._preview.problems, read=number, path=PROBLEMS, host=escape(host), port=port or 80
        ).encode()
        head, found, tail = page.rpartition(b"</body>")
        return head + added + found + tail if found else page + added

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if status_code != 404:
            self.finish("<!doctype html><body></body>")
        elif moved := self._moved():
            self.set_status(302)
            self.set_header("Location", moved)
            self.finish()
        else:
            number = self._preview.news.number
            missing = Path(self.root) / "404.html"
            self.finish(self._live(missing.read_bytes() if missing.is_file() else NEVER_BUILT, number))

    def _moved(self) -> str:
        """Where a page is now that was asked for under a former root; "" for any other."""
        root, asked = self._preview.root, self.request.path
        here = asked.startswith(root)
        former = [old for old in self._preview.former if asked.startswith(old) and (old.startswith(root) or not here)]
        rest = asked.removeprefix(max(former, key=len)).lstrip("/\\") if former else ""  # two of these begin a host
        return root + rest if former else ""
