"""`sitegen serve`: build, serve on this machine, rebuild on save, reload the browser.

livereload speaks to the browser, watchfiles says what was saved, and the build is the ordinary one, into
`.sitegen/serve/`: what is previewed is what would be published. What is wrong is shown over the page until mended.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from sitegen.build import build
from sitegen.configured import CACHE, load_config
from sitegen.diagnostics import FILE, SiteError
from sitegen.engine.lock import Locked
from sitegen.report import as_line, summary
from sitegen.result import Request

NEXT_PORTS = 20
FOLDERS = ("content", "templates", "static", "fonts")
LOOK = 500  # milliseconds between looks at what no watch of those folders shows
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

SCRIPT = '<script src="/livereload.js?port={port}" async></script>'
OVERLAY = (
    '<pre role="alert" style="position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;padding:1rem;'
    'z-index:9999;font:14px/1.5 monospace;white-space:pre-wrap;color:#fff;background:#7a1020">{text}</pre>'
)


@dataclass(frozen=True, slots=True)
class Settings:
    site: Path
    host: str
    port: int
    drafts: bool = False
    future: bool = False


class Preview:
    """The served folder and what is wrong with it, between one build and the next."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.folder = (settings.site / CACHE / "serve").resolve()
        self.port = settings.port
        self.wrong = ""
        self._say = say

    def rebuild(self) -> None:
        """Build once; what fails is remembered for the pages, and the last good ones stay."""
        settings = self.settings
        request = Request(
            site=settings.site,
            now=datetime.now(UTC),
            output=self.folder,
            drafts=settings.drafts,
            future=settings.future,
            jobs=os.cpu_count() or 1,
            readable=True,
        )
        try:
            result = build(request, lambda _stage, _done, _of: None, lambda _holder: self._say("waiting for a build …"))
        except SiteError as wrong:
            found, line = wrong.diagnostics, "not built"
        except Locked:
            found, line = (), "not built: another build goes on and on"
        else:
            found = tuple(d for d in result.diagnostics if d.severity != "hint")
            line = "not built" if result.failed else as_line(result, "the preview")
        self.report("\n".join(map(str, found)), ": ".join(filter(None, (summary(found), line))))

    def report(self, wrong: str, outcome: str) -> None:
        """Say what is wrong and what came of it, and remember what is wrong for the pages."""
        self.wrong = wrong
        self._say("\n".join(filter(None, (wrong, outcome))))

    def injected(self, page: bytes) -> bytes:
        """A page as it is served: with the script that reloads it, and what is wrong over it."""
        extra = SCRIPT.format(port=self.port) + (OVERLAY.format(text=escape(self.wrong)) if self.wrong else "")
        head, found, tail = page.rpartition(b"</body>")
        return head + extra.encode() + found + tail if found else page + extra.encode()


def serve_site(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until interrupted. Raises `ConfigError` where the site's configuration cannot be read at the start."""
    preview = Preview(settings, say)
    root = load_config(settings.site).root
    preview.rebuild()
    asyncio.run(_serve(preview, root, say))


async def _serve(preview: Preview, root: str, say: Callable[[str], None]) -> None:
    settings = preview.settings
    sockets = _bind(settings.host, settings.port, say)
    preview.port = sockets[0].getsockname()[1]
    LiveReloadHandler.watcher = Watcher()
    shared: dict[str, Any] = {"preview": preview}
    handlers: list[Any] = [
        (r"/livereload", _Reload),
        (r"/livereload\.js", LiveReloadJSHandler),
        (rf"{re.escape(root)}(.*)", _Pages, {"path": str(preview.folder), "default_filename": "index.html", **shared}),
    ]
    if root != "/":
        handlers.append((r"/", web.RedirectHandler, {"url": root, "permanent": False}))
    hosts = LOOPBACK | {settings.host.casefold()}
    server = HTTPServer(web.Application(handlers, log_function=lambda _handler: None, hosts=hosts))
    server.add_sockets(sockets)
    say(f"serving http://{settings.host}:{preview.port}{root} (Ctrl-C ends it)")
    await _watch(preview)


def _bind(host: str, port: int, say: Callable[[str], None]) -> Any:
    """Sockets on the port, or on the next free one."""
    for candidate in range(port, port + NEXT_PORTS):
        try:
            return bind_sockets(candidate, host)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE or candidate == port + NEXT_PORTS - 1:
                raise
            say(f"port {candidate} is in use, trying {candidate + 1}")
    raise AssertionError("the loop returns or raises")


async def _watch(preview: Preview) -> None:
    """Rebuild whenever something of the site is saved, and tell the browsers.

    The folders are watched; that one of them is new, or the configuration another, is seen by looking: editors that
    save by renaming leave a watch of a single file behind. Then watching begins anew, before the build.
    """
    from watchfiles import awatch

    site = preview.settings.site.resolve()
    changed = True  # something may have been saved during the first build; if not, another is over at once
    while True:
        top = _top(site)
        async for saved in awatch(
            *top[0], watch_filter=_matters, debounce=100, step=20, rust_timeout=LOOK, yield_on_timeout=True
        ):
            if _top(site) != top:
                changed = True
                break
            if not saved and not changed:
                continue
            try:
                await asyncio.to_thread(preview.rebuild)
            except OSError as problem:  # the disk is full, or an editor was just replacing the file
                preview.report(f"{problem.strerror or problem}: {problem.filename}", "not built")
            changed = False
            LiveReloadHandler.reload_waiters("*")  # whole pages, for a style sheet too: its URL is another now


def _matters(_change: Any, path: str) -> bool:
    """Whether a file is the site's, and none of an editor's own."""
    return not os.path.basename(path).startswith((".", "#")) and not path.endswith("~")


def _top(site: Path) -> tuple[list[Path], bytes]:
    """The folders that can be watched, and the configuration's text."""
    file = site / FILE
    folders = [folder for folder in (site / name for name in FOLDERS) if folder.is_dir()]
    return folders, file.read_bytes() if file.is_file() else b""


class _Guarded(web.RequestHandler):
    """Answers only requests that were meant for this server: no other site can reach it by a name of its own."""

    def prepare(self) -> None:
        host = (self.request.host_name or "").strip("[]").casefold()
        if host not in self.settings["hosts"] and not _is_address(host):
            raise web.HTTPError(403, reason="this host name is not served here")


def _is_address(host: str) -> bool:
    """A bare IP address cannot be rebound by DNS."""
    import ipaddress

    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _Reload(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    def check_origin(self, origin: str) -> bool:
        """Only our own pages; livereload itself takes any."""
        return bool(origin.partition("://")[2] == self.request.headers.get("Host"))


class _Pages(_Guarded, web.StaticFileHandler):
    """The preview's files; pages get the reloading script, and a path that is not there the site's own 404 page."""

    _preview: Preview

    def initialize(self, path: str, default_filename: str | None = None, **shared: Any) -> None:  # type: ignore[override]
        super().initialize(path, default_filename)
        self._preview = shared["preview"]

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 (the library's signature)
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        return None

    async def get(self, path: str, include_body: bool = True) -> None:
        if "\0" in path:
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
        try:
            text = file.read_bytes()
        except FileNotFoundError:  # a build took it away just now
            raise web.HTTPError(404) from None
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_extra_headers("")
        page = self._preview.injected(text)
        self.set_header("Content-Length", len(page))
        if include_body:
            self.write(page)

    def write_error(self, status_code: int, **_: Any) -> None:
        missing = Path(self.root) / "404.html"
        page = missing.read_bytes() if status_code == 404 and missing.is_file() else b"<!doctype html><body></body>"
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self._preview.injected(page))
