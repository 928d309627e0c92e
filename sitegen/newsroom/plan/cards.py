"""What stands beside a link to a post elsewhere: its own picture, else a social card, which is planned here."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.model import Post
from sitegen.newsroom import contexts
from sitegen.newsroom.plan.output import Output, Rank, SocialCard
from sitegen.newsroom.plan.views import Views
from sitegen.newsroom.site import Site
from sitegen.newsroom.urls import output_path

WIDTH, HEIGHT = 1200, 630  # pixels: what Facebook, LinkedIn, X and Mastodon ask for
MOST_COMPANIES = 12  # that could find room on a card


def previewed(image: contexts.Picture | None) -> contexts.Picture | None:
    """The picture, if it can stand in a preview: of a known size, and no SVG, which few of those who show them take."""
    return image if image and image.width and not image.src.lower().endswith(".svg") else None


def preview(site: Site, views: Views, post: Post, image: contexts.Picture | None) -> contexts.Preview | None:
    """What others show beside a link to the post; `image` is its own picture."""
    title = post.document.title
    if shown := previewed(image):
        origin = site.config.base_url.removesuffix(site.config.root).rstrip("/")
        return contexts.Preview(origin + shown.src, shown.width, shown.height, shown.alt or title)
    if not site.config.cards.enabled:
        return None
    return contexts.Preview(views.absolute(card_url(post)), WIDTH, HEIGHT, f"{title} · {site.config.title}")


def card_url(post: Post) -> str:
    return f"{post.url}card.png"


def plan_cards(
    site: Site, views: Views, images: Mapping[str, contexts.Picture], font: tuple[str, bytes]
) -> list[Output]:
    """A card for each post without a picture; `images` are posts' pictures by path under `content/`.

    `font` is the place of the site's own font and its digest; ("", b"") where it has none.
    """
    if not site.config.cards.enabled:
        return []
    outputs = []
    taken = set()  # two posts at one URL are said once, of their pages
    for post in site.posts:
        document = post.document
        if previewed(images.get(document.path)) or post.url.casefold() in taken:
            continue
        taken.add(post.url.casefold())
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
