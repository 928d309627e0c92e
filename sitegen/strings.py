"""The theme's words, in English: every word that a template shows, by the key that `[tool.sitegen.strings]` overrides.

`{count}`, `{name}` and the like are filled in by the `fill` filter. Dates and numbers are not here: they follow the
site's `language`.
"""

from __future__ import annotations

STRINGS: dict[str, str] = {
    # The frame of every page.
    "skip": "Skip to the text",
    "menu": "Sections",
    "trail": "You are here",
    "archive": "Archive",
    "dark": "Dark",
    # Feeds and following.
    "stay_updated": "Stay updated:",
    "follow": "Follow",
    "feeds": "Feeds:",
    "feed": "RSS feed",
    # The home page.
    "latest": "Latest stories",
    "companies_week": "In the news this week",
    "terms_week": "Busiest tags",
    "to_archive": "All stories, by month",
    "no_posts": "Nothing has been published yet.",
    # A post: who, when, how long.
    "by": "By",
    "published": "Published",
    "updated": "Last updated:",
    "reading_time": "{count} min read",
    "draft": "Draft: not published",
    # A post: its parts.
    "takeaways": "Quick takeaways",
    "contents": "Contents",
    "companies": "Companies",
    "corrections": "Corrections",
    "sources": "Sources",
    "tags": "Tags",
    "picture": "Picture",
    "credit": "Picture: {name}",
    "copied": "Link copied",
    # A post: what belongs to it.
    "thread": "The story so far",
    "related": "Related news",
    "neighbours": "Earlier and later stories",
    "previous": "Earlier",
    "next": "Later",
    # A company.
    "listings": "Listed as",
    "private": "Privately held",
    "country": "Country",
    "website": "Website",
    "filings": "Filings",
    "sec": "SEC, CIK {cik}",
    # Lists, their pages, and indexes.
    "authors": "Authors",
    "no_stories": "No stories yet.",
    "paging": "More stories",
    "page": "Page {number}",
    "older": "Older stories",
    "newest": "Newest stories",
    "days": "Days and months nearby",
    # Searching.
    "search": "Search",
    "search_for": "Words, companies or symbols",
    "search_company": "Company",
    "search_tag": "Tag",
    "search_year": "Year",
    "search_any": "All",
    "search_busy": "Searching …",
    "search_found": "Stories found: {count}",
    "search_since": "Stories found since {date}: {count}",
    "search_more": "More results",
    "search_failed": "The search cannot be reached just now. Try again later, or look into these lists:",
    "search_plain": "Searching as you type needs JavaScript. These lists lead to every story without it:",
    # Ways on from a wrong or an old address.
    "missing": "Page not found",
    "not_found": "This page does not exist. It may have moved, or the address may hold a slip.",
    "moved": "This page has moved.",
    "moved_to": "Go to its new address",
}
