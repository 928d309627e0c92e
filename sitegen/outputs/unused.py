"""Templates of the site that no page is made with, and blocks that no layout has a place for: both show nothing.

Says nothing where templates cannot be read, which is said elsewhere: what they name is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sitegen.diagnostics import Diagnostic, did_you_mean, nearest
from sitegen.newsroom.contexts import TEMPLATES
from sitegen.outputs.html import ThemeSettings, environment
from sitegen.outputs.theme import Facts, closure


def unused_templates(theme: ThemeSettings, facts: Facts, own: Collection[str]) -> tuple[Diagnostic, ...]:
    """A warning for each template and block; `own` are the names of the site's own templates."""
    if facts.diagnostics or not own:
        return ()
    used = {name for page in TEMPLATES.values() for name in closure(page, facts)}
    taken = {name.casefold() for name in used}  # one that differs in capitals alone is told elsewhere
    found = [_unused(name, used) for name in own if name not in used and name.casefold() not in taken]
    files = {name for name, _, _ in theme.templates}
    trees: dict[str, Any] = {}
    for name in own:
        if name in used:
            found += _idle_blocks(name, theme, files, trees)
    return tuple(sorted(found))


def _unused(name: str, used: Collection[str]) -> Diagnostic:
    folder, slash, file = name.rpartition("/")
    beside = (other.removeprefix(f"{folder}{slash}") for other in sorted(used) if other.rpartition("/")[0] == folder)
    stems = {other.rpartition(".")[0]: other for other in beside}
    near = stems.get(nearest(file.rpartition(".")[0], stems) or "")
    message = "no page is made with this template, and none that is used names it"
    help_ = f'name it in one that is used, as in {{% include "{name}" %}}, or delete it'
    if near:
        help_ = f"did you mean {folder}{slash}{near}? rename it, or delete it"
    return Diagnostic(f"templates/{name}", 1, 1, "warning", "unused-template", message, help_)


def _idle_blocks(
    name: str, theme: ThemeSettings, files: Collection[str], trees: dict[str, Any]
) -> Iterator[Diagnostic]:
    """The blocks of a template that extends others, of which none has a block of that name."""
    from jinja2 import nodes

    def tree(template: str) -> Any:
        if template not in trees:
            trees[template] = environment(theme).parse(theme.source(template), template)
        return trees[template]

    above: list[str] = []
    layout = _layout(tree(name))
    while layout in files and layout not in above:
        above.append(layout)
        layout = _layout(tree(layout))
    if not above or layout:  # it extends nothing, or what is not known
        return
    known = sorted({block.name for template in above for block in tree(template).find_all(nodes.Block)})
    lines = theme.source(name).splitlines()
    for block in (node for node in tree(name).body if isinstance(node, nodes.Block)):
        if block.name not in known:
            message = f"{above[0]} has no block {block.name!r}, so this one is shown nowhere"
            yield _at(name, block, lines, message, did_you_mean(block.name, known) or f"see {above[-1]} for its blocks")


def _layout(tree: Any) -> str:
    """The template that one extends, "" for none."""
    from jinja2 import nodes

    extends = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
    return str(getattr(extends.template, "value", "")) if extends else ""


def _at(name: str, block: Any, lines: Sequence[str], message: str, help_: str) -> Diagnostic:
    line = lines[block.lineno - 1] if block.lineno <= len(lines) else ""
    column = max(line.find(block.name), line.find("block") + len("block ")) + 1
    return Diagnostic(f"templates/{name}", block.lineno, column, "warning", "unused-template", message, help_)
