"""From a target, as it is written, to the place that is meant, and to the files that it is to hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.config import Config
from sitegen.config.settings import Deploy
from sitegen.config.targets import kind_of, wrong_place
from sitegen.configured import CACHE, output_folder
from sitegen.deploy.files import File, site_files
from sitegen.deploy.media import media_type
from sitegen.deploy.remote import Remote
from sitegen.diagnostics import WrongUsage, did_you_mean
from sitegen.engine.manifest import Record
from sitegen.newsroom.plan.headers import Rule, headers_for, stored_rules
from sitegen.result import Request


def chosen(target: str | None, config: Config) -> Deploy:
    """The place of this name in the configuration, else the one at this target; without any, the only one there is.

    Raises `WrongUsage`.
    """
    if target is None:
        if len(config.deploy) != 1:
            names = f": name one of {', '.join(config.deploy)}" if config.deploy else ", or name a target"
            raise WrongUsage(f"the configuration has not one place to deploy to{names}")
        [place] = config.deploy.values()
        return place
    if target in config.deploy:
        return config.deploy[target]
    if kind_of(target) is None and config.deploy and (near := did_you_mean(target, list(config.deploy))):
        raise WrongUsage(f"{target!r} is not a place of the configuration: {near}")
    place = Deploy(str(Path(target).expanduser().absolute()) if target.startswith((".", "~")) else target)
    if wrong := next(wrong_place(place), None):
        raise WrongUsage(f"{wrong[1]}: {wrong[2]}")
    return place


def files_of(place: Deploy, records: Mapping[str, Record], output: Path, config: Config) -> list[File]:
    """What the place is to hold. Only object storage keeps with a file what is to be said with it."""
    if "br" in place.compress:
        _need("brotli")
    if kind_of(place.target) != "objects":
        return site_files(records, output, packings=place.compress)
    rules, root = stored_rules(config), config.root
    return site_files(
        records,
        output,
        headers=lambda path: _told(root + path, rules),
        packings=place.compress,
    )


def _told(path: str, rules: Sequence[Rule]) -> tuple[tuple[str, str], ...]:
    """The headers (name, value) that are kept with a file: without a type, browsers save pages."""
    return tuple(({"Content-Type": media_type(path)} | headers_for(path, rules)).items())


def open_place(place: Deploy, request: Request, config: Config, *, largest: int) -> Remote:
    """The place, to be closed; `largest` is the size of the largest file, in bytes. Raises `WrongUsage`."""
    target, cache = place.target, request.site / CACHE
    kind = kind_of(target)
    if kind == "objects":
        _need("obstore")
        from sitegen.deploy.objects import Objects

        return Objects(target, largest)
    if kind == "ssh":
        from sitegen.deploy.rsync import Rsync

        return Rsync(target, cache)
    if kind == "branch":
        from sitegen.deploy.branch import Branch

        url, _, branch = target.partition("#")
        return Branch(_repository(url, request.site), branch, cache, int(request.now.timestamp()))
    from sitegen.deploy.folder import Folder
    from sitegen.deploy.switched import Switched

    path = unquote(urlsplit(target).path) if target.startswith("file:") else target
    folder = request.site / Path(path).expanduser()
    output_folder(replace(request, output=folder), config)  # raises where it holds the site's own files
    if folder.resolve() == output_folder(request, config):
        raise WrongUsage(f"{target} is where the site is built: name another folder")
    return Switched(folder) if place.switch else Folder(folder)


def _repository(url: str, site: Path) -> str:
    """The repository of git+URL, or of git:NAME, which is a remote of the site's own repository."""
    if url.startswith("git+"):
        return url.removeprefix("git+")
    from sitegen.deploy.programs import Failed, run

    name = url.removeprefix("git:")
    try:
        return run(["git", "-C", str(site), "remote", "get-url", "--push", name]).stdout.decode().strip()
    except Failed:
        raise WrongUsage(f"the site's repository has no remote {name!r}: see git remote -v") from None


def _need(package: str) -> None:
    if find_spec(package) is None:
        raise WrongUsage(f"this needs the package {package}: run pip install 'sitegen[deploy]'")
