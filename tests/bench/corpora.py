"""News of any amount in the seeds' shape, the same for every generator: short stories and long digests.

A post is a value; the stream of them is fixed by the seed and the number. Who writes them as whose files is `peers.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

SEED = 20251122
NEWEST = date(2025, 11, 22)
A_DAY = 8  # posts; a quarter of them digests
LONG_POSTS, LONG_BYTES = 700, 180_000
WORDS = 40_000  # of the vocabulary, which Zipf-Mandelbrot's law weighs as it does natural language
BEATS, BEAT_WORDS = 60, 300  # fields of news, and how many words each has of its own

FUNCTION_WORDS = (
    "the of and to in a is that for it on as with was by are at be this from or which an were not have its has but "
    "they their more can will one would about been had other also new into than when who there said may some what up "
    "over after most such only could these between two first while if because under through before during its"
).split()
SYLLABLES = (
    "al an ar as ba be bo ca ce co da de di do el en er es fa fi fo ga ge go ha he hi in is ka ke la le li lo ma me mi "
    "mo na ne ni no or pa pe po ra re ri ro sa se si so ta te ti to tra pre con ver ment ing tion ster dle"
).split()
COMPANIES = (
    "NVIDIA Corporation|Alphabet Inc.|Microsoft Corporation|Meta Platforms, Inc.|Amazon.com, Inc.|Apple Inc.|"
    "Tencent Holdings Limited|Oracle Corporation|Intel Corporation|Broadcom Inc.|QUALCOMM Incorporated|"
    "Micron Technology, Inc.|Advanced Micro Devices, Inc.|TSM|0700.HK|AVGO"
).split("|")
PUBLISHERS = "Reuters|CNBC|AP News|Bloomberg|TechCrunch|The Verge|Yahoo Finance|Ars Technica|Wired".split("|")
LABELS = "Scope|Strategic context|Market impact|Industry context|Investment scale|Competitive dynamics".split("|")
EMOJI = "🏭🌐⚡💰🎵☁🔬📈"


@dataclass(frozen=True, slots=True)
class Post:
    """One post; `text` is Markdown, `takeaways` inline Markdown, `sources` publishers with a domain."""

    slug: str
    day: date
    kind: str
    title: str
    summary: str
    tags: tuple[str, ...]
    takeaways: tuple[str, ...]
    sources: tuple[str, ...]
    text: str

    @property
    def stem(self) -> str:
        return f"{self.day}-{self.slug}"


@dataclass(frozen=True, slots=True)
class Beat:
    """The words of a text on one field of news and their cumulated weights, and those of the field's own, by rank."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes on one beat; all that it writes is fixed by the state of `random`."""

    random: Random
    beat: Beat

    def words(self, count: int) -> list[str]:
        return self.random.choices(self.beat.words, cum_weights=self.beat.weights, k=count)

    def title(self, count: int) -> str:
        return " ".join(self.words(count)).capitalize()

    def sentence(self, count: int) -> str:
        words = self.words(count)
        words[0] = words[0].capitalize()
        if count > 16:
            words[count // 2] += ","
        return " ".join(words) + "."

    def paragraph(self) -> str:
        """Three to five sentences; a third of paragraphs name a company, a third have a link and emphasis."""
        random = self.random
        sentences = [self.sentence(random.randint(10, 24)) for _ in range(random.randint(3, 5))]
        if random.random() < 0.35:
            name = random.choices(COMPANIES, [1 / (rank + 1) for rank in range(len(COMPANIES))])[0]
            sentences[0] = f"{sentences[0][:-1]} {name.split(',')[0].split(' ')[0]} [finance:{name}]."
        if random.random() < 0.35:
            word = random.choice(self.beat.own)
            sentences.append(f"**{word.capitalize()}** and [a report](https://{word}.example.com/news/) say *{word}*.")
        return " ".join(sentences) + "\n"

    def story_section(self) -> str:
        return f"## {self.title(5)}\n\n{self.paragraph()}\n{self.paragraph()}"

    def digest_section(self) -> str:
        """A heading with its emoji, and a story of the seeds' shape: labels, a list, a line of citations."""
        random = self.random
        first, second = random.sample(LABELS, k=2)
        items = "".join(f"- {self.sentence(random.randint(6, 14))}\n" for _ in range(random.randint(4, 6)))
        cited = random.sample(PUBLISHERS, k=3)
        link = f"[{cited[0]}](https://{random.choice(self.beat.own)}.example.com/{random.randrange(10**6)})"
        return (
            f"## {random.choice(EMOJI)} {self.title(4)}\n\n### {self.title(8)}\n\n"
            f"**{first}:** {self.paragraph()}\n{items}\n"
            f"**{second}:** {self.paragraph()}\nSource: {link} | {cited[1]} | {cited[2]}\n"
        )


def corpus(number: int, *, extra: int = 0, length: int = 0) -> Iterator[Post]:
    """A corpus of `number` posts, the newest last, of `length` bytes each, about 7,000 on average if 0.

    It has some `number` / 3 tags, drawn by Zipf's law. With `extra`, that many posts of its newest day which are not in
    it. Each post is fixed by the seed, the corpus' number and its own place.
    """
    beats = _beats()
    tags = _tags(max(12, number // 3))
    tag_weights = tuple(accumulate(1 / (rank + 1) for rank in range(len(tags))))
    last = (number - 1) // A_DAY
    for place in range(number, number + extra) if extra else range(number):
        random = Random(SEED * 1_000_003 + place)
        day = NEWEST - timedelta(days=last - min(last, place // A_DAY))
        chosen = random.choices(tags, cum_weights=tag_weights, k=5)
        writer = Writer(random, random.choice(beats))
        yield _post(writer, place, day, chosen, digest=place % (A_DAY // 2) == 0, length=length)


def _post(writer: Writer, place: int, day: date, tags: Sequence[str], *, digest: bool, length: int) -> Post:
    random = writer.random
    title = writer.title(random.randint(7, 12))
    wanted = length or int(random.gauss(14_500, 2_500) if digest else random.gauss(4_200, 900))
    sections = []
    written = 0
    while written < wanted:
        sections.append(writer.digest_section() if digest else writer.story_section())
        written += len(sections[-1].encode())
    return Post(
        slug=f"{'-'.join(title.lower().split()[:5])}-{place}",
        day=day,
        kind="digest" if digest else "story",
        title=title,
        summary=writer.sentence(28),
        tags=tuple(dict.fromkeys(tags)),
        takeaways=tuple(writer.sentence(12) for _ in range(6 if digest else 3)),
        sources=tuple(random.sample(PUBLISHERS, k=3)),
        text="\n".join(sections),
    )


@cache
def _vocabulary() -> tuple[str, ...]:
    """By rank: words that join others, then words made of syllables, the frequent ones the shorter."""
    random = Random(SEED)
    made: dict[str, None] = dict.fromkeys(FUNCTION_WORDS)
    while len(made) < WORDS:
        syllables = min(5, 1 + len(made) // 2_000) if random.random() < 0.5 else random.randint(2, 4)
        made["".join(random.choices(SYLLABLES, k=max(2, syllables)))] = None
    return tuple(made)


@cache
def _beats() -> tuple[Beat, ...]:
    """A fifth of a beat's texts are words of its own."""
    random = Random(SEED + 1)
    vocabulary = _vocabulary()
    common = [1 / (rank + 2.7) for rank in range(WORDS)]
    own = [1 / (rank + 3) for rank in range(BEAT_WORDS)]
    share = sum(common) / 4 / sum(own)
    weights = tuple(accumulate((*(share * weight for weight in own), *common)))
    found = []
    for _ in range(BEATS):
        words = tuple(random.sample(vocabulary[400:], k=BEAT_WORDS))
        found.append(Beat((*words, *vocabulary), weights, words))
    return tuple(found)


def _tags(count: int) -> tuple[str, ...]:
    random = Random(SEED + 2)
    words = _vocabulary()[100:5000]
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(random.sample(words, k=random.choice((1, 2, 2))))] = None
    return tuple(found)
