"""What a text is about, as weighted terms: small enough to keep for every post, and made without the other posts.

One language's stop words (English) and plain rules for the rest: no stemmer, no dictionary, no model. How rare a term
is across the site is not known here; `newsroom/related.py` weighs that.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import Counter
from functools import lru_cache
from zlib import crc32

from sitegen.model import Words

REMEMBERED = 1 << 17  # tokens, about 25 MB
LONGEST = 30_000  # characters; twice a long digest
MOST = 128  # terms kept of one post: enough for 7 KB of news, and it bounds the memory of a large archive

STOP_WORDS = frozenset(
    """
    a about above after again against all also although am among an and another any are around as at be because been
    before being below between both but by can cannot could did didn do does doesn doing don done down during each
    either else even ever every few for from further get had has hasn have having he her here hers herself him himself
    his how however i if in into is isn it its itself just least less like many may me might more most much must my
    myself no nor not now of off often on once one only or other others our ours out over own per rather said same say
    saying says she should since so some still such than that the their theirs them themselves then there these they
    this those though through thus to too toward towards under until up upon us very via was wasn we were weren what
    when where whether which while who whom whose why will with within without won would wouldn yet you your yours
    cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt theyre wasnt werent wont wouldnt
    ll re ve mr mrs ms
    """.split()
)

# Scripts written without spaces (Lao, Thai, Burmese, Khmer, kana, Han), and Hangul, whose words carry particles:
# their terms are pairs of neighbouring characters, as in Lucene's CJKAnalyzer.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
UNSPACED = f"{SPACELESS}\uac00-\ud7af"
_SIGNS = "\u0591-\u05c7\u064b-\u065f\u0900-\u0dff"  # vowel signs and points, which \w does not know as parts of words
_RUN = f"(?:[^\\W_{UNSPACED}]++|[{_SIGNS}]++)++"
_TOKEN = re.compile(f"[{UNSPACED}]+|{_RUN}(?:['.,-]{_RUN})*+")
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['.,-][A-Za-z0-9]+)*", re.ASCII)  # the same, of a text that is all ASCII
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_BETWEEN = re.compile(r",|\.(?!\d)|(?<!\d)\.")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_ASCII = frozenset(map(chr, range(128)))
_SIGNS_APART = dict(zip("’‘‑‐", "''--", strict=True)) | dict.fromkeys("“”„«»–—…•·→", " ")
_ALIKE = {"‘": "'", "’": "'", "ʼ": "'", "‐": "-", "‒": "-", "\u00ad": ""}  # NFKD makes a non-breaking hyphen ‐


def words(title: str, text: str) -> Words:
    """The terms of a post from its title and its plain text; a text that opens with the title counts it once.

    A term's weight grows slowly with its count (2n / (n + 1), as in BM25 with k1 = 1) and is up to 1.4 times as much
    for a name, that is in so far as it is written with a capital. Of more than `MOST` terms the heaviest are
    kept, and of equal ones those that come first: news has what matters at its head. So of a very long text only the
    first `LONGEST` characters count.
    """
    title, text = _alike(title).strip(), _alike(text).lstrip()
    body = text[len(title) :] if title and text.startswith(title) else text
    said = Counter(map(_TERMS.__getitem__, [*_tokens(title), *_tokens(body[:LONGEST])]))
    named: dict[int, int] = {}
    for meant in [meant for meant in said if isinstance(meant, tuple)]:
        count = said.pop(meant)
        terms, name = meant
        for term in terms:
            said[term] += count
            if name:
                named[term] = named.get(term, 0) + count
    weights = {term: _WEIGHTS[n] if n < len(_WEIGHTS) else _weight(n, 0) for term, n in said.items()}
    for term, n in named.items():
        weights[term] = _weight(said[term], n)
    kept = sorted(sorted(weights, key=weights.__getitem__, reverse=True)[:MOST])
    return Words(struct.pack(f"<{len(kept)}I", *kept), bytes(map(weights.__getitem__, kept)))


def _weight(said: int, named: int) -> int:
    return 128 * (5 * said + 2 * named) // (5 * (said + 1))


_WEIGHTS = tuple(_weight(said, 0) for said in range(64))


def _tokens(text: str) -> list[str]:
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)


def _alike(text: str) -> str:
    """NFKC with one kind of quote and hyphen, letters without their accents, and no other typographic signs."""
    if text.isascii():
        return text
    for sign in sorted({*text} - _ASCII):
        meant = _sign(sign)
        if meant != sign:
            text = text.replace(sign, meant)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    for written, meant in _ALIKE.items():
        text = text.replace(written, meant)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """What a typographic sign or a pictograph is for the terms, mostly a space; of other characters, themselves."""
    if sign in "\u200d\ufe0f" or (unicodedata.category(sign) == "So" and unicodedata.normalize("NFKD", sign) == sign):
        return " "
    return _SIGNS_APART.get(sign, sign)


class _Terms(dict[str, "int | tuple[tuple[int, ...], bool]"]):
    """What a token means: the hash of its one term, or those of its terms and whether it is written as a name.

    Remembered, for news repeats its words.
    """

    def __missing__(self, token: str) -> int | tuple[tuple[int, ...], bool]:
        if len(self) >= REMEMBERED:
            self.clear()
        terms, name = _terms(token)
        found = self[token] = terms[0] if len(terms) == 1 and not name else (terms, name)
        return found


_TERMS = _Terms()


def _terms(token: str) -> tuple[tuple[int, ...], bool]:
    """The hashes of a token's terms, and whether it is written as a name."""
    if token.isalpha() and token.isascii():
        word = token.lower()
        stopped = len(word) == 1 or word in STOP_WORDS
        return () if stopped else (crc32(singular(word).encode()),), word != token
    if _UNSPACED_RUN.match(token):
        return tuple(crc32(token[i : i + 2].encode()) for i in range(max(1, len(token) - 1))), False
    folded = token.casefold().removesuffix("'s").replace("'", "")
    kept = [part for part in _parts(folded) if part not in STOP_WORDS and (len(part) > 1 or part.isdigit())]
    return tuple(crc32(singular(part).encode()) for part in kept), any(map(str.isupper, token))


def _parts(token: str) -> list[str]:
    """`f.b.i` is one, `2,000` is 2000, `openai.com` two; `data-center` two, and `gpt-5` also a third, gpt5."""
    if _NUMBER.fullmatch(token):
        return [token.replace(",", "")]
    if "." in token and all(len(letter) == 1 for letter in token.split(".")):
        return [token.replace(".", "")]
    parts: list[str] = []
    for compound in _BETWEEN.split(token):
        pieces = compound.split("-")
        parts += pieces
        if len(pieces) > 1 and any(len(piece) < 3 or not piece.isalpha() for piece in pieces):
            parts.append("".join(pieces))
    return parts


def singular(word: str) -> str:
    """An English plural without its ending; other words as they are."""
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word.removesuffix("s")
