"""`sitegen new` at a terminal: what it asks, what it offers, and what becomes of the answers. Real pseudo-terminals."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frontmatter
import pexpect
import pytest

from tests.commands.terminal import REPOSITORY
from tests.site import CONFIG, build_site, make_site, post

FILES = {
    "content/posts/a.md": post(
        "A", tags=["OpenAI", "AI chips"], body="Of Nvidia [finance:NVDA], TSMC [finance:TSM].\n"
    ),
    "content/posts/b.md": post("B", tags=["OpenAI"], body="Of Nvidia [finance:Nvidia].\n"),
}
TAGS, COMPANIES = r"Tags, parted by commas \(.*Enter skips\): ", r"Companies, parted by commas \(.*Enter skips\): "


@contextmanager
def session(site: Path, *words: str) -> Iterator[pexpect.spawn[str]]:
    """`sitegen new "A story"` in a terminal of its own."""
    command = ["-m", "sitegen", "new", "A story", "--date", "2025-11-22", *words]
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "dumb", "INPUTRC": "/dev/null"}
    child = pexpect.spawn(sys.executable, command, cwd=site, env=variables, timeout=20, encoding="utf-8", echo=False)
    with child:
        yield child


def ended(child: pexpect.spawn[str]) -> tuple[int | None, str]:
    child.expect(pexpect.EOF)
    said = child.before or ""
    child.wait()
    return child.exitstatus, said.replace("\r\n", "\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


def written(site: Path) -> frontmatter.Post:
    return frontmatter.load(str(site / "content/posts/2025-11-22-a-story.md"))


def test_the_most_used_are_offered_and_answers_are_spelt_as_the_site_spells(site: Path) -> None:
    with session(site) as child:
        child.expect(TAGS)
        assert "Your tags, with the number of posts: OpenAI (2), AI chips (1)" in child.before
        child.sendline("openai, ai-chips , Brand new")
        child.expect(COMPANIES)
        assert "Your companies, with the number of posts: Nvidia (2), TSMC (1)" in child.before
        child.sendline("nvda, 2330.tw")
        code, said = ended(child)
    assert code == 0
    assert said.splitlines()[-1] == "content/posts/2025-11-22-a-story.md"
    assert written(site)["tags"] == ["OpenAI", "AI chips", "Brand new"]
    assert "It is about Nvidia [finance:Nvidia], TSMC [finance:TSMC]." in written(site).content
    built = build_site(site, strict=True)
    assert built.problems == []
    tickers = built.page("/2025/11/22/a-story/").cssselect(".text a.ticker")
    assert [link.get("data-ticker") for link in tickers] == ["NVDA", "TSM"]


def test_enter_skips(site: Path) -> None:
    with session(site) as child:
        for question in (TAGS, COMPANIES):
            child.expect(question)
            child.sendline("")
        assert ended(child)[0] == 0
    assert written(site)["tags"] == []
    assert "NVIDIA Corporation" in written(site).content, "the example stays"


def test_tab_completes_in_any_case(site: Path) -> None:
    with session(site) as child:
        child.expect(TAGS)
        child.sendline("ope\t, ai\t")
        child.expect(COMPANIES)
        child.sendline("")
        assert ended(child)[0] == 0
    assert written(site)["tags"] == ["OpenAI", "AI chips"]


@pytest.mark.parametrize(("answer", "tags"), [("", ["OpenAI"]), ("y", ["OpenAI"]), ("n", ["Opnai"])])
def test_a_slip_is_asked_about(answer: str, tags: list[str], site: Path) -> None:
    with session(site) as child:
        child.expect(TAGS)
        child.sendline("Opnai")
        child.expect(re.escape("'Opnai' is new. Did you mean 'OpenAI'? [Y/n] "))
        child.sendline(answer)
        child.expect(COMPANIES)
        child.sendline("")
        assert ended(child)[0] == 0
    assert written(site)["tags"] == tags


def test_a_name_of_several_companies_or_of_none_is_asked_about_or_left_out(site: Path) -> None:
    with session(site, "--tags", "openai") as child:
        child.expect(COMPANIES)
        child.sendline("Delta, zzzqqq, advnced mikro devices")
        child.expect(r"1 +\[finance:Delta [^\r]+\r\n *2 +\[finance:Delta Air Lines\][^\r]+\r\n")
        child.expect(re.escape("Which one is 'Delta'? [1-2, Enter for none] "))
        child.sendline("2")
        child.expect("'zzzqqq' is left out: no company is called that, or anything like it")
        child.expect(re.escape("Did you mean 'AMD'? [Y/n] "))
        child.sendline("")
        assert ended(child)[0] == 0
    assert written(site)["tags"] == ["OpenAI"], "given tags are not asked for"
    assert "Delta Air Lines [finance:Delta Air Lines], AMD [finance:AMD]." in written(site).content


@pytest.mark.parametrize(("key", "at"), [("c", TAGS), ("c", COMPANIES), ("d", TAGS)])
def test_an_interrupt_leaves_no_file(key: str, at: str, site: Path) -> None:
    with session(site) as child:
        child.expect(TAGS)
        if at is COMPANIES:
            child.sendline("openai")
            child.expect(COMPANIES)
        child.sendcontrol(key)
        code, said = ended(child)
    assert code == 130
    assert said.strip().splitlines()[-1] == "interrupted"
    assert "Traceback" not in said
    assert sorted(path.name for path in (site / "content" / "posts").iterdir()) == ["a.md", "b.md"]


def test_what_cannot_be_written_is_said_before_any_question(site: Path) -> None:
    (site / "content/posts/2025-11-22-a-story.md").write_text("mine")
    with session(site) as child:
        code, said = ended(child)
    assert code == 2
    assert said.startswith("Error: content/posts/2025-11-22-a-story.md exists already")


def test_every_taxonomy_is_asked_for(tmp_path: Path) -> None:
    more = "[tool.sitegen.taxonomies]\ntags = {}\npeople = {}\n"
    site = make_site(tmp_path, {"pyproject.toml": CONFIG + more})
    with session(site) as child:
        for question, answer in ((TAGS, ""), (TAGS.replace("Tags", "People"), "Ada Lovelace"), (COMPANIES, "")):
            child.expect(question)
            child.sendline(answer)
        assert ended(child)[0] == 0
    assert (written(site)["tags"], written(site)["people"]) == ([], ["Ada Lovelace"])
