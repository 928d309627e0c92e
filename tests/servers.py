"""nginx and Caddy, run for a test on a port of this machine alone, set up as the guides in docs/ say."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
CADDY = shutil.which("caddy")
TEMPORARY = "client_body_temp_path proxy_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path".split()
TYPES = "types { text/html html; text/css css; text/javascript js; image/svg+xml svg; text/xml xml; image/png png; "
TYPES += "application/json json; text/plain txt; image/x-icon ico; }\n"  # of nginx’s own list

Address = tuple[str, int]


def sample(guide: str, language: str) -> str:
    """The first sample in a language in a page of docs/."""
    text = (DOCS / guide).read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@contextmanager
def nginx(folder: Path, setup: str) -> Iterator[Address]:
    """nginx with `setup` in its `http`, of which "listen 80;" is moved to a free port; its complaints are a failure."""
    if NGINX is None:
        pytest.skip("nginx is not installed (on Debian: apt-get install nginx-light): its file is not tried")
    port = _free_port()
    assert "listen 80;" in setup
    places = "".join(f"{name} {folder / name};\n" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log warn;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{TYPES}default_type text/html;\n{places}"
        f"{setup.replace('listen 80;', f'listen 127.0.0.1:{port};')}}}\n",
        encoding="utf-8",
    )
    command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with _running(command, port, folder / "error.log"):
        yield "127.0.0.1", port
        complaints = (folder / "error.log").read_text(encoding="utf-8")
        assert re.findall(r"\[(?:warn|emerg|alert)\].*", complaints) == []


@contextmanager
def caddy(folder: Path, setup: str) -> Iterator[Address]:
    """Caddy with a Caddyfile, of which the site's address is a free port's of this machine."""
    if CADDY is None:
        pytest.skip("Caddy is not installed (on Debian: apt-get install caddy): its file is not tried")
    port = _free_port()
    assert "news.example.com {" in setup
    served = setup.replace("news.example.com {", f"http://127.0.0.1:{port} {{")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{served}", encoding="utf-8")
    command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with _running(
        command, port, folder / "error.log", HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_DATA_HOME=str(folder)
    ):
        yield "127.0.0.1", port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, log: Path, **env: str) -> Iterator[None]:
    with (
        log.open("ab") as errors,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **env}) as process,
    ):
        try:
            for _ in range(400):
                with socket.socket() as probe:
                    if process.poll() is not None or probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            assert process.poll() is None, log.read_text(encoding="utf-8")
            yield
        finally:
            process.terminate()
