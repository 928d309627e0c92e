"""What a build did, in words for an editor and as JSON for scripts. Returns text; prints nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Severity, visible
from sitegen.result import Result
from sitegen.rules.excerpts import Lines, excerpt

if TYPE_CHECKING:
    from sitegen.outside.answers import Looked


def as_json(result: Result) -> str:
    """One JSON object (contract §6); `seconds` by stage."""
    severities = Counter(diagnostic.severity for diagnostic in result.diagnostics)
    return json.dumps(
        {
            "posts": result.posts,
            "pages": result.pages,
            "rendered": len(result.release.reasons),
            "written": len(result.release.written),
            "removed": len(result.release.removed),
            "unchanged": result.release.unchanged,
            "warnings": severities["warning"],
            "errors": severities["error"],
            "seconds": result.seconds,
        },
        ensure_ascii=False,
    )


def as_line(result: Result, output: str) -> str:
    """What was done, in one line."""
    seconds = sum(result.seconds.values())
    posts = count(result.posts, "post")
    release = result.release
    if not release.written and not release.removed:
        return f"{posts}, {count(result.pages, 'page')}: nothing to do ({seconds:.2f} s)"
    removed = f", {len(release.removed)} removed" if release.removed else ""
    written = f"{count(len(release.written), 'file')} written{removed}"
    return f"{posts}, {count(result.pages, 'page')}: {written} in {output} ({seconds:.2f} s)"


def explanation(result: Result) -> str:
    """Why each output was made again, a line for each."""
    return "\n".join(
        f"{visible(path)}: {', '.join(map(visible, why))}" for path, why in sorted(result.release.reasons.items())
    )


def summary(diagnostics: tuple[Diagnostic, ...]) -> str:
    """`2 errors, 1 warning`, or "" for none."""
    severities = Counter(diagnostic.severity for diagnostic in diagnostics)
    kinds: tuple[Severity, ...] = ("error", "warning", "hint")
    return ", ".join(count(severities[kind], kind) for kind in kinds if severities[kind])


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def outside_links(looked: Looked) -> str:
    """How many addresses of other sites were looked at, in one line."""
    if looked.offline:
        return "links to other sites: not one host was found; is this machine online?"
    parts = [f"{looked.known:,} known", f"{looked.asked:,} asked now"]
    if looked.left:
        parts.append(f"{looked.left:,} left for the next time")
    closed = f"; {looked.closed:,} answer no programs" if looked.closed else ""
    return f"links to other sites: {', '.join(parts)}{closed}"


def told(diagnostic: Diagnostic, lines: Lines) -> str:
    """A diagnostic, its help, and the line that it stands on with a caret.

    In colour, which `click.echo` takes out where no terminal shows it.
    """
    import click

    colours = {"error": "red", "warning": "yellow", "hint": "cyan"}
    colour = colours[diagnostic.severity]
    head, _, rest = str(diagnostic).partition(f" {diagnostic.severity}[")
    word = click.style(f"{diagnostic.severity}[{rest.partition(']')[0]}]", fg=colour, bold=True)
    shown, caret, _ = excerpt(diagnostic, lines).rpartition("^")
    seen = click.style(shown, dim=True) + click.style(caret, fg=colour, bold=True) if caret else shown
    return "\n".join(filter(None, (f"{head} {word}{rest.partition(']')[2]}", seen)))


def formatted(diagnostics: tuple[Diagnostic, ...], form: str, lines: Lines) -> str:
    """Diagnostics as `text`, as a `json` list, or as annotations on GitHub's pull requests (`github`)."""
    if form == "json":
        names = ("path", "line", "column", "severity", "code", "message", "help")
        return json.dumps([{n: getattr(d, n) for n in names} for d in diagnostics], indent=1)
    if form == "github":
        return "\n".join(map(_annotation, diagnostics))
    return "\n".join(told(diagnostic, lines) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    """GitHub's workflow command for one diagnostic (docs.github.com, "Workflow commands")."""
    kind = "notice" if diagnostic.severity == "hint" else diagnostic.severity
    escaped = (
        f"{visible(diagnostic.message)}\n{visible(diagnostic.help)}".strip().replace("%", "%25").replace("\n", "%0A")
    )
    path = visible(diagnostic.path).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    place = f"file={path},line={diagnostic.line or 1},col={diagnostic.column or 1},title={diagnostic.code}"
    return f"::{kind} {place}::{escaped}"
