"""Characters that deceive, front matter that is more than text, and what a post can make a terminal or a log do."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lxml import etree

from sitegen.content.load import load
from sitegen.content.settings import LoadSettings
from tests.attacks.table import Attempts, attack
from tests.commands.terminal import CLOCK, run
from tests.site import CONFIG, build_site, make_site, post

# What acts on terminals, parts lines, or turns the order of what is read.
ACTING = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
]
ESCAPES = (
    "\x1b[31m",
    "\x1b]0;pwned\x07",
    "\x9b31m",
    "\x1b[2J",
    "\r",
    "\n",
    "\x08",
    "\u202e",
    "\u2067",
    "\x00",
    "\x7f",
    "\u2028",
)
COMMANDS = ("::error file=x::pwned", "::stop-commands::x", "##[error]pwned", "::add-mask::e", "%0A::error::pwned")
OURS = re.compile(r"(content|static|templates)/|  |pyproject|\d+ |::(?:error|warning|notice) file=|Nothing is|the |$")


def yaml(text: str) -> str:
    """A text in double quotes, as YAML has it."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08X}" for c in text) + '"'


def hostile_files() -> dict[str, str | bytes]:
    """A site in which every message that names something of the site's names what acts."""
    files: dict[str, str | bytes] = {}
    for number, what in enumerate((*ESCAPES, *COMMANDS, *(f"\n{command}" for command in COMMANDS))):
        word = yaml(f"a {what} b")
        name = what.replace("/", "").replace("\0", "")
        files |= {
            f"content/posts/2025-11-22-{number}{name}.md": f"---\ntitle: {word}\ndate: {word}\nkind: {word}\n---\n",
            f"content/posts/2025-10-{number + 1:02}-x.md": (
                f"---\ntitle: {word}\ndate: 2025-11-22\nrelated: [{word}]\nsumary{number}: {word}\n{word}: {word}\n"
                f"authors: [{word}]\nimage: {word}\ntags: [{word}]\nslug: {word}\naliases: [{word}]\n---\n"
                f"[x]({name.strip()}) [finance:{name.strip()}] {name} [y](/{name.strip()}) ::error::pwned\n\n{name}\n"
            ),
            f"content/{number}{name}.txt": "stray",
            f"content/data/d{number}{name}.toml": "x = 1",
        }
    return {**files, "content/data/tags.toml": "\n".join(f'"k{json.dumps(what)[1:-1]}" = 3' for what in ESCAPES)}


@attack(
    "Hostile posts",
    "Escape sequences, line ends, direction marks and GitHub’s workflow commands in fields, texts and file names",
    "`check`, `build` and `schedule` print them as “·”: no line of the report is another’s, no command is given",
)
def test_no_post_drives_a_terminal_or_a_log(tmp_path: Path, attempts: Attempts) -> None:
    files = hostile_files()
    site = make_site(tmp_path / "site", {**files, "pyproject.toml": CONFIG})
    good = {"content/posts/a.md": post("A \x1b[31m\u202e::error::x", date="2027-01-01"), "pyproject.toml": CONFIG}
    coming = make_site(tmp_path / "coming", good)
    commands: list[tuple[str | Path, ...]] = [
        ("check", "--site", site),
        ("check", "--format", "github", "--site", site),
        ("build", "--site", site),
        ("schedule", "--site", coming),
        ("build", "--explain", "--future", "--site", coming),
    ]
    for words in commands:
        done = run(*words, *CLOCK)
        printed = done.stdout + done.stderr
        assert len(printed) > 100
        for sign in ACTING:
            assert sign == "\n" or sign not in printed, (words, repr(sign))
        assert "##[" not in printed
        for line in printed.split("\n"):
            assert OURS.match(line) or words[0] in ("schedule", "build"), line
            assert not line.lstrip().startswith("::") or re.match(
                r"::(error|warning|notice) file=(content|static)/", line
            )
        attempts.made(len(files))
    told = run("check", "--format", "json", "--site", site, *CLOCK).stdout
    assert told.isascii()
    assert len(json.loads(told)) > len(files) // 2


