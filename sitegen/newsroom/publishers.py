"""Who published a source: names, domains and aliases of `publishers.toml`. Pure look-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from sitegen.model import Citation, Publisher
from sitegen.newsroom import contexts


@lru_cache(maxsize=1 << 14)
def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class Publishers:
    by_name: dict[str, Publisher] = field(default_factory=dict)
    by_domain: dict[str, Publisher] = field(default_factory=dict)

    @property
    def all(self) -> Iterable[Publisher]:
        return dict.fromkeys(self.by_name.values())

    @classmethod
    def of(cls, publishers: Iterable[Publisher]) -> Publishers:
        by_name, by_domain = {}, {}
        for publisher in publishers:
            for name in (publisher.name, *publisher.aliases):
                by_name[_fold(name)] = publisher
            if publisher.domain:
                by_domain[publisher.domain.casefold().removeprefix("www.")] = publisher
        return cls(by_name, by_domain)

    def find(self, citation: Citation) -> Publisher | None:
        """The publisher of a citation, by name or alias, else by domain (`news.example.com` is `example.com`'s)."""
        if not self.by_name:  # and so no domains either
            return None
        if found := self.by_name.get(_fold(citation.publisher)):
            return found
        domain = citation.domain.casefold().removeprefix("www.")
        while domain:
            if found := self.by_domain.get(domain):
                return found
            domain = domain.partition(".")[2]
        return None

    def source(self, citation: Citation, *, with_domain: bool) -> contexts.Source:
        """What readers see of a citation: the name as written, else the publisher's, else the domain.

        The domain is shown `with_domain` (the numbered list), and where nothing else is known.
        """
        publisher = self.find(citation)
        name = citation.publisher or (publisher.name if publisher else "")
        domain = citation.domain or (publisher.domain if publisher else "")
        return contexts.Source(name, domain if with_domain or not name else "", citation.url, citation.title)
