"""What the answers mean for an editor: a diagnostic at each place that links to something lost, moved or silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urldefrag

from sitegen.diagnostics import Code, Diagnostic, Severity
from sitegen.outside.answers import Answer
from sitegen.outside.links import Link

_AGAIN = "open it in a browser: if it is gone, link to another page; sitegen asks again after a day"


def findings(links: Iterable[Link], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    """The diagnostics of all links whose answer is known."""
    for link in links:
        if not link.address:
            help_ = "write one like https://example.com/story, without name and password"
            yield _finding(link, "warning", "unreachable-link", "which is no address that can be asked for", help_)
        elif answer := answers.get(link.address):
            yield from _of_answer(link, answer)


def _of_answer(link: Link, answer: Answer) -> Iterator[Diagnostic]:
    match answer.kind:
        case "dead":
            help_ = "link to where it is now, or to a copy in an archive, or take the link out"
            yield _finding(link, "warning", "dead-link", f"and the page is gone ({answer.said})", help_)
        case "unreachable" | "no-host":
            yield _finding(link, "warning", "unreachable-link", f"but {answer.said}", _AGAIN)
        case "private":
            help_ = "link to a page that everyone can open; --private-host HOST asks a host of your own all the same"
            yield _finding(link, "warning", "unreachable-link", f"but {answer.said}: readers cannot follow it", help_)
        case "good" if answer.moved and answer.moved != link.address:
            fragment = urldefrag(link.target).fragment
            new = answer.moved if "#" in answer.moved or not fragment else f"{answer.moved}#{fragment}"
            yield _finding(link, "hint", "moved-link", "which has moved for good", f"write {new}")


def _finding(link: Link, severity: Severity, code: Code, what: str, help_: str) -> Diagnostic:
    thing = "picture" if link.picture else "link"
    message = f"the {thing} leads to {link.target}, {what}"
    return Diagnostic(link.path, link.line, link.column, severity, code, message, help_)
