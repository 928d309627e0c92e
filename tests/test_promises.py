"""The contract's §7, promises 1 to 3: what holds after any edits, and at any number of workers.

That it holds wherever a site is built: tests/attacks/test_same_everywhere.py.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import strategies as st

from tests.examples import tried
from tests.site import CONFIG, NOW, SEARCHED, Built, build_site, make_site, post

REPOSITORY = Path(__file__).parent.parent
TAGS = ["OpenAI", "openai", "AI & chips", "C++", "Funding"]
COMPANIES = ["NVIDIA Corporation", "GOOG", "Suno", "Nobody Knows Inc."]


def story(number: int, variant: int) -> str:
    """A post that differs with `variant` in everything that other pages show of it, or in nothing but its text."""
    names = f"{COMPANIES[variant % 4]} and {COMPANIES[(number + variant) % 4]}"
    body = f"## 🏭 Part {variant}\n\n### One\n\nText {variant} on [finance:{COMPANIES[variant % 4]}] by {names}.\n\n"
    body += f"Source: Reuters | [AP](https://apnews.com/{variant})\n\n[Another](2025-11-{1 + variant % 5:02}-s.md), "
    body += "![a picture](/logo.svg), a [page](/about/).\n"
    return post(
        title=f"Story {number}" if variant % 3 else f"Story {number}, version {variant} [finance:NVDA]",
        date=f"2025-{10 + number % 2}-{1 + (number + variant % 2) % 28:02}",
        body=body,
        tags=[TAGS[(number + variant) % 5], TAGS[variant % 5]],
        kind="digest" if variant % 4 == 0 else "story",
        draft=variant % 7 == 6,
        takeaways=[f"Takeaway {variant} [finance:GOOG]"] if variant % 2 else [],
        **({"corrections": [{"date": "2025-12-24", "text": f"*Mended* {variant}"}]} if variant % 5 == 2 else {}),
        **({"aliases": [f"/old/{number}/"]} if variant % 3 == 1 else {}),
        **({"expires": "2026-06-02"} if variant % 6 == 5 else {}),
        **({"withdrawn": "Wrong."} if variant % 8 == 7 else {"redirect_to": "/about/"} if variant % 9 == 4 else {}),
    )


START = {
    "content/pages/about.md": "---\ntitle: About\n---\nA [link](../posts/2025-11-01-s.md).\n",
    "content/data/tags.toml": '[openai]\nname = "OpenAI"\n',
    "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    **{f"content/posts/2025-11-{number + 1:02}-s.md": story(number, number) for number in range(4)},
}

CARD = """\
{% macro card(card) %}<article>WORD {{ card.title }}</article>{% endmacro %}
{% macro cards(items, level=3, dated=false) %}{% for item in items %}{{ card(item) }}{% endfor %}{% endmacro %}
{% macro latest_cards(items, heading) %}{{ heading }} {{ cards(items) }}{% endmacro %}
"""
NOTE = """\
{% extends "layout.html" %}
{% block title %}WORD{% endblock %}
{% block main %}<h1>WORD {{ data.get("notes", "") }}</h1>{{ data.notes if "notes" in data }}{% endblock %}
"""
MORE = "[tool.sitegen.feeds]"

# What each file may be turned into, beside being removed.
VERSIONS = {
    "content/data/notes.json": ['"a note"', '"another"'],
    "content/data/tags.toml": ['[openai]\nname = "Open AI"\n', '["c++"]\nname = "C plus plus"\n'],
    "content/data/companies.toml": [
        '[nobody]\nname = "Nobody Knows Inc."\n',
        '[nobody]\nname = "Nobody Knows Inc."\nsymbol = "NKI"\n',
    ],
    "content/data/authors.toml": ['[desk]\nname = "The desk"\n'],
    "templates/components/card.html": [CARD.replace("WORD", "one"), CARD.replace("WORD", "two")],
    "templates/404.html": [NOTE.replace("WORD", "One"), NOTE.replace("WORD", "Two")],
    "static/css/site.css": ["p { color: red }", "a { top: 0 }"],
    "static/about/note.txt": ["a", "b"],
}
CONFIGS = [
    CONFIG,
    CONFIG.replace("Example News", "Renamed"),
    CONFIG.replace("example.com/", "example.com/news/"),
    CONFIG.replace(MORE, f'page_size = 1\ntimezone = "Asia/Tokyo"\n{MORE}\nlimit = 2'),
    SEARCHED,
    f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n[tool.sitegen.threads]\nautomatic = false\n",
    CONFIG.replace(MORE, f'gone = ["/2025/11/03/s/"]\n{MORE}'),
    f'{CONFIG}[tool.sitegen.redirects]\n"/gone/" = "/about/"\n"/away.html" = "https://other.example/"\n',
    CONFIG.replace(MORE, f'permalink = "/{{slug}}-{{day}}/"\nauthors = ["desk"]\n{MORE}'),
]
POSTS = st.builds("content/posts/2025-11-{:02}-s.md".format, st.integers(1, 7))
FORGOTTEN = [".sitegen/cache.sqlite", ".sitegen/manifests", ".sitegen"]

EDITS = st.one_of(
    st.tuples(st.just("write"), POSTS, st.builds(story, st.integers(0, 6), st.integers(0, 40))),
    st.tuples(st.just("remove"), POSTS, st.none()),
    st.tuples(st.just("rename"), POSTS, POSTS),
    *(st.tuples(st.just("write"), st.just(path), st.sampled_from(texts)) for path, texts in VERSIONS.items()),
    st.tuples(st.just("remove"), st.sampled_from(sorted(VERSIONS)), st.none()),
    st.tuples(st.just("write"), st.just("pyproject.toml"), st.sampled_from(CONFIGS)),
    st.tuples(st.just("forget"), st.sampled_from(FORGOTTEN), st.none()),
    st.tuples(st.just("now"), st.integers(-220, 3), st.none()),
)


def apply(folder: Path, edit: tuple[str, str, str | None]) -> None:
    what, path, value = edit
    place = folder / path
    match what:
        case "write":
            make_site(folder, {path: value or ""})
        case "remove":
            place.unlink(missing_ok=True)
        case "rename":
            if place.exists():
                place.rename(folder / str(value))
        case "forget":
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


EACH_KIND = [
    ("write", "pyproject.toml", CONFIG),
    ("write", "content/posts/2025-11-02-s.md", story(1, 8)),
    ("remove", "content/posts/2025-11-03-s.md", None),
    ("rename", "content/posts/2025-11-04-s.md", "content/posts/2025-11-06-s.md"),
    ("write", "content/data/tags.toml", VERSIONS["content/data/tags.toml"][0]),
    ("forget", ".sitegen/cache.sqlite", None),
    ("write", "templates/components/card.html", VERSIONS["templates/components/card.html"][0]),
    ("write", "templates/404.html", NOTE),
    ("write", "content/data/notes.json", VERSIONS["content/data/notes.json"][0]),
    ("now", -200, None),
    ("write", "pyproject.toml", CONFIG),
]


# No shrinking: a sequence of six edits can be read as it is, and building is slow work to repeat.
@tried(16, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(EDITS, min_size=1, max_size=6))
@example(EACH_KIND)
def test_incremental_build_equals_clean_build_after_any_edits(edits: list) -> None:
    with TemporaryDirectory() as base:
        folder = make_site(Path(base, "site"), {**START, "pyproject.toml": CONFIG})
        now = NOW
        build_site(folder)
        for edit in edits:
            if edit[0] == "now":
                now = NOW + timedelta(days=edit[1])
            else:
                apply(folder, edit)
            built = build_site(folder, now=now)
            clean = build_clean(folder, Path(base, "clean"), now=now)
            assert [str(d) for d in built.result.diagnostics] == [str(d) for d in clean.result.diagnostics]
            if edits is EACH_KIND:
                assert not built.result.failed, [edit[:2], *map(str, built.result.diagnostics)]
            if not built.result.failed:
                assert built.files() == clean.files(), edit
                assert not build_site(folder, now=now).result.release.written


def build_clean(folder: Path, elsewhere: Path, **request: object) -> Built:
    """The same site built in a new place, without cache or earlier output."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.copytree(folder, elsewhere, ignore=shutil.ignore_patterns(".sitegen", "public"))
    return build_site(elsewhere, **request)


