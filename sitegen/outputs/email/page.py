"""An e-mail's HTML: a post's parts shown by the theme's `email.html`, with styles inlined, small enough to be shown.

Takes the post as its page is given it. No network, no file but the theme's templates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace as with_fields
from html import escape
from typing import Any

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, SiteError
from sitegen.markup.manuscript import clean
from sitegen.markup.tree import plain_html
from sitegen.model import Body, Document
from sitegen.newsroom import contexts
from sitegen.newsroom.contexts import Email, Link, Part, PostPage
from sitegen.outputs.email.message import sent_size
from sitegen.outputs.email.parts import Piece, pieces
from sitegen.outputs.email.text import plain_text
from sitegen.outputs.feeds.text import absolute, fit_line, scaled, text_filler
from sitegen.outputs.html import ThemeSettings, render_page
from sitegen.outputs.texts import contents

WIDEST = 568  # pixels: 600 without the margins
LARGEST = 100_000  # bytes of HTML as it is sent: Gmail shows no more than 102 KB


def email_bodies(
    theme: ThemeSettings, page: PostPage, document: Document, body: Body, data: Mapping[str, Any]
) -> tuple[str, str]:
    """The post as plain text, and as HTML of at most `LARGEST` bytes.

    Raises `SiteError` for what is wrong in the template, and for a post whose head alone is too large.
    """
    theme = with_fields(theme, minified=False)
    whole = _email(page, document, body)

    def shown(most: int) -> str:
        email = replace(whole, parts=whole.parts[:most], more=_more(whole.parts[most:]))
        return render_page(theme, TEMPLATE, email, data, lambda _: body)

    every = len(whole.parts)
    text = plain_text(uncut := shown(every), whole.page.canonical, whole.site.strings["email_links"])
    found = _inlined(uncut)
    if sent_size(found) <= LARGEST:
        return text, found
    fits, fails = -1, every
    while fails - fits > 1:  # more parts are more bytes
        middle = (fits + fails) // 2
        attempt = _inlined(shown(middle))
        if sent_size(attempt) <= LARGEST:
            fits, found = middle, attempt
        else:
            fails = middle
    if fits < 0:
        message = f"what stands before the text is more than the {LARGEST // 1000} KB that mail programs show"
        help_ = "write a shorter summary, shorter takeaways, or fewer headings"
        raise SiteError([Diagnostic(document.place, 1, 1, "error", "too-large", message, help_)])
    return text, found


TEMPLATE = contexts.TEMPLATES[Email]


def _more(left: Sequence[Part]) -> Link | None:
    return Link(left[0].title, left[0].url) if left else None


def _inlined(page: str) -> str:
    """The page with its styles on its elements; what the template keeps in its head stays there."""
    import css_inline

    return css_inline.CSSInliner(minify_css=True, load_remote_stylesheets=False).inline(page)


def _email(page: PostPage, document: Document, body: Body) -> Email:
    post, site = page.post, page.site
    own = page.page.canonical
    origin = site.origin
    fill = text_filler(page.filling, own, origin, widest=WIDEST)
    links = {f'<a href="{escape(origin + company.url)}">': company for company in page.filling.tickers if company}

    def filled(html: str) -> str:
        """Ready HTML; links of symbols, and of companies that have none, have classes."""
        whole = clean(fill(html))
        for link, company in links.items():
            whole = whole.replace(link, f'<a class="{"ticker" if company.symbol else "company"}"{link[2:]}')
        return whole

    def line(html: str) -> str:
        return filled(fit_line(html, own))

    def ours(url: str) -> bool:
        return url.startswith(site.base_url.rstrip("/") + "/")

    def part(piece: Piece) -> Part:
        story = None if piece.story is None else document.stories[piece.story]
        named = () if piece.story is None else page.filling.stories[piece.story]
        heading = piece.heading
        return Part(
            html=filled(piece.html),
            title=heading.text if heading else post.title,
            url=f"{own}#{heading.id}" if heading else own,
            story=story is not None,
            companies=named,
        )

    image = post.image
    if image and not image.remote:
        src = absolute(image.src, own, origin)
        image = replace(scaled(image, WIDEST), src=src, remote=not ours(src))
    shown = replace(
        post,
        title_html=line(body.title),
        summary_html=line(body.summary) or escape(post.summary),
        takeaways=tuple(map(line, body.takeaways)),
        corrections=tuple(
            contexts.Correction(date, line(html), plain_html(html))
            for date, html in zip(post.correction_dates, body.corrections, strict=True)
        ),
        contents=contents(body),
        image=image,
    )
    parts = tuple(map(part, pieces(body, document.stories, ours, site.strings["picture"])))
    return Email(site=site, page=page.page, post=shown, origin=origin, parts=parts, more=None)
