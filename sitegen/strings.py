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
    "thread_automatic": "Put together automatically: these stories are much alike.",
    "this_story": "This story",
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
    # The archive as a calendar.
    "week_number": "Week",
    "day_stories": "{date}, stories: {count}",
    # The week in review.
    "week": "Week {number} of {year}",
    "week_review": "The week in review",
    "week_told": "What happened",
    "week_connected": "Most connected stories",
    "week_through": "Shares {things} with {count} others.",
    "week_stories": "All stories of the week",
    "weeks": "Weeks nearby",
    # Ways on from a wrong or an old address.
    "missing": "Page not found",
    "not_found": "This page does not exist. It may have moved, or the address may hold a slip.",
    "moved": "This page has moved.",
    "moved_to": "Go to its new address",
}