def test_second_build_writes_no_file(built: Callable[..., Built]) -> None:
    before = stamps(built(START).output)
    again = built()
    assert again.result.release.written == ()
    assert again.result.release.reasons == {}
    assert stamps(again.output) == before


def test_second_build_parses_no_post_and_renders_no_page_after_a_touch(built: Callable[..., Built]) -> None:
    folder = built(START).output.parent
    for path in folder.glob("content/posts/*.md"):
        os.utime(path, (1, 1))
    assert built().result.release.reasons == {}


def test_full_build_gives_the_same_bytes(built: Callable[..., Built]) -> None:
    before = built(START).files()
    assert built(full=True).files() == before


def test_one_worker_equals_many(tmp_path: Path) -> None:
    many = {f"content/posts/2025-11-22-s{n}.md": story(n, n % 41).replace("/old/", f"/old{n}/") for n in range(170)}
    quick = {"pyproject.toml": f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"}
    sites = [build_site(make_site(tmp_path / str(jobs), START | many | quick), jobs=jobs).files() for jobs in (1, 2)]
    assert len(sites[0]) > 400  # enough documents and pages for workers to be started
    assert sites[0] == sites[1]


def test_editing_a_text_touches_its_page_and_feeds_alone(built: Callable[..., Built]) -> None:
    text = START["content/posts/2025-11-02-s.md"]
    built({**START, "pyproject.toml": SEARCHED})
    again = built({"content/posts/2025-11-02-s.md": text.replace("[Another]", "[The other]")})
    pages = {path for path in again.result.release.written if not path.endswith(("feed.xml", "atom.xml", "feed.json"))}
    shard = {path for path in pages if path.startswith("search/2025-10-01/")}  # all that this site says
    assert pages - shard == {"2025/11/03/s/index.html", "2025/11/03/s/index.md", "search/index.html"}


def test_new_post_leaves_page_one_of_its_tag_alone(built: Callable[..., Built]) -> None:
    config = CONFIG.replace("[tool.sitegen.feeds]", "page_size = 2\n[tool.sitegen.feeds]")
    files = {f"content/posts/2025-11-{n:02}-p.md": post(f"P{n}", f"2025-11-{n:02}", tags=["news"]) for n in range(1, 6)}
    built({"pyproject.toml": config, **files})
    again = built({"content/posts/2025-11-20-p.md": post("P20", "2025-11-20", tags=["news"])})
    assert "tags/news/index.html" in again.result.release.written
    assert "tags/news/page/1/index.html" not in again.result.release.reasons
    assert "tags/news/page/2/index.html" not in again.result.release.reasons
    assert "tags/news/page/3/index.html" in again.result.release.written


def test_a_published_file_that_was_touched_or_lost_is_made_again(built: Callable[..., Built]) -> None:
    first = built(START)
    before = first.files()
    (first.output / "index.html").write_text("touched")
    (first.output / "feed.xml").unlink()
    shutil.rmtree(first.output / "tags")
    assert built().files() == before


@pytest.mark.parametrize("config", [CONFIG, f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"])
def test_nothing_of_a_withdrawn_post_stays_published_without_the_cache(
    built: Callable[..., Built], tmp_path: Path, config: str
) -> None:
    first = built({**START, "static/own/card.png": "a file of the site's own", "static/css/site.css": "p { top: 0 }"})
    folder = first.output.parent
    (folder / "content/posts/2025-11-02-s.md").unlink()
    (folder / "static/css/site.css").unlink()
    (folder / "pyproject.toml").write_text(config, encoding="utf-8")
    shutil.rmtree(folder / ".sitegen")
    assert built({}).files() == build_clean(folder, tmp_path / "clean").files()


def test_output_that_is_no_longer_made_is_removed_even_without_the_manifest(built: Callable[..., Built]) -> None:
    first = built(START)
    folder = first.output.parent
    shutil.rmtree(folder / ".sitegen")
    (folder / "content/posts/2025-11-01-s.md").unlink()
    (first.output / ".nojekyll").touch()
    again = built()
    assert not (again.output / "2025/11/01").exists()
    assert (again.output / ".nojekyll").exists()


def test_pages_that_an_older_manifest_does_not_know_do_not_stay(built: Callable[..., Built]) -> None:
    """As where the cache is put back to what it was before, and the output is not."""
    folder = built(START).output.parent
    shutil.copytree(folder / ".sitegen", folder / "kept")
    built({"content/posts/2025-11-20-more.md": post("More", "2025-11-20", tags=["more"])})
    shutil.rmtree(folder / ".sitegen")
    (folder / "kept").rename(folder / ".sitegen")
    (folder / "content/posts/2025-11-20-more.md").unlink()
    assert not (built().output / "tags/more").exists()


def test_a_build_whose_cache_is_damaged_begins_again_in_the_same_process(built: Callable[..., Built]) -> None:
    first = built(START)
    before, folder = first.files(), first.output.parent
    with closing(sqlite3.connect(folder / ".sitegen/cache.sqlite")) as base, base:
        base.execute("UPDATE entries SET value = x'00' WHERE kind = 'body'")
    shutil.rmtree(folder / "public")
    assert built().files() == before


def test_the_memory_of_a_site_is_no_answer_for_its_copy(built: Callable[..., Built], tmp_path: Path) -> None:
    first = built(START)
    before, folder = first.files(), first.output.parent
    time.sleep(2.1)  # so that the files' times are believed
    built()
    folder.rename(tmp_path / "moved")
    subprocess.run(["cp", "-a", tmp_path / "moved", folder], check=True)
    shutil.rmtree(tmp_path / "moved/public")
    assert build_site(tmp_path / "moved").files() == before


def test_files_of_others_in_the_output_stay(built: Callable[..., Built], tmp_path: Path) -> None:
    (tmp_path / "site/public").mkdir(parents=True)
    (tmp_path / "site/public/CNAME").write_text("example.com")
    assert (built(START).output / "CNAME").read_text() == "example.com"


def test_two_output_folders_have_a_manifest_each(built: Callable[..., Built], tmp_path: Path) -> None:
    first = built(START | {"content/posts/2025-11-20-draft.md": post("A draft", draft=True)})
    with_drafts = built(output=tmp_path / "drafts", drafts=True)
    pages = {
        path for path in first.files() if not path.startswith("search/2025-10-01/")
    }  # whose files' names are digests
    assert pages < set(with_drafts.files())
    assert built().result.release.reasons == {}
    assert built(output=tmp_path / "drafts", drafts=True).result.release.reasons == {}


def test_a_failing_build_leaves_the_published_folder_as_it_was(built: Callable[..., Built]) -> None:
    first = built(START)
    before = stamps(first.output)
    failed = built({"content/posts/2025-11-09-s.md": "no front matter\n", "content/posts/2025-11-02-s.md": story(1, 9)})
    assert failed.result.failed
    assert stamps(failed.output) == before
    mended = built({"content/posts/2025-11-09-s.md": story(8, 8)})
    assert mended.files() == build_clean(mended.output.parent, mended.output.parent.parent / "clean").files()


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file: both change when a file is written again."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def many(folder: Path, count: int) -> Path:
    """A site of so many posts, with texts of several shapes."""
    posts = {f"content/posts/{number % 40}/s{number}.md": many_story(number, number) for number in range(count)}
    quick = f"{CONFIG}[tool.sitegen.cards]\nenabled = false\n"  # pages are what is made together here
    data = {"pyproject.toml": quick, "content/data/tags.toml": '[openai]\nname = "OpenAI"\n'}
    return make_site(folder, {**data, **posts})


def many_story(number: int, variant: int) -> str:
    """A post of one of 400 days, whose text follows from `variant`."""
    topic = " ".join(f"word{(variant * step) % 97}" for step in range(1, 30))
    return post(
        title=f"Story {number} of {variant % 50}",
        date=f"{2023 + number % 3}-{1 + number % 12:02}-{1 + number % 11:02}",
        body=f"## Part {variant}\n\nOn [finance:{COMPANIES[variant % 3]}]: {topic}.\n\nSource: AP\n",
        tags=[TAGS[variant % 5], f"tag {variant % 211}"],
        kind="digest" if number % 9 == 0 else "story",
    )


@pytest.mark.soak
def test_promises_hold_at_two_thousand_posts(tmp_path: Path) -> None:
    count = 2000
    folder = many(tmp_path / "site", count)
    built = build_site(folder, jobs=2)
    assert built.result.posts == count
    assert len(built.result.release.written) > count
    assert build_site(folder, jobs=2).result.release.written == ()
    assert build_site(folder, output=tmp_path / "by-one", jobs=1).files() == built.files()

    posts = folder / "content/posts"
    (posts / "new.md").write_text(many_story(count, 7), encoding="utf-8")
    (posts / "1/s1.md").write_text(many_story(1, 4711), encoding="utf-8")
    (posts / "2/s2.md").unlink()
    (folder / "content/data/tags.toml").write_text('[openai]\nname = "Open AI"\n', encoding="utf-8")
    edited = build_site(folder, jobs=2)
    written = edited.result.release.written
    assert 0 < sum(path.endswith(".html") for path in written) < count
    renamed = count * 2 // 5  # the posts with that tag, the edited one among them
    assert sum(path.endswith("/index.md") for path in written) == renamed + 1, "and the new one"
    assert edited.result.release.removed
    shutil.copytree(folder, tmp_path / "clean", ignore=shutil.ignore_patterns("public", ".sitegen"))
    assert build_site(tmp_path / "clean", jobs=1).files() == edited.files()
