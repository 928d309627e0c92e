"""Object storage that speaks S3: of Amazon, Cloudflare (R2), Backblaze, MinIO and others.

A file is one object, which is replaced as a whole; its tag is its ETag.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager

from sitegen.deploy.bucket import TRIES, Bucket, Mode, UnknownCondition, Unmet, digest
from sitegen.deploy.files import File
from sitegen.deploy.remote import RECORD, TURN, Outdated, Read, Sent, Undeployed
from sitegen.deploy.turn import Still, turn

AT_ONCE = 16  # requests
WRITTEN = 2.0  # seconds, within which a small object is written: for stores that heed no conditions
RECORD_HEADERS = {"Content-Type": "application/octet-stream", "Cache-Control": "no-store"}


class Objects:
    """A bucket, or what is below a prefix in it. Readers see each file as it comes."""

    whole = False

    def __init__(self, target: str, largest: int) -> None:
        """As `Bucket` reads them."""
        self._bucket = Bucket(target, largest)
        self.name = self._bucket.name
        self._guarded = _Guarded(self._bucket)
        self._record: str | None = None  # the tag of the record that was read or written last
        self._still: Still = lambda: None

    @contextmanager
    def turn(self, waiting: Callable[[str], None]) -> Iterator[None]:
        with turn(_Door(self._bucket, self._guarded), self.name, waiting) as self._still:
            yield

    def read(self) -> bytes | None:
        found = self._bucket.get(RECORD)
        self._record = found[1] if found else None
        return found[0] if found else None

    def write(self, record: bytes) -> None:
        self._record = self._guarded.put(RECORD, record, self._record)

    def send(self, files: Sequence[File], read: Read) -> Sent:
        def send(file: File) -> tuple[str, str]:
            tag = self._bucket.put(file.path, read(file), dict(file.headers), before=self._still)
            return file.path, tag

        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for sent in as_completed([pool.submit(send, file) for file in files]):
                yield sent.result()
        except BaseException as wrong:  # nothing may arrive when the turn is another's; an editor does not wait for it
            self._bucket.given_up = True
            pool.shutdown(wait=not isinstance(wrong, KeyboardInterrupt), cancel_futures=True)
            raise
        pool.shutdown()

    def remove(self, paths: Collection[str]) -> None:
        self._still()
        self._bucket.delete(paths)

    def look(self, wanted: Collection[str]) -> Mapping[str, str]:
        asked = set(wanted)
        return {path: tag for path, tag in self._bucket.tags().items() if path in asked}

    def close(self) -> None:
        """Nothing is held."""

    def tag(self, data: bytes) -> str:
        return digest(data)


class _Guarded:
    """Objects that are only replaced by who knows what they are replacing (RFC 9110, §13.1).

    Some stores heed no conditions: unless it is known that this one does (`heeds`), who is about to write looks first.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self.heeds: bool | None = None  # not known before it was tried

    def put(self, path: str, data: bytes, tag: str | None) -> str:
        """Write an object if the one that is there has this tag (None: if there is none), and give its own; raises
        `Outdated`.

        When an answer was lost, the object that is there may be ours; when an upload was cut off, its beginning.
        """
        for _ in range(TRIES):
            try:
                return self._put_once(path, data, tag)
            except Unmet:
                found = self._bucket.get(path)
            if found is None or not data.startswith(found[0]):
                raise Outdated
            if found[0] == data:
                return found[1]
            tag = found[1]
        raise Undeployed(f"{self._bucket.name}: {path} never arrives whole", "is something wrong with the line?")

    def _put_once(self, path: str, data: bytes, tag: str | None) -> str:
        if not self.heeds:
            found = self._bucket.get(path)
            if (found[1] if found else None) != tag:
                raise Unmet
        condition: Mode = "create" if tag is None else {"e_tag": f'"{tag}"'}
        try:
            return self._bucket.put(path, data, RECORD_HEADERS, mode="overwrite" if self.heeds is False else condition)
        except UnknownCondition:
            self.heeds = False
            return self._bucket.put(path, data, RECORD_HEADERS)

    def try_it(self, path: str, data: bytes) -> None:
        """Write what is there once more, on the condition that nothing is: does the store refuse?"""
        try:
            self._bucket.put(path, data, RECORD_HEADERS, mode="create")
            self.heeds = False
        except Unmet:
            self.heeds = True


class _Door:
    """Whose turn it is, as an object.

    Where no conditions are heeded, several may find nobody there, and write. Who finds his own words there, once all
    that could have been under way was written, is in (Fischer's algorithm of mutual exclusion).
    """

    def __init__(self, bucket: Bucket, guarded: _Guarded) -> None:
        self._bucket = bucket
        self._guarded = guarded

    def claim(self, token: bytes, tag: str | None) -> str:
        own = self._guarded.put(TURN, token, tag)
        if self._guarded.heeds is None:
            self._guarded.try_it(TURN, token)
        if not self._guarded.heeds:
            time.sleep(WRITTEN)
            found = self.holder()
            if found is None or found[1] != own:
                raise Outdated
        return own

    def holder(self) -> tuple[bytes, str] | None:
        return self._bucket.get(TURN)

    def leave(self) -> None:
        self._bucket.delete([TURN])
