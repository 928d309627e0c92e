"""Object storage that speaks S3: of Amazon, Cloudflare (R2), Backblaze, MinIO and others.

A file is one object, which is replaced as a whole; its tag is its ETag. Requests that fail for what may pass are made
again here, with pauses that grow: the library repeats only what it knows to be harmless, and a timeout is not.
"""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from sitegen.deploy.files import File
from sitegen.deploy.remote import RECORD, TURN, Outdated, Read, Sent, Undeployed
from sitegen.deploy.turn import turn

if TYPE_CHECKING:
    from obstore.store import S3Store

T = TypeVar("T")

AT_ONCE = 16  # requests
TRIES = 7  # of a request, within about a minute
PAUSE = 0.25  # seconds before the second try; twice as long before each further one
SLOW = 250_000  # bytes a second, below which a connection is given up
RECORD_HEADERS = {"Content-Type": "application/octet-stream", "Cache-Control": "no-store"}

# What no second try will change: by the code of the answer, else by its status; and what to do about it.
KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
RIGHTS = ("the key may not do that there", "let it read, write, list and delete in this bucket")
REGION = ("the bucket is in another region", "write the target with ?region=…")
FINAL = {
    "RequestTimeTooSkewed": ("this machine’s clock is not right", "set the clock, then deploy again"),
    "InvalidAccessKeyId": ("the key is not known there", KEYS),
    "SignatureDoesNotMatch": ("the secret does not fit the key", KEYS),
    "ExpiredToken": ("the session has expired", "sign in again, then deploy again"),
    "NoSuchBucket": ("there is no such bucket", "make it, or mend the target"),
    "AccessDenied": RIGHTS,
    "PermanentRedirect": REGION,
    "AuthorizationHeaderMalformed": REGION,
    "401": ("the key is not known there", KEYS),
    "403": RIGHTS,
    "301": REGION,
}
PASSING = {"408", "409", "425", "429"}  # of the statuses that blame the request (RFC 9110 §15.5, RFC 6585, RFC 8470)


