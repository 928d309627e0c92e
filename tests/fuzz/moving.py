"""Targets for what is moved in from other programs: HTML, feeds and exports, and the files of Hugo and Jekyll."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sitegen.config import Config
from sitegen.configured import load_config
from sitegen.diagnostics import WrongUsage
from sitegen.importing.command import import_source
from sitegen.importing.html import html_to_markdown
from sitegen.markup.parse import Dialect, parse
from sitegen.model import Meta
from tests.fuzz.seeds import markdown_texts, moved
from tests.fuzz.target import Target, assert_plain, text_of
from tests.harmless import assert_harmless, filled
from tests.site import make_site

_FOLDER = tempfile.TemporaryDirectory(prefix="sitegen-fuzz-")
HOME = Path(_FOLDER.name)


def foreign_html(data: bytes) -> None:
    """HTML of another program as Markdown, and as what our own engine makes of that."""
    lost: list[str] = []
    made = html_to_markdown(text_of(data), lambda address, _: address, lost.append)
    assert html_to_markdown(text_of(data), lambda address, _: address, lambda _: None) == made
    assert_plain(made)
    assert all(word and "\n" not in word for word in lost)
    found = parse(Meta(title="T"), made, path="a.md", first_line=1, dialect=Dialect())
    assert_harmless(filled(found))


@cache
def _site() -> tuple[Path, Config]:
    site = make_site(HOME / "site", {})
    return site, load_config(site)


def _moved(source: Path, lines: int) -> None:
    """A dry import of this source: posts, or problems at lines that its file has."""
    site, config = _site()
    try:
        found = import_source(source, site, config, dry=True)
    except WrongUsage:
        return
    assert found.problems or found.counts
    for problem in found.problems:
        assert 0 <= problem.line <= lines, problem
        assert problem.message


def feeds(data: bytes) -> None:
    """A feed or a WordPress export."""
    source = HOME / "export.xml"
    source.write_bytes(data)
    _moved(source, 1 + len(data.splitlines()))


_PLACES = {
    "hugo/content/posts/2025-11-21-a.md": b"---\ntitle: T\ndate: 2025-11-21\n---\nText.\n",
    "hugo/hugo.toml": b'baseURL = "https://old.example/"\n',
    "jekyll/_posts/2025-11-21-a.md": b"---\ntitle: T\n---\nText.\n",
    "jekyll/_config.yml": b"url: https://old.example\n",
}


def other_sites(data: bytes) -> None:
    """A file of a Hugo or Jekyll site; the first byte says which."""
    chosen = [*_PLACES][data[0] % len(_PLACES) if data else 0]
    folder = HOME / chosen.partition("/")[0]
    for path, content in _PLACES.items():
        (HOME / path).parent.mkdir(parents=True, exist_ok=True)
        (HOME / path).write_bytes(data[1:] if path == chosen else content)
    _moved(folder, 1 + len(data.splitlines()))


_EXPORT = b"""\
<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><link>https://wp.example/</link>
<wp:author><wp:author_login>jane</wp:author_login><wp:author_display_name>Jane</wp:author_display_name></wp:author>
<item><title>T</title><link>https://wp.example/2025/11/t/</link><guid isPermaLink="false">https://wp.example/?p=1</guid>
<pubDate>Fri, 21 Nov 2025 12:00:00 GMT</pubDate><category domain="post_tag" nicename="ai">AI</category>
<content:encoded><![CDATA[<!-- wp:image {"id":2} --><img src="https://wp.example/wp-content/uploads/a.png">
<!-- /wp:image --> [caption id="a" width="9"]<img src="b.jpg" /> Words[/caption] [gallery ids="2"]
<a href="/?p=1">in</a>]]></content:encoded>
<excerpt:encoded><![CDATA[Short.]]></excerpt:encoded><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>
<wp:status>publish</wp:status><wp:post_date>2025-11-21 12:00:00</wp:post_date><wp:post_name>t</wp:post_name>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>2</wp:meta_value></wp:postmeta></item>
<item><title>a</title><wp:post_id>2</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://wp.example/wp-content/uploads/a.png</wp:attachment_url></item>
<item><title>P</title><wp:post_id>3</wp:post_id><wp:post_type>page</wp:post_type><wp:status>publish</wp:status>
<link>https://wp.example/about/</link></item></channel></rss>
"""
_PAGES = [*moved("hugo/source/**/*.md"), *moved("hugo/source/**/*.html")]
_POSTS = [*moved("jekyll/source/**/*.md"), *moved("jekyll/source/**/*.html"), *moved("jekyll/source/**/*.markdown")]
_SITES = [
    *(b"\x00" + text for text in _PAGES),
    *(b"\x01" + text for text in moved("hugo/source/*.toml")),
    *(b"\x02" + text for text in _POSTS),
    *(b"\x03" + text for text in moved("jekyll/source/*.yml")),
]

TARGETS = (
    Target(
        "foreign-html",
        "HTML of another program is Markdown that our engine makes a harmless page of",
        foreign_html,
        [*markdown_texts(), *(text for text in _PAGES + _POSTS if b"<" in text)],
    ),
    Target(
        "feeds",
        "a feed or an export gives posts, or problems at its lines",
        feeds,
        [_EXPORT, *(data for kind in ("atom", "rdf", "rss") for data in moved(f"{kind}/source/*.*"))],
    ),
    Target("other-sites", "a file of a Hugo or Jekyll site is a post, or a problem at its line", other_sites, _SITES),
)
