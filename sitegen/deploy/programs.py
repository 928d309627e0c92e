"""Other programs that carry a deploy: ssh, rsync and git. They ask nobody anything, and what they say is passed on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from sitegen.deploy.remote import Undeployed

NONE: Mapping[str, str] = MappingProxyType({})


def run(
    command: Sequence[str], given: bytes = b"", *, fine: Iterable[int] = (0,), variables: Mapping[str, str] = NONE
) -> subprocess.CompletedProcess[bytes]:
    """The ended program. Raises `Undeployed` where it is not installed, or `Failed` where it ends in another way."""
    try:
        ended = subprocess.run(command, input=given, capture_output=True, check=False, env={**os.environ, **variables})
    except FileNotFoundError:
        raise Undeployed(f"there is no program {command[0]} on this machine", f"install {command[0]}") from None
    if ended.returncode not in fine:
        raise Failed(command[0], ended.returncode, ended.stderr.decode("utf-8", "replace"))
    return ended


class Failed(Exception):
    """A program has failed, with this exit code and these words."""

    def __init__(self, program: str, code: int, said: str) -> None:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        blamed = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ssh:"))]
        why = (blamed or lines[-1:] or [f"exit code {code}"])[0]  # what they say after it follows from it
        super().__init__(f"{program}: {why.removeprefix(f'{program}: ')}")
        self.code = code
        self.said = said
