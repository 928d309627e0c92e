"""What is wrong, as HTML that lies over the page: each problem with its place, its line, and what to write instead.

Everything from the site is escaped. Looks come from `preview.css`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from sitegen.diagnostics import Diagnostic
from sitegen.report import summary
from sitegen.rules.excerpts import Lines, excerpt, site_lines

MOST = 50  # problems at once; the terminal has all


def described(found: Sequence[Diagnostic], site: Path) -> str:
    """Errors lie open over the page, as it was before; warnings alone are folded. "" where there are none."""
    if not found:
        return ""
    errors = [problem for problem in found if problem.severity == "error"]
    shown = (errors or found)[:MOST]
    left = len(found) - len(shown)
    lines = site_lines(site)
    items = "".join(_item(problem, lines) for problem in shown)
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


def _item(problem: Diagnostic, lines: Lines) -> str:
    place = ":".join([problem.path, *(str(n) for n in (problem.line, problem.column) if n)])
    parts = [f"<p><code>{escape(place)}</code> <b>{problem.severity}</b> <code>{problem.code}</code></p>"]
    parts.append(f"<p>{escape(problem.message)}</p>")
    if found := excerpt(problem, lines):
        parts.append(f'<pre tabindex="0">{escape(found)}</pre>')
    if problem.help:
        parts.append(f"<p>help: {escape(problem.help)}</p>")
    return f"<li>{''.join(parts)}</li>"
