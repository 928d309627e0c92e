"""A site's configuration, read from its folder; where its settings stand, and where it is published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.diagnostics import FILE, ConfigError, Diagnostic
from sitegen.result import Request

if TYPE_CHECKING:
    from sitegen.config import Config

CACHE = ".sitegen"


def place_of_setting(site: Path, key: str) -> tuple[int, int]:
    """The line and column of a key of `[tool.sitegen]`, for what turns out to be wrong only after reading it."""
    from sitegen.config import locate

    return locate((site / FILE).read_text(encoding="utf-8"), ("tool", "sitegen", key))


def load_config(site: Path) -> Config:
    """The site's configuration; raises `ConfigError`."""
    from sitegen.config import read_config

    try:
        text = (site / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"there is no {FILE} in {site}" if site.is_dir() else f"there is no folder {site}"
        help_ = "go to the site's folder, name it with --site DIR, or make a site with: sitegen init DIR"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "no-config", message, help_)]) from None
    except UnicodeDecodeError as bad:
        line = bad.object.count(b"\n", 0, bad.start) + 1
        message, help_ = f"byte 0x{bad.object[bad.start]:02x} is not UTF-8", "save the file in the UTF-8 encoding"
        raise ConfigError([Diagnostic(FILE, line, 0, "error", "bad-encoding", message, help_)]) from None
    try:
        return read_config(text)
    except ConfigError as wrong:
        raise ConfigError(wrong.diagnostics, site) from None


def output_folder(request: Request, config: Config) -> Path:
    """Where the site is published; raises `ConfigError` for a file, or a folder that holds the site's own files."""
    site = request.site.resolve()
    output = (request.output or site / config.output).resolve()
    own = [site / name for name in ("content", "templates", "static", CACHE, ".git")]
    within = [folder for folder in own if output == folder or folder in output.parents]
    serving = output.is_relative_to(site / CACHE / "serve")
    if output.exists() and not output.is_dir():
        message = f"the output {output} is a file"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "bad-output", message, 'write output = "public"')])
    if site.is_relative_to(output) or (within and not serving):
        message = f"the output folder {output} holds the site's own files"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "bad-output", message, 'write output = "public"')])
    return output
