"""Pelican's settings for the bench: what the other generators show, and nothing else."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from pelican import signals  # type: ignore[import-not-found]

SITENAME = "Bench News"
SITEURL = "https://news.example.com"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
ARTICLE_PATHS = ["posts"]
THEME = "theme"
DEFAULT_CATEGORY = "news"
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
TAGS_SAVE_AS = "tags/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags"]
PAGINATED_TEMPLATES = {"index": 20, "tag": 20}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_RSS = "feed.xml"
TAG_FEED_RSS = "tags/{slug}/feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
MARKDOWN = {
    "extensions": ["extra", "sane_lists", "toc"],
    "extension_configs": {"toc": {"toc_depth": "2-3"}},
    "output_format": "html5",
}
TAG_NAMES = json.loads(Path("tags.json").read_text(encoding="utf-8")) if Path("tags.json").exists() else {}


def relate(generator: Any) -> None:
    """Three posts that share the most tags."""
    by_tag = defaultdict(list)
    for place, article in enumerate(generator.articles):
        for tag in article.tags:
            by_tag[tag].append(place)
    for place, article in enumerate(generator.articles):
        shared = Counter(other for tag in article.tags for other in by_tag[tag] if other != place)
        article.related = [generator.articles[other] for other, _ in shared.most_common(3)]


signals.article_generator_finalized.connect(relate)
