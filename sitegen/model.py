"""The nouns: what a file says (`Document`), and what the newsroom makes of it (`Post`, `Company`, `Term`, …).

Long because nouns are read side by side: each is short, and explains its neighbours.

Frozen values without behaviour beyond what follows from their own fields. Nothing here reads a file, a clock
or a configuration. What templates are shown is in `newsroom/contexts/`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from sitegen.diagnostics import Diagnostic


class Value(Struct, frozen=True, gc=False, array_like=True):
    """A value that never changes, and holds none that do; encoded as the list of its fields."""


# ── What one file says, before anything else is known ────────────────────────────────────────────────


class Mention(Value, frozen=True):
    """One `[finance:NAME]`: the name as written, its place in the file, and the anchor it stands under.

    `line` and `column` are 1-based and of the whole file. `anchor` is the id of the digest story or section that
    holds the mention, or "" where it stands before any (title, summary, takeaways, an undivided story).
    """

    name: str
    line: int
    column: int
    anchor: str = ""


class Citation(Value, frozen=True):
    """One source: at least a publisher or a domain. `anchor` is the story that it closes, "" for the whole post.

    A link into the site is not in `url`: `reference` is its place among the document's references, else None.
    """

    publisher: str = ""
    domain: str = ""
    url: str = ""
    title: str = ""
    anchor: str = ""
    reference: int | None = None


class Heading(Value, frozen=True):
    """A heading of the text: its level (1 to 6), its id, and its plain text with and without its leading emoji."""

    level: int
    id: str
    text: str
    emoji: str = ""


class Story(Value, frozen=True):
    """A part of a digest that other pages can lead to: a `###` under a `##`, or the `##` itself.

    `section` is the plain text of the `##` above it; for a section itself it is its own title. A `divided` section has
    stories of its own, and is led to only for what stands before them.
    """

    anchor: str
    title: str
    section: str
    divided: bool = False


class Reference(Value, frozen=True):
    """A link or picture that leads into the site: the target as written, and its place in the file (1-based)."""

    target: str
    line: int
    column: int
    picture: bool = False


class Image(Value, frozen=True):
    src: str
    alt: str = ""
    credit: str = ""


class Correction(Value, frozen=True):
    """`date` is as written: naive where the post gave no zone, midnight where it gave no time."""

    date: datetime
    text: str


# The front matter that is ours; a site's taxonomies are lists beside these.
FIELDS = (
    "title date updated expires kicker summary kind slug id draft authors takeaways sources image corrections aliases "
    "related follows withdrawn redirect_to"
).split()


class Meta(Value, frozen=True):
    """A document's front matter, valid and typed. Dates are as written: naive ones are in the site's zone."""

    title: str
    date: datetime | None = None
    updated: datetime | None = None
    expires: datetime | None = None
    kicker: str = ""
    summary: str = ""
    kind: str = "story"
    slug: str = ""
    id: str = ""
    draft: bool = False
    authors: tuple[str, ...] = ()
    takeaways: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    image: Image | None = None
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    follows: str = ""
    withdrawn: str = ""  # the reason that readers are given
    redirect_to: str = ""
    terms: dict[str, tuple[str, ...]] = {}  # taxonomy -> spellings, as written
    extra: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}  # key, aliases[0], corrections[0] (its date) -> its value's


class Body(Value, frozen=True):
    """The heavy part of a document: kept in the cache, read when a page that shows it is rendered.

    Every field of HTML (`html`, `feed`, `title`, `summary`, `takeaways`, `corrections`) may hold holes (see
    `markup/holes.py`) for what only the whole site knows: ticker links, internal URLs, publishers' names. `feed` is
    what feed readers get for `html`; `text` is the plain text. `anchors` are all ids that links can lead to. `parts`
    says where in a digest's text each story begins: its anchor ("" for what belongs to none) and the offset. A part
    ends where the next begins.
    """

    html: str
    feed: str
    text: str
    title: str = ""
    summary: str = ""
    takeaways: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    outline: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()


class Review(Value, frozen=True):
    """What an editor should look at in a file: remarks, and the lines (1-based) whose comments allow something.

    `names` are the words with a capital letter that a post's text has three times or more, in order; `unfilled` is
    whether words of a skeleton are left in it.
    """

    remarks: tuple[Diagnostic, ...] = ()
    allowing: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    unfilled: bool = False


class Words(Value, frozen=True):
    """What a text is about: its best terms, sorted by hash.

    `hashes` holds CRC-32s as little-endian 32-bit numbers, and `weights`, in the same order, one byte each: 64 for a
    word said once, 89 for such a name, 179 at most.
    """

    hashes: bytes = b""
    weights: bytes = b""


class Document(Value, frozen=True):
    """One content file, read and parsed: the light part, which lists and the plan need.

    `path` is under `content/`, with `/`; `key` finds its `Body` in the cache and changes with every byte of it.
    `mentions`, `citations` and `references` are in the order of the text; holes in the body name them by index.
    Mentions in title, summary and takeaways come first. `title` and `summary` are plain text, without annotations; a
    summary that was not written is the text's first paragraph. `words` is a count.
    """

    path: str
    key: str
    meta: Meta
    title: str
    summary: str
    mentions: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    stories: tuple[Story, ...] = ()
    words: int = 0

    @property
    def is_post(self) -> bool:
        return self.path.startswith("posts/")

    @property
    def place(self) -> str:
        """The file's path from the site's root, as diagnostics name it."""
        return f"content/{self.path}"


# ── What the newsroom makes of it ───────────────────────────────────────────────────────────────────


class Listing(Value, frozen=True):
    """A symbol and the exchange that it trades on ("NASDAQ", "HKEX", …)."""

    symbol: str
    exchange: str = ""


class Company(Value, frozen=True):
    """One company with one fixed key: its CIK (`cik:1045810`), else one of ours (`x:moonshot-ai`).

    `name` is the legal or full name, `short` the one that people use. `listings` has the primary symbol first and is
    empty for a private company. `slug` names its page: the primary symbol's, or the short name's.
    """

    key: str
    name: str
    short: str
    slug: str
    listings: tuple[Listing, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str = ""
    url: str = ""

    @property
    def symbol(self) -> str:
        return self.listings[0].symbol if self.listings else ""

    @property
    def exchange(self) -> str:
        return self.listings[0].exchange if self.listings else ""

    @property
    def cik(self) -> str:
        return self.key.removeprefix("cik:") if self.key.startswith("cik:") else ""


class Author(Value, frozen=True):
    """`organization` is whether this is a newsroom, not a person."""

    key: str
    name: str
    bio: str = ""
    url: str = ""
    organization: bool = False


class Publisher(Value, frozen=True):
    key: str
    name: str
    domain: str = ""
    aliases: tuple[str, ...] = ()


class Term(Value, frozen=True):
    """A tag, or a term of another taxonomy: its key is its slug, `name` what readers see."""

    taxonomy: str
    key: str
    name: str
    description: str = ""


class Change(Value, frozen=True):
    """A commit that changed a file after its first: when it was written (aware), and the first line of its message."""

    date: datetime
    message: str


class History(Value, frozen=True):
    """A file's changes, oldest first. `whole` is whether git could know of all: a shallow clone cuts the oldest off."""

    changes: tuple[Change, ...] = ()
    whole: bool = True


