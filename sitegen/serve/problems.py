"""What is wrong, as HTML that lies over the page: each problem with its place, its line, and what to write instead.

Everything from the site is escaped. Looks come from `preview.css`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from sitegen.diagnostics import Diagnostic
from sitegen.report import summary

MOST = 50  # problems at once; the terminal has all
AROUND = 60  # characters of a long line before the place, and as many after it


def described(found: Sequence[Diagnostic], site: Path) -> str:
    """Errors lie open over the page, as it was before; warnings alone are folded. "" where there are none."""
    if not found:
        return ""
    errors = [problem for problem in found if problem.severity == "error"]
    shown = (errors or found)[:MOST]
    left = len(found) - len(shown)
    items = "".join(_item(problem, site) for problem in shown)
    more = f"<p>{left:,} more: the terminal lists them all.</p>" if left else ""
    title = summary(tuple(found)) + (": this page is as it was before" if errors else "")
    return _panel(title, f"<ol>{items}</ol>{more}", urgent=bool(errors))


def refusal(words: str) -> str:
    """That nothing could be built, though nothing in the site is wrong."""
    return _panel("Not built: this page is as it was before", f"<p>{escape(words)}</p>", urgent=True)


def _panel(title: str, html: str, *, urgent: bool) -> str:
    return (
        f'<div role="{"alert" if urgent else "status"}"><details{" open" * urgent}><summary><b>{escape(title)}</b> '
        f'<span class="close">Close (Esc)</span><span class="show">Show</span></summary>{html}</details></div>'
    )


def _item(problem: Diagnostic, site: Path) -> str:
    place = ":".join([problem.path, *(str(n) for n in (problem.line, problem.column) if n)])
    lines = [f"<p><code>{escape(place)}</code> <b>{problem.severity}</b> <code>{problem.code}</code></p>"]
    lines.append(f"<p>{escape(problem.message)}</p>")
    if found := _excerpt(problem, site):
        lines.append(f'<pre tabindex="0">{escape(found)}</pre>')
    if problem.help:
        lines.append(f"<p>help: {escape(problem.help)}</p>")
    return f'<li class="{problem.severity}">{"".join(lines)}</li>'


def _excerpt(problem: Diagnostic, site: Path) -> str:
    """The line of the problem with a caret under its place; "" where there is none to show."""
    try:
        line = (site / problem.path).read_text(encoding="utf-8").splitlines()[problem.line - 1 : problem.line][0]
    except (OSError, ValueError, IndexError):  # the theme's own file, or not UTF-8, or another now
        return ""
    column = min(max(problem.column, 1), len(line) + 1)
    start = max(0, column - 1 - AROUND)
    cut = ("…" if start else "") + line[start : column - 1 + AROUND]
    number = f"{problem.line} | "
    if not problem.column:
        return number + cut
    before = number + cut[: column - 1 - start + bool(start)]
    return f"{number}{cut}\n{''.join(c if c.isspace() else ' ' for c in before)}^"
