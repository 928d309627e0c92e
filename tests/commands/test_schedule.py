"""`sitegen schedule`: what is due, in the site's zone and in order; one moment for a scheduler; nothing is built."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from tests.commands.terminal import run
from tests.site import CONFIG, build_site, make_site, post

CHICAGO = CONFIG.replace("[tool.sitegen.feeds]", 'timezone = "America/Chicago"\n[tool.sitegen.feeds]')
NOW = "2026-10-30T12:00:00Z"

# In America/Chicago 01:30 comes twice on 2026-11-01, and 02:30 not at all on 2027-03-14.
FILES = {
    "content/posts/old.md": post("Old", date="2026-10-01"),
    "content/posts/plain.md": post("A plain date", date="2026-11-02"),
    "content/posts/offset.md": post("An offset", date="2026-11-02T06:30:00+01:00"),
    "content/posts/first.md": post("The first 1:30", date="2026-11-01T01:30:00-05:00"),
    "content/posts/again.md": post("The second 1:30", date="2026-11-01T01:30:00-06:00"),
    "content/posts/bare.md": post("A bare 1:30", date="2026-11-01T01:30:00"),
    "content/posts/gap.md": post("In the gap", date="2027-03-14T02:30:00"),
    "content/posts/vote.md": post("Both", date="2026-11-03", expires="2026-11-10T18:00:05"),
    "content/posts/late.md": post("Never shown", date="2026-11-03", expires="2026-11-02"),
    "content/posts/coming-draft.md": post("Coming draft", date="2026-11-04", draft=True),
    "content/posts/draft.md": post("Draft", date="2026-01-04", draft=True, expires="2026-12-01"),
    "content/posts/gone.md": post("Gone", date="2026-01-04", expires="2026-02-01"),
    "content/pages/offer.md": "---\ntitle: Offer\nexpires: 2026-11-05\n---\nAn offer.\n",
    "content/posts/wrong.md": post("Wrong", date="2026-01-05", expires="2026-11-06", withdrawn="It was wrong."),
    "content/posts/moved.md": post("Moved", date="2026-01-05", expires="2026-11-07", redirect_to="/wire/"),
    "content/posts/down.md": post("Down at once", date="2026-01-05", withdrawn="It was wrong."),
    "pyproject.toml": CHICAGO.replace(".com/", ".com/wire/"),
}
LISTED = """\
Sun 2026-11-01 01:30 CDT  published  A bare 1:30
    content/posts/bare.md  https://news.example.com/wire/2026/11/01/bare/
Sun 2026-11-01 01:30 CDT  published  The first 1:30
    content/posts/first.md  https://news.example.com/wire/2026/11/01/first/
Sun 2026-11-01 01:30 CST  published  The second 1:30
    content/posts/again.md  https://news.example.com/wire/2026/11/01/again/
Sun 2026-11-01 23:30 CST  published  An offset
    content/posts/offset.md  https://news.example.com/wire/2026/11/01/offset/
Mon 2026-11-02 00:00 CST  published  A plain date
    content/posts/plain.md  https://news.example.com/wire/2026/11/02/plain/
Tue 2026-11-03 00:00 CST  published  Both
    content/posts/vote.md  https://news.example.com/wire/2026/11/03/vote/
Thu 2026-11-05 00:00 CST  expires    Offer
    content/pages/offer.md  https://news.example.com/wire/offer/
Fri 2026-11-06 00:00 CST  withdrawn  Wrong
    content/posts/wrong.md  https://news.example.com/wire/2026/01/05/wrong/
Sat 2026-11-07 00:00 CST  redirects  Moved
    content/posts/moved.md  https://news.example.com/wire/2026/01/05/moved/
Tue 2026-11-10 18:00:05 CST  expires    Both
    content/posts/vote.md  https://news.example.com/wire/2026/11/03/vote/
Sun 2027-03-14 03:30 CDT  published  In the gap
    content/posts/gap.md  https://news.example.com/wire/2027/03/14/gap/

Drafts with a date to come, which stay unpublished until `draft: true` is taken out:
Wed 2026-11-04 00:00 CST  draft      Coming draft
    content/posts/coming-draft.md  https://news.example.com/wire/2026/11/04/coming-draft/
