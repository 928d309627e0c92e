"""Script, markup and templates in every field and construct of a stranger's pull request, seen in every output.

A browser opens every page without any policy, and shows what feeds, e-mails and Markdown hold as a reader that strips
nothing would: nothing runs, nothing asks another host, nothing of ours is clobbered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree
from playwright.sync_api import Browser, Page
from pyromark import Markdown, Options

from sitegen.markup.parse import Dialect, parse
from sitegen.model import Meta
from tests.attacks.hostile import CONFIG, CONSTRUCTS, Pulled, hostile_texts, pull_request
from tests.attacks.table import Attempts, attack, is_soak
from tests.browser.chromium import chromium
from tests.browser.server import served
from tests.commands.terminal import CLOCK, run
from tests.site import Built, build_site, make_site, post

LEADS_ON = re.compile(rb'<meta http-equiv="?refresh"? content="?0; ?url=([^">]*)')
ORIGIN = "https://news.example.com/"
EVERY = 14  # in `make test`, one text in so many

# Whatever runs says so. `alert` and its like would stop the page.
INIT = """
window.ran = [];
for (const name of ["pwned", "alert", "confirm", "prompt", "print"]) {
  window[name] = (what) => ran.push(`${name} ${what}`);
}
"""

# What a page of ours never holds, whatever texts hold.
LOOK = r"""() => {
  const found = [...ran];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 300)}`);
  const addresses = "href src action formaction xlink:href data poster srcset ping background".split(" ");
  const own = (element, name) => /^\/assets\//.test(element.getAttribute(name));
  const ids = new Set();
  for (const element of document.querySelectorAll("body *, head *")) {
    const tag = element.localName;
    if (/^(iframe|object|embed|base|style|frame|frameset|applet|math|video|audio|textarea|marquee|portal)$/.test(tag)) {
      say("element", element);
    }
    if (tag === "script" && element.type !== "application/ld+json" && !own(element, "src")) say("script", element);
    if (tag === "script" && element.type === "application/ld+json") JSON.parse(element.textContent);
    if (tag === "meta" && element.httpEquiv) say("meta", element);
    if (tag === "link" && /stylesheet|preload|import/.test(element.rel) && !own(element, "href")) say("link", element);
    if (tag === "form" && !/^\/search\//.test(element.getAttribute("action"))) say("form", element);
    if (element.target || (element.name && !/^(meta|input|select|form|button)$/.test(tag))) say("name", element);
    if (element.id && ids.size === ids.add(element.id).size) say("twice", element);
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) say("handler", element);
      if (name === "style" && !/^text-align: (left|right|center)$/.test(value)) say("style", element);
      const runs = /^[\s\x00-\x20]*(javascript|vbscript|data|blob|file|view-source)\s*:/i.test(value);
      if (addresses.includes(name) && runs) say("address", element);
    }
  }
  for (const id of ["sg-main", "sg-status", "sg-theme"]) {
    const element = document.getElementById(id);
    if (element && !/^(MAIN|P|BUTTON)$/.test(element.tagName)) say("taken", element);
  }
  return found;
}"""

# Pages in frames, many at once, each looked at from within.
LOOK_AT = r"""([urls, look]) => Promise.all(urls.map((url) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.onload = () => {
    let found;
    try {
      found = frame.contentWindow.eval(look)();
    } catch (error) {
      found = [`${error}`];
    }
    frame.remove();
    done(found.map((what) => `${url}: ${what}`));
  };
  frame.src = url;
  document.body.append(frame);
}))).then((found) => found.flat())"""
AT_ONCE = 25

# Texts as a page that strips nothing would show them, each in a box of its own.
SHOW = r"""(texts) => {
  document.body.replaceChildren(...texts.map((text) => {
    const box = document.createElement("div");
    box.innerHTML = text;
    return box;
  }));
  return new Promise((done) => setTimeout(() => done(ran), 100));
}"""
CARRIES = r"""(texts) => texts.filter((text) => {
  const { body } = new DOMParser().parseFromString(text, "text/html");
  return [...body.querySelectorAll("*")].some((element) =>
    /^(script|style|iframe|object|embed|form|svg|math|base|link|meta|input|button|template)$/.test(element.localName) ||
    [...element.attributes].some(({ name, value }) =>
      /^on/i.test(name) || (/^(href|src|action|data)$/.test(name) && /^\s*(javascript|data|vbscript):/i.test(value))));
})"""


@dataclass(frozen=True)
class Attacked:
    """A site with a pull request merged, as it was built."""

    engine: str
    pulled: Pulled
    folder: Path
    built: Built


@pytest.fixture(scope="module", params=["markdown", pytest.param("cmark", marks=pytest.mark.soak)])
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """In the soak, half of the texts: each engine has every fourth. `test_no_construct…` has all of them."""
    engine = request.param
    texts = hostile_texts()[["markdown", "cmark"].index(engine) :: 4]
    texts = texts if is_soak(request.config) else texts[::EVERY]
    pulled = pull_request(texts, whole=False)
    config = CONFIG.format(path="", engine=engine, raw_html="sanitise", search="true", cards="false")
    folder = make_site(tmp_path_factory.mktemp("hostile"), {**pulled.files, "pyproject.toml": config})
    return Attacked(engine, pulled, folder, build_site(folder, jobs=2))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that says what ran in it, and asks nothing of other hosts; `problems` of it are asserted at the end."""
    context = browser.new_context()
    context.add_init_script(INIT)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(f"{opened.url}: {error}"))
    opened.on("dialog", lambda dialog: (problems.append(f"{opened.url}: dialog"), dialog.dismiss()))
    opened.on("popup", lambda other: problems.append(f"{opened.url}: popup {other.url}"))
    opened.on(
        "request", lambda asked: problems.append(asked.url) if not asked.url.startswith("http://127.0.0.1:") else None
    )
    yield opened
    context.close()
    assert problems == []


def without_policy(_rules: object, _path: str) -> dict[str, str]:
    """The headers of a host that knows no policy."""
    return {}


def shown_pages(attacked: Attacked) -> list[str]:
    """The URLs of all pages that lead nowhere by themselves."""
    found = [
        path for path, data in attacked.built.files().items() if path.endswith(".html") and not LEADS_ON.search(data)
    ]
    return ["/" + quote(path.removesuffix("index.html")) for path in found]


@attack(
    "Hostile posts",
    "Script and markup in every field, Markdown construct and data file, opened in a browser without any policy",
    "no script runs, no other host is asked, no element, handler or id of the theme is taken; or the text is refused",
)
def test_no_page_runs_anything(
    attacked: Attacked, page: Page, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.browser.server.cloudflare", without_policy)
    urls = shown_pages(attacked)
    assert len(urls) > 100
    with served(attacked.built.output) as address:
        page.goto(f"{address}/404.html")
        urls = urls if attempts.soak else urls[:: len(urls) // AT_ONCE]
        for start in range(0, len(urls), AT_ONCE):
            assert page.evaluate(LOOK_AT, [urls[start : start + AT_ONCE], LOOK]) == []
    attempts.made(attacked.pulled.tried)


def redirect_pages(attacked: Attacked) -> Iterator[str]:
    for path, data in attacked.built.files().items():
        if path.endswith(".html") and (found := LEADS_ON.search(data)):
            yield found[1].decode()


@attack(
    "Hostile posts",
    "Script and line breaks in addresses that redirects lead from and to",
    "each is refused or percent-encoded; no line of `_redirects` or of nginx’s map is another’s",
)
def test_redirects_lead_where_they_say(attacked: Attacked, attempts: Attempts) -> None:
    targets = [*redirect_pages(attacked)]
    assert targets
    for target in targets:
        assert re.match(r"/(?!/)|https?://[\w.-]+(?:[/:?#]|$)", target), target
        assert not re.search(r"[\s<>\"']", target.replace("&#39;", "")), target
    lines = attacked.built.text("/_redirects").split("\n")[1:-1]
    assert all(re.fullmatch(r"/[!-~]* (?:/(?!/)|https?://)[!-~]* 301", line) for line in lines), lines
    nginx = attacked.built.text("/redirects.map").split("\n")[1:-1]
    assert all(re.fullmatch(r'"(?:[^"\\]|\\.)*" "(?:[^"\\$]|\\.)*";', line) for line in nginx), nginx
    attempts.made(len(targets) + len(lines) + len(nginx))


def feed_texts(output: Path) -> Iterator[str]:
    """All HTML that feeds hold, parsed strictly."""
    for path in [*output.rglob("feed.xml"), *output.rglob("atom.xml")]:
        root = etree.fromstring(path.read_bytes())  # ill-formed XML raises
        # Titles and a channel's description are plain text, as the RSS Board's profile has it.
        yield from (
            element.text or "" for item in root.iter("item") for element in item.iter("{*}encoded", "description")
        )
        yield from (
            element.text or "" for element in root.iter("{*}content", "{*}summary") if element.get("type") == "html"
        )
        feed = feedparser.parse(path.read_bytes(), sanitize_html=False)
        assert not feed.bozo, path
        for link in (entry.link for entry in feed.entries):
            assert link.startswith(ORIGIN), link
    for path in output.rglob("feed.json"):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            assert item["url"].startswith(ORIGIN)
            yield item.get("content_html", "")


@attack(
    "Hostile posts",
    "Script and markup in RSS, Atom and JSON feeds, shown by a reader that strips nothing",
    "feeds are well-formed, nothing in them runs, every link is the site’s own",
)
def test_no_feed_carries_anything_that_runs(attacked: Attacked, page: Page, attempts: Attempts) -> None:
    texts = sorted(set(feed_texts(attacked.built.output)))
    assert len(texts) > 20
    assert carried(page, texts) == []
    attempts.made(len(texts))


def carried(page: Page, texts: list[str]) -> list[str]:
    """Which of the texts hold what could run, and what did when they were shown."""
    found: list[str] = []
    for start in range(0, len(texts), 500):
        page.goto("about:blank")
        found += page.evaluate(CARRIES, texts[start : start + 500])
        found += page.evaluate(SHOW, [text.replace("<img", "<i") for text in texts[start : start + 500]])
    return found


GITHUB = Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH)


def parted(path: Path) -> tuple[str, str]:
    """The front matter and the text of a post's Markdown copy."""
    head, _, text = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n\n")
    return head, text


@attack(
    "Hostile posts",
    "Script and markup in posts’ Markdown copies and `llms.txt`, made HTML again with all raw HTML let through",
    "nothing in them runs; no line of front matter or of the list is another’s",
)
def test_no_markdown_copy_carries_anything_that_runs(attacked: Attacked, page: Page, attempts: Attempts) -> None:
    texts = []
    for path in sorted(attacked.built.output.rglob("index.md")):
        head, text = parted(path)
        assert all(re.match(r"\w[\w-]*:|  - ", line) for line in head.split("\n")), path
        texts.append(GITHUB.html(text))
    lines = attacked.built.text("/llms.txt").split("\n")
    assert all(line[:2] in ("", "# ", "##", "> ", "- ") for line in lines)
    texts.append(GITHUB.html("\n".join(lines)))
    assert len(texts) > 20
    assert carried(page, texts) == []
    attempts.made(len(texts))


@attack(
    "Hostile posts",
    "Script and markup in sitemaps, the search’s description, the list of feeds, and the files under `/api/`",
    "all are well-formed, and every address in them is the site’s own",
)
def test_files_for_programs_are_well_formed(attacked: Attacked, attempts: Attempts) -> None:
    output = attacked.built.output
    for name in ("sitemap.xml", "news-sitemap.xml", "opensearch.xml", "feeds.opml"):
        root = etree.fromstring((output / name).read_bytes())
        for element in root.iter("{*}loc"):
            assert element.text.startswith(ORIGIN), element.text
            attempts.made()
        for element in root.iter("outline"):
            assert element.get("xmlUrl", ORIGIN).startswith(ORIGIN)
            attempts.made()
    for path in output.glob("api/**/*.json"):
        json.loads(path.read_text(encoding="utf-8"))
        attempts.made()
    robots = attacked.built.text("/robots.txt")
    assert [line.partition(":")[0] for line in robots.split("\n") if line] == [
        "User-agent",
        "Allow",
        "Sitemap",
        "Sitemap",
    ]


@attack(
    "Hostile posts",
    "Script and markup as an e-mail: markup in its HTML, and line breaks and encoded words in its headers",
    "nothing in it runs, and no header is another’s",
)
def test_no_email_carries_anything_that_runs(
    attacked: Attacked, page: Page, attempts: Attempts, tmp_path: Path
) -> None:
    posts = sorted(path for path in attacked.pulled.files if re.search(r"-b\d+-\d\.md$", path))
    texts = []
    for path in posts[::4] if attempts.soak else posts[:1]:
        done = run(
            "email", path.removeprefix("content/"), "--site", attacked.folder, "--output", tmp_path / "a.eml", *CLOCK
        )
        if "posts have the slug" in done.stderr or "not published" in done.stderr:
            continue
        assert done.returncode == 0, done.stderr
        made = message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=default)
        headers = ["Subject", "From", "Date", "Message-ID", "Content-Language", "MIME-Version", "Content-Type"]
        assert sorted(made.keys()) == sorted(headers)
        assert made["From"].addresses[0].addr_spec == "mail@news.example.com"
        part = made.get_body(("html",))
        assert part
        texts.append(
            re.sub(
                r"<!doctype.*?<body[^>]*>|<style>.*?</style>|</body></html>", "", part.get_content(), flags=re.DOTALL
            )
        )
        attempts.made()
    assert texts
    assert [text[:300] for text in carried(page, texts)] == []


@attack(
    "Hostile posts",
    "Script and markup, found by the search of the site in a browser",
    "results show the texts as text; nothing runs",
)
def test_no_search_result_runs_anything(
    attacked: Attacked, page: Page, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.browser.server.cloudflare", without_policy)
    with served(attacked.built.output) as address:
        for word in ("script", "pwned", "story", "onerror", "svg", "javascript")[: 6 if attempts.soak else 2]:
            page.goto(f"{address}/search/?q={word}")
            page.wait_for_function(
                "document.getElementById('sg-results').children.length > 0 || ran.length", timeout=20_000
            )
            for _ in range(5 if attempts.soak else 1):
                page.evaluate("document.getElementById('sg-more').hidden || document.getElementById('sg-more').click()")
                page.wait_for_timeout(200)
            assert page.evaluate(LOOK) == [], word
            attempts.made(page.locator("#sg-results > *").count())


@attack(
    "Hostile posts",
    "Jinja’s and other templates’ syntax in every field and construct",
    "it stays text: nothing is computed, included or filled in",
)
def test_templates_in_texts_stay_text(attempts: Attempts, tmp_path: Path) -> None:
    texts = [text for text in hostile_texts() if "{{" in text or "{count" in text]
    pulled = pull_request(texts, whole=False)
    config = CONFIG.format(path="", engine="markdown", raw_html="sanitise", search="false", cards="false")
    site = build_site(make_site(tmp_path, {**pulled.files, "pyproject.toml": config}))
    pages = [site.page(f"/{path.removesuffix('index.html')}") for path in site.files() if path.endswith("index.html")]
    shown = "\n".join(page.text_content() for page in pages)
    assert "{{ 1337*1337 }} {{ pwned(99) }}" in shown
    assert "{% include" in shown
    assert "{count:one=" in shown
    assert str(1337 * 1337) not in shown
    assert "root:" not in shown
    attempts.made(pulled.tried)


@attack(
    "Hostile posts",
    "Every text in every construct, read by both engines, by itself and within the others",
    "the HTML, for pages and for feeds, holds no element, attribute or address that runs",
)
@pytest.mark.parametrize("engine", ["markdown", "cmark"])
def test_no_construct_gives_markup_that_runs(engine: str, page: Page, attempts: Attempts) -> None:
    texts = []
    for text in hostile_texts()[:: 1 if attempts.soak else 2 * EVERY]:
        for body in CONSTRUCTS.values():
            for kind in ("story", "digest"):
                found = parse(
                    Meta(title="T", kind=kind),
                    body.replace("TEXT", text),
                    path="a",
                    first_line=1,
                    dialect=Dialect(engine),
                )
                texts += [found.body.html, found.body.feed]
    assert carried(page, [re.sub("[\ufdd0-\ufdef]", "", text) for text in texts]) == []
    attempts.made(len(texts))


@attack(
    "Hostile posts",
    'Script and markup on a site that trusts its authors’ HTML (`raw_html = "trust"`)',
    "feeds and Markdown copies are sanitised all the same",
)
def test_trust_is_for_pages_alone(page: Page, attempts: Attempts, tmp_path: Path) -> None:
    texts = hostile_texts()[:: 1 if attempts.soak else EVERY]
    posts = {f"content/posts/2025-11-22-{n}.md": post(f"T {n}", body=text + "\n") for n, text in enumerate(texts)}
    config = CONFIG.format(path="", engine="markdown", raw_html="trust", search="false", cards="false")
    site = build_site(make_site(tmp_path, {**posts, "pyproject.toml": config}))
    found = sorted(set(feed_texts(site.output)))
    copies = [GITHUB.html(parted(path)[1]) for path in site.output.rglob("index.md")]
    assert carried(page, [*found, *copies]) == []
    assert any("<script>" in site.text(f"/2025/11/22/{n}/").split("<main")[1] for n in range(len(texts)))
    attempts.made(len(texts))
