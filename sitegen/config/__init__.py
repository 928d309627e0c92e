"""`[tool.sitegen]` of the site's pyproject.toml, as frozen values. Reads no other file.

Every problem is found in one run, with the line of the key that has it.
"""

from __future__ import annotations

from sitegen.config.places import locate
from sitegen.config.settings import Config, Markdown
from sitegen.config.tables import read_table
from sitegen.config.toml import BadToml, read_toml
from sitegen.config.values import check_values
from sitegen.diagnostics import FILE, Code, ConfigError, Diagnostic

__all__ = ["Config", "Markdown", "locate", "read_config"]


def read_config(text: str) -> Config:
    """The configuration in a pyproject.toml's text; raises `ConfigError` with all that is wrong in it."""

    def problem(code: Code, message: str, help_: str = "", path: tuple[str, ...] = ()) -> Diagnostic:
        return Diagnostic(FILE, *locate(text, ("tool", "sitegen", *path)), "error", code, message, help_)

    try:
        tools = read_toml(text).get("tool", {})
    except BadToml as bad:
        raise ConfigError([Diagnostic(FILE, *bad.place, "error", "bad-toml", bad.message, bad.help)]) from None
    table = tools.get("sitegen") if isinstance(tools, dict) else tools
    if table is None:
        help_ = 'add a table [tool.sitegen] with title = "…" and base_url = "https://…", or run: sitegen init DIR'
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "no-config", "there is no [tool.sitegen] table", help_)])
    if not isinstance(table, dict):
        help_ = "write [tool.sitegen], and keys below it"
        raise ConfigError([problem("bad-value", "[tool.sitegen] must be a table", help_)])
    values, found = read_table(Config, table)
    config = Config(**values)
    reported = {wrong.path[:1] for wrong in found}
    found += [wrong for wrong in check_values(config) if wrong.path[:1] not in reported]
    if found:
        raise ConfigError(sorted(problem(wrong.code, wrong.message, wrong.help, wrong.path) for wrong in found))
    return config
