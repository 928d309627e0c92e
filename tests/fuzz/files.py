"""Targets that files beside the posts can reach: the configuration, data files, companies.toml, pictures."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sitegen.bounds import PICTURE_PIXELS, PICTURE_SIDE
from sitegen.config import read_config
from sitegen.config.addresses import ascii_address, ascii_path
from sitegen.config.encoding import NotText, as_text
from sitegen.config.places import key_places
from sitegen.config.toml import BadToml, read_toml
from sitegen.content.data import read_data
from sitegen.content.datafile import DataFile
from sitegen.content.pictures import measure_files
from sitegen.content.registry import load_registry
from sitegen.content.settings import LoadSettings
from sitegen.diagnostics import FILE, ConfigError
from sitegen.engine.digest import digest_bytes, digest_value
from sitegen.newsroom.moments import site_zone
from sitegen.newsroom.plan.pictures import FORMATS
from sitegen.newsroom.redirects import source_of
from sitegen.newsroom.urls import author_url, company_url, output_path, post_url
from tests.fuzz.seeds import TESTS, site_files
from tests.fuzz.target import Target, assert_file_path, assert_places, text_of
from tests.pictures import picture


def toml(data: bytes) -> None:
    """TOML's errors have a place in the text, and so have the keys that were read."""
    text = text_of(data)
    lines = text.split("\n")
    try:
        read_toml(text)
    except BadToml as bad:
        line, column = bad.place
        assert 1 <= line <= len(lines), bad.place
        assert 1 <= column <= len(lines[line - 1]) + 2, bad.place
        assert bad.message
        assert bad.help
        return
    for line, column in key_places(text).values():
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1])


def configuration(data: bytes) -> None:
    """pyproject.toml: settings that the rest of the program can rely on, or problems at their lines."""
    try:
        text = as_text(data)
    except NotText as bad:
        assert bad.place >= (1, 1)
        return
    toml(text.encode())
    try:
        config = read_config(text)
    except ConfigError as wrong:
        assert wrong.diagnostics
        assert_places(wrong.diagnostics, FILE, text)
        return
    assert read_config(text) == config
    digest_value(config)
    digest_value(LoadSettings.of(config))
    datetime.now(UTC).astimezone(site_zone(config.timezone))
    assert re.fullmatch(r"https?://[^/\s]+", config.origin), config.origin
    assert_file_path(output_path(post_url(config.permalink, datetime(2025, 11, 22, tzinfo=UTC), "a")))
    for path in (*config.redirects, *config.gone):
        assert_file_path(output_path(source_of(path)))
    for target in config.redirects.values():
        leads = ascii_path(target) if target.startswith("/") else ascii_address(target)
        assert leads is not None
        assert re.fullmatch(r"(?:/|https?://)[!-~]*", leads), leads


_NAMES = (
    *(f"{name}.{ending}" for ending in ("toml", "yaml", "json", "csv") for name in ("tags", "authors", "publishers")),
    "companies.toml", "companies.toml", "companies.json", "companies.yml", "prices.csv", "odd name.toml", "a.txt",
)  # fmt: skip


def data_files(data: bytes) -> None:
    """A file of content/data/; the first byte says which."""
    name, content = _NAMES[data[0] % len(_NAMES)] if data else _NAMES[0], data[1:]
    read = read_data({name: content}, ("tags",))
    again = read_data({name: content}, ("tags",))
    assert repr(again) == repr(read), "two runs gave different answers"
    text = content.decode("utf-8-sig", "replace")
    assert_places(read.diagnostics, f"content/data/{name}", text)
    digest_value(read.values)
    msgspec.msgpack.encode(read.values)
    for author in read.tables.authors.values() if not read.diagnostics else ():
        assert_file_path(output_path(author_url(author.key)))
    if read.companies.value:
        _registry(read.companies)


def _registry(companies: DataFile) -> None:
    """What companies.toml says, up to the registry that posts are read with."""
    registry, problems = load_registry(companies)
    assert_places(problems, companies.path, companies.text)
    for company in (company for company in registry.kept if company.key in registry.site):
        assert_file_path(output_path(company_url(company)))
        assert registry.get(company.key) is company
        for name in (company.name, company.short, *company.aliases, *(listing.symbol for listing in company.listings)):
            registry.resolve(name)


_FOLDER = tempfile.TemporaryDirectory(prefix="sitegen-fuzz-")


def pictures(data: bytes) -> None:
    """A picture file: what it holds, or that it is broken."""
    place = Path(_FOLDER.name) / ("a.svg" if data[:1] == b"<" else "a.png")
    place.write_bytes(data)
    named = [(str(place), digest_bytes(data))]
    (found,) = measure_files(named)
    assert measure_files(named) == [found]
    if found.trouble:
        assert (found.width, found.height) == (0, 0)
    elif found.kind != "SVG":
        assert 1 <= found.width <= PICTURE_SIDE
        assert 1 <= found.height <= PICTURE_SIDE
        assert found.width * found.height <= PICTURE_PIXELS


_FILES = site_files()
_SVGS = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="10cm" height="5em" viewBox="0 0 100 50"><path d="M0 0"/></svg>',
    b'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE svg [<!ENTITY a "x">]><s:svg xmlns:s="a" width="&a;%"/>',
    b'<svg viewBox="0,0,1e3,nan" width="inf" height="-1pt"/>',
)
_EXAMPLES = re.findall(rb"```toml\n(.*?)```", (TESTS.parent / "docs" / "configuration.md").read_bytes(), re.DOTALL)
_DATA = [
    bytes([number]) + text
    for number, name in enumerate(_NAMES)
    for text in _FILES.get(name.rpartition(".")[2], (b"a,b\n1,2\n",))[:12]
]

TARGETS = (
    Target(
        "configuration",
        "settings are such that the site can be built, or each problem has its line",
        configuration,
        [
            *_FILES["toml"],
            *(b"[tool.sitegen]\n" + part for part in _EXAMPLES),
        ],
    ),
    Target(
        "data-files",
        "data are plain values and companies with addresses of their own, or each problem has its place",
        data_files,
        _DATA,
    ),
    Target(
        "pictures",
        "a picture has a size within bounds, or is broken",
        pictures,
        [*_SVGS, *(picture(form, (8, 6)) for form in FORMATS)],
    ),
)
