"""A Hugo site's folder: its posts and pages under `content/`, with the addresses that its configuration gives them.

Where pages are is in `hugo_site.py`. The feed's ids are the posts' addresses, as in Hugo's own RSS template.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import joined, parts_of
from sitegen.importing.attachments import Attachments, localise, localise_image, unseen
from sitegen.importing.entry import COPY, LOST, OTHER, Entry, Source, left_over, not_imported
from sitegen.importing.folder import Folder
from sitegen.importing.html import html_to_markdown
from sitegen.importing.hugo_site import HugoPage, HugoSite, page_meant, read_config
from sitegen.importing.keys import Keys, later
from sitegen.importing.matter import Matter, read_matter
from sitegen.importing.moments import read_moment
from sitegen.importing.shortcodes import replace_shortcodes
from sitegen.newsroom.urls import as_uri

_ENDINGS = (".md", ".markdown", ".mdown", ".html", ".htm")
_OTHER = (".adoc", ".ad", ".asciidoc", ".org", ".rst", ".pandoc", ".pdc")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_]?(?=.)")
_IMAGES = ("image", "images", "featured_image", "featuredImage", "cover", "thumbnail")
_PAGES = frozenset({"page", "pages"})  # sections for pages outside the news, by custom


def is_hugo(folder: Path) -> bool:
    named = (folder / f"{name}.{ending}" for name in ("hugo", "config") for ending in ("toml", "yaml", "yml", "json"))
    return (folder / "content").is_dir() and (
        any(path.is_file() for path in named) or (folder / "config" / "_default").is_dir()
    )


def read_hugo(root: Path) -> Source:
    folder = Folder.of(root)
    problems = list(folder.problems)
    config = read_config(folder, problems)
    if not config.base_url.startswith(("http://", "https://")):
        message = "the configuration has no baseURL, so the ids of the old feed are not known"
        problems.append(not_imported(folder.place("hugo.toml"), 0, message, "write baseURL there, and import again"))
    reader = _Reader(folder, config, problems)
    entries = [entry for path in folder.files if (entry := reader.entry(path))]
    problems += reader.leftovers()
    return Source("Hugo", tuple(entries), {}, tuple(problems), config.base)


class _Reader:
    """Reads one file after the other; all files of the source are known."""

    def __init__(self, folder: Folder, config: HugoSite, problems: list[Diagnostic]) -> None:
        self.folder, self.config, self.problems = folder, config, problems
        self.used: set[str] = set()
        languages = config.table.get("languages")
        default = config.text("defaultcontentlanguage") or "en"
        self.others = {str(name).casefold() for name in languages} - {default} if isinstance(languages, dict) else set()

    def entry(self, path: str) -> Entry | None:
        """The post or page that a file is; None for what is none, or cannot be read, which is told."""
        if not path.startswith("content/"):
            return None
        place = self.folder.place(path)
        stem, ending = posixpath.splitext(path)
        if ending.lower() in _OTHER:
            message = f"{ending} is not read here: only Markdown and HTML are"
            self.problems.append(not_imported(place, 0, message, "turn it into Markdown", severity="error"))
        if ending.lower() not in _ENDINGS:
            return None
        if self.bundle(path) and not stem.endswith(("/index", "/_index")):
            self._leave(place, "a text within another page’s bundle is not carried over", COPY)
            return None
        if posixpath.splitext(stem)[1][1:].casefold() in self.others or path.split("/")[1].casefold() in self.others:
            self._leave(place, "a page in another language of the site is not carried over", OTHER)
            return None
        try:
            matter = read_matter(self.folder.text(path), place)
            if matter is None and ending.lower() in (".html", ".htm"):
                return None  # Hugo publishes it as it is
            return self._entry(path, matter or Matter({}, {}, self.folder.text(path), 1))
        except Unreadable as unreadable:
            self.problems.append(unreadable.diagnostic)
            return None

    def bundle(self, path: str) -> bool:
        """Whether a file lies in a page's bundle: beside its index.md, or in a folder there."""
        folder = posixpath.dirname(path)
        while folder not in ("content", ""):
            if any(f"{folder}/index{ending}" in self.folder.files for ending in _ENDINGS):
                return True
            folder = posixpath.dirname(folder)
        return False

    def _entry(self, path: str, matter: Matter) -> Entry | None:
        place = self.folder.place(path)
        inner = path.removeprefix("content/")
        folder, _, file = inner.rpartition("/")
        stem = posixpath.splitext(file)[0]
        section = inner.partition("/")[0] if "/" in inner else ""
        if stem == "_index":
            if matter.text.strip():
                message = "the text of a section’s own page is not carried over: lists have none here"
                self.problems.append(
                    not_imported(place, matter.first_line, message, "make a page of it, if it matters")
                )
            return None
        keys = Keys(matter, place, self.config.zone)
        index = stem == "index"
        base = (folder.rpartition("/")[2] if index else stem) or "index"
        # In the configuration, what stands under a name is `path`; in front matter, all names of Hugo's are known.
        published = keys.moment("publishDate", "pubDate", "published")
        moment = later(keys.moment("date"), published, self.config.zone)
        if moment is None and (match := _DATED.match(base)):
            moment = read_moment(match[1], self.config.zone)
        updated = keys.moment("lastmod", "modified", "updated")
        title = keys.text("title", "linkTitle") or base.replace("-", " ").capitalize()
        slug = keys.text("slug")
        page = HugoPage(inner, folder if not index else folder.rpartition("/")[0], section, base, slug, title)
        url = self.config.url(page, keys.text("url"), moment or updated)
        standing = not section or section.casefold() in _PAGES or (moment is None and updated is None)
        if standing and "/" not in url.strip("/") and not url.strip("/"):
            self._leave(place, "the home page’s own text is not carried over", COPY)
            return None
        attachments = Attachments()
        if index:
            self._take_bundle(path, attachments)
        text, problems = self._text(path, matter, attachments, url, index)
        image = keys.image(*_IMAGES)
        if image:
            line = next((keys.line(name) for name in _IMAGES if keys.has(name)), 1)
            real = self._find(image["src"], path, url, index)
            if real or not (index and self._beside(path, image["src"])):
                image, more = localise_image(image, real, attachments, place, line)
                problems += more
        summary = keys.text("summary", "description")
        entry = Entry(
            key=path,
            path=place,
            line=1,
            title=title,
            name=slug or url.strip("/").rpartition("/")[2].removesuffix(".html") or base,
            text=text,
            standing=standing,
            date=moment or updated,
            updated=updated,
            expires=keys.moment("expiryDate", "unpublishDate"),
            summary=summary,
            tags=keys.texts("tags", "tag", parted=","),
            categories=keys.texts("categories", "category", parted=","),
            authors=keys.authors(self.config.author) if not standing else keys.texts("authors", "author"),
            image=image,
            url=url,
            aliases=tuple(self.config.alias(alias, url) for alias in keys.texts("aliases")),
            id=as_uri(f"{self.config.base_url}{url[len(self.config.base) - 1 :]}") if self.config.base_url else "",
            draft=bool(keys.flag("draft")),
            extra=keys.extra,
            files=attachments.files,
        )
        self.problems += [*keys.problems, *problems]
        return entry

    def _take_bundle(self, path: str, attachments: Attachments) -> None:
        folder = posixpath.dirname(path) + "/"
        for other, found in self.folder.files.items():
            if other.startswith(folder) and posixpath.splitext(other)[1].lower() not in _ENDINGS:
                attachments.files[other.removeprefix(folder)] = found.real
                self.used.add(other)

    def _find(self, written: str, path: str, url: str, bundled: bool) -> str | None:
        """Where a file that a text names is on disk: beside the text, or in `static/` or `assets/`."""
        try:
            parts = parts_of(written)
        except ValueError:
            return None
        target = unquote(parts.path)
        if (parts.netloc and parts.netloc != parts_of(self.config.base_url).netloc) or not target:
            return None
        if parts.scheme and not parts.netloc:
            return None
        absolute = target if target.startswith("/") else joined(url, target)
        under = absolute.removeprefix(self.config.base) if self.config.base != "/" else absolute.lstrip("/")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.lstrip("/")))
        places = [f"static/{target.lstrip('/')}", f"static/{under}", f"assets/{target.lstrip('/')}", f"content/{under}"]
        for place in places if target.startswith("/") else [beside, *places]:
            found = self.folder.files.get(posixpath.normpath(place))
            if found and not place.lower().endswith(_ENDINGS):
                if bundled and found.path.startswith(posixpath.dirname(path) + "/"):
                    return None  # it comes along under its own name
                self.used.add(found.path)
                return found.real
        return None

    def _text(
        self, path: str, matter: Matter, attachments: Attachments, url: str, bundled: bool
    ) -> tuple[str, list[Diagnostic]]:
        place = self.folder.place(path)

        def find(written: str) -> str | None:
            return self._find(written, path, url, bundled)

        def picture(source: str, line: int) -> str:
            if real := find(source):
                return attachments.add(real, posixpath.basename(parts_of(source).path))
            known = bundled and self._beside(path, source)
            if not known and (problem := unseen(source, place, line, 0)):
                problems.append(problem)
            return source

        text, problems = localise(matter.text, find, attachments, place, matter.first_line)
        if bundled:
            problems = [p for p in problems if not self._names_bundled(p, path)]
        text, more = replace_shortcodes(
            text, picture, lambda target: page_meant(self.folder.files, target, path), place, matter.first_line
        )
        problems += more
        if path.lower().endswith((".html", ".htm")):
            lose = lambda words: problems.append(left_over(place, matter.first_line, 0, words, LOST))
            text = html_to_markdown(text, lambda target, _: target, lose)
        return text, problems

    def _leave(self, place: str, message: str, help_: str) -> None:
        self.problems.append(not_imported(place, 0, message, help_))

    def _beside(self, path: str, source: str) -> bool:
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(source))) in self.folder.files

    def _names_bundled(self, problem: Diagnostic, path: str) -> bool:
        match = re.fullmatch(r"the picture (.+) is not in the source", problem.message)
        return bool(match) and self._beside(path, match[1])  # type: ignore[index]

    def leftovers(self) -> list[Diagnostic]:
        """What lies in the source and came along with no post."""
        found = []
        for top in ("static/", "assets/"):
            left = [path for path in self.folder.files if path.startswith(top) and path not in self.used]
            if left:
                what = (
                    f"{len(left)} files are shown by no post, and"
                    if len(left) > 1
                    else f"no post shows {left[0]}, which"
                )
                verb = "are" if len(left) > 1 else "is"
                help_ = "copy what you need to static/"
                found.append(not_imported(self.folder.place(top), 0, f"{what} {verb} not carried over", help_))
        return found
