"""What the files for other programs share: where they are, and which sources a post names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from sitegen.model import Post
from sitegen.newsroom import contexts
from sitegen.newsroom.cited import sources_of
from sitegen.newsroom.plan.output import Output
from sitegen.newsroom.plan.views import Views


def all_sources(views: Views, post: Post, links: Sequence[str]) -> Iterator[contexts.Source]:
    """The sources of a post's front matter and citation lines, each with its domain and each once.

    `links` are the URLs of the post's references.
    """
    found: dict[contexts.Source, None] = {}
    for citation in sources_of(post.document):
        source = views.publishers.source(citation, with_domain=True)
        if citation.reference is not None:
            source = replace(source, url=links[citation.reference])
        found[source] = None
    yield from found


def where_free(outputs: Iterable[Output], files: Iterable[Output]) -> list[Output]:
    """The outputs whose places no file of the site takes: what an author has written goes before what is made.

    Of several for one place, the first: of what they belong to, it is said that only one can be there.
    """
    taken = {file.path.casefold() for file in files}
    first: dict[str, Output] = {}
    for output in outputs:
        first.setdefault(output.path.casefold(), output)
    return [output for place, output in first.items() if place not in taken]
