"""A Jekyll site's folder: `_posts`, `_drafts` and pages, with the addresses that its configuration gives them.

Permalinks are in `jekyll_urls.py`. The feed's ids are those of jekyll-feed: the post's `id` as an absolute URL.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sitegen.content.text import Unreadable
from sitegen.diagnostics import Diagnostic
from sitegen.importing.addresses import parts_of
from sitegen.importing.attachments import Attachments, localise, localise_image
from sitegen.importing.entry import COPY, LOST, Entry, Source, left_over, link_to, not_imported
from sitegen.importing.folder import Folder
from sitegen.importing.html import html_to_markdown
from sitegen.importing.jekyll_files import HTML, JekyllFile, JekyllFiles, read_table
from sitegen.importing.jekyll_urls import Address, page_url, post_id, post_url
from sitegen.importing.keys import Keys
from sitegen.importing.liquid import Links, fit_kramdown, replace_liquid
from sitegen.importing.matter import Matter, read_matter
from sitegen.importing.moments import read_moment
from sitegen.newsroom.moments import site_zone
from sitegen.newsroom.urls import as_uri

_IMAGES = ("image", "images", "featured_image", "thumbnail")


def is_jekyll(folder: Path) -> bool:
    return (folder / "_posts").is_dir() or any(
        (folder / f"_config.{ending}").is_file() for ending in ("yml", "yaml", "toml")
    )


def read_jekyll(root: Path, zone: tzinfo) -> Source:
    """What is in the folder; `zone` is of dates for which the configuration names none."""
    folder = Folder.of(root)
    problems = list(folder.problems)
    config = read_table(folder, "_config", problems)
    try:
        zone = site_zone(str(config["timezone"])) if config.get("timezone") else zone
    except (ValueError, OSError, KeyError):
        message = f"{config['timezone']!r} is no time zone, so dates without one are in this site's"
        help_ = 'write one like "Europe/Berlin" there, and import again'
        problems.append(left_over(folder.place("_config.yml"), 0, 0, message, help_))
    if not str(config.get("url") or "").startswith(("http://", "https://")):
        message = "the configuration has no url, so the ids of the old feed are not known"
        problems.append(not_imported(folder.place("_config.yml"), 0, message, "write url there, and import again"))
    people = {
        str(key): row for key, row in read_table(folder, "_data/authors", problems).items() if isinstance(row, dict)
    }
    reader = _Reader(folder, config, zone, people, problems)
    entries = [entry for path in folder.files if (entry := reader.entry(path))]
    problems += reader.files.leftovers(reader.used)
    authors = {}
    for key, row in people.items():
        said = {"bio": row.get("bio"), "url": row.get("url") or row.get("web") or row.get("website")}
        authors[str(row.get("name") or key)] = {
            name: " ".join(value.split())
            for name, value in said.items()
            if isinstance(value, str)
            and value.strip()
            and (name != "url" or re.fullmatch(r"https?://[^\s<>\"]+", value))
        }
    return Source("Jekyll", tuple(entries), authors, tuple(problems), f"/{reader.base}/" if reader.base else "/")


class _Reader:
    """Reads one file after the other; all files of the source are known."""

    def __init__(
        self,
        folder: Folder,
        config: Mapping[str, Any],
        zone: tzinfo,
        people: Mapping[str, Any],
        problems: list[Diagnostic],
    ) -> None:
        self.folder, self.config, self.zone, self.people, self.problems = folder, config, zone, people, problems
        self.used: set[str] = set()
        self.files = JekyllFiles(folder, config)
        self.base = str(config.get("baseurl") or "").strip("/")
        self.posts = {}
        for path in folder.files:
            file = self.files.file(path)
            if file and file.kind == "post":
                self.posts["/".join([*file.folders, posixpath.splitext(posixpath.basename(path))[0]])] = path

    def entry(self, path: str) -> Entry | None:
        """The post or page that a file is; None for what is none, or cannot be read, which is told."""
        file = self.files.file(path)
        if file is None:
            return None
        try:
            matter = read_matter(self.folder.text(path), file.place)
            if matter is None:
                if file.kind != "page":  # Jekyll publishes a page without as it is
                    message, help_ = "a post without front matter is none to Jekyll", "begin it with two lines of ---"
                    self.problems.append(not_imported(file.place, 1, message, help_))
                return None
            return self._entry(file, matter)
        except Unreadable as unreadable:
            self.problems.append(unreadable.diagnostic)
            return None

    def _entry(self, file: JekyllFile, matter: Matter) -> Entry | None:
        keys = Keys(matter, file.place, self.zone, self.files.defaults(file))
        standing = file.kind == "page"
        moment = keys.moment("date") or (read_moment(file.day, self.zone) if file.day else None)
        title = keys.text("title") or file.name.replace("-", " ").capitalize()
        tags = keys.texts("tags", "tag", parted=" ")
        categories = tuple(dict.fromkeys((*file.folders, *keys.texts("categories", "category", parted=" "))))
        address = Address(file.name, keys.text("slug"), moment, categories, self.zone)
        own = keys.text("permalink")
        if standing:
            url = page_url(file.path, own, str(self.config.get("permalink") or ""))
            if (
                url in ("/", "/404.html", "/feed.xml")
                or not matter.text.strip()
                or "{%" in matter.text.partition("\n")[0]
            ):
                what = "the home page" if url == "/" else f"the page {url}"
                message = f"{what} is made by a template, and is not carried over"
                self.problems.append(not_imported(file.place, 0, message, COPY))
                return None
        else:
            url = post_url(own or str(self.config.get("permalink") or "date"), address) if moment or own else ""
        url = f"/{self.base}{url}" if self.base and url else url
        attachments = Attachments()
        values = {"page.title": title, "site.title": str(self.config.get("title") or "")}
        text, problems = self._text(file, matter, attachments, url, values)
        image = keys.image(*_IMAGES)
        if image:
            line = next((keys.line(name) for name in _IMAGES if keys.has(name)), 1)
            source = image["src"]
            real = self._find(source, file.path, url) or self._find(f"/{source}", file.path, url)
            image, more = localise_image(image, real, attachments, file.place, line)
            problems += more
        published = keys.flag("published")
        authors = tuple(self._person(name) for name in keys.authors("" if standing else self.config.get("author")))
        site = str(self.config.get("url") or "").rstrip("/")
        entry = Entry(
            key=file.path,
            path=file.place,
            line=1,
            title=title,
            name=address.slug or file.name,
            text=text,
            standing=standing,
            date=moment,
            updated=keys.moment("last_modified_at", "last_modified", "updated", "modified"),
            expires=keys.moment("expires"),
            summary=_one_line(keys.text("summary", "excerpt", "description")),
            tags=tags,
            categories=categories if not standing else (),
            authors=authors,
            image=image,
            url=url,
            aliases=tuple(unquote(parts_of(old).path) for old in keys.texts("redirect_from", "alias", "aliases")),
            id=as_uri(site + post_id(url, address)) if site and url and not standing else "",
            draft=file.kind == "draft" or published is False or bool(keys.flag("draft")),
            extra={key: value for key, value in keys.extra.items() if key != "excerpt_separator"},
            files=attachments.files,
        )
        self.problems += [*keys.problems, *problems]
        return entry

    def _person(self, name: str) -> str:
        row = self.people.get(name)
        return str(row.get("name") or name) if isinstance(row, dict) else name

    def _text(
        self, file: JekyllFile, matter: Matter, attachments: Attachments, url: str, values: Mapping[str, str]
    ) -> tuple[str, list[Diagnostic]]:
        place, first = file.place, matter.first_line
        links = Links(self._post, self._linked, values)
        text, problems = replace_liquid(matter.text, links, place, first)
        text, more = localise(text, lambda written: self._find(written, file.path, url), attachments, place, first)
        problems += more
        if file.path.lower().endswith(HTML):
            lose = lambda words: problems.append(left_over(place, first, 0, words, LOST))
            return html_to_markdown(text, lambda target, _: target, lose), problems
        text, more = fit_kramdown(text, place, first)
        return text, problems + more

    def _post(self, name: str) -> str | None:
        found = self.posts.get(name.strip("/"))
        if found is None:
            alike = [path for known, path in self.posts.items() if known.rpartition("/")[2] == name.strip("/")]
            found = alike[0] if len(alike) == 1 else None
        return link_to(found, name) if found else None

    def _linked(self, path: str) -> str | None:
        plain = path.strip("/")
        if plain not in self.folder.files:
            return None
        return link_to(plain, f"/{plain}") if self.files.file(plain) else f"/{plain}"

    def _find(self, written: str, path: str, url: str) -> str | None:
        """Where a file that a text names is on disk: under the site's root, or beside the text or its page."""
        try:
            parts = parts_of(written)
        except ValueError:
            return None
        ours = not parts.netloc or parts.netloc == parts_of(str(self.config.get("url") or "")).netloc
        target = unquote(parts.path)
        if not ours or not target or (parts.scheme and not parts.netloc):
            return None
        places = [posixpath.join(posixpath.dirname(path), target), posixpath.join(posixpath.dirname(url), target)]
        if target.startswith("/"):
            places = [target, target.removeprefix(f"/{self.base}") if self.base else target]
        for place in places:
            found = self.folder.files.get(posixpath.normpath(place).lstrip("/"))
            if found and self.files.file(found.path) is None and not found.path.startswith(("_", ".")):
                self.used.add(found.path)
                return found.real
        return None


def _one_line(html: str) -> str:
    """A summary without tags."""
    return " ".join(re.sub(r"<[^<>]*>", "", html).split())