@attack(
    "Hostile posts",
    "Controls, noncharacters, lone surrogates and direction overrides in every field, the text and data",
    "none reaches a page, a feed, a sitemap or any other file; feeds stay well-formed",
)
def test_no_character_that_deceives_is_published(tmp_path: Path, attempts: Attempts) -> None:
    signs = [*map(chr, (*range(9), 11, 12, *range(14, 32), 0x7F, 0x202D, 0x202E, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF))]
    files: dict[str, str | bytes] = {"pyproject.toml": CONFIG}
    for number, sign in enumerate(signs):
        word = yaml(f"gpj{sign}exe")
        inside = sign if sign.isprintable() or ord(sign) > 0x7F else ""
        text = (
            f"gpj{sign}exe &#{ord(sign)}; &#x{ord(sign):x}; ![gpj{inside}x](x{inside}.png) `{sign}`\n\n## {sign}gpj\n"
        )
        files[f"content/posts/2025-11-{1 + number % 28:02}-n{number}.md"] = (
            f"---\ntitle: {word}\ndate: 2025-11-22\nkicker: {word}\nsummary: {word}\ntags: [{word}]\n"
            f"authors: [{word}]\ntakeaways: [{word}]\nsources: [{{publisher: {word}, title: {word}}}]\nextra: {word}\n"
            f"corrections: [{{date: 2025-11-23, text: {word}}}]\n---\n{text}"
        )
    files["content/data/tags.toml"] = '[x]\nname = "a\\u202eb\\u0001c"\ndescription = "a\\u202eb"'
    files["content/posts/x.md"] = post("X", tags=["x"], body="A \ud83d lone one.\n".encode("utf-8", "replace").decode())
    site = build_site(make_site(tmp_path, files))
    ours = {path: data for path, data in site.files().items() if not path.startswith(("assets/", "js/", "css/"))}
    for path, data in ours.items():
        if path.endswith((".png", ".ico", ".svg")):
            continue
        text = data.decode()
        for sign in signs:
            assert sign not in text, (path, hex(ord(sign)))
        if path.endswith((".xml", ".opml")):
            etree.fromstring(data)
        if path.endswith(".json"):
            assert not re.search(r"\\u202[de]", text), path
            json.loads(text)
    attempts.made(len(signs) * 12)


@attack(
    "Hostile posts",
    "Tags that look like known ones, with letters of other scripts (a Cyrillic а in “apple”)",
    "`check` says which letter it is",
)
def test_look_alikes_are_told(tmp_path: Path, attempts: Attempts) -> None:
    pairs = {"apple": "аpple", "meta": "mеta", "nvidia": "nvіdia", "openai": "ορenai", "ai": "аi", "xpeng": "хpeng"}
    files: dict[str, str | bytes] = {"pyproject.toml": CONFIG}
    for number, (right, odd) in enumerate(pairs.items()):
        files |= {f"content/posts/{number}{copy}.md": post(f"T {number}{copy}", tags=[right]) for copy in "ab"}
        files[f"content/posts/{number}.md"] = post(f"T {number}", tags=[odd])
    done = run("check", "--site", make_site(tmp_path, files), *CLOCK)
    for right, odd in pairs.items():
        said = rf"'{odd}' \(1 post\) and '{right}' \(2 posts\) look alike, and are two: one has U\+0[34]"
        assert re.search(said, done.stdout, re.IGNORECASE), done.stdout
        attempts.made()


