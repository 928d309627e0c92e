"""A site's configuration, read from its folder; where its settings stand, and where it is published."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.diagnostics import FILE, ConfigError, Diagnostic
from sitegen.result import Request

if TYPE_CHECKING:
    from sitegen.config import Config

CACHE = ".sitegen"


def place_of_setting(site: Path, path: tuple[str, ...]) -> tuple[int, int]:
    """The line and column of what `path` leads to from `[tool.sitegen]` on, for what turns out to be wrong later."""
    from sitegen.config import locate

    return locate((site / FILE).read_text(encoding="utf-8"), ("tool", "sitegen", *path))


def load_config(site: Path) -> Config:
    """The site's configuration; raises `ConfigError`."""
    from sitegen.config import read_config
    from sitegen.config.encoding import NotText, as_text

    try:
        text = as_text((site / FILE).read_bytes())
    except FileNotFoundError:
        message = f"there is no {FILE} in {site.resolve()}" if site.is_dir() else f"there is no folder {site}"
        help_ = "go to the site's folder, name it with --site DIR, or make a site with: sitegen init DIR"
        if above := _site_above(site.resolve()):
            help_ = f"the site is in {above}: go there with cd {os.path.relpath(above, site.resolve())}"
        raise ConfigError([Diagnostic(FILE, 0, 0, "error", "no-config", message, help_)]) from None
    except NotText as bad:
        raise ConfigError([Diagnostic(FILE, *bad.place, "error", "bad-encoding", bad.message, bad.help)]) from None
    try:
        return read_config(text)
    except ConfigError as wrong:
        raise ConfigError(wrong.diagnostics, site) from None


def _site_above(folder: Path) -> Path | None:
    """The nearest folder above this one whose configuration is a site's: an editor may stand in content/posts/."""
    for above in folder.parents:
        with suppress(OSError, UnicodeDecodeError):
            if "[tool.sitegen]" in (above / FILE).read_text(encoding="utf-8"):
                return above
    return None


def output_folder(request: Request, config: Config) -> Path:
    """Where the site is published; raises `ConfigError` for a file, or a folder that holds the site's own files."""
    site = request.site.resolve()
    output = (request.output or site / config.output).resolve()
    own = [site / name for name in ("content", "templates", "static", CACHE, ".git")]
    within = [folder for folder in own if output == folder or folder in output.parents]
    serving = output.is_relative_to(site / CACHE / "serve")
    taken = output.exists() and not output.is_dir()
    if taken or site.is_relative_to(output) or (within and not serving):
        shown = f"{output.relative_to(site)}/" if within else "the site's own folder" if output == site else str(output)
        message = f"{shown} is to be the output folder, and it holds the site's own files"
        if taken:
            message = f"{output.name} is to be the output folder, and it is a file"
        place = (0, 0) if request.output else place_of_setting(site, ("output",))
        help_ = 'write output = "public"' if not request.output else "name a folder that is empty or new"
        raise ConfigError([Diagnostic(FILE, *place, "error", "bad-output", message, help_)])
    return output
