"""What a setting may say where its type alone cannot tell: zones, languages, addresses, patterns."""

from __future__ import annotations

import pytest

from sitegen.config.values import RESERVED
from tests.configs import SMALLEST, configured, problems

BASE_URL = 'help: write base_url = "https://example.com/"'
PERMALINK = (
    'help: write one like "/{year}/{month}/{day}/{slug}/" of {year} {month} {day} {slug}, with a slash at both ends'
)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "Europe", "UTC+1", "../etc/passwd", "/etc/localtime"])
def test_timezone_is_one_of_iana(zone: str) -> None:
    help_ = 'help: write one like "America/Chicago" or "UTC"'
    assert problems(f'timezone = "{zone}"') == [
        f"pyproject.toml:4:1: error[bad-value]: timezone {zone!r} is not an IANA zone\n  {help_}"
    ]


ZONES = {"Berlin": "Europe/Berlin", "berlin": "Europe/Berlin", "CET ": "CET", "New York": "America/New_York"}
ZONES |= {"Europe/Berln": "Europe/Berlin", "america/chicago": "America/Chicago", "PST": "America/Los_Angeles"}


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_by_its_city_or_in_another_spelling_is_told(zone: str) -> None:
    assert problems(f'timezone = "{zone}"') == [
        f'pyproject.toml:4:1: error[bad-value]: timezone {zone!r} is not an IANA zone\n  help: write "{ZONES[zone]}"'
    ]


LANGUAGES = {"german": '"de"', "Deutsch": '"de"', "english": '"en"', "Germann": '"de"', "en_US": '"en-US"'}
LANGUAGES |= {"jp": '"ja"', "日本語": '"ja"', "xx": 'one like "en" or "pt-BR"', "": 'one like "en" or "pt-BR"'}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_by_its_name_is_told_with_its_code(language: str) -> None:
    help_ = f"help: write {LANGUAGES[language]}"
    assert problems(f'language = "{language}"') == [
        f"pyproject.toml:4:1: error[bad-value]: language {language!r} is not the code of a language\n  {help_}"
    ]


@pytest.mark.parametrize("language", ["en", "pt-BR", "zh-Hans", "no", "iw", "de-CH-1996", "gsw", "EN-gb"])
def test_a_language_is_a_tag_of_bcp_47(language: str) -> None:
    assert configured(f'language = "{language}"').language == language


NO_ADDRESSES = ["", "wire", "the wire.example", "ftp://wire.example/", "https://", "mailto:a@b"]
NO_ADDRESSES += ["https://the wire/", "https://wire.example:0/", "https://wire.example:99999/", "https://[wire/"]


@pytest.mark.parametrize("base", NO_ADDRESSES)
def test_base_url_is_a_web_address(base: str) -> None:
    told = f"base_url {base!r} is not a web address" if base else "the site has no base_url"
    assert problems("", f'[tool.sitegen]\ntitle = "The Wire"\nbase_url = "{base}"\n') == [
        f"pyproject.toml:3:1: error[bad-value]: {told}\n  {BASE_URL}"
    ]


@pytest.mark.parametrize("base", ["www.wire.example", "//www.wire.example/", "www.wire.example/"])
def test_an_address_without_its_beginning_is_told_with_it(base: str) -> None:
    (problem,) = problems("", f'[tool.sitegen]\ntitle = "The Wire"\nbase_url = "{base}"\n')
    assert problem.endswith('help: write base_url = "https://www.wire.example/"')


def test_https_alone_is_for_a_site_that_is_published_by_https() -> None:
    (wrong,) = problems("headers.hsts = 60", SMALLEST.replace("https://", "http://"))
    assert "headers.hsts is for sites that are published at an https address" in wrong
    assert wrong.endswith("help: take it out, or write https:// in base_url")


@pytest.mark.parametrize("base", ["https://wire.example/?a=b", "https://wire.example/#top"])
def test_base_url_ends_with_its_path(base: str) -> None:
    assert problems("", f'[tool.sitegen]\ntitle = "The Wire"\nbase_url = "{base}"\n') == [
        f"pyproject.toml:3:1: error[bad-value]: base_url {base!r} has a query or fragment\n  help: end it with the path"
    ]


def test_title_and_base_url_are_required() -> None:
    found = problems("", "\n[tool.sitegen]\nlanguage = 'en'\n")
    assert found == [
        f"pyproject.toml:2:2: error[bad-value]: the site has no base_url\n  {BASE_URL}",
        'pyproject.toml:2:2: error[bad-value]: the site has no title\n  help: write title = "…" under [tool.sitegen]',
    ]


PATTERNS = ["", "/", "{slug}/", "/{slug}", "/{slug}.html", "/{year}/", "/{hour}/{slug}/", "/{}/{slug}/", "/{slug/"]
PATTERNS += ["/../{slug}/", "/a b/{slug}/", "/{slug!r}/", "/?/{slug}/", "/{slug:>9}/"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_permalink_is_a_pattern_with_a_slug(pattern: str) -> None:
    assert problems(f'permalink = "{pattern}"') == [
        f"pyproject.toml:4:1: error[bad-value]: permalink {pattern!r} is not a pattern\n  {PERMALINK}"
    ]


@pytest.mark.parametrize("name", [*sorted(RESERVED), "Tags", "2025", "a/b", "no way"])
def test_taxonomy_takes_no_url_of_the_sites_own(name: str) -> None:
    (problem,) = problems(f'[tool.sitegen.taxonomies."{name}"]')
    assert problem.startswith("pyproject.toml:4:2: error[bad-value]: a taxonomy cannot be called '")
