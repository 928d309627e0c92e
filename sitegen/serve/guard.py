"""Whom the preview answers, how many at once, and what every answer says to keep it from others. Serves no file.

Neither another site's page nor a host name of a stranger's gets anything (DNS rebinding: a name that leads to one site
and then to this machine makes a browser take both for one).
"""

from __future__ import annotations

from typing import Any

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

from sitegen.newsroom.plan.headers import headers_for
from sitegen.serve.address import is_address

MOST = 100  # connections at once: macOS lets a process have 256 files open, and building needs some
IDLE = 60.0  # seconds that a connection may wait for a request, or a request for its end
LARGEST = 65536  # bytes of a request's body, of which no request here has any

# What every answer says. Nothing of a preview is for another site's page: it may neither show, frame, nor open it.
CLOSED = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ELSEWHERE = "This preview does not answer to this name. Open the address that `sitegen serve` has printed.\n"


class Server(HTTPServer):
    """Has so many connections that files can still be opened: for a further one, the oldest goes.

    A page whose websocket goes opens another by itself, and hears what it has missed.
    """

    _streams: tuple[IOStream, ...] = ()

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        streams = (*(other for other in self._streams if not other.closed()), stream)
        for oldest in streams[:-MOST]:
            oldest.close()
        self._streams = streams[-MOST:]
        super().handle_stream(stream, address)


class Guarded(web.RequestHandler):
    """Answers only requests that were meant for this server: no other site can reach it by a name of its own."""

    def set_default_headers(self) -> None:
        """Those that the site is published with, where it has any, and those of every preview."""
        published = headers_for(self.request.path, self.settings["preview"].rules)
        for name, value in (CLOSED | published | {"Cache-Control": "no-store"}).items():
            self.set_header(name, value)

    def prepare(self) -> None:
        host = (self.request.host_name or "").strip("[]").casefold()
        own = self.settings["preview"].settings.host.casefold()
        if host not in ("localhost", own) and not is_address(host):
            self.set_status(403)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(ELSEWHERE)


class Nowhere(Guarded):
    """What is no path at all, as proxies are asked for."""

    def prepare(self) -> None:
        raise web.HTTPError(404)
