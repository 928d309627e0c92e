"""Where a target as written in a text leads (RFC 3986 §5, contract §2, §3)."""

from __future__ import annotations

import pytest

from sitegen.diagnostics import Diagnostic
from sitegen.model import Document, Meta, Reference
from sitegen.newsroom.links import Targets

URLS = {
    "posts/a.md": "/2025/11/22/a/",
    "posts/deep/b.md": "/2025/11/21/b/",
    "posts/bundle/index.md": "/2025/11/20/bundle/",
    "posts/bundle/rack 1.jpg": "/2025/11/20/bundle/rack%201.jpg",
    "pages/about.md": "/about/",
}


def resolved(source: str, target: str, root: str = "/") -> str:
    """What the target becomes in a post at one of the URLs above, or the diagnostic as it is printed."""
    document = Document(source, "", Meta("T"), "T", "")
    targets = Targets(root, URLS, frozenset({"posts/draft.md"}))
    url, found = targets.resolve(document, URLS[source], Reference(target, 7, 3))
    assert not (isinstance(found, Diagnostic) and url), "what leads nowhere has no URL"
    return str(found) if isinstance(found, Diagnostic) else url


LEADS = {
    ("posts/a.md", "/about/"): "/about/",
    ("posts/a.md", "/about"): "/about",
    ("posts/a.md", "/"): "/",
    ("posts/a.md", "/about/?q=1#who"): "/about/?q=1#who",
    ("posts/a.md", "#part"): "#part",
    ("posts/a.md", "?page=2"): "?page=2",
    ("posts/a.md", "deep/b.md"): "/2025/11/21/b/",
    ("posts/a.md", "deep/b.md#part"): "/2025/11/21/b/#part",
    ("posts/deep/b.md", "../a.md"): "/2025/11/22/a/",
    ("posts/deep/b.md", "../../pages/about.md"): "/about/",
    ("posts/a.md", "/posts/deep/b.md"): "/2025/11/21/b/",
    ("posts/a.md", "../pages/about.md"): "/about/",
    ("posts/bundle/index.md", "rack 1.jpg"): "/2025/11/20/bundle/rack%201.jpg",
    ("posts/bundle/index.md", "rack%201.jpg"): "/2025/11/20/bundle/rack%201.jpg",
    ("posts/bundle/index.md", "./rack%201.jpg"): "/2025/11/20/bundle/rack%201.jpg",
    ("posts/a.md", "bundle/rack%201.jpg"): "/2025/11/20/bundle/rack%201.jpg",
    ("posts/a.md", "../b/"): "/2025/11/22/b/",
    ("posts/a.md", "chart.svg"): "/2025/11/22/a/chart.svg",
    ("posts/a.md", "/static/ü.pdf"): "/static/%C3%BC.pdf",
    # Climbing out ends at the site's root.
    ("posts/a.md", "../../../../../etc/passwd"): "/etc/passwd",
    ("posts/a.md", "/../../etc/passwd"): "/etc/passwd",
    ("posts/a.md", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd"): "/etc/passwd",
    ("posts/a.md", "/%2fevil.example/x"): "/evil.example/x",
}


@pytest.mark.parametrize(("source", "target", "url"), [(*key, url) for key, url in LEADS.items()])
def test_a_target_leads_to_its_url(source: str, target: str, url: str) -> None:
    assert resolved(source, target) == url


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/about/", "/news/about/"),
        ("/", "/news/"),
        ("deep/b.md", "/news/2025/11/21/b/"),
        ("../b/", "/news/2025/11/22/b/"),
        ("../../../../../../up/", "/news/up/"),
        ("#part", "#part"),
    ],
)
def test_a_base_urls_path_stands_before_every_path(target: str, url: str) -> None:
    assert resolved("posts/a.md", target, root="/news/") == url


WRONG = {
    "gone.md": "warning[broken-link]: the link leads to gone.md, and there is no content/posts/gone.md",
    "../../secret.md": "warning[broken-link]: the link leads to ../../secret.md, and there is no content/../secret.md",
    "draft.md": "warning[unpublished-link]: the link leads to content/posts/draft.md, which is not published",
}


@pytest.mark.parametrize(("target", "problem"), WRONG.items())
def test_a_content_file_that_is_not_there_is_reported_at_the_link(target: str, problem: str) -> None:
    first, _, help_ = resolved("posts/a.md", target).partition("\n")
    assert first == f"content/posts/a.md:7:3: {problem}"
    assert help_.startswith("  help: ")