class Post(Value, frozen=True):
    """A published document with everything that its own front matter and the site's data decide.

    `published` and `updated` are aware, in the site's zone; `updated` is None where nothing was changed after
    publishing. `companies` holds one company or None for each of the document's mentions, in their order.
    `url` is a path from the site's root, without the base URL's path. `early` is whether its date is still to come:
    only a preview has such posts. `history` are the changes that readers are shown, oldest first.
    """

    document: Document
    url: str
    slug: str
    id: str
    published: datetime
    updated: datetime | None
    authors: tuple[Author, ...]
    terms: tuple[Term, ...]
    companies: tuple[Company | None, ...]
    early: bool
    history: tuple[Change, ...] = ()

    @property
    def meta(self) -> Meta:
        return self.document.meta


class StandingPage(Value, frozen=True):
    """A page of `content/pages/`, outside the news: it has no place in lists, feeds or related news."""

    document: Document
    url: str
    updated: datetime | None
    companies: tuple[Company | None, ...]
    early: bool

    @property
    def meta(self) -> Meta:
        return self.document.meta


class TakenDown(Value, frozen=True):
    """A post or standing page that its editor took down: its address leads on, or says that it was withdrawn.

    `published` is None for a standing page without a date.
    """

    document: Document
    url: str
    published: datetime | None

    @property
    def meta(self) -> Meta:
        return self.document.meta
