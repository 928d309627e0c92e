"""One connection by ssh, which all calls to a machine share while a deploy goes on."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from sitegen.deploy.programs import Failed
from sitegen.deploy.remote import Undeployed

QUIET = "-o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=4".split()


class Connection:
    """A connection to `host` (user@host). ssh never asks for a password: who has none to give would wait for ever.

    Raises `Failed` where there is none to be had, with ssh's own exit code.
    """

    def __init__(self, host: str, options: Sequence[str]) -> None:
        self._folder = TemporaryDirectory(prefix="sitegen-")  # a socket's path has its bounds: not the site's folder
        socket = Path(self._folder.name, "ssh")
        self.command = ["ssh", *options, *QUIET, "-S", str(socket)]
        with TemporaryFile() as said:
            try:
                command = [*self.command, "-N", "-M", host]
                self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
            except FileNotFoundError:
                self._folder.cleanup()
                raise Undeployed("there is no program ssh on this machine", "install ssh") from None
            while not socket.exists() and self._process.poll() is None:
                time.sleep(0.01)
            if not socket.exists():
                self._folder.cleanup()
                said.seek(0)
                raise Failed("ssh", self._process.returncode, said.read().decode("utf-8", "replace"))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()
