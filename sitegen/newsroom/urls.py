"""Where everything is: slugs, term keys, and the URL of each kind of page (contract §5). Pure text.

A URL here is a path from the site's root with a leading slash, percent-encoded; the base URL's path is put before it
in one place, by `plan`. `output_path` gives the file under the output folder that a URL is served from.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from sitegen.model import Company, Meta

_DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def split_url(url: str) -> SplitResult | None:
    """The parts of a URL, or None for what cannot be one ("http://[bad")."""
    try:
        return urlsplit(url)
    except ValueError:
        return None


_URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]*")  # RFC 3986, without escapes


def as_uri(url: str) -> str:
    """A web address as RFC 3986 wants it: with any other character percent-encoded, and its host in ASCII (RFC 5891).

    Escapes that are in it already stay. A host that IDNA forbids is percent-encoded too, and all of what has no parts.
    """
    if _URI.fullmatch(url):
        return url
    parts = split_url(url)
    if parts is None:
        return quote(_STRAY_PERCENT.sub("%25", url), safe="/?:#@!$&'()*+,;=%")
    rest = (quote(_STRAY_PERCENT.sub("%25", part), safe="/?:@!$&'()*+,;=%") for part in parts[2:])
    return urlunsplit((parts.scheme, _ascii_host(parts.netloc), *rest))


def _ascii_host(netloc: str) -> str:
    if netloc.isascii():
        return quote(netloc, safe="[]:@!$&'()*+,;=%")
    import idna

    host, colon, port = netloc.partition(":")
    try:
        return idna.encode(host, uts46=True).decode() + colon + quote(port)
    except idna.IDNAError:
        return quote(netloc, safe=":@")


def slugify(text: str) -> str:
    """Letters and digits of any script, in lower case, with single hyphens between; "" where there are none."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else "" if c in "'’" else "-" for c in folded)
    return re.sub("-{2,}", "-", unicodedata.normalize("NFC", kept)).strip("-")


@lru_cache(maxsize=1 << 16)  # a site writes the same tags over and over
def term_key(spelling: str) -> str:
    """The key of a term (contract §3): NFKC, case-folded, white space and `_ - / &` as one hyphen, `+ # .` kept."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", spelling).casefold()).translate(_HYPHENS)
    hyphened = re.sub(r"[\s_\-/&]+", "-", folded)
    kept = "".join(c for c in hyphened if c in "-+#." or unicodedata.category(c)[0] in "LMN")
    return re.sub("-{2,}", "-", unicodedata.normalize("NFC", kept)).strip("-")  # an accent may follow what went


def post_slug(path: str, slug: str) -> str:
    """A post's slug: the one given, else its file's name (a bundle's folder) without leading date and extension."""
    if slug:
        return unicodedata.normalize("NFC", slug)
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if stem == "index" and folder not in ("", "posts", "pages"):
        stem = folder.rpartition("/")[2]
    return slugify(_DATE_PREFIX.sub("", stem)) or slugify(stem)


def post_url(permalink: str, published: datetime, slug: str) -> str:
    filled = permalink.format(
        year=f"{published.year:04}", month=f"{published.month:02}", day=f"{published.day:02}", slug=slug
    )
    return quote(filled)


def standing_url(path: str, slug: str) -> str:
    """`pages/about.md` is at `/about/`, `pages/legal/imprint.md` at `/legal/imprint/`."""
    inner = path.removeprefix("pages/")
    folder = inner.rpartition("/")[0]
    if inner.endswith("/index.md"):
        folder = folder.rpartition("/")[0]
    parts = [slugify(part) for part in folder.split("/") if part]
    return quote("/" + "/".join([*parts, post_slug(path, slug)]) + "/")


def document_url(path: str, meta: Meta, permalink: str, published: datetime | None) -> str:
    """Where a post, `published` in the site's zone, or a standing page is."""
    if not path.startswith("posts/"):
        return standing_url(path, meta.slug)
    assert published is not None, "the schema requires a post's date"
    return post_url(permalink, published, post_slug(path, meta.slug))


def year_url(year: int) -> str:
    return f"/{year:04}/"


def month_url(year: int, month: int) -> str:
    return f"/{year:04}/{month:02}/"


def week_url(year: int, week: int) -> str:
    """The review of an ISO 8601 week, by the year that the week belongs to."""
    return f"/{year:04}/w{week:02}/"


def day_url(year: int, month: int, day: int) -> str:
    return f"/{year:04}/{month:02}/{day:02}/"


@lru_cache(maxsize=1 << 16)
def term_url(taxonomy: str, key: str) -> str:
    return quote(f"/{taxonomy}/{key}/")


def author_url(key: str) -> str:
    return quote(f"/authors/{key}/")


def source_url(slug: str) -> str:
    return quote(f"/sources/{slug}/")


def company_url(company: Company) -> str:
    return _ticker_url(company.slug)


@lru_cache(maxsize=1 << 16)
def _ticker_url(slug: str) -> str:
    return quote(f"/tickers/{slug}/")


def numbered_url(url: str, number: int) -> str:
    return f"{url}page/{number}/"


FEED_NAMES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}


def feed_url(url: str, format: str = "rss") -> str:
    """The feed of the list at `url`, in one of the formats."""
    return url + FEED_NAMES[format]


def markdown_url(url: str) -> str:
    """The Markdown of the post at `url`."""
    return f"{url}index.md"


def api_url(url: str, number: int | None = None) -> str:
    """The JSON file for the list at `url`, or for its page of that number: `/api/tickers/nvda.json`."""
    return f"/api{(numbered_url(url, number) if number else url).rstrip('/')}.json"


def output_path(url: str) -> str:
    """The file under the output folder that serves a URL: folders end in `index.html`."""
    path = (unquote(url) if "%" in url else url).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path
