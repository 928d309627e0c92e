"""From a Markdown body to its HTML, with holes for what only the whole site knows, and to its facts: the order of it.

Each pass is a file of its own. Nothing here knows the site, its files or its configuration: text in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.bounds import CELLS, TEXT_LEVELS
from sitegen.diagnostics import Diagnostic
from sitegen.markup import effort
from sitegen.markup.annotations import mark, whole_marks
from sitegen.markup.code import show_code
from sitegen.markup.engine import ENGINES
from sitegen.markup.fields import read_fields
from sitegen.markup.footnotes import name_ways_back
from sitegen.markup.headings import name_headings
from sitegen.markup.links import find_references, locator
from sitegen.markup.manuscript import Manuscript
from sitegen.markup.pictures import show_pictures
from sitegen.markup.proof import Proof
from sitegen.markup.remarks import remark
from sitegen.markup.sanitise import harmless_references, made_by_engine, may_hold_raw, sanitise
from sitegen.markup.sources import cite_sources
from sitegen.markup.stories import part_stories
from sitegen.markup.syndicate import feed_html
from sitegen.markup.tables import box_tables, crowded_table
from sitegen.markup.text import count_words, find_lead, parts_apart, take_text
from sitegen.markup.tickers import find_mentions, restore_marks, restore_rest
from sitegen.markup.tree import Element, depth, elements_with_id, is_shallow, to_html, to_tree
from sitegen.model import Body, Citation, Mention, Meta, Reference, Story
from sitegen.strings import STRINGS


@dataclass(frozen=True, slots=True)
class Dialect:
    """The site's `markdown` table: `engine` is a key of `ENGINES`, `raw_html` "sanitise" or "trust".

    `remote_images` is "link" or "allow".
    """

    engine: str = "markdown"
    raw_html: str = "sanitise"
    remote_images: str = "link"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text's HTML and facts; the fields are `Document`'s, where their order and numbering are told.

    `outside` are the links and pictures that lead to web addresses; `diagnostics` are problems of the text, `remarks`
    what an editor should look at.
    """

    body: Body
    mentions: tuple[Mention, ...]
    citations: tuple[Citation, ...]
    references: tuple[Reference, ...]
    outside: tuple[Reference, ...]
    stories: tuple[Story, ...]
    lead: str
    words: int
    diagnostics: tuple[Diagnostic, ...]
    remarks: tuple[Diagnostic, ...]


TANGLED = "the text is more work than can be done: thousands of signs in one paragraph, or far too many paragraphs"
LONG = 50_000  # characters of HTML: less cannot nest deep enough to keep the sanitiser busy


class TooDeepError(Exception):
    """The text nests more levels than can be shown."""


