"""Requests to object storage that speaks S3, each made until it is answered, or until no answer is to be hoped for.

The library repeats only what it knows to be harmless, and a timeout is not; here each request is, so it is made again
with pauses that grow. Amazon's own storage refuses an object that did not arrive as it was sent. Others may not; where
ETags are MD5, as with most of them, they tell (those of a bucket that is encrypted with its owner's key are not).
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import parse_qs, urlsplit

from sitegen.deploy.refusals import OTHER, final, nobody, shortly, unknown_condition
from sitegen.deploy.remote import Undeployed

if TYPE_CHECKING:
    from obstore.store import S3Store

T = TypeVar("T")
Mode = Literal["overwrite", "create"] | dict[str, str]  # whatever is there, if nothing is, or if it has this {"e_tag"}

TRIES = 7  # of a request, within about a minute
FIRST = 3  # to connect, while nobody has ever answered: a slip in the target is told at once
PAUSE = 0.25  # seconds before the second try; twice as long before each further one
ANSWER = 20.0  # seconds that a request may take
SLOW = 250_000  # bytes a second, below which it may take longer


class Unmet(Exception):
    """The object that is there is not the one that was meant."""


class UnknownCondition(Exception):
    """The store knows no conditions, and says so."""


class Bucket:
    """A bucket, or what is below a prefix in it. All methods raise `Undeployed`."""

    def __init__(self, target: str, largest: int) -> None:
        """`target` is s3://bucket/prefix?endpoint=…&region=…; `largest` the size of the largest file, in bytes.

        The keys are those of the environment, as Amazon's own programs read them.
        """
        parts = urlsplit(target)
        self._options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self.name = f"s3://{self._bucket}{parts.path.rstrip('/')}"
        self.given_up = False  # nothing is tried again
        self._answered = False
        self._patience = ANSWER + largest / SLOW
        self._open: S3Store | None = None
        self._digests: bool | None = None  # whether ETags are MD5: None before the first one

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

    def get(self, path: str) -> tuple[bytes, str] | None:
        """An object and its tag."""
        import obstore

        def fetch() -> tuple[bytes, str] | None:
            try:
                answer = obstore.get(self._store, path)
                if answer.meta["e_tag"] is None:
                    raise Undeployed(f"{self.name}: {OTHER[0]}", OTHER[1])
                return bytes(answer.bytes()), _plain(answer.meta["e_tag"])
            except FileNotFoundError as missing:
                if "NoSuchBucket" in str(missing):
                    raise
                return None

        return self._patiently(fetch)

    def put(
        self,
        path: str,
        data: bytes,
        headers: Mapping[str, str],
        *,
        mode: Mode = "overwrite",
        before: Callable[[], None] = lambda: None,
    ) -> str:
        """Write an object, and give its tag. Raises `Unmet` and `UnknownCondition` where `mode` is a condition.

        `before` is called before each try, and may raise.
        """
        import obstore

        def send() -> str:
            before()
            told: Any = {"attributes": headers, "mode": mode}
            answer = obstore.put(self._store, path, data, use_multipart=False, **told)
            tag = _plain(answer["e_tag"])
            if not self._arrived(path, data, tag):
                raise OSError(f"{path} did not arrive as it was sent")
            return tag

        return self._patiently(send, conditional=mode != "overwrite")

    def delete(self, paths: Collection[str]) -> None:
        import obstore

        if paths:
            self._patiently(lambda: obstore.delete(self._store, list(paths)))

    def tags(self) -> Mapping[str, str]:
        """Of all objects."""
        import obstore

        def every() -> dict[str, str]:
            chunks = obstore.list(self._store, chunk_size=1000)
            return {meta["path"]: _plain(meta["e_tag"]) for chunk in chunks for meta in chunk}

        return self._patiently(every)

    def _arrived(self, path: str, data: bytes, tag: str) -> bool:
        """Whether what has this tag there are these bytes, as far as tags tell. The first object tells if they do."""
        if tag == digest(data):
            self._digests = True
            return True
        if self._digests is None:
            found = self.get(path)
            if found and found[0] == data:
                self._digests = False
        return self._digests is False

    def _patiently(self, ask: Callable[[], T], *, conditional: bool = False) -> T:
        """What is asked for, again where it fails for what may pass; raises `Undeployed`, and refused conditions."""
        from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

        for tried in range(TRIES):
            try:
                answer = ask()
                self._answered = True
            except (AlreadyExistsError, PreconditionError):
                raise Unmet from None
            except (BaseError, OSError) as problem:
                said = str(problem)
            else:
                return answer
            if conditional and unknown_condition(said):
                raise UnknownCondition
            if words := final(said):
                raise Undeployed(f"{self.name}: {words[0]}", words[1])
            tries = FIRST if nobody(said) and not self._answered else TRIES
            if self.given_up or tried >= tries - 1:
                self.given_up = True
                raise Undeployed(f"{self.name}: {shortly(said)}", self._advice)
            time.sleep(PAUSE * 2**tried * random.uniform(0.5, 1))  # noqa: S311 (so that not all come again at once)
        raise AssertionError

    @property
    def _advice(self) -> str:
        endpoint = self._options.get("endpoint")
        return f"is {endpoint} the right endpoint, and is it up?" if endpoint else "is this machine online?"


def digest(data: bytes) -> str:
    """The ETag of an object that was sent in one piece, and is not encrypted with a key of the bucket's owner."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _plain(tag: str | None) -> str:
    """An ETag without the quotes of its header."""
    return (tag or "").strip('"')
