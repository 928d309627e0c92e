"""Companies that a text names often and never annotates, so that their pages do not know of it.

Only names that mean one company and nothing else where they stand: whole words with their capitals, outside longer
names. What a file's review found (`Review.names`) tells which texts are worth a look; what the look found is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from sitegen.checks.places import Lines
from sitegen.diagnostics import Diagnostic
from sitegen.engine.digest import digest_value
from sitegen.engine.store import Store
from sitegen.model import Body, Company, Post, Review
from sitegen.newsroom.companies import Registry
from sitegen.newsroom.site import Site

Names = Mapping[str, Sequence[tuple[str, frozenset[str], Company]]]

OFTEN = 3  # namings in a text that are worth a link
SHORTEST = 3  # letters of a name

_WORD = re.compile(r"[^\W_]+")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ACRONYM = re.compile(r"[A-Z]{2,}s?(?![^\W_])")
_OPEN = re.compile(r"(?:the|an?|\W*\d+)?", re.IGNORECASE)  # words before one that may be any word or name
_ENDS = tuple(".!?:;“”\"'(‘’•–—\n")  # after which a capital letter says nothing of a word


def check_namings(
    site: Site, reviews: Mapping[str, Review], registry: Callable[[], Registry], store: Store, lines: Lines
) -> Iterator[Diagnostic]:
    """`reviews` by the paths of files from the site's root."""
    if not any(review.names for review in reviews.values()):
        return
    names = company_names(registry(), (company for company, _ in site.companies.values()))
    known = store.every("named")
    before = frozenset(known)
    current: dict[bytes, bytes] = {}
    for post in site.posts:
        said = frozenset(reviews[post.document.place].names) if post.document.place in reviews else frozenset()
        annotated = {company.key for company in post.companies if company}
        worth = [
            (name, company)
            for word in sorted(said & names.keys())
            for name, words, company in names[word]
            if words <= said and company.key not in annotated
        ]
        if not worth:
            continue
        key = digest_value((post.document.key, [(name, company.key) for name, company in worth]))
        if key not in known:
            known[key] = msgspec.msgpack.encode(list(_named(post, worth, store, lines)))
        current[key] = known[key]
        for name, count, line, column in msgspec.msgpack.decode(known[key], type=list[tuple[str, int, int, int]]):
            company = next(company for said_name, company in worth if said_name == name)
            message = f"{name!r} is named {count} times and never annotated: its page will not list this post"
            help_ = f"write {name} [finance:{_ticker(company, registry())}]"
            yield Diagnostic(post.document.place, line, column, "hint", "unannotated-company", message, help_)
    if before - current.keys():
        store.drop("named", before - current.keys())
    if current.keys() - before:
        store.put("named", ((key, current[key]) for key in current.keys() - before))


def _ticker(company: Company, registry: Registry) -> str:
    """What to write in the annotation: the symbol, where it means no one else."""
    return company.symbol if registry.resolve(company.symbol) == company else registry.spelling(company)


def company_names(registry: Registry, annotated: Iterable[Company]) -> Names:
    """The names that mean one company alone, by their first word: with their words that have capitals.

    They are those of the companies that are kept by hand, by the site or in the registry, and of those `annotated`.
    """
    names: defaultdict[str, list[tuple[str, frozenset[str], Company]]] = defaultdict(list)
    for company in {company.key: company for company in (*registry.kept, *annotated)}.values():
        for name in dict.fromkeys((company.short, company.name, *company.aliases)):
            words = [word for word in _WORD.findall(name) if word != word.lower()]
            if words and len(name) >= SHORTEST and registry.resolve(name) == company:
                names[words[0]].append((name, frozenset(words), company))
    return names


def _named(
    post: Post, worth: Iterable[tuple[str, Company]], store: Store, lines: Lines
) -> Iterator[tuple[str, int, int, int]]:
    """The names that a text says often: with how often, and the line and column of the first."""
    body = msgspec.msgpack.decode(store.need("body", bytes.fromhex(post.document.key)), type=Body)
    text = body.text
    for heading in body.outline:
        text = text.replace(heading.text, "\n")
    best: dict[str, tuple[int, str]] = {}  # of a company's names, the one that is said most
    for name, company in worth:
        count = namings(name, text)
        if count >= OFTEN and count > best.get(company.key, (0, ""))[0]:
            best[company.key] = count, name
    for count, name in best.values():
        line, column = _place(name, lines(post.document.place)) or post.meta.places.get("title", (1, 1))
        yield name, count, line, column


def namings(name: str, text: str) -> int:
    """How often a text surely names the company so called.

    Longer names do not count (`Apple Valley`). A word that could be an ordinary one (`Target`, `Meta`: only its first
    letter is a capital) does not count where a sentence begins, or after "the", "a" or a number; and not at all in a
    text that has it without its capital, or after another name (`Michael Dell`).
    """
    found = [match.span() for match in _pattern(name).finditer(text)]
    sure = [start for start, end in found if not _goes_on(text, end)]
    if not (name.isalpha() and name[1:].islower()):
        return len(sure)
    before = {start: _word_before(text, start) for start, _ in found}
    if any(map(_is_name, before.values())) or re.search(rf"\b{re.escape(name.lower())}\b", text):
        return 0
    return sum(not _OPEN.fullmatch(before[start]) for start in sure)


def _pattern(name: str) -> re.Pattern[str]:
    """The name as whole words, in no address, no hashtag and no compound."""
    return re.compile(rf"(?<![\w@#/.&-]){re.escape(name)}(?![\w@/&-]|\.\w)")


def _word_before(text: str, start: int) -> str:
    """The word before in the same sentence, "" where a sentence or the like begins."""
    before = text[max(0, start - 60) : start].rstrip(" ")
    return "" if not before or before.endswith(_ENDS) else re.split(r"\s", before)[-1]


def _is_name(word: str) -> bool:
    """Whether a word is written as a name, and is no acronym, possessive or the like."""
    return word[:1].isupper() and word[-1:].isalnum() and not (_OPEN.fullmatch(word) or _ACRONYM.fullmatch(word))


def _goes_on(text: str, end: int) -> bool:
    """Whether a longer name goes on there: `Apple Valley`, and not `Apple CEO`."""
    after = text[end : end + 40]
    return after[:1] == " " and after[1:2].isupper() and not _ACRONYM.match(after, 1)


def _place(name: str, lines: Sequence[str]) -> tuple[int, int] | None:
    """Where the name first stands in the text of a file: below its front matter, in no heading and no code block."""
    below = coded = False
    for number, line in enumerate(lines, 1):
        if number > 1 and not below:
            below = line.startswith("---")
        elif _FENCE.match(line):
            coded = not coded
        elif below and not coded and not line.startswith("#") and (match := _pattern(name).search(line)):
            return number, match.start() + 1
    return None