class Objects:
    """A bucket, or what is below a prefix in it. Readers see each file as it comes."""

    whole = False

    def __init__(self, target: str, largest: int) -> None:
        """`target` is s3://bucket/prefix?endpoint=…&region=…; `largest` the size of the largest file, in bytes.

        The keys are those of the environment, as Amazon's own programs read them.
        """
        parts = urlsplit(target)
        self._options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self.name = f"s3://{self._bucket}{parts.path.rstrip('/')}"
        self._patience = 20 + largest / SLOW
        self._open: S3Store | None = None
        self._record: str | None = None  # the tag of the record that was read or written last

    @property
    def _store(self) -> S3Store:
        if self._open is None:
            from obstore.store import S3Store

            endpoint = self._options.get("endpoint")
            given: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
            if region := self._options.get("region"):
                given["region"] = region
            self._open = S3Store(
                self._bucket,
                prefix=self._prefix or None,
                client_options={
                    "timeout": timedelta(seconds=self._patience),
                    "connect_timeout": timedelta(seconds=5),
                    "allow_http": bool(endpoint and endpoint.startswith("http:")),
                    "user_agent": "sitegen",
                },
                retry_config={"max_retries": 0},
                **given,
            )
        return self._open

    def turn(self, waiting: Callable[[str], None]) -> AbstractContextManager[None]:
        return turn(_Door(self), self.name, waiting)

    def read(self) -> bytes | None:
        found = self.get(RECORD)
        self._record = found[1] if found else None
        return found[0] if found else None

    def write(self, record: bytes) -> None:
        self._record = self.put_if(RECORD, record, self._record)

    def send(self, files: Sequence[File], read: Read) -> Sent:
        def send(file: File) -> tuple[str, str]:
            return file.path, self._put(file.path, read(file), dict(file.headers))

        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for sent in as_completed([pool.submit(send, file) for file in files]):
                yield sent.result()
        finally:  # what is under way ends by itself: an editor who has had enough does not wait for it
            pool.shutdown(wait=False, cancel_futures=True)

    def remove(self, paths: Collection[str]) -> None:
        import obstore

        if paths:
            self._patiently(lambda: obstore.delete(self._store, list(paths)))

    def look(self, wanted: Collection[str]) -> Mapping[str, str]:
        import obstore

        asked = set(wanted)

        def every() -> dict[str, str]:
            chunks = obstore.list(self._store, chunk_size=1000)
            return {meta["path"]: _plain(meta["e_tag"]) for chunk in chunks for meta in chunk if meta["path"] in asked}

        return self._patiently(every)

    def close(self) -> None:
        """Nothing is held."""

    def tag(self, data: bytes) -> str:
        """The ETag of an object that was sent in one piece, and is not encrypted with a key of the bucket's owner."""
        return hashlib.md5(data, usedforsecurity=False).hexdigest()

    def get(self, path: str) -> tuple[bytes, str] | None:
        """An object and its tag."""
        import obstore

        def fetch() -> tuple[bytes, str] | None:
            try:
                answer = obstore.get(self._store, path)
                return bytes(answer.bytes()), _plain(answer.meta["e_tag"])
            except FileNotFoundError as missing:
                if "NoSuchBucket" in str(missing):
                    raise
                return None

        return self._patiently(fetch)

    def put_if(self, path: str, data: bytes, tag: str | None) -> str:
        """Write an object if the one that is there has this tag (None: if there is none), and give its own (RFC 9110,
        §13.1); raises `Outdated`.

        When an answer was lost, the object that is there may be ours.
        """
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        try:
            return self._put(path, data, RECORD_HEADERS, "create" if tag is None else {"e_tag": f'"{tag}"'})
        except (AlreadyExistsError, PreconditionError):
            found = self.get(path)
            if found and found[0] == data:
                return found[1]
            raise Outdated from None

    def _put(self, path: str, data: bytes, headers: dict[str, str], mode: Any = "overwrite") -> str:
        import obstore

        def put() -> str:
            given: Any = headers
            answer = obstore.put(self._store, path, data, attributes=given, mode=mode, use_multipart=False)
            return _plain(answer["e_tag"])

        return self._patiently(put)

    def _patiently(self, ask: Callable[[], T]) -> T:
        """What is asked for, again where it fails for what may pass; raises `Undeployed`, and refused conditions."""
        from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

        for tried in range(TRIES):
            try:
                return ask()
            except (AlreadyExistsError, PreconditionError):
                raise
            except (BaseError, OSError) as problem:
                words = _final(str(problem))
                if words:
                    raise Undeployed(f"{self.name}: {words[0]}", words[1]) from None
                if tried == TRIES - 1:
                    raise Undeployed(f"{self.name}: {_shortly(str(problem))}", self._advice) from None
            time.sleep(PAUSE * 2**tried * random.uniform(0.5, 1))  # noqa: S311 (so that not all come again at once)
        raise AssertionError

    @property
    def _advice(self) -> str:
        endpoint = self._options.get("endpoint")
        return f"is {endpoint} the right endpoint, and is it up?" if endpoint else "is this machine online?"


class _Door:
    """Whose turn it is, as an object."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def claim(self, token: bytes, tag: str | None) -> str:
        return self._objects.put_if(TURN, token, tag)

    def holder(self) -> str | None:
        found = self._objects.get(TURN)
        return found[1] if found else None

    def leave(self, tag: str) -> None:
        if self.holder() == tag:
            self._objects.remove([TURN])


def _plain(tag: str | None) -> str:
    """An ETag without the quotes of its header."""
    return (tag or "").strip('"')


def _final(said: str) -> tuple[str, str] | None:
    """What is wrong and what to do about it, where no second try will change it, by the library's words."""
    code = re.search(r"<Code>(\w+)</Code>", said)
    status = re.search(r"status code: (\d+)", said)
    for found in filter(None, (code, status)):
        if found[1] in FINAL:
            return FINAL[found[1]]
    if "169.254.169.254" in said:  # where machines at Amazon ask for keys
        return "no key is given", KEYS
    blamed = status and status[1].startswith("4") and status[1] not in PASSING
    return (_shortly(said), "mend the target, or the bucket’s settings") if blamed else None


def _shortly(said: str) -> str:
    """The library's words in one line, without its internals."""
    first = re.sub(r"\s+", " ", said.strip().split("\n\n")[0])
    asked = re.search(r"Error performing (\w+ \S+) in \S+ - (.*)", first)
    if asked is None:
        return first[:300]
    return f"no answer to {asked[1]}" if asked[2].startswith("HTTP error") else f"{asked[1]}: {asked[2]}"[:300]
