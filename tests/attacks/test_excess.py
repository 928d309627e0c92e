"""Too much of anything: each ends in a page or in a diagnostic, within bounds of processor time and memory.

Every attempt is a process of its own, which is ended by the kernel where it takes more than it may: the bounds are a
few times what a whole attempt takes, and a text that runs away needs a hundred times that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import bounds
from tests.attacks.bounded import build, ends_well
from tests.attacks.table import Attempts, attack
from tests.site import post

ROOT = Path(__file__).parent.parent.parent

# By name: a text of so many characters, and the code of what is said of it where it is not published.
TEXTS: dict[str, tuple[Callable[[int], str], str]] = {
    "headings": (lambda n: "## a\n\n" * (n // 6), "too-large"),
    "links": (lambda n: "- [a](https://a.example/b)\n" * (n // 27), ""),
    "annotations": (lambda n: "[finance:NVDA]\n\n" * (n // 16), "too-large"),
    "list items": (lambda n: "- a\n" * (n // 4), ""),
    "rows of a table": (lambda n: "|a|b|\n|-|-|\n" + "|a|b|\n" * (n // 60), ""),
    "signs in one paragraph": (lambda n: "[](" * (n // 3), "too-large"),
    "pictures that are not closed": (lambda n: "![" * (n // 2), "too-large"),
    "tags that are not closed": (lambda n: "<b\n" * (n // 3), "too-large"),
    "attributes that are not closed": (lambda n: "<b a='" * (n // 6), "too-large"),
    "rules in one block": (lambda n: "* * *\n" * (n // 6), "too-large"),
    "underlined headings in one block": (lambda n: "a\n=\n" * (n // 4), "too-large"),
    "references to one note": (lambda n: "[^1]" * (n // 4) + "\n\n[^1]: a\n", "too-large"),
    "columns by rows": (lambda n: "a|" * (n // 40) + "\n" + "-|" * (n // 40) + "\n" + "|a|\n" * (n // 8), "too-large"),
    "one line": (lambda n: "a " * (n // 2), ""),
    "ligatures that are long when folded": (lambda n: "## " + "\ufdfa" * (n // 100) + "\n\nA text.\n", ""),
    "marks upon one letter": (lambda n: "e" + "\u0301" * (n // 3), ""),
    "quotes in quotes": (lambda n: ">" * (n // 50) + " a", "too-deep"),
    "tags in tags": (lambda n: "<div>" * (n // 50) + "a", "too-deep"),
    "lists in lists": (lambda n: "\n".join("    " * level + "- a" for level in range(int((n / 3) ** 0.5))), "too-deep"),
}


@attack(
    "Excess",
    "a post of nothing but one construct: headings, links, signs that are never closed, quotes in quotes",
    "a page, or a message at its line, within five minutes of processor time and 1.5 GB",
)
@pytest.mark.soak
@pytest.mark.parametrize("engine", ["markdown", "cmark"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_one_construct_alone_ends_in_bounded_time(
    name: str, engine: str, tmp_path: Path, attempts: Attempts
) -> None:
    text, code = TEXTS[name]
    config = '[tool.sitegen]\ntitle = "A"\nbase_url = "https://a.example/"\nsearch = {enabled = false}\n'
    files = {
        "pyproject.toml": f'{config}markdown = {{engine = "{engine}"}}\n',
        "content/posts/2025-11-22-a.md": post(body=text(900_000)),
    }
    ended, said = build(tmp_path / "site", files)
    assert "Traceback" not in said
    told = re.search(r"content/posts/2025-11-22-a\.md:\d+(?::\d+)?: error\[(too-large|too-deep)\]", said)
    assert ended == (1 if told else 0), said[-600:]
    if engine == "markdown":
        assert bool(told) == bool(code), said[-600:]
    attempts.made()


@attack(
    "Excess", "a post of 50 MB, a line of 5 MB, front matter of 300 KB", "an error that names the file and the bound"
)
def test_a_text_that_is_too_large_is_not_read(tmp_path: Path, attempts: Attempts) -> None:
    size = attempts.times(50_000_000, quick=1_100_000)
    files: dict[str, str | bytes] = {
        "content/posts/2025-11-22-a.md": post(body="A text.\n\n" * (size // 9)),
        "content/posts/2025-11-23-b.md": post(body="a" * (size // 10 + 1_000_000)),
        "content/posts/2025-11-24-c.md": post(title="x" * 300_000),
    }
    ended, said = build(tmp_path / "site", files)
    assert ended == 1
    assert said.count("error[too-large]") == len(files), said[-600:]
    assert f"larger than {bounds.TEXT // 1_000_000} MB" in said
    attempts.made(len(files))


DATA: dict[str, tuple[str, Callable[[int], str]]] = {
    "aliases that explode": (
        "a.yaml",
        lambda _: (
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))
        ),
    ),
    "brackets in brackets": ("b.json", lambda n: "[" * n + "]" * n),
    "braces in braces": ("c.yaml", lambda n: "{a: " * n),
    "tables in tables": ("d.toml", lambda n: ".".join("a" * n) + " = 1\n"),
    "lists in lists": ("e.toml", lambda n: "a = " + "[" * n + "]" * n),
    "a number of a million digits": ("f.json", lambda n: '{"a": ' + "9" * 10 * n + "}"),
    "a hexadecimal number of a million digits": ("g.toml", lambda n: "a = 0x" + "f" * 10 * n),
    "a time that counts by sixty": ("h.yaml", lambda n: "a: 1" + ":59" * n),
    "a key of a megabyte": ("i.json", lambda n: '{"' + "k" * 10 * n + '": 1}'),
    "a quote that is never closed": ("j.csv", lambda n: 'a,b\n"' + "x" * 10 * n),
    "quotes and backslashes": ("k.toml", lambda n: 'a = "' + "\\\\" * n),
}


@attack("Excess", "data files that explode or never end", "a page, or an error that names the file")
def test_data_that_explodes_is_refused(tmp_path: Path, attempts: Attempts) -> None:
    size = attempts.times(100_000, quick=20_000)
    files: dict[str, str | bytes] = {f"content/data/{name}": text(size) for name, text in DATA.values()}
    ended, said = build(tmp_path / "site", {**files, "content/posts/2025-11-22-a.md": post()})
    assert "Traceback" not in said
    assert ended == 1
    fine = {"h.yaml", "i.json"}  # they are data like others
    told = {name for name, _ in DATA.values() if f"content/data/{name}:" in said}
    assert told == {name for name, _ in DATA.values()} - fine, said[-2_000:]
    attempts.made(len(files))


@attack(
    "Excess", "front matter with 5,000 tags or takeaways, a third as many sources", "a page, or an error at its line"
)
@pytest.mark.soak
def test_front_matter_that_is_too_much_ends_in_bounded_time(tmp_path: Path, attempts: Attempts) -> None:
    count = attempts.times(5_000, quick=30)
    files: dict[str, str | bytes] = {
        "content/posts/2025-11-22-a.md": post("A", tags=[f"tag-{n}" for n in range(count)]),
        "content/posts/2025-11-22-b.md": post("B", takeaways=[f"*T* {n}" for n in range(count)]),
        "content/posts/2025-11-22-c.md": post("C", sources=[{"domain": f"a{n}.example"} for n in range(count // 3)]),
        "content/posts/2025-11-22-d.md": post("D", tags=["\ufdfa" * 3, "e" + "\u0301" * 50]),
    }
    ends_well(tmp_path / "site", files)
    attempts.made(len(files))


def test_every_bound_is_told_to_readers() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    names = {name for name in vars(bounds) if name.isupper()}
    told = set(re.findall(r"<!-- ([A-Z_]+) -->", page))
    assert told == names
    for name in names:
        row = next(line for line in page.splitlines() if f"<!-- {name} -->" in line)
        assert f"{getattr(bounds, name):,}" in row, name
