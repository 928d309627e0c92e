"""Whose a source is (contract §4, publishers.toml)."""

from __future__ import annotations

import pytest

from sitegen.model import Citation, Publisher
from sitegen.newsroom.contexts import Source
from sitegen.newsroom.publishers import Publishers

KNOWN = Publishers.of(
    [
        Publisher("reuters", "Reuters", "reuters.com", ("Reuters Technology", "Reuters - Chip Smuggling")),
        Publisher("yahoo", "Yahoo", "yahoo.com"),
        Publisher("yahoo-finance", "Yahoo Finance", "finance.yahoo.com"),
        Publisher("blog", "A Blog"),
    ]
)

CITATIONS = {
    Citation("Reuters"): "reuters",
    Citation("  reuters  technology "): "reuters",
    Citation("REUTERS - CHIP SMUGGLING"): "reuters",
    Citation(domain="reuters.com"): "reuters",
    Citation(domain="www.Reuters.com"): "reuters",
    Citation(domain="uk.reuters.com"): "reuters",
    Citation(domain="finance.yahoo.com"): "yahoo-finance",
    Citation(domain="uk.finance.yahoo.com"): "yahoo-finance",
    Citation(domain="sports.yahoo.com"): "yahoo",
    Citation("Somebody", domain="reuters.com"): "reuters",
    Citation("Reuters", domain="yahoo.com"): "reuters",
    Citation("A Blog"): "blog",
    Citation("Reuters Business"): None,
    Citation(domain="notreuters.com"): None,
    Citation(domain="com"): None,
    Citation(domain="reuters.com.example.org"): None,
    Citation(): None,
}


@pytest.mark.parametrize(("citation", "key"), CITATIONS.items())
def test_a_source_is_its_publishers_by_name_or_domain(citation: Citation, key: str | None) -> None:
    found = KNOWN.find(citation)
    assert (found and found.key) == key


SHOWN = {
    (Citation(domain="reuters.com"), False): Source("Reuters", "", "", ""),
    (Citation(domain="reuters.com"), True): Source("Reuters", "reuters.com", "", ""),
    (Citation("Reuters Technology"), True): Source("Reuters Technology", "reuters.com", "", ""),
    (Citation("EE News", "ee.example"), True): Source("EE News", "ee.example", "", ""),
    (Citation("EE News", "ee.example"), False): Source("EE News", "", "", ""),
    (Citation(domain="ee.example"), False): Source("", "ee.example", "", ""),
    (Citation("A Blog", url="https://a.example/1", title="On racks"), True): Source(
        "A Blog", "", "https://a.example/1", "On racks"
    ),
}


@pytest.mark.parametrize(("citation", "with_domain", "source"), [(*key, source) for key, source in SHOWN.items()])
def test_a_source_named_only_by_its_domain_shows_the_publishers_name(
    citation: Citation, with_domain: bool, source: Source
) -> None:
    assert KNOWN.source(citation, with_domain=with_domain) == source
