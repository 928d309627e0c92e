"""`sitegen new`: a skeleton that builds, whatever its title, of which `check` tells what is left; never over a file."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import frontmatter
import pytest

from sitegen.configured import load_config
from sitegen.new import Skeleton, new_post
from tests.commands.terminal import run
from tests.site import CONFIG, build_site, make_site, post

TITLES = {
    "OpenAI and Foxconn: racks": "openai-and-foxconn-racks",
    'He said "no": it\'s [off] & #1 {all} %': "he-said-no-its-off-1-all",
    "🚀 Launch — day": "launch-day",
    "人工智能新闻": "人工智能新闻",
    "Новости дня": "новости-дня",
    "- a list? | yes": "a-list-yes",
    "Line\nbreak \\ \x07": "line-break",
    "null": "null",
    "2025": "2025",
    "long " * 20: "long-" * 15 + "long",
}
CHICAGO = CONFIG.replace("base_url", 'timezone = "America/Chicago"\nbase_url')
DATE = ("--date", "2025-11-22T03:30:00+00:00")
MOMENT = datetime(2025, 11, 22, 3, 30, 59, 7, tzinfo=UTC)


def test_skeletons_of_all_titles_pass_check_and_build(tmp_path: Path) -> None:
    config = load_config(make_site(tmp_path, {"pyproject.toml": CHICAGO}))
    for number, (title, slug) in enumerate(TITLES.items()):
        kind = "digest" if number % 2 else "story"
        path = new_post(tmp_path, config, Skeleton(title, MOMENT, kind))
        assert path == tmp_path / "content" / "posts" / f"2025-11-21-{slug}.md", "the day is the site's"
        written = frontmatter.load(str(path))
        assert (written["title"], written.get("kind", "story")) == (title, kind)
        assert written["date"].isoformat() == "2025-11-21T21:30:59-06:00", "in the site's zone"
    alike = f'{CHICAGO}[tool.sitegen.check.rules]\nsimilar-posts = "off"\n'  # as skeletons are until they are written
    make_site(tmp_path, {"pyproject.toml": alike})
    done = run("check", "--format", "json", "--site", tmp_path)
    told = {(found["code"], found["severity"]) for found in json.loads(done.stdout)}
    assert (done.returncode, told) == (0, {("unfilled", "warning")}), "no other problem, not even a hint"
    site = build_site(tmp_path, strict=True)
    assert (site.problems, site.result.posts) == ([], len(TITLES))
    for path in ("openai-and-foxconn-racks", "новости-дня"):
        page = site.page(f"/2025/11/21/{path}/")
        assert page.cssselect('.text a[data-ticker="NVDA"]')
        assert page.cssselect(".text .sources li")


def lines_told(site: Path) -> list[int]:
    """The lines of which a check says that they are still the skeleton's; there is nothing else that it says."""
    found = json.loads(run("check", "--format", "json", "--site", site).stdout)
    assert {problem["code"] for problem in found} <= {"unfilled"}
    return [problem["line"] for problem in found]


@pytest.mark.parametrize(("kind", "lines"), [("story", [5, 9, 11]), ("digest", [6, 10, 12, 14, 16, 20])])
def test_check_tells_each_line_that_is_still_the_skeletons_until_it_is_written(
    kind: str, lines: list[int], tmp_path: Path
) -> None:
    site = make_site(tmp_path, {})
    path = site / run("new", "A day", "--kind", kind, *DATE, at=site).stdout.strip()
    skeleton = path.read_text()
    assert lines_told(site) == lines
    wrapped = skeleton.replace("paragraph: who,", "paragraph:\nwho,").replace("what the", "what\nthe")
    path.write_text(wrapped)
    assert len(lines_told(site)) == len(lines) + (kind == "story"), "the example begins a line of its own now"
    shown = f"---\ntitle: A\ndate: 2025-11-22\nsummary: B.\n---\n```\n{skeleton}\n```\n\nSource: Reuters\n"
    path.write_text(shown)
    assert lines_told(site) == [], "code shows it"
    path.write_text(skeleton.replace("title:", "draft: true\ntitle:"))
    assert lines_told(site) == [], "a draft is unfinished"


