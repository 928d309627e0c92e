"""What templates are given: one frozen value for each kind of page, and the small values that they are made of.

The files of this folder part them by idea; others import them from here. None of them reads or renders anything.

Plain data with one obvious name each, complete before anything is rendered: a page is stale exactly when one of these
values differs. Lists hold cards, not posts, so editing a text cannot touch a list. Documented in `docs/templates.md`.

Every `url` is a path from the host's root, the base URL's path included; `canonical` and feeds are absolute. Every
moment is an aware datetime in the site's zone. Fields that end in `html`, and `takeaways`, are safe HTML, all others
plain text.
"""

from __future__ import annotations

from sitegen.newsroom.contexts.archives import (
    ArchivePage,
    CalendarDay,
    CalendarWeek,
    Connected,
    DaysPage,
    MonthCount,
    WeekPage,
    YearCount,
)
from sitegen.newsroom.contexts.cards import Card, Day, Entry, Month, Paging, Status
from sitegen.newsroom.contexts.counts import Chart, Count, Period, Together
from sitegen.newsroom.contexts.email import Email, Part
from sitegen.newsroom.contexts.feeds import FeedGroup, FeedsPage, ListedFeed
from sitegen.newsroom.contexts.home import HomePage, NotFoundPage, RedirectPage, WithdrawnPage
from sitegen.newsroom.contexts.indexes import CitedPublisher, IndexPage, Initial, SourcesPage
from sitegen.newsroom.contexts.lists import AuthorPage, CompanyPage, PublisherPage, TermPage
from sitegen.newsroom.contexts.posts import Change, Post, PostPage, Standing, StandingPage, Thread
from sitegen.newsroom.contexts.search import SearchPage, SearchPeriod
from sitegen.newsroom.contexts.site import FeedLinks, Link, Page, Preview, Site
from sitegen.newsroom.contexts.texts import Author, Brief, Company, Correction, Filling, Heading, Picture, Source

__all__ = [
    "TEMPLATES",
    "ArchivePage",
    "Author",
    "AuthorPage",
    "Brief",
    "CalendarDay",
    "CalendarWeek",
    "Card",
    "Change",
    "Chart",
    "CitedPublisher",
    "Company",
    "CompanyPage",
    "Connected",
    "Context",
    "Correction",
    "Count",
    "Day",
    "DaysPage",
    "Email",
    "Entry",
    "FeedGroup",
    "FeedLinks",
    "FeedsPage",
    "Filling",
    "Heading",
    "HomePage",
    "IndexPage",
    "Initial",
    "Link",
    "ListedFeed",
    "Month",
    "MonthCount",
    "NotFoundPage",
    "Page",
    "Paging",
    "Part",
    "Period",
    "Picture",
    "Post",
    "PostPage",
    "Preview",
    "PublisherPage",
    "RedirectPage",
    "SearchPage",
    "SearchPeriod",
    "Site",
    "Source",
    "SourcesPage",
    "Standing",
    "StandingPage",
    "Status",
    "TermPage",
    "Thread",
    "Together",
    "WeekPage",
    "WithdrawnPage",
    "YearCount",
]

Context = (
    HomePage
    | PostPage
    | StandingPage
    | TermPage
    | CompanyPage
    | AuthorPage
    | PublisherPage
    | IndexPage
    | SourcesPage
    | ArchivePage
    | DaysPage
    | WeekPage
    | SearchPage
    | FeedsPage
    | NotFoundPage
    | RedirectPage
    | WithdrawnPage
    | Email
)

TEMPLATES: dict[type, str] = {
    HomePage: "home.html",
    PostPage: "post.html",
    StandingPage: "page.html",
    TermPage: "term.html",
    CompanyPage: "company.html",
    AuthorPage: "author.html",
    PublisherPage: "publisher.html",
    IndexPage: "index.html",
    SourcesPage: "sources.html",
    ArchivePage: "archive.html",
    DaysPage: "days.html",
    WeekPage: "week.html",
    SearchPage: "search.html",
    FeedsPage: "feeds.html",
    NotFoundPage: "404.html",
    RedirectPage: "redirect.html",
    WithdrawnPage: "withdrawn.html",
    Email: "email.html",
}
