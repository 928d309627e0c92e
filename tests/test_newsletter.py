"""Which post `sitegen email` takes, by whom it is sent, and that an edit keeps its identity."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import ConfigError, WrongUsage
from tests.outputs.emails import mail
from tests.site import CONFIG, make_site, post

TWO = {"content/posts/one/a.md": post("One"), "content/posts/two/a.md": post("Two", date="2025-11-23")}


@pytest.mark.parametrize("name", ["posts/one/a.md", "posts/one/a", "content/posts/one/a.md"])
def test_a_post_is_named_by_its_path(name: str, tmp_path: Path) -> None:
    assert mail(tmp_path, TWO, name).headers["Subject"] == "One"


def test_a_post_is_named_by_the_path_that_a_shell_completes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path, dict(TWO))
    monkeypatch.chdir(tmp_path / "content" / "posts")
    assert mail(tmp_path, TWO, "two/a.md").headers["Subject"] == "Two"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a", "2 posts have the slug 'a': write the path of one: content/posts/one/a.md, content/posts/two/a.md"),
        ("frist", "no post has the slug or path 'frist': did you mean 'first'?"),
        ("zzz", "no post has the slug or path 'zzz': known: a, first"),
        ("../../etc/passwd", "no post has the slug or path '../../etc/passwd': known: a, first"),
        ("drafted", "'drafted' is not published; --drafts takes drafts too, --future posts of the future"),
        ("posts/drafted", "content/posts/drafted.md is not published; --drafts takes drafts too"),
    ],
)
def test_a_name_that_means_no_post_or_two_is_said_with_the_nearest(name: str, says: str, tmp_path: Path) -> None:
    files = {**TWO, "content/posts/first.md": post("First"), "content/posts/drafted.md": post(draft=True)}
    with pytest.raises(WrongUsage) as wrong:
        mail(tmp_path, files, name)
    assert str(wrong.value).startswith(says)


def test_a_draft_says_that_it_is_one(tmp_path: Path) -> None:
    files = {"content/posts/a.md": post(draft=True)}
    assert mail(tmp_path, files, drafts=True).words(".unpublished") == ["Draft"]


def test_without_a_sender_the_key_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        mail(tmp_path, {"content/posts/a.md": post(), "pyproject.toml": CONFIG})
    assert str(wrong.value) == (
        "pyproject.toml: error[bad-value]: an e-mail needs a sender\n"
        '  help: write from = "Name <mail@example.com>" under [tool.sitegen.email]'
    )


def test_an_edit_keeps_the_message_id_and_an_unpublished_page_need_not_have_been_built(tmp_path: Path) -> None:
    first = mail(tmp_path, {"content/posts/a.md": post("One")})
    second = mail(tmp_path, {"content/posts/a.md": post("Two", date="2025-12-01", body="Another.\n")})
    assert first.headers["Message-ID"] == second.headers["Message-ID"]
    assert first.content != second.content
    assert not (tmp_path / "public").exists()
