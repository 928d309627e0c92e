"""Commands that write into a site and are killed: what they write is whole or absent, and they can be gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, run
from tests.processes import while_writing
from tests.site import CONFIG, make_site, post

ITEM = "<item><title>Story {0}</title><link>https://old.example/{0}/</link><pubDate>{0} Nov 2025 10:00:00 GMT</pubDate>"
FEED = "".join(f"{ITEM.format(day)}<description>Text {day}.</description></item>" for day in range(10, 14))
FILES = {
    "pyproject.toml": f'{CONFIG}[tool.sitegen.email]\nfrom = "News <news@example.com>"\n',
    "content/posts/2025-11-22-a.md": post(),
    "feed.xml": f'<rss version="2.0"><channel><title>Old</title><link>https://old.example/</link>{FEED}</channel></rss>',
}
COMMANDS = {
    "init": ("init", "."),
    "new": ("new", "A title", "--date", "2026-01-05T09:00"),
    "import": ("import", "feed.xml"),
    "email": ("email", "a", "--output", "a.eml", *CLOCK),
    "schema": ("schema", "--write"),
}
QUICK = ("init", "new")
STEPS = 12  # calls of built-in functions, at most, that writing a file takes


@attack(
    "Crashes",
    "`init`, `new`, `import`, `email` or `schema --write` is killed (SIGKILL) while it writes",
    "each file is whole or absent, and the command can be given again",
)
@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_killed_command_writes_is_whole_or_absent(tmp_path: Path, attempts: Attempts, name: str) -> None:
    if not (attempts.soak or name in QUICK):
        pytest.skip("in the soak")
    site, files = tmp_path / "site", {} if name == "init" else FILES
    words, clock = COMMANDS[name], {"SOURCE_DATE_EPOCH": "1767225600"}
    begin(site, files)
    assert run(*words, at=site, **clock).returncode == 0
    wanted = dict(written(site))
    killed = 0
    for step in range(1, attempts.times(60, quick=STEPS), 1 if attempts.soak else 4):
        begin(site, files)
        done = run(*words, at=site, script=while_writing(site, step), **clock)
        killed += done.returncode == -9
        for path, content in written(site):
            assert content == wanted[path], f"{path} is half"
        again = run(*words, at=site, **clock)
        if again.returncode:  # it was all there
            assert "exists already" in again.stderr or "is a site already" in again.stderr, again.stderr
        assert dict(written(site)) == wanted
        attempts.made()
    assert killed >= 3


def begin(site: Path, files: dict[str, str]) -> None:
    """These files and no others, beside what the cache remembers."""
    site.mkdir(exist_ok=True)
    for path, _ in written(site):
        (site / path).unlink()
    for path in site.rglob(".*.new"):
        path.unlink()
    if files:
        make_site(site, files)


def written(site: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a site, and the schemas in its cache; what an editor never sees as a file of the site is none."""
    for path in [*site.rglob("*")]:
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.endswith(".new") and ("schemas/" in name or not name.startswith(".sitegen/")):
            yield name, path.read_bytes()