@pytest.mark.parametrize("kind", ["story", "digest"])
def test_the_command_writes_the_kind_at_the_date(kind: str, tmp_path: Path) -> None:
    make_site(tmp_path, {"pyproject.toml": CHICAGO})
    done = run("new", "A day: what was said", "--kind", kind, *DATE, at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    written = frontmatter.load(str(tmp_path / done.stdout.removesuffix("\n")))
    assert written["title"] == "A day: what was said"
    assert written["date"].isoformat() == "2025-11-21T21:30:00-06:00"
    assert written.get("kind", "story") == kind


def test_a_path_from_here_is_printed_and_a_second_time_refused(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    path = "content/posts/2025-11-22-a-story.md"
    assert run("new", "A story", *DATE, at=tmp_path).stdout == f"{path}\n"
    (tmp_path / path).write_text("mine")
    done = run("new", "A story!", *DATE, at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"Error: {path} exists already: choose another title or --date"
    assert (tmp_path / path).read_text() == "mine"


@pytest.mark.parametrize("title", ["", "   ", "🚀", "?!"])
def test_a_title_that_names_no_file_is_refused(title: str, tmp_path: Path) -> None:
    done = run("new", title, at=make_site(tmp_path, {}))
    assert done.returncode == 2
    assert "the title has no letter or digit to make a file's name from" in done.stderr
    assert not (tmp_path / "content").exists()


def test_the_sites_own_names_of_fields_and_its_taxonomies_are_used(tmp_path: Path) -> None:
    more = (
        '[tool.sitegen.fields]\nsummary = "description"\ntitle = "headline"\ndate = "published"\nkind = "format"\n'
        "[tool.sitegen.taxonomies]\ntags = {}\npeople = {}\n"
    )
    make_site(tmp_path, {"pyproject.toml": CONFIG + more})
    path = run("new", "A day", "--kind", "digest", *DATE, "--site", tmp_path).stdout.strip()
    names = {"headline", "published", "id", "format", "description", "tags", "people"}
    assert {*frontmatter.load(path).metadata} == names
    site = build_site(tmp_path, strict=True)
    assert site.problems == []
    assert "One or two sentences" in site.text("/2025/11/22/a-day/")


def test_without_a_date_it_is_now(tmp_path: Path) -> None:
    done = run("new", "Now", at=make_site(tmp_path, {}), SOURCE_DATE_EPOCH="1782864000")
    assert done.stdout == "content/posts/2026-07-01-now.md\n"
    assert "date: 2026-07-01T00:00:00+00:00\n" in (tmp_path / done.stdout.strip()).read_text()


# ── Identity ────────────────────────────────────────────────────────────────────────────────────────


def test_the_posts_id_stays_when_its_file_is_renamed_and_the_sites_address_changes(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    path = tmp_path / run("new", "A story", *DATE, at=tmp_path).stdout.strip()
    before = build_site(tmp_path).feed("/atom.xml").findtext("{*}entry/{*}id")
    assert before == "tag:news.example.com,2025:posts/2025-11-22-a-story", "the one that it would have anyway"
    path.rename(path.with_name("renamed.md"))
    config = tmp_path / "pyproject.toml"
    config.write_text(config.read_text().replace("https://news.example.com/", "https://other.example/"))
    assert build_site(tmp_path).feed("/atom.xml").findtext("{*}entry/{*}id") == before


# ── What it begins with ─────────────────────────────────────────────────────────────────────────────

TAGGED = {
    "content/posts/a.md": post(
        "A", tags=["OpenAI", "AI chips"], body="Of Nvidia [finance:NVDA] and TSMC [finance:TSM].\n"
    ),
    "content/posts/b.md": post("B", tags=["OpenAI"], body="Of Nvidia [finance:Nvidia].\n"),
    "content/data/tags.toml": '[policy]\nname = "Policy"\n',
}


def begun(site: Path, *words: str) -> tuple[frontmatter.Post, str]:
    """The new post, and what was said."""
    done = run("new", "A story", *DATE, *words, at=site)
    assert done.returncode == 0, done.stderr
    return frontmatter.load(str(site / done.stdout.strip())), done.stderr


def test_tags_are_written_as_the_site_writes_them(tmp_path: Path) -> None:
    story, said = begun(make_site(tmp_path, TAGGED), "--tags", "openai,  ai_chips , POLICY, open-ai, Brand: new")
    assert story["tags"] == ["OpenAI", "AI chips", "Policy", "open-ai", "Brand: new"]
    assert said == "'open-ai' is a new term: did you mean 'OpenAI'?\n"


def test_a_site_without_tags_takes_none(tmp_path: Path) -> None:
    make_site(tmp_path, {"pyproject.toml": CONFIG + "[tool.sitegen.taxonomies]\ntopics = {}\n"})
    done = run("new", "A story", "--tags", "a", at=tmp_path)
    assert (done.returncode, done.stderr) == (2, "Error: --tags: this site's taxonomies are topics\n")
    assert not (tmp_path / "content").exists()


def test_a_tag_that_can_be_none_is_refused(tmp_path: Path) -> None:
    done = run("new", "A story", "--tags", "openai, ?!", at=make_site(tmp_path, {}))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: '?!' cannot be a tag: write a word with letters or digits\n"
    assert not (tmp_path / "content").exists()


def test_a_draft_says_that_it_is_one(tmp_path: Path) -> None:
    assert begun(make_site(tmp_path, {}), "--draft")[0]["draft"] is True
    assert build_site(tmp_path).result.posts == 0


DIGEST = """\
Before.

## 🏭 Infrastructure & chips

### One

Text.

## Policy

### Two

#### Deeper

```markdown
## No heading
```

## 🔮 Outlook

Text.
"""


def test_a_digest_has_the_sections_of_the_last_one(tmp_path: Path) -> None:
    files = {
        "content/posts/old.md": post("Old", "2025-11-20", "## Old\n\nText.\n", kind="digest"),
        "content/posts/new.md": post("New", "2025-11-21T20:00:00-06:00", DIGEST, kind="digest"),
        "content/posts/newer.md": post("Story", "2025-11-23", "## Story\n\nText.\n"),
        "content/pages/about.md": post("About", body="A page.\n"),
    }
    site = make_site(tmp_path, files)
    build_site(site)
    text = begun(site, "--kind", "digest")[0].content
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        *("## 🏭 Infrastructure & chips", "### Story 1"),
        *("## Policy", "### Story 2"),
        "## 🔮 Outlook",
    ]
    assert build_site(site, strict=True).problems == []


# ── --edit ──────────────────────────────────────────────────────────────────────────────────────────

WRITER = """\
import sys
from pathlib import Path
words, path = sys.argv[1:-1], Path(sys.argv[-1])
path.write_text(path.read_text() + f"Edited with {words}.\\n")
sys.exit(len(words) - 2)
"""


@pytest.mark.parametrize("variable", ["EDITOR", "VISUAL"])
def test_edit_opens_the_post_in_the_editor_with_its_arguments(variable: str, tmp_path: Path) -> None:
    site = make_site(tmp_path / "a site", {"../my editor.py": WRITER})
    variables = {"EDITOR": "false", variable: f"{sys.executable} '{tmp_path}/my editor.py' --wait 'two words'"}
    done = run("new", "A story", *DATE, "--edit", at=site, **variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, "content/posts/2025-11-22-a-story.md\n", "")
    text = (site / done.stdout.strip()).read_text()
    assert text.endswith("Edited with ['--wait', 'two words'].\n"), "VISUAL comes before EDITOR"


def test_an_editor_that_fails_is_said_and_the_post_stays(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"../editor.py": WRITER})
    done = run("new", "A story", *DATE, "--edit", at=site, EDITOR=f"{sys.executable} {tmp_path}/editor.py 1 2 3")
    assert (done.returncode, done.stdout) == (3, "content/posts/2025-11-22-a-story.md\n")
    assert done.stderr == "the editor ended with exit code 1; the post is content/posts/2025-11-22-a-story.md\n"
    assert (site / done.stdout.strip()).exists()


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("", "--edit needs an editor: set VISUAL or EDITOR to one, like EDITOR=nano"),
        ("no-such-editor -w", "the editor 'no-such-editor' is not on this machine: set VISUAL or EDITOR to another"),
        ("vi 'oops", 'the editor "vi \'oops" has a quote that is never closed'),
    ],
)
def test_without_an_editor_nothing_is_written(editor: str, message: str, tmp_path: Path) -> None:
    done = run("new", "A story", "--edit", at=make_site(tmp_path, {}), EDITOR=editor, VISUAL="")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Error: {message}\n")
    assert not (tmp_path / "content").exists()


def test_a_title_without_quotes_is_told_how_to_be_written(tmp_path: Path) -> None:
    done = run("new", "Racks", "from", "Ohio", "--site", make_site(tmp_path, {}))
    assert done.returncode == 2
    assert "put the title in quotes: sitegen new 'Racks from Ohio'" in done.stderr
    assert not (tmp_path / "content").exists()