"""


@pytest.fixture(scope="module")
def due(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("due"), FILES)


def schedule(site: Path, *words: str, now: str = NOW, **variables: str) -> subprocess.CompletedProcess[str]:
    return run("schedule", "--site", site, "--now", now, *words, **variables)


def test_what_is_due_is_listed_soonest_first_in_the_sites_zone(due: Path) -> None:
    done = schedule(due)
    assert (done.returncode, done.stdout, done.stderr) == (0, LISTED, "")
    assert {path.name for path in due.iterdir()} == {"content", "pyproject.toml", ".sitegen"}, "nothing is built"


def test_the_machine_has_no_say(due: Path) -> None:
    assert schedule(due, TZ="Asia/Tokyo", LC_ALL="de_DE.UTF-8", PYTHONHASHSEED="7").stdout == LISTED


def test_json_has_the_same_rows_and_the_next_moment(due: Path) -> None:
    found = json.loads(schedule(due, "--format", "json").stdout)
    rows = LISTED.partition("\n\n")[0].splitlines()[::2]
    assert [f"{row['what']:<9}  {row['title']}" for row in found["changes"]] == [row.split("  ", 1)[1] for row in rows]
    assert found["next"] == found["changes"][0]["moment"] == "2026-11-01T01:30:00-05:00"
    assert found["drafts"] == [
        {
            "moment": "2026-11-04T00:00:00-06:00",
            "what": "published",
            "title": "Coming draft",
            "path": "content/posts/coming-draft.md",
            "url": "https://news.example.com/wire/2026/11/04/coming-draft/",
        }
    ]


def test_next_is_one_moment_alone_and_what_is_due_then_is_no_longer_next(due: Path) -> None:
    moments = []
    now = NOW
    while (done := schedule(due, "--next", now=now)).stdout:
        assert (done.returncode, done.stderr) == (0, "")
        now = done.stdout.strip()
        moments.append(now)
    assert done.returncode == 0
    assert moments == [
        "2026-11-01T01:30:00-05:00",
        "2026-11-01T01:30:00-06:00",
        "2026-11-01T23:30:00-06:00",
        "2026-11-02T00:00:00-06:00",
        "2026-11-03T00:00:00-06:00",
        "2026-11-05T00:00:00-06:00",
        "2026-11-06T00:00:00-06:00",
        "2026-11-07T00:00:00-06:00",
        "2026-11-10T18:00:05-06:00",
        "2027-03-14T03:30:00-05:00",
    ]


def test_a_build_at_that_moment_does_what_the_schedule_says(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if path.endswith(("old.md", "vote.md", ".toml"))}
    site = make_site(tmp_path, files)
    rows = json.loads(schedule(site, "--format", "json").stdout)["changes"]
    assert [row["what"] for row in rows] == ["published", "expires"]
    for row in rows:
        page = row["url"].removeprefix("https://news.example.com/wire/") + "index.html"
        moment = datetime.fromisoformat(row["moment"])
        shown = [page in build_site(site, now=now).files() for now in (moment.replace(day=moment.day - 1), moment)]
        assert shown == ([False, True] if row["what"] == "published" else [True, False])


def test_where_nothing_is_due_a_line_says_so_and_next_prints_nothing(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post()})
    done = schedule(site)
    words = "Nothing is scheduled: no post or page will be published or expire.\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, words, "")
    alone = schedule(site, "--next")
    assert (alone.returncode, alone.stdout, alone.stderr) == (0, "", "")
    assert json.loads(schedule(site, "--format", "json").stdout) == {"next": None, "changes": [], "drafts": []}


def test_a_file_that_cannot_be_read_is_said_and_is_1(tmp_path: Path) -> None:
    files = {"content/posts/a.md": post(date="soon"), "content/posts/b.md": post("B", date="2026-11-02")}
    done = schedule(make_site(tmp_path, files), "--next")
    assert (done.returncode, done.stdout) == (1, "2026-11-02T00:00:00+00:00\n")
    assert "content/posts/a.md:3:7: error[bad-date]" in done.stderr
    assert done.stderr.endswith("1 error: what cannot be read is not in the schedule\n")


def test_next_as_json_is_refused_with_what_to_write(due: Path) -> None:
    done = schedule(due, "--next", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "leave out --format json" in done.stderr
