"""A reader who reads on while deploys go on never meets a link that leads to nothing: real builds, real servers."""

from __future__ import annotations

import http.client
import random
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from tests.attacks.table import Attempts, attack
from tests.commands.terminal import run
from tests.deploy.listener import serving
from tests.deploy.stores import ANYBODY, BUCKET, KEYS, moto, target
from tests.site import CONFIG, NOW, make_site, post

HOME = "https://news.example.com/"
STARTS = ("", "feed.xml", "atom.xml", "feed.json", "sitemap.xml")
# In hours, as the shortest that there is; each deploy comes twenty minutes after the one before. Without it, what was
# removed would be missing for those who have a page from before the removal, however soon they follow its links.
GRACE = 1
STEP = timedelta(minutes=20)
PLACE = '\n[tool.sitegen.deploy.live]\ntarget = "{target}"\ngrace = {grace}\n'


@attack(
    "Deploys",
    "A reader follows every link of every page, feed and sitemap while posts are added, changed and removed",
    "none leads to nothing",
)
def test_reader_of_a_folder_meets_no_dead_link(tmp_path: Path, attempts: Attempts) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with folder_server(place) as port:
        read_while_deploying(tmp_path / "site", str(place), partial(fetch, port, ""), attempts)


@pytest.mark.soak
@attack(
    "Deploys",
    "A reader follows every link of every page, feed and sitemap while posts are added, changed and removed",
    "none leads to nothing",
)
def test_reader_of_a_bucket_meets_no_dead_link(tmp_path: Path, attempts: Attempts) -> None:
    """rclone is not tried: it does not replace an object as a whole, as S3 is to do."""
    with moto(tmp_path) as port:
        read_while_deploying(tmp_path / "site", target(port), partial(fetch, port, f"{BUCKET}/"), attempts)


Fetch = Callable[[str], tuple[int, bytes]]


def read_while_deploying(folder: Path, where: str, get: Fetch, attempts: Attempts) -> None:
    site = make_site(folder, {"pyproject.toml": CONFIG + PLACE.format(target=where, grace=GRACE)})
    dice, ended = random.Random(1), threading.Event()
    reader = Reader(get)
    deployed(site, 0, dice)
    reader.read()
    begun = reader.followed
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(reader.read_until, ended)
        try:
            for number in range(1, attempts.times(12, quick=5)):
                deployed(site, number, dice)
                reader.deploys += 1
        finally:
            ended.set()
        reading.result()
    assert reader.dead == []
    assert reader.followed > begun > 50
    attempts.made(reader.deploys)


def deployed(site: Path, number: int, dice: random.Random) -> None:
    """Posts and tags come and go, and pages of both with them; one post is changed."""
    for each in range(3):
        tags = dice.sample(["chips", "power", "law", f"only {number}"], 2)
        make_site(site, {f"content/posts/{number}-{each}.md": post(f"Post {number} {each}", tags=tags)})
    for path in dice.sample(sorted((site / "content" / "posts").glob("*.md")), min(number, 2)):
        path.unlink()
    make_site(site, {"content/posts/kept.md": post("Kept", body=f"Words, {number}.\n", tags=["chips"])})
    now = NOW + number * STEP
    done = run("deploy", "--site", site, "--now", now.isoformat(), **KEYS)
    assert done.returncode == 0, done.stderr


class Reader:
    """Reads what can be reached. `dead` are links that led to nothing, with the page that had them.

    It is told when `deploys` have ended, for it begins anew before what it found is older than the place's grace.
    """

    def __init__(self, get: Fetch) -> None:
        self._get = get
        self.followed = self.deploys = 0
        self.dead: list[tuple[str, str]] = []

    def read_until(self, ended: threading.Event) -> None:
        while not ended.is_set():
            self.read()

    def read(self) -> None:
        """From the starts to what is found. The links of a page are followed at once, as long as they hold."""
        known, pending = set(STARTS), [path for path in STARTS if self._get(path)[0] == 200]
        begun = self.deploys
        while pending and self.deploys < begun + 2:
            page = pending.pop(0)
            status, body = self._get(page)
            if status != 200:
                continue  # it was there when it was found
            for path in sorted(links(page, body)):
                self.followed += 1
                if self._get(path)[0] != 200:
                    self.dead.append((page, path))
                if path not in known:
                    known.add(path)
                    pending.append(path)


def links(page: str, body: bytes) -> set[str]:
    """The paths on the site that a page, a feed or a sitemap leads to."""
    if page.endswith(("/", ".html")) or not page:
        root = html.fromstring(body)
        found = [*root.xpath("//@href | //@src | //meta[@property='og:image']/@content")]
        found += [part.split()[0] for text in root.xpath("//@srcset") for part in text.split(",")]
    elif page.endswith((".xml", ".json", ".opml")):
        found = re.findall(f"{HOME}[^\\s\"'<>&\\\\]*", body.decode())
    else:
        found = []
    whole = (urljoin(HOME + page, str(each)) for each in found)
    return {urlsplit(each).path[1:] for each in whole if each.startswith(HOME)}


def fetch(port: int, below: str, path: str) -> tuple[int, bytes]:
    if path.endswith("/") or not path:
        path += "index.html"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", f"/{below}{path}", headers=ANYBODY)
        answer = line.getresponse()
        return answer.status, answer.read()


@contextmanager
def folder_server(folder: Path) -> Iterator[int]:
    """Python's own server before a folder."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))) as server:
        yield server.server_port
