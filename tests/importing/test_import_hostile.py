"""A source is not trusted: nothing outside of it is read, nothing outside the site written, and nothing explodes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from sitegen.diagnostics import WrongUsage
from sitegen.importing import folder as folders
from tests.examples import tried
from tests.fuzz.found import found_by
from tests.importing.moving import files, move
from tests.site import build_site

SECRET = "a secret of the machine"
HUGO = 'baseURL = "https://old.example/"\n'
ITEM = "<item><title>T</title><pubDate>Fri, 21 Nov 2025 12:00:00 GMT</pubDate><guid>g</guid>{}</item>"


def write(folder: Path, texts: Mapping[str, str | bytes]) -> Path:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def matter(body: str = "Text.\n", **fields: object) -> str:
    given = {"title": "T", "date": "2025-11-21", **fields}
    return "---\n" + "".join(f"{key}: {json.dumps(value)}\n" for key, value in given.items()) + f"---\n{body}"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file beside the source and the site, which neither may be read nor changed."""
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "secret.png").write_text(SECRET)
    return tmp_path


def test_names_that_climb_stay_in_the_site(outside: Path) -> None:
    climbing = "../../../../secret"
    source = write(
        outside / "source",
        {
            "hugo.toml": HUGO,
            "content/posts/a.md": matter(slug=climbing, aliases=["/../../x/", "../../../y"], image="../../secret.png"),
            "content/posts/b.md": matter(url="/../../../secret.txt", title="../../../B"),
            "content/posts/c/index.md": matter("![x](../../../../secret.png) ![y](/../../secret.png)\n", slug=".."),
            "content/posts/d.md": matter("[x](%2e%2e/%2e%2e/%2e%2e/secret.txt) ![z](file:///etc/passwd)\n", title="/"),
            "content/../content/page/e.md": matter(url="/../../e/"),
        },
    )
    before = set(os.listdir(outside))
    site = outside / "site"
    imported = move(source, site)
    assert imported.counts["posts"] == 4
    assert {*os.listdir(outside)} == before | {"site"}
    assert not any(SECRET.encode() in data for data in files(site).values())
    assert all(path.startswith(("content/", "pyproject.toml")) for path in files(site))
    assert not build_site(site).result.failed


def test_links_out_of_the_source_are_not_followed(outside: Path) -> None:
    source = write(
        outside / "source",
        {"hugo.toml": HUGO, "content/posts/a/index.md": matter("![x](in.png) ![y](/s.png) [f](/folder/secret.txt)\n")},
    )
    os.symlink(outside / "secret.png", source / "content/posts/a/in.png")
    os.symlink(outside / "secret.txt", source / "content/posts/stolen.md")
    (source / "static").mkdir()
    os.symlink(outside / "secret.png", source / "static/s.png")
    os.symlink(outside, source / "static/folder")
    imported = move(source, outside / "site")
    assert not any(SECRET.encode() in data for data in files(outside / "site").values())
    assert sum(problem.code == "link-out" for problem in imported.problems) == 4


def test_uploads_that_are_a_link_out_are_not_read(outside: Path) -> None:
    picture = '<img src="https://wp.example/wp-content/uploads/secret.png">'
    wxr = '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    kind = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    text = f"<content:encoded><![CDATA[{picture}]]></content:encoded>{kind}"
    export = f"{wxr}<channel><link>https://wp.example</link>{ITEM.format(text)}</channel></rss>"
    source = write(outside / "source", {"export.xml": export})
    os.symlink(outside, source / "uploads")
    imported = move(source / "export.xml", outside / "site")
    assert imported.counts["posts"] == 1
    assert not any(SECRET.encode() in data for data in files(outside / "site").values())


def test_nothing_is_written_through_a_link_out_of_the_site(outside: Path) -> None:
    source = write(outside / "source", {"hugo.toml": HUGO, "content/posts/a.md": matter()})
    (outside / "elsewhere").mkdir()
    site = write(outside / "site", {"pyproject.toml": '[tool.sitegen]\ntitle = "A"\nbase_url = "https://a.example/"\n'})
    (site / "content").mkdir()
    os.symlink(outside / "elsewhere", site / "content/posts")
    imported = move(source, site)
    assert os.listdir(outside / "elsewhere") == []
    assert [problem.code for problem in imported.problems if problem.severity == "error"] == ["link-out"]


BOMB = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>{}]>".format(
    "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
)


@pytest.mark.parametrize(
    "xml",
    [
        BOMB + f"<rss><channel>{ITEM.format('<description>&j;</description>')}</channel></rss>",
        BOMB + "<rss><channel>" + ITEM.format('<category domain="&j;">x</category>') + "</channel></rss>",
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file://{outside}/secret.txt'>]><rss><channel>"
        + ITEM.format("<description>&x;</description>")
        + "</channel></rss>",
        "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'file://{outside}/secret.txt'> %x;]><rss><channel/></rss>",
    ],
    ids=["bomb", "bomb in an attribute", "external entity", "external parameter entity"],
)
def test_entities_are_refused(xml: str, outside: Path) -> None:
    source = write(outside / "source", {"feed.xml": xml.replace("{outside}", str(outside))})
    imported = move(source / "feed.xml", outside / "site")
    assert imported.failed
    assert [*files(outside / "site")] == ["pyproject.toml"]
    assert SECRET not in str(imported.problems)


