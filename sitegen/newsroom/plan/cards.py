"""What stands beside a link to a post elsewhere: its own picture, else a social card, which is planned here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.model import Post
from sitegen.newsroom import contexts
from sitegen.newsroom.plan.output import Output, Rank, SocialCard
from sitegen.newsroom.plan.pictures import Pictures
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path

WIDTH, HEIGHT = 1200, 630  # pixels: what Facebook, LinkedIn, X and Mastodon ask for
NAME = "card.png"
LEAST_WIDTH = 600  # pixels: what Facebook shows large
MOST_COMPANIES = 12  # that could find room on a card


def previewed(image: contexts.Picture | None) -> contexts.Picture | None:
    """The picture, if it can stand in a preview: of a known size, and no SVG, which few of those who show them take."""
    return image if image and image.width and not image.src.lower().endswith(".svg") else None


def given_cards(files: Iterable[Output], pictures: Pictures) -> dict[str, tuple[int, int]]:
    """The site's own files where social cards would be, by path in small letters, with their size in pixels.

    It is (0, 0) for those that cannot stand in a preview: too small, under a name of other letters, or a folder.
    """
    given = {}
    for output in files:
        before, name, inner = output.path.casefold().partition(f"/{NAME}")
        if name and inner[:1] in ("", "/"):
            file = pictures.files.get(output.path) if output.path.endswith(name) else None
            shown = file is not None and file.measured.width >= LEAST_WIDTH
            given[before + name] = (file.measured.width, file.measured.height) if file and shown else (0, 0)
    return given


def preview(
    site: Site, views: Views, post: Post, image: contexts.Picture | None, given: tuple[int, int] | None
) -> contexts.Preview | None:
    """What others show beside a link to the post; `image` is its own picture, `given` its own card's size."""
    title = post.document.title
    if shown := previewed(image):
        return contexts.Preview(views.site.origin + shown.src, shown.width, shown.height, shown.alt or title)
    if not site.config.cards.enabled:
        return None
    url = views.absolute(card_url(post))
    if given is None:
        return contexts.Preview(url, WIDTH, HEIGHT, f"{title} · {site.config.title}")
    return contexts.Preview(url, *given, title) if all(given) else None


def card_url(post: Post) -> str:
    return f"{post.url}{NAME}"


def card_path(post: Post) -> str:
    """Where a post's card is, under the output folder, in small letters: `given_cards` has them so."""
    return output_path(card_url(post)).casefold()


def plan_cards(
    site: Site,
    views: Views,
    images: Mapping[str, contexts.Picture],
    font: tuple[str, bytes],
    given: Mapping[str, tuple[int, int]],
) -> list[Output]:
    """A card for each post without a picture and a card of its own (`given`).

    `images` are posts' pictures by path under `content/`. `font` is the place of the site's own font and its digest;
    ("", b"") where it has none.
    """
    if not site.config.cards.enabled:
        return []
    outputs = []
    taken = {*given}  # and of two posts at one URL, which is said of their pages, the first has a card
    for post in site.posts:
        document = post.document
        path = card_path(post)
        if previewed(images.get(document.path)) or path in taken:
            continue
        taken.add(path)
        labels = dict.fromkeys(views.company(company).label for company in post.companies if company is not None)
        content = SocialCard(
            *font,
            site=site.config.title,
            kicker=post.meta.kicker,
            title=document.title,
            date=post.published.date(),
            companies=tuple(labels)[:MOST_COMPANIES],
            language=site.config.language,
        )
        outputs.append(Output(output_path(card_url(post)), document.place, Rank.FILE, content))
    return outputs
