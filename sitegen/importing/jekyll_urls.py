"""Where Jekyll publishes a post or page: jekyllrb.com, "Permalinks". Addresses are paths, as text."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sitegen.importing.entry import Moment
from sitegen.newsroom.moments import in_zone

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(frozen=True, slots=True)
class Address:
    """What a post's address is made of: its file's `name` without day and ending, and what its front matter says."""

    name: str
    slug: str
    moment: Moment | None
    categories: tuple[str, ...]
    zone: tzinfo


def post_url(permalink: str, post: Address) -> str:
    """The address of a post under a style or a pattern; a file's address where it ends so."""
    pattern = _STYLES.get(permalink, permalink)
    moment = post.moment or date(1970, 1, 1)
    day = (
        in_zone(moment, post.zone)
        if isinstance(moment, datetime)
        else datetime(moment.year, moment.month, moment.day, tzinfo=post.zone)
    )
    week = day.isocalendar()
    title = post.slug or post.name
    tokens = {
        "year": f"{day.year:04}", "short_year": f"{day.year % 100:02}", "month": f"{day.month:02}",
        "i_month": str(day.month), "short_month": _MONTHS[day.month - 1][:3], "long_month": _MONTHS[day.month - 1],
        "day": f"{day.day:02}", "i_day": str(day.day), "y_day": f"{day.timetuple().tm_yday:03}",
        "week": f"{week.week:02}", "w_year": str(week.year), "w_day": str(week.weekday),
        "short_day": _DAYS[day.weekday()][:3], "long_day": _DAYS[day.weekday()],
        "hour": f"{day.hour:02}", "minute": f"{day.minute:02}", "second": f"{day.second:02}",
        "title": _pretty(title), "slug": slug_of(title), "name": post.name, "output_ext": ".html",
        "categories": "/".join(dict.fromkeys(name.lower() for name in post.categories)),
        "slugified_categories": "/".join(dict.fromkeys(slug_of(name) for name in post.categories)),
    }  # fmt: skip
    # As Jekyll does it: the longest name that is known at a colon, so that :title:output_ext needs nothing between.
    names = "|".join(sorted(tokens, key=len, reverse=True))
    filled = re.sub(f":({names})", lambda match: tokens[match[1]], pattern)
    return re.sub("/{2,}", "/", f"/{filled}")


def post_id(url: str, post: Address) -> str:
    """A post's `id` in Jekyll: the folder of its address, and its slug."""
    return posixpath.join(posixpath.dirname(url.rstrip("/")), post.slug or post.name)


def page_url(path: str, own: str, permalink: str) -> str:
    """A page's address: its own permalink, else its path, with or without an ending as the site's style is."""
    if own and ":" not in own and own not in _STYLES:
        return f"/{own.lstrip('/')}"
    folder, stem = posixpath.split(posixpath.splitext(path)[0])
    if stem == "index":
        return f"/{folder}/" if folder else "/"
    style = own or permalink
    pretty = _STYLES.get(style, style).endswith("/")
    bare = style and not pretty and style not in _STYLES and not style.endswith(":output_ext")
    return (
        "/"
        + posixpath.join(folder, stem)
        + ("/" if pretty else "" if bare and not style.endswith(".html") else ".html")
    )


def slug_of(text: str) -> str:
    """Letters and digits with hyphens between, in lower case."""
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "-" for c in unicodedata.normalize("NFC", text))
    return re.sub("-{2,}", "-", kept).strip("-").lower()


def _pretty(text: str) -> str:
    """As `slug_of`, but with case and the signs that addresses may hold."""
    signs = "._~!$&'()+,;=@"
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in signs else "-" for c in text)
    return re.sub("-{2,}", "-", kept).strip("-")
