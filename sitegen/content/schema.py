"""The front matter that a post or a page may have: from YAML nodes to `Meta`, with every problem at its place."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import yaml

from sitegen.config.addresses import is_site_path, leads_somewhere
from sitegen.content import fields
from sitegen.content.fields import Wrong
from sitegen.content.front_slips import TEXTS, cut_texts, unseen_in_value
from sitegen.content.frontmatter import Parts, in_file
from sitegen.content.nodes import as_data, as_written, place_of
from sitegen.content.settings import LoadSettings
from sitegen.content.text import unseen_in_key
from sitegen.content.yaml_slips import Place
from sitegen.diagnostics import Code, Diagnostic, Severity, one_edit_away
from sitegen.model import Meta
from sitegen.newsroom.urls import slugify, term_key

KINDS: dict[str, Callable[[Any], Any]] = {
    "title": fields.text,
    "date": fields.moment,
    "updated": fields.moment,
    "expires": fields.moment,
    "kicker": fields.text,
    "summary": fields.text,
    "kind": fields.Choice(("story", "digest")),
    "slug": fields.text,
    "id": fields.text,
    "draft": fields.flag,
    "authors": fields.texts,
    "takeaways": fields.texts,
    "sources": fields.sources,
    "image": fields.image,
    "corrections": fields.corrections,
    "aliases": fields.texts,
    "related": fields.texts,
    "follows": fields.text,
    "withdrawn": fields.reason,
    "redirect_to": fields.text,
}


# What other generators call it.
_THEIRS = {
    "description": "summary",
    "excerpt": "summary",
    "categories": "tags",
    "keywords": "tags",
    "lastmod": "updated",
    "modified": "updated",
}


def read_meta(
    parts: Parts, path: str, settings: LoadSettings, *, dated: bool
) -> tuple[Meta | None, tuple[Diagnostic, ...]]:
    """The front matter as `Meta`, or None with errors; warnings may come with either. `dated`: a date is required."""
    found: list[Diagnostic] = []
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    ours = {settings.names.get(name, name): name for name in (*KINDS, *settings.taxonomies)}
    terms: dict[str, tuple[str, ...]] = {}
    extra: dict[str, Any] = {}
    wrong_names: set[str] = set()
    for key, node in parts.nodes.items():
        name = ours.get(key)
        if name is None:
            extra[key] = as_data(node)
            if odd := unseen_in_key(key, ours):
                at, meant, message = odd
                line, column = parts.keys[key]
                severity: Severity = "error" if meant else "warning"
                found.append(Diagnostic(path, line, column + at, severity, "unknown-field", message, "delete it"))
                wrong_names.update([ours[meant]] if meant else ())
            elif near := next((known for known in ours if one_edit_away(key, known)), None):
                message, help_ = f"{key!r} is not a field that is used", f"did you mean {near!r}?"
                found.append(Diagnostic(path, *parts.keys[key], "warning", "unknown-field", message, help_))
            elif (meant := _THEIRS.get(key, "")) in ours.values():
                own = next(known for known, name in ours.items() if name == meant)
                if own not in parts.nodes and extra[key]:
                    message = f"{key!r} is not a field that is used, but by templates of your own as post.extra.{key}"
                    help_ = f"write {own}: in its place"
                    found.append(Diagnostic(path, *parts.keys[key], "hint", "unknown-field", message, help_))
            continue
        places[name] = in_file(place_of(node))
        for item, place, cut in cut_texts(node, parts) if name in TEXTS else ():
            start = "- " if item is not node else f"{key}: "
            whole = name == "title" and not item.value
            found.append(_cut(path, place, start, item, cut, severity="error" if whole else "warning"))
            wrong_names.update([name] if whole else ())
        convert: Callable[[Any], Any] = KINDS.get(name, fields.texts)
        try:
            if not node.tag.startswith("tag:") and node.tag != "!":
                raise Wrong("bad-value", f"{node.tag} is no value", "a value that begins with ! must be in quotes")
            value = convert(as_written(node))
            if name in settings.taxonomies:
                _check_terms(value)
                terms[name] = value
            else:
                _CHECKS.get(name, _nothing)(value)
                values[name] = value
            if name == "aliases" and len(value) == len(node.value):
                places |= {f"aliases[{number}]": in_file(place_of(item)) for number, item in enumerate(node.value)}
            if name == "corrections":
                places |= {f"corrections[{number}]": _place(node, (number, "date")) for number in range(len(value))}
        except Wrong as wrong:
            line, column = _place(node, wrong.at)
            if odd_value := unseen_in_value(node, convert):
                (line, column), what = odd_value
                found.append(Diagnostic(path, line, column, "error", wrong.code, f"{what} in {key}", "delete it"))
                wrong_names.add(name)
                continue
            message = wrong.message if wrong.code == "bad-date" else f"{key}: {wrong.message}"
            found.append(Diagnostic(path, line, column, "error", wrong.code, message, wrong.help))
            wrong_names.add(name)
    required: tuple[tuple[str, Code], ...] = (("title", "no-title"), ("date", "no-date"))
    for name, code in required if dated else required[:1]:
        key = settings.names.get(name, name)
        if not values.get(name) and name not in wrong_names:
            help_ = (
                'write title: "…"' if name == "title" else f"{fields.DATE_HELP.replace('write ', 'write date: ', 1)}"
            )
            found.append(Diagnostic(path, *places.get(name, (1, 1)), "error", code, f"there is no {key}", help_))
    if values.get("withdrawn") and values.get("redirect_to"):
        message, help_ = "a post is either withdrawn or leads on, not both", "take one of the two lines out"
        found.append(
            Diagnostic(path, *max(places["withdrawn"], places["redirect_to"]), "error", "bad-value", message, help_)
        )
    if any(d.severity == "error" for d in found):
        return None, tuple(found)
    return Meta(**values, terms=terms, extra=extra, places=places), tuple(found)


def _place(node: yaml.Node, at: tuple[int | str, ...]) -> Place:
    """The place of the part of a node that `at` leads to."""
    for step in at:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), node)
    return in_file(place_of(node))


def _cut(path: str, place: Place, start: str, item: yaml.ScalarNode, cut: str, *, severity: Severity) -> Diagnostic:
    """A text that a ` #` ends; `start` is what stands before it on its line."""
    message = f"' #' begins a remark: readers do not see {cut[:40]!r}"
    meant = json.dumps(f"{item.value} {cut}".strip(), ensure_ascii=False)
    help_ = f"write {start}{meant if len(meant) < 80 else 'all of it in quotes'}; a remark has a space behind its #"
    return Diagnostic(path, *place, severity, "cut-value", message, help_)


def _nothing(_: Any) -> None:
    pass


def _check_slug(slug: str) -> None:
    if not slug:
        return
    plain = unicodedata.normalize("NFC", slug)
    if not re.fullmatch(r"[^\W_][\w.+~-]*", plain) or plain.endswith(".") or len(plain.encode()) > 200:
        raise Wrong(
            "bad-slug", f"{slug!r} cannot be part of a URL", "write letters, digits and hyphens: openai-foxconn"
        )


def _check_aliases(aliases: tuple[str, ...]) -> None:
    for position, alias in enumerate(aliases):
        if not is_site_path(alias):
            raise Wrong("bad-alias", f"{alias!r} is not a path on this site", "write one like /old/url/", (position,))


def _check_target(target: str) -> None:
    if target and not leads_somewhere(target):
        message = f"{target!r} is neither a path on this site nor a web address"
        raise Wrong("bad-value", message, "write one like /2025/11/22/new-story/ or https://example.com/story")


def _check_terms(spellings: tuple[str, ...]) -> None:
    for position, spelling in enumerate(spellings):
        key = term_key(spelling)
        if not key.strip(".") or len(key.encode()) > 200:
            raise Wrong(
                "bad-term", f"{spelling!r} cannot be a term", "write a word with letters or digits", (position,)
            )


def _check_authors(authors: tuple[str, ...]) -> None:
    for position, author in enumerate(authors):
        if not 0 < len(slugify(author).encode()) <= 200:
            raise Wrong("bad-value", f"{author[:60]!r} is no name", "write the author's name or key", (position,))


_CHECKS: dict[str, Callable[[Any], None]] = {
    "slug": _check_slug,
    "aliases": _check_aliases,
    "authors": _check_authors,
    "redirect_to": _check_target,
}