def test_an_external_doctype_is_not_fetched(outside: Path) -> None:
    doctype = f'<!DOCTYPE rss SYSTEM "file://{outside}/secret.txt">'
    source = write(outside / "source", {"feed.xml": f"{doctype}<rss><channel>{ITEM.format('')}</channel></rss>"})
    assert move(source / "feed.xml", outside / "site").counts["posts"] == 1


def test_a_broken_feed_gives_what_can_be_read(tmp_path: Path) -> None:
    whole = ITEM.format("<description>A&nbsp;B \x08 & C</description>")
    xml = f"<rss><channel>{whole}\n<item><title>cut"
    source = write(tmp_path / "source", {"feed.xml": xml})
    imported = move(source / "feed.xml", tmp_path / "site")
    assert imported.counts["posts"] == 1
    assert any(problem.code == "bad-data" and "could be read" in problem.message for problem in imported.problems)
    (text,) = (data.decode() for path, data in files(tmp_path / "site").items() if path.endswith("-t.md"))
    assert text.endswith("C\n")


@found_by("feeds")
@pytest.mark.parametrize("address", ["http://[bad", "//[x]/a", "http://[::1é]/"])
def test_an_address_that_cannot_be_one_is_carried_over_as_it_is_written(address: str, tmp_path: Path) -> None:
    links = f'<link>{address}</link><enclosure url="{address}"/><description>&lt;a href="{address}"&gt;b</description>'
    source = write(tmp_path / "source", {"feed.xml": f"<rss><channel>{ITEM.format(links)}</channel></rss>"})
    assert move(source / "feed.xml", tmp_path / "site").counts["posts"] == 1
    site = write(tmp_path / "hugo", {"hugo.toml": HUGO, "content/posts/a.md": matter(f"[b]({address})", url=address)})
    assert move(site, tmp_path / "other").counts["posts"] == 1


@found_by("foreign-html")
def test_references_to_control_characters_are_no_error(tmp_path: Path) -> None:
    text = "<description>&lt;p title='&amp;#1;'&gt;A&amp;#x1; &amp;#xfdd0;B&lt;/p&gt;</description>"
    source = write(tmp_path / "source", {"feed.xml": f"<rss><channel>{ITEM.format(text)}</channel></rss>"})
    assert move(source / "feed.xml", tmp_path / "site").counts["posts"] == 1
    (made,) = (data.decode() for path, data in files(tmp_path / "site").items() if path.endswith(".md"))
    assert "A\ufffd \ufffdB" in made


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 99, b"just words", b"<html><body>a</body></html>", b"<rss"])
def test_a_file_that_is_nothing_of_all_this_is_said(content: bytes, tmp_path: Path) -> None:
    source = write(tmp_path / "source", {"file.bin": content})
    if not content.startswith(b"<rss"):
        with pytest.raises(WrongUsage, match="no WordPress export and no feed"):
            move(source / "file.bin", tmp_path / "site")
    else:
        assert move(source / "file.bin", tmp_path / "site").failed


def test_what_is_too_large_is_left_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LARGEST_TEXT", 1000)
    monkeypatch.setattr("sitegen.importing.command.LARGEST_FILE", 1000)
    source = write(
        tmp_path / "source",
        {
            "hugo.toml": HUGO,
            "content/posts/large.md": matter("x" * 2000),
            "content/posts/binary.md": b"---\ntitle: T\x00\n---\n",
            "content/posts/fine/index.md": matter(),
            "content/posts/fine/large.png": b"x" * 2000,
        },
    )
    imported = move(source, tmp_path / "site")
    assert sorted(problem.code for problem in imported.problems) == ["bad-encoding", "too-large", "too-large"]
    assert [*files(tmp_path / "site")] == ["content/posts/2025-11-21-fine/index.md", "pyproject.toml"]


MATTERS = ("---\n{}\n---\nText.", "+++\n{}\n+++\nText.", "{{{}}}\nText.", "{}")
HEADS = st.one_of(
    st.binary(max_size=60),
    st.lists(
        st.tuples(
            st.sampled_from("title date tags categories url slug aliases image draft lastmod author permalink".split()),
            st.one_of(st.none(), st.integers(), st.text(max_size=12), st.lists(st.text(max_size=5), max_size=3)),
        ),
        max_size=6,
    ).map(lambda pairs: "\n".join(f"{key}: {json.dumps(value)}" for key, value in pairs).encode()),
)


@tried(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=HEADS, form=st.sampled_from(MATTERS), body=st.binary(max_size=30))
def test_any_bytes_are_a_post_or_a_problem(
    head: bytes, form: str, body: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before, _, after = form.replace("{{", "{").replace("}}", "}").partition("{}")
    data = before.encode() + head + after.encode() + body
    folder = tmp_path_factory.mktemp("any")
    hugo = write(folder / "hugo", {"hugo.toml": HUGO, "content/posts/a.md": data, "content/posts/b.md": matter()})
    jekyll = write(folder / "jekyll", {"_config.yml": "url: https://a.example", "_posts/2025-11-20-a.md": data})
    for source in (hugo, jekyll):
        imported = move(source, folder / f"site-{source.name}")
        assert imported.problems or imported.counts["posts"] + imported.counts["pages"]
    assert not build_site(folder / "site-hugo", dry=True).result.failed
