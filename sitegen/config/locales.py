"""Time zones and languages: whether a setting names one, and which one is meant where it does not.

Heavy lists are read only for what is wrong.
"""

from __future__ import annotations

import re
import zoneinfo
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from sitegen.diagnostics import nearest

# Abbreviations that IANA does not have, by the zone whose newsrooms use them most.
_SHORT = {
    "BST": "Europe/London",
    "CDT": "America/Chicago",
    "CEST": "Europe/Berlin",
    "CST": "America/Chicago",
    "EDT": "America/New_York",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "MDT": "America/Denver",
    "PDT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
}


def is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def near_zone(name: str) -> str:
    """The zone that is meant by a city, another spelling or an abbreviation: "berlin" is Europe/Berlin; "" for none."""
    plain = "_".join(name.split())
    if re.search(r"[+\d]", plain):  # an offset is no zone: places have summers
        return ""
    if plain.upper() in _SHORT:
        return _SHORT[plain.upper()]
    zones = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    folded = {zone.casefold(): zone for zone in zones}
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in sorted(zones, key=_familiar, reverse=True)}
    key = plain.casefold()
    found = folded.get(key) or cities.get(key)
    if not found and (near := nearest(key, folded) or nearest(key.rpartition("/")[2], cities)):
        found = folded.get(near) or cities[near]
    return found or ""


def _familiar(zone: str) -> tuple[bool, int, str]:
    """Orders zones: those of today's areas before the names of old, then the shortest."""
    area = zone.partition("/")[0]
    return area not in ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"), len(zone), zone


def is_language(tag: str) -> bool:
    """Whether a text is a language tag (BCP 47) of a language whose dates and numbers are known."""
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag):
        return False
    language = tag.partition("-")[0].lower()
    found = find_spec("babel")  # looked for, not imported: that takes long
    if found and found.origin and (Path(found.origin).parent / "locale-data" / f"{language}.dat").is_file():
        return True
    from babel.core import LOCALE_ALIASES, get_global

    return language in LOCALE_ALIASES or language in get_global("language_aliases")


def near_language(name: str) -> str:
    """The tag of a language by its name in English or in itself ("German", "Deutsch"), or by a country; "" for none."""
    from babel import Locale
    from babel.core import get_global
    from babel.localedata import locale_identifiers

    tag = name.strip().replace("_", "-")
    if is_language(tag):
        return tag
    if spoken := get_global("territory_languages").get(tag.upper()):  # the code of a country
        return str(max(spoken, key=lambda code: spoken[code]["population_percent"])).replace("_", "-")
    languages = [code for code in sorted(locale_identifiers()) if "_" not in code]
    english = Locale("en").languages
    named = {english[code].casefold(): code for code in languages if code in english}
    key = name.strip().casefold()
    if key not in named:
        own = ((Locale(code).languages.get(code) or "", code) for code in languages)
        named |= {text.casefold(): code for text, code in own if text}
    found = key if key in named else nearest(key, named)
    return named[found] if found else ""
