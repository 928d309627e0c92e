"""The same site gives the same bytes and the same reports wherever it is built (contract §7.3)."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.surroundings import BASELINE, WAYS, Outcome, outcome, pairwise
from tests.attacks.table import attack
from tests.pictures import picture
from tests.site import SEARCHED, post

MORE = "[tool.sitegen.feeds]"
# A little of everything, with problems to report, and letters that locales and encodings treat in their own ways.
WORLD: dict[str, str | bytes] = {
    "pyproject.toml": SEARCHED.replace(MORE, f'timezone = "America/Chicago"\n{MORE}'),
    "content/posts/2025-11-20-istanbul.md": post(
        "INTEL in İstanbul: ılık IŞIK",
        "2025-11-20T23:30:00-06:00",
        "## 🏭 IŞIK\n\nOf [finance:INTEL CORP] and [finance:Nobody Knows].\n\nSource: AP | Reuters\n",
        tags=["İstanbul", "ISTANBUL", "istanbul", "ırmak"],
    ),
    "content/posts/Ärger/index.md": post(
        "Ärger", "2025-11-21", "![Ein Bild](größe.png)\n\n[x](../2025-11-20-istanbul.md) [y](nowhere.md)\n", tags=["Ä"]
    ),
    "content/posts/Ärger/größe.png": picture("PNG"),
    "content/posts/2025-11-22-新聞.md": post(
        "新しいニュース", "2025-11-22", "日本語の文。\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code\n", kind="digest"
    ),
    "content/posts/2025-11-22-arab.md": post(
        "خبر جديد", "2025-11-22T08:00:00+03:00", "نص عربي.\n\n```python\nx = 1\n```\n", aliases=["/قديم/"]
    ),
    "content/posts/2025-11-22-b.md": post("Second", summary="A.", takeaways=["One"], unused_field="ß"),
    "content/posts/2025-11-22-a.md": post(
        "First", tags=["Straße", "strasse"], corrections=[{"date": "2025-11-23", "text": "Mended."}]
    ),
    "content/pages/über.md": "---\ntitle: Über uns\n---\nA [link](/nowhere/).\n",
    "content/data/tags.toml": '[istanbul]\nname = "İstanbul"\n[unused]\nname = "Unused"\n',
    "content/data/numbers.csv": "name,value\nä,1\n",
    "templates/404.html": (
        '{% extends "layout.html" %}\n{% block main %}\n<pre>\n{{ page.title }}\n</pre>\n{{ data.numbers }}\n'
        "{% endblock %}\n"
    ),
    "static/größe.txt": "ä\n",
    "static/Ordner/Ä.css": "p { color: red }\n",
}


@pytest.fixture
def base() -> Iterator[Any]:
    """Where sites are written: folders that any user may enter, on a disk or in memory."""
    made = {name: Path(tempfile.mkdtemp(dir=where)) for name, where in PLACES.items()}
    for folder in made.values():
        folder.chmod(0o755)
    yield lambda way: made[way["disk"]] / "tried"
    for folder in made.values():
        shutil.rmtree(folder)


PLACES = {"disk": None, "memory": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None}


def differing(one: Outcome, other: Outcome) -> list[str]:
    """The published paths that are not the same in both."""
    return sorted(path for path in {*one.files, *other.files} if one.files.get(path) != other.files.get(path))


@attack(
    "Elsewhere",
    "The same site is built in another place: zone, locale, user, folder, file order, cores, …",
    "the same bytes, and the same reports of `check`",
)
@pytest.mark.soak
def test_output_and_reports_depend_on_the_site_and_the_moment_alone(base: Any, attempts: Any) -> None:
    ways = pairwise(WAYS)
    forms = ("text", "json")
    expected = outcome(base(BASELINE), WORLD, BASELINE, forms)
    assert len(expected.files) > 60
    assert len(json.loads(expected.reports["json"][1])) > 5
    for way in ways[: attempts.times(len(ways), quick=2)]:
        found = outcome(base(way), WORLD, way, forms)
        assert differing(found, expected) == [], way
        assert found.reports == expected.reports, way
        attempts.made()
