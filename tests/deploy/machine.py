"""Another machine, as far as ssh can tell: a server of this one's, on a port of loopback, that lets one key in."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import pytest

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Machine:
    """Where it is reached; `programs` is to stand first in PATH: its ssh reads no settings but the test's."""

    port: int
    programs: Path

    def target(self, folder: Path) -> str:
        return f"ssh://{getuser()}@127.0.0.1:{self.port}{folder}"


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """A server that is up. ssh looks for keys where the user's home is, whatever $HOME says: so it is told where."""
    if SSHD is None or shutil.which("rsync") is None:
        pytest.skip("sshd or rsync is not installed (on Debian: apt-get install openssh-server rsync)")
    (folder / "bin").mkdir(parents=True)
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nAuthorizedKeysFile {folder}/key.pub\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nStrictModes no\nPermitRootLogin yes\n"
        "MaxStartups 100\nUsePAM no\n",
        encoding="utf-8",
    )
    host = (folder / "host.pub").read_text().split()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {host[0]} {host[1]}\n")
    (folder / "ssh_config").write_text(
        f"IdentityFile {folder}/key\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known\nGlobalKnownHostsFile none\n"
    )
    ssh = folder / "bin" / "ssh"
    ssh.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {folder}/ssh_config "$@"\n')
    ssh.chmod(0o755)
    with suppress(PermissionError):  # where sshd, as root, goes before it knows who comes
        Path("/run/sshd").mkdir(exist_ok=True)
    with (folder / "log").open("wb") as log, subprocess.Popen([SSHD, "-D", "-e", "-f", config], stderr=log) as server:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            assert server.poll() is None, (folder / "log").read_text()
            yield Machine(port, folder / "bin")
        finally:
            server.terminate()
