"""A deploy that cannot succeed says so in one line, with what to do, and at once: by the real command."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.deploy import bucket
from sitegen.deploy.remote import TURN, Undeployed
from tests.commands.terminal import CLOCK, run
from tests.deploy.edited import Site
from tests.deploy.edited import deploy as send
from tests.deploy.faults import faulty
from tests.deploy.listener import serving
from tests.deploy.stores import BUCKET, KEYS, Store, free_port, held, moto, rclone, target
from tests.site import make_site, post


def code(name: str) -> bytes:
    """An answer of Amazon's storage (Amazon S3 API Reference, Error Responses)."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{name}</Code><Message>No</Message></Error>'.encode()


REFUSALS = [  # what every request is answered with; what is said, and what helps
    (403, code("AccessDenied"), "the key may not do that there", "let it read, write, list and delete in this bucket"),
    (403, code("RequestTimeTooSkewed"), "this machine’s clock is not right", "set the clock, then deploy again"),
    (403, code("InvalidAccessKeyId"), "the key is not known there", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    (403, code("SignatureDoesNotMatch"), "the secret does not fit the key", "set AWS_ACCESS_KEY_ID and"),
    (400, code("ExpiredToken"), "the session has expired", "sign in again, then deploy again"),
    (404, code("NoSuchBucket"), "there is no such bucket", "make it, or mend the target"),
    (400, code("AuthorizationHeaderMalformed"), "the bucket is in another region", "write the target with ?region=…"),
    (200, b"<!doctype html><p>Hello", "what answers there does not speak S3", "mend the endpoint in the target"),
    (501, b"<!doctype html><p>Unsupported method", "what answers there does not speak S3", "mend the endpoint"),
]


@contextmanager
def answering(status: int, body: bytes, asked: list[str]) -> Iterator[int]:
    """A server that says the same to everybody; it notes what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_PUT(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        yield server.server_port


def deploy(site: Path, where: str) -> tuple[int, list[str]]:
    """The exit code, and what was said without the build's own line and the progress."""
    done = run("deploy", where, "--site", site, *CLOCK, **KEYS)
    return done.returncode, [line for line in done.stderr.splitlines() if line.startswith(("the deploy", "  help"))]


@pytest.mark.parametrize(("status", "body", "words", "help_"), REFUSALS)
def test_what_no_second_try_changes_is_told_at_once(
    status: int, body: bytes, words: str, help_: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    site = make_site(tmp_path, {"content/posts/a.md": post()})
    with answering(status, body, asked) as port:
        ended, (said, advice) = deploy(site, f"s3://{BUCKET}?endpoint=http://127.0.0.1:{port}")
    assert ended == 3
    assert said == f"the deploy stopped: s3://{BUCKET}: {words}"
    assert advice.startswith(f"  help: {help_}")
    assert len(asked) == 1


def test_where_nobody_listens_is_told_soon(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post()})
    endpoint = f"http://127.0.0.1:{free_port()}"
    ended, said = deploy(site, f"s3://{BUCKET}?endpoint={endpoint}")
    assert (ended, said) == (
        3,
        [
            f"the deploy stopped: s3://{BUCKET}: no answer to GET {endpoint}/{BUCKET}/.sitegen-deployed",
            f"  help: is {endpoint} the right endpoint, and is it up?",
        ],
    )


def test_bucket_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"content/posts/a.md": post()})
    with moto(tmp_path) as port:
        ended, said = deploy(site, f"s3://other?endpoint=http://127.0.0.1:{port}")
    assert (ended, said[0]) == (3, "the deploy stopped: s3://other: there is no such bucket")


@pytest.mark.soak
@pytest.mark.parametrize("store", [moto, rclone])
def test_uploads_that_never_arrive_whole_are_not_taken_for_sent(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both stores take them, and say that all is well."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bucket, "PAUSE", 0.001)
    site = Site(tmp_path, random.Random(0), 3)
    with store(tmp_path) as port:
        with (
            faulty(port, 0, often={"the upload is cut off, and the store takes it": 1.0}) as line,
            pytest.raises(Undeployed, match=f"{TURN} (never arrives whole|did not arrive as it was sent)"),
        ):
            send(site, target(line.port), tmp_path, now=1)
        assert held(port).keys() == {TURN}
