"""WordPress's shortcodes and dynamic blocks: those that it brings along become HTML, others stay and are listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape

_CALL = re.compile(r"\[(\[?)(?P<close>/)?(?P<name>[a-zA-Z][\w-]*)(?P<words>(?:\s[^\[\]]*)?)(?P<own>/)?\](\]?)")
_WORD = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|\"([^\"]*)\"|(\S+)")
_DYNAMIC = re.compile(r"<!-- wp:([\w/-]+) (?:\{[^<>]*\} )?/-->")
_FORMS = frozenset({"more", "nextpage", "separator", "spacer"})
_CODES = frozenset({"code", "sourcecode", "syntax", "highlight"})


@dataclass(frozen=True, slots=True)
class Left:
    """What stays: its name, and where in the text it stands (the offset)."""

    what: str
    at: int


def dynamic_blocks(text: str) -> list[Left]:
    """Blocks that WordPress fills when a page is shown, so that the export has nothing of them."""
    return [
        Left(f"the block {match[1]}", match.start())
        for match in _DYNAMIC.finditer(text)
        if match[1].removeprefix("core/") not in _FORMS
    ]


def replace_shortcodes(
    text: str, gallery: Callable[[Sequence[str]], Sequence[tuple[str, str]]]
) -> tuple[str, list[Left]]:
    """The text with HTML for the shortcodes that are known; `gallery` gives address and alternative text by ids.

    A word in brackets counts as a shortcode when it has values, or an end.
    """
    made: list[str] = []
    left: list[Left] = []
    at = 0
    while call := _CALL.search(text, at):
        made.append(text[at : call.start()])
        at = call.end()
        name, words = call["name"].lower(), _words(call["words"] or "")
        if call[1] and call[6]:  # [[name]] shows a shortcode instead of calling it
            made.append(call[0][1:-1])
            continue
        end = None if call["close"] else re.compile(rf"\[/{re.escape(call['name'])}\]", re.IGNORECASE).search(text, at)
        body = text[at : end.start()] if end else ""
        written = None if call["close"] else _written(name, words, body, gallery)
        if written is not None:
            made.append(written)
            at = end.end() if end and name != "gallery" else at
        else:
            made.append(call[0])
            if not call["close"] and (end or any(not key.isdigit() for key in words)):
                left.append(Left(f"the shortcode {name}", call.start()))
    return "".join([*made, text[at:]]), left


def _words(written: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, double, single, bare, quoted, word in _WORD.findall(unescape(written)):
        if name:
            given[name.lower()] = double or single or bare
        elif quoted or word:
            given[str(sum(key.isdigit() for key in given))] = quoted or word
    return given


def _written(
    name: str, words: dict[str, str], body: str, gallery: Callable[[Sequence[str]], Sequence[tuple[str, str]]]
) -> str | None:
    if name in ("caption", "wp_caption"):
        found = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", body, re.DOTALL)
        if not found:
            return None
        words_below = words.get("caption") or found[2].strip()
        return f"<figure>{found[1]}<figcaption>{words_below}</figcaption></figure>"
    if name == "gallery":
        pictures = gallery([one for one in re.split(r"[,\s]+", words.get("ids") or words.get("include") or "") if one])
        if not pictures:
            return None
        return "\n\n".join(f'<p><img src="{escape(src)}" alt="{escape(alt)}"></p>' for src, alt in pictures)
    if name in ("embed", "youtube", "vimeo", "soundcloud", "twitter", "tweet"):
        address = body.strip() or words.get("url") or words.get("0", "")
        return f'<a href="{escape(address)}">{escape(address)}</a>' if address.startswith("http") else None
    if name in ("audio", "video", "playlist"):
        kinds = ("src", "mp4", "webm", "ogv", "m4v", "mp3", "ogg", "wav", "m4a", "0")
        address = next((words[kind] for kind in kinds if words.get(kind)), "")
        return f'<a href="{escape(address)}">{escape(address.rpartition("/")[2])}</a>' if address else None
    if name in _CODES and body:
        language = words.get("lang") or words.get("language") or words.get("0", "")
        kind = f' class="language-{escape(language)}"' if re.fullmatch(r"[\w+#.-]+", language) else ""
        return f"<pre><code{kind}>{escape(unescape(body.strip(chr(10))))}</code></pre>"
    return None