def parse(
    meta: Meta,
    text: str,
    *,
    path: str,
    first_line: int,
    dialect: Dialect,
    strings: Mapping[str, str] = STRINGS,
    head: str = "",
) -> Parsed:
    """The body and facts of a document whose Markdown is `text`, from the 1-based `first_line` of its file on.

    `strings` are the theme's words; `head` is the front matter as written, from the file's second line on, where its
    annotations are looked up.

    Never raises for what a text says: one that nests too deeply gives an error and an empty body.
    """
    problems: list[Diagnostic] = []
    effort.start()

    def tree_of(marked: str, marks: int, written: Manuscript | None = None) -> Element:
        try:
            return harmless_tree(marked, marks, dialect)
        except effort.TooMuchEffortError as given_up:
            line = line_of(given_up.near, written) if written else 0
            help_ = "part it, write \\ before signs that are no markup, and put code between lines of ```"
            problems.append(Diagnostic(path, line, 0, "error", "too-large", TANGLED, help_))
            return to_tree("")
        except TooDeepError:
            message = f"the text nests more than {TEXT_LEVELS} levels deep"
            line = deepest_line(written) if written else 0
            problems.append(
                Diagnostic(
                    path, line, 0, "error", "too-deep", message, "take out quotes, lists or tags within each other"
                )
            )
            return to_tree("")

    remote = dialect.remote_images == "allow"
    fields = read_fields(meta, tree_of, head, strings, remote=remote)
    manuscript = Manuscript.of(text, first_line)
    marked, annotations = mark(manuscript.text)

    if (crowded := crowded_table(marked)) is not None:
        message = f"with this table, the text has more than {CELLS:,} cells"
        help_ = "part the text, or put the table as a CSV file into static/ and link to it"
        problems.append(Diagnostic(path, first_line + crowded, 0, "error", "too-large", message, help_))
        marked, annotations = "", ()
    root = tree_of(marked, len(annotations), manuscript)
    restore_marks(root, annotations)
    outline, headings = name_headings(root)
    stories, sections = part_stories(root, headings) if meta.kind == "digest" else ((), {})
    mentions = find_mentions(root, annotations, manuscript.place, sections, len(fields.mentions))
    references, outside = find_references(root, locator(manuscript), len(fields.references))
    proof = Proof(manuscript, root, len(annotations), dialect.raw_html == "trust")
    remarks = remark(proof, headings, references, path)
    citations = cite_sources(root, sections, strings)
    show_pictures(root, strings, remote=remote)
    box_tables(root, strings)
    name_ways_back(root, strings)
    show_code(root)

    html = restore_rest(to_html(root), annotations)
    anchors = tuple(element.get("id", "") for element in elements_with_id(root))
    lead = find_lead(root)
    apart = parts_apart(root)
    feed = restore_rest(feed_html(root), annotations)
    text_alone, parts = take_text(root, apart, sections)
    return Parsed(
        body=Body(
            html=html,
            feed=feed,
            text=text_alone,
            title=fields.title,
            summary=fields.summary,
            takeaways=fields.takeaways,
            corrections=fields.corrections,
            outline=outline,
            anchors=anchors,
            parts=parts,
        ),
        mentions=fields.mentions + mentions,
        citations=citations,
        references=fields.references + references,
        outside=fields.outside + outside,
        stories=stories,
        lead=lead,
        words=count_words(text_alone),
        diagnostics=tuple(problems),
        remarks=remarks,
    )


def harmless_tree(marked: str, marks: int, dialect: Dialect) -> Element:
    """The tree of Markdown with that many marks, sanitised unless the site trusts its authors. Raises TooDeepError.

    Where the tree shows that nothing needs it, the sanitiser is spared: it takes longer than all else.
    """
    try:
        html = whole_marks(harmless_references(ENGINES[dialect.engine](marked)), marks)
    except RecursionError:
        raise TooDeepError from None
    if dialect.raw_html != "trust" and not may_hold_raw(marked):
        root = to_tree(html)
        if is_shallow(root) and made_by_engine(root):
            return root
    if len(html) > LONG and depth(html) > 10 * TEXT_LEVELS:  # the sanitiser's time grows with the square of the depth
        raise TooDeepError
    if dialect.raw_html != "trust":
        html = sanitise(html)
    if depth(html) > TEXT_LEVELS:
        raise TooDeepError
    return to_tree(html)


def line_of(part: str, manuscript: Manuscript) -> int:
    """The line of the file where a part of the text begins, as far as it is still as it was written; else its first."""
    begin = part.strip("\n").partition("\n")[0].partition("\x02")[0][:80]
    return manuscript.place(max(manuscript.text.find(begin), 0))[0] if begin else 0


def deepest_line(manuscript: Manuscript) -> int:
    """The line of the file that looks most nested: by its indentation, quote marks and tags."""

    def nesting(line: str) -> int:
        return len(line) - len(line.lstrip(" \t>")) + 4 * line.count("<")

    lines = manuscript.text.split("\n")
    return manuscript.first_line + max(range(len(lines)), key=lambda index: nesting(lines[index]))
