"""What the site's files hold beside its texts, as the plan takes it: read, and remembered while it stays the same.

Decides nothing about the news.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from os.path import splitext
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec

from sitegen.config import Config
from sitegen.config.places import key_places, nearest_place
from sitegen.content.datafile import DataFile
from sitegen.content.library import DOWNLOADS, bundle_files
from sitegen.content.pictures import measure
from sitegen.content.registry import bundled, load_registry
from sitegen.content.scan import SiteFiles
from sitegen.diagnostics import FILE, Diagnostic
from sitegen.engine.digest import digest_value
from sitegen.engine.files import File
from sitegen.engine.pool import Pool
from sitegen.engine.store import Store
from sitegen.model import Document, Post, StandingPage
from sitegen.newsroom import contexts
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.plan.pictures import ENDINGS, PictureFile, Pictures
from sitegen.newsroom.site import Site
from sitegen.outputs.assets import FINGERPRINTED
from sitegen.outputs.html import ThemeSettings
from sitegen.outputs.lettering import draws
from sitegen.outputs.minify import minify_static
from sitegen.outputs.theme import Facts, read_facts

HARMLESS = ENDINGS + DOWNLOADS


def redirect_places(config: Config, site: Path) -> dict[str, tuple[int, int]]:
    """Line and column of each of the configuration's redirects, by its source as written."""
    if not config.redirects:
        return {}
    places = key_places((site / FILE).read_text(encoding="utf-8"))
    return {source: nearest_place(places, ("tool", "sitegen", "redirects", source)) for source in config.redirects}


def data_contents(files: SiteFiles) -> dict[str, bytes]:
    return {name: file.read() for name, file in files.data.items()}


def _text(file: File) -> str:
    return io.TextIOWrapper(io.BytesIO(file.read()), encoding="utf-8", errors="replace").read()


def static_texts(static: Mapping[str, File], store: Store) -> dict[str, str]:
    """The css and js files by path; each is minified once and remembered for as long as it is what it was."""
    wanted = {path: file for path, file in static.items() if path.endswith(FINGERPRINTED)}
    keys = {path: digest_value((path, file.digest)) for path, file in wanted.items()}
    known = store.every("minified")
    fresh = {path: minify_static(path, _text(file)) for path, file in wanted.items() if keys[path] not in known}
    if fresh:
        store.drop("minified", known.keys() - set(keys.values()))
        store.put("minified", [(keys[path], text.encode()) for path, text in fresh.items()])
    return {path: fresh[path] if path in fresh else known[keys[path]].decode() for path in wanted}


def theme_facts(files: SiteFiles, store: Store) -> Facts:
    """What the templates name, remembered for as long as none of them changes: Jinja's parser takes its time."""
    key = digest_value({name: file.digest for name, file in files.templates.items()})
    if known := store.get("theme", key):
        return msgspec.msgpack.decode(known, type=Facts)
    facts = read_facts(
        [name for name in files.templates if name.endswith(".html")],
        {name: file.owner for name, file in files.templates.items()},
        lambda name: _text(files.templates[name]),
    )
    store.drop("theme", store.keys("theme"))
    store.put("theme", [(key, msgspec.msgpack.encode(facts))])
    return facts


def review_templates(
    theme: ThemeSettings, facts: Facts, own: Iterable[str], site: contexts.Site, store: Store
) -> tuple[Diagnostic, ...]:
    """What templates use and are not given, and which of the site's `own` nothing uses.

    Remembered while they, the site's words and its assets stay as they are.
    """
    strings, assets, own = sorted(site.strings), sorted(site.assets), sorted(own)
    key = digest_value((theme.digest, theme.language, strings, assets, own))
    if known := store.get("variables", key):
        return msgspec.msgpack.decode(known, type=tuple[Diagnostic, ...])
    from sitegen.outputs.unused import unused_templates
    from sitegen.outputs.variables import unknown_variables

    found = (*unknown_variables(theme, facts, own, strings, assets), *unused_templates(theme, facts, own))
    store.drop("variables", store.keys("variables"))
    store.put("variables", [(key, msgspec.msgpack.encode(found))])
    return found


def site_registry(companies: DataFile) -> tuple[Callable[[], Registry], tuple[Diagnostic, ...]]:
    """The company registry, read when first asked for; at once where the site has entries of its own to check."""
    if not companies.value:
        return bundled, ()
    registry, problems = load_registry(companies)
    return cache(lambda: registry), problems


