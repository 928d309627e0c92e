"""Two programs that speak S3, each on a free port of this machine alone: moto's server, and rclone's before a folder.

`moto` is installed beside the tests (`make soak` does it), for its dependencies are not those of sitegen. rclone takes
no notice of conditions (`If-None-Match`), as some services do.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree

BUCKET = "news"
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
ANYBODY = {"Authorization": "AWS anybody:unsigned"}  # moto asks for one, and looks no closer
NAMES = ("Content-Type", "Cache-Control", "Content-Encoding")

Stored = tuple[bytes, dict[str, str]]  # an object's bytes, and those of NAMES that are kept with it
Store = Callable[[Path], AbstractContextManager[int]]  # gives the port, for a folder that is its own


def target(port: int, more: str = "") -> str:
    return f"s3://{BUCKET}{more}?endpoint=http://127.0.0.1:{port}"


@contextmanager
def moto(folder: Path) -> Iterator[int]:
    """moto's server, with an empty bucket."""
    program = Path(sys.prefix, "moto", "bin", "moto_server")
    if not program.exists():
        pytest.skip("moto is not installed (make soak brings it): no bucket is deployed to")
    port = free_port()
    with running([str(program), "-H", "127.0.0.1", "-p", str(port)], port, folder / "moto.log"):
        assert ask(port, "PUT", f"/{BUCKET}")[0] == 200
        yield port


@contextmanager
def rclone(folder: Path) -> Iterator[int]:
    """`rclone serve s3`, with an empty bucket."""
    program = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    assert program, "it is one of the packages for work on sitegen"
    (folder / "buckets" / BUCKET).mkdir(parents=True)
    port = free_port()
    fresh = ["--dir-cache-time", "1s"]  # of five minutes: what it remembers of names and sizes is told for so long
    place = ["--addr", f"127.0.0.1:{port}", str(folder / "buckets")]
    command = [program, "serve", "s3", "--config", os.devnull, *fresh, *place]
    with running(command, port, folder / "rclone.log"):
        yield port


def held(port: int) -> dict[str, Stored]:
    """Every object of the bucket, as a reader gets it. No client of S3 is asked, least of all ours."""
    end = time.monotonic() + 5
    while True:
        try:
            return _held(port)
        except http.client.IncompleteRead:  # rclone tells for a second the size of what was there before
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _held(port: int) -> dict[str, Stored]:
    found = {}
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as line:
        for name in _listed(line):
            line.request("GET", f"/{BUCKET}/{quote(name)}", headers=ANYBODY)
            answer = line.getresponse()
            data = answer.read()
            if answer.status == 404:
                continue  # rclone lists for a while what was removed
            assert answer.status == 200, name
            found[name] = data, {each: value for each in NAMES if (value := answer.headers[each])}
    return found


def _listed(line: http.client.HTTPConnection) -> list[str]:
    """The names of all objects (ListObjectsV2), which may take several answers."""
    names: list[str] = []
    more = ""
    while True:
        line.request("GET", f"/{BUCKET}?list-type=2{more}")
        page = etree.fromstring(line.getresponse().read())
        names += [str(name) for name in page.xpath("//*[local-name()='Contents']/*[local-name()='Key']/text()")]
        further = page.xpath("string(//*[local-name()='NextContinuationToken'])")
        if not further:
            return names
        more = f"&continuation-token={quote(str(further), safe='')}"


def ask(port: int, method: str, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request(method, path)
        answer = line.getresponse()
        return answer.status, answer.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A server, from its first answer on."""
    with (
        log.open("ab") as said,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said) as server,
    ):
        try:
            for _ in range(400):
                with socket.socket() as probe:
                    if server.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert server.poll() is None, log.read_text(encoding="utf-8")
            yield
        finally:
            server.kill()
