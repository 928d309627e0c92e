"""A visit to a page: it is opened in a window of some width, and all that goes wrong is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

# Before any script of the page's: what the policy refuses, and what moves after it was shown.
WATCH = """
window.watched = [];
addEventListener("securitypolicyviolation", (e) => watched.push(`refused: ${e.violatedDirective} ${e.blockedURI}`));
const moved = (entry) => entry.sources.map(({ node }) => node && (node.outerHTML ?? node.data).slice(0, 80));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) watched.push(`moved by ${entry.value}: ${moved(entry)}`);
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Visit:
    """An open page, the addresses that it has asked for, and what has gone wrong so far, a line each."""

    page: Page
    address: str
    url: str = ""
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def watched(self) -> list[str]:
        """What the policy has refused and what has moved so far, a line each."""
        frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(watched))))"
        return [f"{self.url}: {line}" for line in self.page.evaluate(frames)]

    def go(self, url: str) -> None:
        """On to another page in the same window, which takes a third of the time that a new one does."""
        self.url = url
        self.page.goto(self.address + url)

    def watch(self) -> None:
        def wrong(kind: str, what: object) -> None:
            self.problems.append(f"{self.url}: {kind}: {what}")

        def asked(url: str) -> None:
            self.requests.append(url)
            if not url.startswith((f"{self.address}/", "data:", "blob:")):
                wrong("another host", url)

        def left(why: str | None) -> bool:
            """Whether a request was only given up because the reader went on to another page."""
            return why == "net::ERR_ABORTED"

        self.page.on("request", lambda request: asked(request.url))
        self.page.on(
            "requestfailed", lambda request: wrong("failed", request.url) if not left(request.failure) else None
        )
        self.page.on("response", lambda answer: wrong(str(answer.status), answer.url) if answer.status >= 400 else None)
        self.page.on("pageerror", lambda error: wrong("script", error))
        self.page.on("console", lambda said: wrong(said.type, said.text))


@contextmanager
def visitor(browser: Browser, address: str) -> Iterator[tuple[Callable[..., Visit], list[Visit]]]:
    """What opens pages, and the visits so far. Windows of one shape share a context, as a reader's pages do."""
    contexts: dict[tuple[int, bool], BrowserContext] = {}
    visits: list[Visit] = []

    def open_page(url: str, *, width: int = 1280, script: bool = True) -> Visit:
        shape = (width, script)
        if shape not in contexts:
            size = {"width": width, "height": 780}
            contexts[shape] = browser.new_context(viewport=size, java_script_enabled=script)
            contexts[shape].add_init_script(WATCH)
        visit = Visit(contexts[shape].new_page(), address)
        visit.watch()
        visits.append(visit)
        visit.go(url)
        return visit

    try:
        yield open_page, visits
    finally:
        for context in contexts.values():
            context.close()
