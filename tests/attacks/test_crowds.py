"""Crowds: thousands of things that look alike, for every check that compares one with the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import islice, product
from pathlib import Path

import pytest

from sitegen.checks.slips import similar_pairs
from sitegen.newsroom.redirects import Redirect, straightened
from tests.attacks.bounded import build
from tests.attacks.table import Attempts, attack
from tests.site import CONFIG, post

Files = dict[str, str | bytes]

TEXT = """\
Foxconn and OpenAI will together design racks for data centers and make them in several states of the country, they
said on Thursday in a note to owners of shares. Power systems are to be made as well. Both say that the agreement holds
no promise to buy anything at all from each other.
"""
WORD = "artificialintelligences"


def day(number: int) -> str:
    return f"2025-{1 + number % 12:02}-{1 + number // 12 % 28:02}"


def posts(count: int, text: Callable[[int], str]) -> Files:
    return {f"content/posts/{day(n)}-p{n}.md": text(n) for n in range(count)}


def tagged(tags: Sequence[str]) -> Files:
    """Fifty in each post."""
    return posts(len(tags) // 50, lambda n: post(f"Post {n}", day(n), tags=[*tags[50 * n : 50 * n + 50]]))


def one_letter(count: int) -> list[str]:
    """Each differs from all others in one letter, which the slips are looked for without."""
    return [f"data{chr(0x4E00 + n)}center" for n in range(count)]


def hyphens(count: int) -> list[str]:
    """One word, parted in every way."""
    return ["".join(c + "-" * (n >> at & 1) for at, c in enumerate(WORD[:-1])) + "s" for n in range(count)]


def letters(count: int) -> list[str]:
    """Words of six of the letters that most words have."""
    return [f"intelligence-{''.join(letter)}" for letter in islice(product("aeinrst", repeat=6), count)]


def companies(count: int, text: str, **same: str) -> Files:
    fields = "".join(f'{key} = "{value}"\n' for key, value in same.items())
    rows = "".join(f'[c{n}]\nkey = "c{n}"\n{fields.replace("NUMBER", str(n))}' for n in range(count))
    return {"content/data/companies.toml": rows, "content/posts/a.md": post(body=text)}


def led(count: int, target: Callable[[int], str]) -> Files:
    rows = "".join(f'"/r{n}/" = "{target(n)}"\n' for n in range(count))
    return {"pyproject.toml": f"{CONFIG}[tool.sitegen.redirects]\n{rows}", "content/posts/2025-11-22-a.md": post()}


def known(name: str, count: int) -> str:
    return "".join(f'[writer-of-news-{n}]\nname = "Writer {n}"\n' for n in range(count)) if name else ""


# By what they are: a site of so many, and how many there are in the soak and in `make test`.
CROWDS: dict[str, tuple[Callable[[int], Files], int, int]] = {
    "tags of one letter less": (lambda n: tagged(one_letter(n)), 20_000, 50),
    "tags of one word": (lambda n: tagged(hyphens(n)), 5_000, 50),
    "tags of the same letters": (lambda n: tagged(letters(n)), 5_000, 50),
    "tags that entries miss": (
        lambda n: {
            **tagged([f"intelligence-{m}" for m in range(n)]),
            "content/data/tags.toml": "".join(f'[intelligense-{m}x]\nname = "N {m}"\n' for m in range(n)),
        },
        5_000,
        50,
    ),
    "authors that entries miss": (
        lambda n: {
            **posts(
                n // 50,
                lambda m: post(f"Post {m}", day(m), authors=[f"writor-of-newz-{50 * m + k}" for k in range(50)]),
            ),
            "content/data/authors.toml": known("authors", n),
        },
        3_000,
        50,
    ),
    "posts of one title and text": (
        lambda n: posts(n, lambda m: post("Racks", day(m), TEXT, tags=["racks"])),
        10_000,
        50,
    ),
    "posts of one id": (lambda n: posts(n, lambda m: post(f"Post {m}", day(m), id="tag:a.example,2025:x")), 3_000, 50),
    "posts at one address": (lambda n: posts(n, lambda m: post(f"Post {m}", slug="same")), 3_000, 50),
    "posts that follow each other": (
        lambda n: posts(n, lambda m: post(f"Post {m}", day(m), slug=f"s{m}", follows=f"s{max(m - 1, 0)}")),
        2_000,
        50,
    ),
    "links to nothing": (
        lambda n: posts(
            n, lambda m: post(f"Post {m}", day(m), f"[a](/2025/11/22/z{m}/) [b](zz{m}.md)\n", slug=f"s{m}")
        ),
        2_000,
        50,
    ),
    "links to headings that are not there": (
        lambda n: {
            "content/posts/2025-11-22-a.md": post(body="\n".join(f"## Of intelligence {m}\n" for m in range(n))),
            "content/posts/2025-11-22-b.md": post(
                "B", body="\n".join(f"[a](2025-11-22-a.md#of-intelligenze-{m}y)\n" for m in range(n))
            ),
        },
        3_000,
        50,
    ),
    "companies": (
        lambda n: companies(n, "[finance:Company 7]\n", name="Company NUMBER", symbol="CNUMBER"),
        100_000,
        50,
    ),
    "companies of one name and symbol": (
        lambda n: companies(n, "[finance:The Company] [finance:ABCQ]\n" * 9, name="The Company", symbol="ABCQ"),
        20_000,
        50,
    ),
    "companies that no one is": (
        lambda n: companies(n, "".join(f"[finance:Compani {m}y]\n" for m in range(500)), name="Company NUMBER"),
        50_000,
        50,
    ),
    "redirects": (lambda n: led(n, lambda _: "/2025/11/22/a/"), 100_000, 50),
    "redirects in a chain": (lambda n: led(n, lambda m: f"/r{m + 1}/"), 20_000, 50),
    "redirects in a circle": (lambda n: led(n, lambda m: f"/r{(m + 1) % n}/"), 100_000, 50),
    "redirects into a circle": (lambda n: led(n, lambda m: f"/r{min(m + 1, n - 1)}/"), 20_000, 50),
}


@attack(
    "Excess",
    "thousands that look alike: 20,000 tags, 10,000 posts of one text, 100,000 companies or redirects, chains of them",
    "`check` ends within five minutes of processor time and 1.5 GB, and tells of each",
)
@pytest.mark.soak
@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_is_checked_in_bounded_time(name: str, tmp_path: Path, attempts: Attempts) -> None:
    site, many, few = CROWDS[name]
    count = attempts.times(many, quick=few)
    ended, said = build(tmp_path / "site", site(count), "check")
    assert "Traceback" not in said
    assert ended in (0, 1), said[-600:]
    assert len(said) < 4_000 * count + 100_000, "each is told in words that do not grow with the crowd"
    attempts.made(count)


@pytest.mark.soak
def test_a_crowd_of_each_kind_is_checked_at_once(tmp_path: Path) -> None:
    """The same, small and on one site; what could not stand together comes last and alone, in the soak."""
    files: Files = {}
    for number, name in enumerate(CROWDS):
        site, _, few = CROWDS[name]
        made = site(few)
        alone = {"content/data/companies.toml", "pyproject.toml"} & made.keys() & files.keys()
        if not alone and "one address" not in name:
            files |= {path.replace("/posts/", f"/posts/{number}/"): text for path, text in made.items()}
    ended, said = build(tmp_path / "site", files, "check")
    assert "Traceback" not in said
    assert ended in (0, 1), said[-600:]
    assert said.count("hint[similar-terms]") >= 45


def seconds(work: Callable[[int], object], count: int) -> float:
    begun = time.process_time()
    work(count)
    return time.process_time() - begun


def chain(count: int) -> list[Redirect]:
    return [Redirect(f"/r{n}/", f"/r{n + 1}/", "", "pyproject.toml", (n, 1)) for n in range(count)]


GROWING: dict[str, Callable[[int], object]] = {
    "tags of one letter less": lambda n: similar_pairs(one_letter(n)),
    "tags of one word": lambda n: similar_pairs(hyphens(n)),
    "redirects in a chain": lambda n: straightened(chain(n)),
}


@pytest.mark.parametrize("name", GROWING)
def test_what_compares_grows_in_proportion(name: str) -> None:
    """Four times as many take four times as long, or six on a busy machine: all pairs would be sixteen times."""
    work = GROWING[name]
    work(100)
    for _ in range(3):
        if seconds(work, 800) < 8 * seconds(work, 200) + 0.05:
            return
    pytest.fail("it grows faster than the crowd")
