"""`[tool.sitegen]` of the site's pyproject.toml, as frozen values. Reads no other file.

Every problem is found in one run, with the line of the key that has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sitegen.config.places import locate
from sitegen.config.settings import Config, Markdown
from sitegen.config.tables import WrongSetting, read_table, tables_with
from sitegen.config.toml import BadToml, read_toml
from sitegen.config.values import check_values
from sitegen.diagnostics import FILE, Code, ConfigError, Diagnostic, one_edit_away

__all__ = ["Config", "Markdown", "locate", "read_config"]


def read_config(text: str) -> Config:
    """The configuration in a pyproject.toml's text; raises `ConfigError` with all that is wrong in it."""

    def problem(code: Code, message: str, help_: str = "", path: tuple[str, ...] = ()) -> Diagnostic:
        return Diagnostic(FILE, *locate(text, ("tool", "sitegen", *path)), "error", code, message, help_)

    try:
        read = read_toml(text)
        tools = read.get("tool", {})
    except BadToml as bad:
        raise ConfigError([Diagnostic(FILE, *bad.place, "error", "bad-toml", bad.message, bad.help)]) from None
    table = tools.get("sitegen") if isinstance(tools, dict) else tools
    if table is None or (isinstance(table, dict) and not _has_header(table)):
        raise ConfigError([_no_table(text, read)])
    if not isinstance(table, dict):
        help_ = "write [tool.sitegen], and keys below it"
        raise ConfigError([problem("bad-value", "[tool.sitegen] must be a table", help_)])
    values, found = read_table(Config, table)
    config = Config(**values)
    found = [_elsewhere(wrong) if wrong.code == "unknown-key" else wrong for wrong in found]
    reported = [wrong.path for wrong in found]
    found += [wrong for wrong in check_values(config) if not any(_within(wrong.path, path) for path in reported)]
    if found:
        raise ConfigError(sorted(problem(wrong.code, wrong.message, wrong.help, wrong.path) for wrong in found))
    return config


def _elsewhere(wrong: WrongSetting) -> WrongSetting:
    """An unknown key, with where it belongs if another table has a key of this name."""
    key = wrong.path[-1]
    places = list(tables_with(Config, key))
    names = [f"[{'.'.join(('tool', 'sitegen', *above, *([key] if is_table else [])))}]" for above, is_table in places]
    if not names:
        return wrong
    help_ = f"write {names[0]} in its place" if places[0][1] else f"write it below {' or '.join(names)}"
    return replace(wrong, help=help_)


def _within(path: tuple[str, ...], reported: tuple[str, ...]) -> bool:
    """Whether one of two settings is the other, or a part of it."""
    return all(one == other for one, other in zip(path, reported, strict=False))


def _has_header(table: Mapping[str, Any]) -> bool:
    """Whether a table says anything of its own: [tool.sitegen.feeds] alone makes a [tool.sitegen], too."""
    return not table or not all(isinstance(value, dict) for value in table.values())


def _no_table(text: str, read: Mapping[str, Any]) -> Diagnostic:
    """That there is no [tool.sitegen], at the setting above which it is missing, or at the table meant for it."""
    message, place = "there is no [tool.sitegen] table", (0, 0)
    tools = tools if isinstance(tools := read.get("tool"), dict) else {}
    ours = [name for name in read if name in ("title", "base_url")]
    others = [name for name in tools if name != "sitegen"]
    near = next((name for name in others if name.lower() == "sitegen" or one_edit_away(name.lower(), "sitegen")), "")
    if ours:
        place, help_ = locate(text, (ours[0],)), f"write a line [tool.sitegen] above {ours[0]} = …"
    elif near:
        place, help_ = locate(text, ("tool", near)), f"write [tool.sitegen] in place of [tool.{near}]"
    elif "sitegen" in read:
        place, help_ = locate(text, ("sitegen",)), "write [tool.sitegen] in place of [sitegen]"
    else:
        help_ = 'add a table [tool.sitegen] with title = "…" and base_url = "https://…", or run: sitegen init DIR'
    return Diagnostic(FILE, *place, "error", "no-config", message, help_)