def place_bundles(
    site: Site, files: SiteFiles, documents: Sequence[Document]
) -> tuple[dict[str, File], dict[str, str], list[Diagnostic]]:
    """The files of bundles by where they are published, beside their pages, and the URL of each content file that
    links can name.

    A file that lies in no bundle is published nowhere, nor is one that a browser may take for a page; which is said.
    """
    things: tuple[Post | StandingPage, ...] = (*site.posts, *site.pages)
    taken_down = {gone.document.path: gone.url for gone in site.taken_down}
    urls = {thing.document.path: thing.url for thing in things}
    bundled_files = bundle_files(tuple(files.resources), documents)
    read = {document.path for document in documents}
    unread = tuple(  # folders of bundles whose text has errors: their files will be theirs when it is mended
        found.path.removesuffix("index.md")
        for found in files.documents
        if found.path.endswith("/index.md") and found.path not in read
    )
    placed = {}
    stray = []
    for path, file in files.resources.items():
        if path not in bundled_files and path.startswith(unread):
            continue
        if path not in bundled_files:
            message = "this file belongs to no post, so it is not published"
            help_ = _home(path)
            stray.append(Diagnostic(file.owner, 0, 0, "warning", "stray-file", message, help_))
            continue
        if not path.lower().endswith(HARMLESS):
            message = "this file is not published: browsers may run what is in a file with such a name"
            help_ = "put it into static/ if you trust it, or save it as one that is only shown: .pdf, .txt, .csv, .zip"
            stray.append(Diagnostic(file.owner, 0, 0, "warning", "stray-file", message, help_))
            continue
        document, inner = bundled_files[path]
        if document.path in urls:
            url = urls[document.path]
            urls[path] = url + quote(inner)
            placed[unquote(url).lstrip("/") + inner] = file
    return placed, {**urls, **taken_down}, stray


def _home(path: str) -> str:
    """Where a file that lies in no bundle can go, or how a text is called that wants to be a post."""
    stem, ending = splitext(path.rpartition("/")[2])
    if ending.lower() in (".md", ".markdown", ".mdown", ".mkd", ".txt"):
        return f"if it is a post, call it {stem}.md; if it is not, put it into static/"
    return "put it into static/, or into a post's own folder beside its index.md; a post's name ends in .md"


def look_at_pictures(
    root: str, files: SiteFiles, bundles: Mapping[str, File], named: AbstractSet[str], store: Store, pool: Pool
) -> Pictures:
    """The pictures of bundles, and those of `static/` that are `named`, with what they hold."""
    both = {**{path: file for path, file in files.static.items() if path in named}, **bundles}
    wanted = {path: file for path, file in both.items() if path.lower().endswith(ENDINGS)}
    known = measure(((file.digest, file.real) for file in wanted.values()), store, pool)
    return Pictures(
        root,
        {
            path: PictureFile(path, file.real, file.owner, file.digest, path in bundles, known[file.digest])
            for path, file in wanted.items()
        },
    )


def card_font(config: Config, files: SiteFiles, store: Store) -> tuple[tuple[str, bytes], list[Diagnostic]]:
    """The font that social cards are set in, where the site has its own, by its place and digest.

    Whether it is one is found out once for each content.
    """
    name = config.cards.font
    if not name:
        return ("", b""), []
    file = files.fonts.get(name.removeprefix("fonts/"))
    if file is None or not name.startswith("fonts/"):
        help_ = f"known: {', '.join(f'fonts/{path}' for path in files.fonts)}" if files.fonts else "put it into fonts/"
        message = f"cards.font leads to {name!r}, and there is no such file in fonts/"
    else:
        known = store.get("font", file.digest)
        if known is None:
            known = b"sound" if draws(file.read()) else b"none"
            store.drop("font", store.keys("font"))
            store.put("font", [(file.digest, known)])
        if known == b"sound":
            return (file.real, file.digest), []
        help_ = "write the path of a TrueType or OpenType file in fonts/"
        message = f"cards.font leads to {name!r}, which is no font that can be drawn"
    return ("", b""), [Diagnostic(FILE, 0, 0, "error", "bad-value", message, help_)]
