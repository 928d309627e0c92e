"""The theme's words, in English: every word that readers see, by the key that `[tool.sitegen.strings]` overrides.

`{count}`, `{name}` and the like are filled in; `{count:one=story|other=stories}` is the form for that count, by the
plural categories that Unicode's CLDR gives the language. Dates and numbers are not here: they follow the site's
`language`.
"""

from __future__ import annotations

import re

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
    "all_stories": "All stories",
    "feed": "RSS feed",
    "all_feeds": "All feeds",
    "feeds_told": "A feed brings new stories to you, and their corrections: give its address to a feed reader, in "
    "whichever format that likes.",
    "feeds_full": "Each holds the newest {count} {count:one=story|other=stories} of its list, whole.",
    "feeds_summary": "Each holds the newest {count} {count:one=story|other=stories} of its list, told in short.",
    "feeds_outline": "All of them in one file, to be imported (OPML)",
    "feed_of": "{name}: {format} feed",
    "feeds_extension": "For programs",
    "feeds_extension_told": "In the JSON feeds each item has _sitegen, an object of two lists: companies and sources. "
    "A company has name (its full one), symbol and exchange (empty for a private company) and url (its page here). A "
    "source has publisher, domain, url and title, each empty where it is not known.",
    "stories_on": "On {name}:",
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
    "draft": "Draft",
    "not_before": "Not before {date}",
    # A post: its parts.
    "takeaways": "Quick takeaways",
    "contents": "Contents",
    "companies": "Companies",
    "corrections": "Corrections",
    "corrections_policy": "Corrections policy",
    "sources": "Sources",
    "tags": "Tags",
    "picture": "Picture",
    "credit": "Picture: {name}",
    "copied": "Link copied",
    # Within a text, and what a feed says of one.
    "cited_source": "Source:",
    "cited_sources": "Sources:",
    "table": "Table {number}",
    "picture_at": "Picture at {host}",
    "footnote_back": "Jump back to footnote {number} in the text",
    "correction": "Correction:",
    # A post: what belongs to it.
    "thread": "The story so far",
    "thread_forward": "How the story developed",
    "thread_automatic": "Grouped automatically by similarity.",
    "this_story": "This story",
    "history": "History of this story",
    "changed": "Changed {count} {count:one=time|other=times}, last {date}",
    "related": "Related news",
    "neighbours": "Earlier and later stories",
    "previous": "Earlier",
    "next": "Later",
    # A post as an e-mail.
    "read_on_site": "Read on the site",
    "email_more": "There is more than fits into an e-mail. Read on:",
    "email_links": "Links",
    # A company.
    "listings": "Listed as",
    "private": "Privately held",
    "country": "Country",
    "website": "Website",
    "filings": "Filings",
    "sec": "SEC, CIK {cik}",
    # Titles of pages that would otherwise be alike, as of a company and a tag of its name.
    "title_company": "{name} ({symbol})",
    "title_private": "{name} (company)",
    "title_publisher": "{name} (source)",
    "title_term": "{name} · {taxonomy}",
    # Charts, and what appears together.
    "chart": "{name}: {count} {count:one=story|other=stories} from {first} to {last}",
    "chart_peak": "{chart}; most {when}, {count}",
    "peak_day": "on {date}",
    "peak_week": "in the week of {date}",
    "peak_month": "in {date}",
    "peak_year": "in {date}",
    "by_day": "Stories by day",
    "by_week": "Stories by week",
    "by_month": "Stories by month",
    "by_year": "Stories by year",
    "day": "Day",
    "week": "Week of",
    "month": "Month",
    "year": "Year",
    "stories": "Stories",
    "numbers": "Show the numbers",
    "together": "Appears with",
    "author_together": "Writes about",
    "publisher_together": "Cited on",
    # Lists, their pages, and indexes.
    "in_all": "Numbers: stories in all.",
    "recent": "Small bars: stories in each of the last 12 weeks, since {date}.",
    "busiest": "Most active lately",
    "initials": "By first letter",
    "no_sources": "No sources have been named yet.",
    "authors": "Authors",
    "no_stories": "No stories yet.",
    "paging": "More stories",
    "page": "Page {number}",
    "older": "Older stories",
    "newest": "Newest stories",
    "days": "Days and months nearby",
    # The archive as a calendar.
    "week_number": "Week",
    "calendar_marks": "The longer a day’s mark, the more was published. A week’s number leads to its review.",
    "day_stories": "{date}: {count} {count:one=story|other=stories}",
    # The week in review.
    "week_title": "Week {number} of {year}",
    "week_review": "The week in review",
    "week_told": "What happened",
    "week_connected": "Stories with most in common",
    "week_through": "Shares {things} with {count} other {count:one=story|other=stories}.",
    "week_stories": "All stories of the week",
    "weeks": "Weeks nearby",
    # Searching.
    "search": "Search",
    "search_for": "Words, companies or symbols",
    "search_company": "Company",
    "search_tag": "Tag",
    "search_year": "Year",
    "search_any": "All",
    "search_busy": "Searching …",
    "search_found": "{count} {count:one=story|other=stories} found",
    "search_since": "{count} {count:one=story|other=stories} found since {date}",
    "search_none": "No stories found. Try fewer words, or:",
    "search_digest": "Digest, {date}",
    "search_more": "More results",
    "search_failed": "The search cannot be reached just now. Try again later, or look into these lists:",
    "search_plain": "Searching as you type needs JavaScript. These lists lead to every story without it:",
    # For other programs: llms.txt.
    "api_posts": "All stories as JSON, newest first",
    "api_companies": "All companies as JSON, each with a list of its stories",
    # Ways on from a wrong or an old address.
    "missing": "Page not found",
    "not_found": "This page does not exist. It may have moved, or the address may be mistyped.",
    "moved": "This page has moved.",
    "moved_to": "Go to its new address",
    "withdrawn": "This page was withdrawn",
}

# The words that are written into a text when it is read: only these read all texts again when they change.
WITHIN_TEXTS = ("cited_source", "cited_sources", "table", "picture_at", "footnote_back")


def fill_words(words: str, **values: object) -> str:
    """Words with each `{name}` replaced by that value; a brace that names none stays."""
    return re.sub(r"\{(\w+)\}", lambda m: str(values.get(m[1], m[0])), words)