OTHER = {
    "TOML": "+++\ntitle = 'A'\n+++\n",
    "JSON": '{"title": "A"}\n',
    "semicolons": ";;;\n{}\n;;;\n",
    "none": "A text.\n",
    "never closed": "---\ntitle: A\n",
    "a list": "---\n- title\n---\n",
    "a text": "---\ntitle\n---\n",
    "two documents": "---\ntitle: A\n...\n--- \n---\ndate: 2025-11-22\n---\n",
    "a key twice": "---\ntitle: A\ntitle: B\ndate: 2025-11-22\n---\n",
    "a key that is a list": "---\n? [title]\n: A\n---\n",
    "an anchor that is not there": "---\ntitle: *a\ndate: 2025-11-22\n---\n",
    "an anchor in itself": "---\ntitle: &a [*a]\ndate: 2025-11-22\n---\n",
    "a tag for a title": "---\ntitle: !!python/object/apply:os.system [x]\ndate: 2025-11-22\n---\n",
    "a tag of its own": "---\ntitle: !run x\ndate: 2025-11-22\n---\n",
    "bytes": "---\ntitle: !!binary AAAA\ndate: [2025-11-22]\n---\n",
    "a tab": "---\ntitle: A\n\tdate: 2025-11-22\n---\n",
    "a NUL": "---\ntitle: A\0\ndate: 2025-11-22\n---\n",
    "a directive": "---\n%TAG ! tag:evil.example,2025:\ntitle: A\n---\n",
    "an escape that is none": '---\ntitle: "\\x"\ndate: 2025-11-22\n---\n',
    "a surrogate": '---\ntitle: "\\uD800"\ndate: yesterday\n---\n',
    "UTF-16": "---\ntitle: A\ndate: 2025-11-22\n---\n".encode("utf-16"),
    "Latin": "---\ntitle: é\ndate: 2025-11-22\n---\n".encode("latin-1"),
    "an overlong byte": b"---\ntitle: \xc0\xaf\ndate: 2025-11-22\n---\n",
}
READ = {
    "a byte order mark": "\ufeff---\ntitle: A\ndate: 2025-11-22\n---\n",
    "CRLF": "---\r\ntitle: A\r\ndate: 2025-11-22\r\n---\r\nText.\r\n",
    "CR": "---\rtitle: A\rdate: 2025-11-22\r---\r",
    "a merge key": "---\ntitle: A\ndate: 2025-11-22\n<<: {slug: ../x, draft: true}\n---\n",
    "an anchor": "---\ntitle: &t A\nsummary: *t\ndate: 2025-11-22\n---\n",
    "an object": "---\ntitle: A\ndate: 2025-11-22\nx: !!python/object/apply:os.system [exit]\n---\n",
    "a name": "---\ntitle: A\ndate: 2025-11-22\ny: !!python/name:os.system\n---\n",
    "sets and pairs": "---\ntitle: A\ndate: 2025-11-22\nx: !!set {a, b}\ny: !!pairs [a: b]\nz: !!omap [a: b]\n---\n",
    "keys of programs": "---\ntitle: A\ndate: 2025-11-22\n__class__: x\n__proto__: {x: y}\nitems: x\nget: x\n---\n",
    "a fence of words": "---\ntitle: A\ndate: 2025-11-22\nx: |\n  ---x\n  a\n---\n",
}


@attack(
    "Hostile posts",
    "YAML’s tags, anchors, merge keys and directives, keys twice, and front matter in other forms and encodings",
    "nothing is run or merged; each is read as text, or refused with its line",
)
def test_front_matter_is_text_or_refused(attempts: Attempts) -> None:
    for name, written in OTHER.items():
        found = load("posts/a.md", written if isinstance(written, bytes) else written.encode(), LoadSettings())
        assert found.document is None, name
        assert all(problem.help and problem.line for problem in found.diagnostics), name
        attempts.made()
    for name, text in READ.items():
        found = load("posts/a.md", text.encode(), LoadSettings())
        assert found.document, (name, found.diagnostics)
        assert found.document.title == "A"
        assert (found.document.meta.slug, found.document.meta.draft) == ("", False), name
        attempts.made()
