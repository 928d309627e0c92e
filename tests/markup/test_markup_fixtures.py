"""Every pass by example: `fixtures/*.md` hold a title, a text and the HTML it gives, each ended by a line of one dot.

Holes are shown as ⟦t0⟧.
"""

from pathlib import Path

import pytest

from sitegen.markup.parse import Dialect, parse
from sitegen.model import Meta

FIXTURES = Path(__file__).parent / "fixtures"
DIGESTS = {"stories", "sources"}
DIALECTS = {"pictures-allowed": Dialect(remote_images="allow"), "trust": Dialect(raw_html="trust")}


def render(name, text):
    meta = Meta(title="A title", kind="digest" if name in DIGESTS else "story")
    parsed = parse(meta, text, path="content/posts/a.md", first_line=1, dialect=DIALECTS.get(name, Dialect()))
    return parsed.body.html.replace("\ufdd0", "⟦").replace("\ufdd1", "⟧")


def examples():
    for path in sorted(FIXTURES.glob("*.md")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, text, html in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            yield pytest.param(path.stem, text, html, id=f"{path.stem}: {title.strip()}")


@pytest.mark.parametrize(("name", "text", "html"), list(examples()))
def test_text_gives_html(name, text, html):
    assert render(name, text) == html


def test_every_fixture_is_whole():
    for path in FIXTURES.glob("*.md"):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        assert len(parts) % 3 == 1, path.name
        assert len(parts) > 3, path.name
        assert not parts[-1].strip(), path.name
