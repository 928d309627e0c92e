"""Hugo's shortcodes: those that it brings along become Markdown, all others stay in the text and are listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic
from sitegen.importing.attachments import line_and_column
from sitegen.importing.entry import left_over

_CALL = re.compile(
    r"\{\{(?P<mark>[<%])(?P<comment>/\*)?\s*(?:(?P<close>/)\s*)?(?P<name>[\w/.-]++)"
    r"(?P<words>(?:[^`\"'<>%}]|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|'|[<>%](?!\}\})){0,500}?)(?P<own>/)?\s*(?:\*/)?[>%]\}\}"
)
_WORD = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`|([^\s\"`=]+))")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a shortcode is given: by place ("0", "1") or by name."""

    given: dict[str, str]

    def __call__(self, *names: str) -> str:
        return next((self.given[name] for name in names if self.given.get(name)), "")


def replace_shortcodes(
    text: str, picture: Callable[[str, int], str], reference: Callable[[str], str | None], place: str, first_line: int
) -> tuple[str, list[Diagnostic]]:
    """The text without the shortcodes that are known.

    `picture` gives the address to write for a picture's (and is told its line), `reference` the one for a page's path,
    or None where there is no such page.
    """
    problems: list[Diagnostic] = []
    made: list[str] = []
    at = 0
    while call := _CALL.search(text, at):
        made.append(text[at : call.start()])
        at = call.end()
        line, column = line_and_column(text, call.start(), first_line)
        if call["comment"]:  # {{</* … */>}} shows a shortcode instead of calling it
            made.append(re.sub(r"^(\{\{[<%])/\*|\*/([>%]\}\})$", r"\1\2", call[0]))
            continue
        name, words = call["name"].removesuffix(".html"), _words(call["words"])
        written: str | None = None
        if name in ("highlight", "rawhtml") and not call["close"]:
            end = re.compile(r"\{\{[<%]\s*/\s*" + name + r"\s*[>%]\}\}").search(text, at)
            if end:
                body = text[at : end.start()].strip("\n")
                written = body if name == "rawhtml" else _fenced(body, words("0", "lang"))
                at = end.end()
        elif name in ("ref", "relref") and not call["close"]:
            target = words("0", "path")
            written = reference(target)
            if written is None:
                message = f"the link to {target} leads to no page of the source"
                problems.append(left_over(place, line, column, message, "write the path of a post or page"))
                written = target
        elif not call["close"] and name in _WRITERS:
            written = _WRITERS[name](words, lambda source, n=line: picture(source, n))  # type: ignore[misc]
        elif call["close"] and name in _WRITERS:
            written = ""
        if written is None:
            if not call["close"]:
                message = f"the shortcode {name} is left as it is, and readers would see it so"
                problems.append(left_over(place, line, column, message, "write in Markdown what it should show"))
            written = call[0]
        made.append(written)
    return "".join([*made, text[at:]]), problems


def _words(written: str) -> _Words:
    given: dict[str, str] = {}
    position = 0
    for name, quoted, raw, bare in _WORD.findall(written):
        value = re.sub(r"\\(.)", r"\1", quoted) or raw or bare
        if name:
            given[name.casefold()] = value
        else:
            given[str(position)] = value
            position += 1
    return _Words(given)


def fence_for(body: str) -> str:
    """A fence that is longer than any in the text."""
    return "`" * max(3, 1 + max((len(run) for run in re.findall(r"^[ \t]*(`{3,})", body, re.MULTILINE)), default=0))


def _fenced(body: str, language: str) -> str:
    fence = fence_for(body)
    return f"{fence}{language}\n{body}\n{fence}"


def figure(source: str, alt: str, title: str, link: str = "") -> str:
    """A picture in Markdown; one with a title and alone in its paragraph is a figure here."""
    words = " ".join(alt.split()).replace("[", r"\[").replace("]", r"\]")
    quoted = " ".join(title.split()).replace('"', r"\"")
    address = f"<{source}>" if re.search(r"[\s()]", source) else source
    shown = f'![{words}]({address} "{quoted}")' if quoted else f"![{words}]({address})"
    return f"[{shown}]({link})" if link else shown


def _figure(words: _Words, picture: Callable[[str], str]) -> str | None:
    source = words("src", "0")
    if not source:
        return None
    named = " — ".join(filter(None, (words("title"), words("caption"))))
    credit = f" ({words('attr')})" if words("attr") else ""
    return figure(picture(source), words("alt"), (named + credit).strip(), words("link"))


def _link(words: str, address: str) -> str:
    return f"[{words}]({address})"


def _video(site: str, before: str) -> Callable[[_Words, Callable[[str], str]], str | None]:
    def written(words: _Words, _: Callable[[str], str]) -> str | None:
        id_ = words("id", "0")
        return _link(words("title") or f"Video on {site}", before + id_) if re.fullmatch(r"[\w-]+", id_) else None

    return written


def _status(words: _Words, _: Callable[[str], str]) -> str | None:
    user, id_ = words("user"), words("id") or words("0")
    if not re.fullmatch(r"\d+", id_):
        return None
    by = f" of @{user}" if user else ""
    return _link(f"Post{by} on X", f"https://x.com/{user or 'i'}/status/{id_}")


def _gist(words: _Words, _: Callable[[str], str]) -> str | None:
    user, id_ = words("0"), words("1")
    return _link("Gist on GitHub", f"https://gist.github.com/{user}/{id_}") if user and id_ else None


def _instagram(words: _Words, _: Callable[[str], str]) -> str | None:
    id_ = words("id", "0")
    return _link("Post on Instagram", f"https://www.instagram.com/p/{id_}/") if re.fullmatch(r"[\w-]+", id_) else None


_WRITERS: dict[str, Callable[[_Words, Callable[[str], str]], str | None]] = {
    "figure": _figure,
    "youtube": _video("YouTube", "https://www.youtube.com/watch?v="),
    "vimeo": _video("Vimeo", "https://vimeo.com/"),
    "tweet": _status,
    "twitter": _status,
    "x": _status,
    "gist": _gist,
    "instagram": _instagram,
}
for _name in ("youtube", "vimeo", "x", "instagram"):  # the variants that ask less of the readers' browsers
    _WRITERS[f"{_name}_simple"] = _WRITERS[_name]
_WRITERS["twitter_simple"] = _status
