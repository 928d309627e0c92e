"""Names, places and kinds of files that a stranger's pull request brings: nothing outside is read, written or removed.

Whatever is refused is refused with a diagnostic; whatever is published lies in the output folder, under an address of
its own, and is nothing that a browser or a server would run.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from sitegen.content.drawings import measure_drawing
from sitegen.diagnostics import SiteError
from sitegen.engine.manifest import Manifest, Record, read_manifest, write_manifest
from sitegen.release import manifest_path
from tests.attacks.table import Attempts, attack
from tests.browser.chromium import executable
from tests.site import CONFIG, Built, build_site, make_site, post

SECRET = "a secret of the machine"
A = "content/posts/a/index.md"

# Names that lead elsewhere, that other systems keep for themselves, or that servers read.
NAMES = (
    "../../../secret ../secret .. . %2e%2e/secret %2e%2e%2fsecret ..%2fsecret ..\\secret ..%5csecret "
    "/etc/passwd //evil.example/x \\\\evil.example\\x C:\\secret C:/secret file:///etc/passwd ~/secret "
    "$HOME/secret a/../../../secret a/./b a//b ./a CON con NUL aux.txt COM1 LPT1 PRN a. a.. a\x00b %00 "
    "a%00.html a\nb a\rb a\tb a%0ab .git .git/config .GIT/hooks .htaccess .htpasswd .HTACCESS/x .user.ini "
    "web.config _headers _redirects _worker.js _routes.json index.html feed.xml sitemap.xml robots.txt "
    "404.html assets api search tags 2025 2025/11/22 page/1 assets/site.css js/site.js favicon.ico {slug} {0} "
    '%s a?b a#b a;b a:b a*b a|b a"b a<b a>b \u202egnp.exe \u2028 \u200b \ud7ff \ufeff \u0130 \ufb01 \ufdfa '
    "a\u0301"
).split(" ")
NAMES += [" ", "a ", " a", "a b", "x" * 255, "x" * 5000, "\ufdfa" * 80, "/".join(["x" * 99] * 50), "é" * 130]

FIELDS = {
    "slug": lambda name: {A: post(slug=name)},
    "alias": lambda name: {A: post(aliases=[name])},
    "alias from the root": lambda name: {A: post(aliases=[f"/{name}"])},
    "alias of a folder": lambda name: {A: post(aliases=[f"/{name}/"])},
    "tag": lambda name: {A: post(tags=[name])},
    "author": lambda name: {A: post(authors=[name])},
    "source": lambda name: {A: post(sources=[{"publisher": name}])},
    "picture": lambda name: {A: post(image=name)},
    "picture in the text": lambda name: {A: post(body=f"![x](<{name}>) [y](<{name}>)\n")},
    "related": lambda name: {A: post(related=[name], follows=name)},
    "redirect": lambda name: {A: post(redirect_to=f"/{name}")},
    "company": lambda name: {
        "content/data/companies.toml": f"[x]\nname = {quoted(name)}\n",
        A: post(body="[finance:x]\n"),
    },
    "symbol": lambda name: {
        "content/data/companies.toml": f"[x]\nname = 'X'\nsymbol = {quoted(name)}\nexchange = 'X'\n",
        A: post(body="[finance:X]\n"),
    },
    "author's key": lambda name: {"content/data/authors.toml": f"[{quoted(name)}]\n", A: post()},
    "publisher's key": lambda name: {"content/data/publishers.toml": f"[{quoted(name)}]\n", A: post()},
}


# Nothing is drawn, which would take longer than all else.
PLAIN: dict[str, str | bytes] = {"pyproject.toml": CONFIG + "[tool.sitegen.cards]\nenabled = false\n"}


def quoted(text: str) -> str:
    """A text as TOML's basic string."""
    return '"' + re.sub(r'["\\\x00-\x1f\x7f]', lambda sign: f"\\u{ord(sign[0]):04x}", text) + '"'


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A site's folder, deep enough to see what gets out of it, with secrets beside and above it."""
    site = tmp_path / "1" / "2" / "site"
    site.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "1", tmp_path / "1" / "2"):
        (folder / "secret").write_text(SECRET, encoding="utf-8")
    return site


def everything(folder: Path) -> dict[str, str]:
    """All that lies outside of the site's folder: each file's text, and where each link leads."""
    top = folder.parents[2]
    return {
        path.relative_to(top).as_posix(): os.readlink(path) if path.is_symlink() else path.read_text(encoding="utf-8")
        for path in sorted(top.rglob("*"))
        if not path.is_relative_to(folder) and (path.is_symlink() or path.is_file())
    }


def tried(site: Path, files: dict[str, str | bytes]) -> Built | list[str]:
    """The site as it is built with these files, or the errors: no other exception may come."""
    shutil.rmtree(site / "content", ignore_errors=True)
    try:
        return build_site(make_site(site, {**PLAIN, **files}))
    except SiteError as wrong:
        return [str(problem) for problem in wrong.diagnostics]


def assert_in_place(site: Path, outside: dict[str, str]) -> None:
    """Nothing beside the site is another, and what is published holds no secret and takes no name that is kept."""
    assert everything(site) == outside
    for path in (site / "public").rglob("*"):
        assert not path.is_symlink(), path
        name = path.name.lower()
        assert name not in (".git", ".htaccess", ".htpasswd", ".user.ini", "web.config", "_headers", "_worker.js"), path
        if path.is_file() and path.suffix in (".html", ".md", ".txt", ".xml", ".json", ""):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert SECRET not in text, path
            assert "root:x:0" not in text, path


@attack(
    "Hostile files",
    "Slugs, aliases, tags, authors, companies, pictures and links that climb out, are absolute, or name devices",
    "each is refused with its place, or published in a place of its own in the output folder",
)
def test_no_name_leads_out(deep: Path, attempts: Attempts) -> None:
    outside = everything(deep)
    pairs = [(files, name) for name in NAMES for files in FIELDS.values()]
    for files, name in pairs[:: 8 if attempts.soak else 331]:  # neither divides the number of fields
        tried(deep, files(name))
        assert_in_place(deep, outside)
        attempts.made()


@attack(
    "Hostile files",
    "The same names, of files and folders of posts, bundles, pages and data",
    "each is refused with its place, or published in a place of its own in the output folder",
)
def test_no_file_name_leads_out(deep: Path, attempts: Attempts) -> None:
    outside = everything(deep)
    kinds = (
        "posts/{}.md",
        "posts/{}/index.md",
        "pages/{}.md",
        "pages/{}/b.md",
        "posts/a/{}.pdf",
        "posts/a/{}",
        "data/{}.toml",
    )
    names = [name.replace("/", "\u2215").replace("\0", "") for name in NAMES]
    pairs = [(kind, name) for name in names if name.strip(".") and len(name.encode()) <= 240 for kind in kinds]
    for kind, name in pairs[:: 6 if attempts.soak else 211]:
        path = f"content/{kind.format(name)}"
        tried(deep, {A: post(), path: post() if path.endswith(".md") else "x = 1"})
        assert_in_place(deep, outside)
        attempts.made()


LINKS = {
    "a post": "content/posts/b.md",
    "a bundle's file": "content/posts/a/b.pdf",
    "a picture": "content/posts/a/b.svg",
    "a page": "content/pages/b.md",
    "data": "content/data/b.toml",
    "a folder of posts": "content/posts/b",
    "a static file": "static/b.txt",
    "a static folder": "static/b",
    "a template": "templates/b.html",
    "a template's folder": "templates/b",
    "a font": "fonts/b.ttf",
    "posts": "content/posts",
    "content": "content",
    "static files": "static",
    "templates": "templates",
    "data files": "content/data",
}


@attack(
    "Hostile files",
    "Symbolic links in `content/`, `static/` and `templates/` to what lies elsewhere or above, to nothing, in circles",
    "none is followed out of its folder, and each is told",
)
def test_no_link_is_followed_out(deep: Path, attempts: Attempts) -> None:
    (deep.parent / "folder").mkdir()
    (deep.parent / "folder" / "b.md").write_text(post(SECRET), encoding="utf-8")
    outside = everything(deep)
    places = {
        "file": "secret",
        "folder": "folder",
        "above": "..",
        "root": "/",
        "passwd": "/etc/passwd",
        "nothing": "none",
    }
    for number, where in enumerate(LINKS.values()):
        for place in [*places, "itself"] if attempts.soak else [[*places, "itself"][number % 7]] * (number % 4 == 0):
            for name in ("content", "static", "templates", "fonts"):
                link = deep / name
                link.unlink() if link.is_symlink() else shutil.rmtree(link, ignore_errors=True)
            make_site(deep, PLAIN if where in ("content", "content/posts") else {**PLAIN, A: post()})
            link = deep / where
            link.parent.mkdir(parents=True, exist_ok=True)
            target = link if place == "itself" else deep.parent / places[place]
            link.symlink_to(target)
            try:
                site = build_site(deep)
            except SiteError:
                pass
            else:
                told = [problem for problem in site.problems if "link-out" in problem]
                assert told, (where, place)
            assert_in_place(deep, outside)
            attempts.made()


@attack(
    "Hostile files",
    "Pipes, sockets and devices among content, static files and templates",
    "none is opened, so that no build waits for ever; each is told",
)
def test_no_pipe_is_opened(deep: Path, attempts: Attempts) -> None:
    places = ("content/posts/b.md", "content/posts/a/b.svg", "content/data/b.toml", "static/b.css", "templates/b.html")
    make_site(deep, {**PLAIN, A: post(), "static/a.txt": "", "templates/a.txt": "", "content/data/a.toml": ""})
    for place in places:
        os.mkfifo(deep / place)
        (deep / f"{place}.link.md").symlink_to(deep / place)
    here = os.getcwd()
    os.chdir(deep / "static")  # a socket's address is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("b.sock")
            (deep / "static" / "zero.txt").symlink_to("/dev/zero")
            site = build_site(deep)
    finally:
        os.chdir(here)
    for place in (*places, *(f"{place}.link.md" for place in places), "static/b.sock", "static/zero.txt"):
        assert any(problem.startswith(f"{place}: warning[link-out]") for problem in site.problems), place
        attempts.made()


@attack(
    "Hostile files",
    "Folders and files of the output folder exchanged for links to elsewhere, then changed, removed, or left over",
    "nothing outside is written or removed; what is published takes the link’s place",
)
def test_nothing_is_written_or_removed_behind_a_link(deep: Path, attempts: Attempts) -> None:
    elsewhere = deep.parent / "elsewhere"
    for change in ("changed", "removed", "lost"):
        for where in ("tags/x", "tags", "2025/11/22/a", "2025", "tags/x/index.html", "api", "assets")[
            : attempts.times(7, quick=1)
        ]:
            shutil.rmtree(deep, ignore_errors=True)
            shutil.rmtree(elsewhere, ignore_errors=True)
            build_site(make_site(deep, {**PLAIN, A: post(tags=["x"]), "content/posts/b.md": post("B")}))
            moved = deep / "public" / where
            elsewhere.mkdir()
            shutil.move(moved, elsewhere / "it")
            moved.symlink_to(elsewhere / "it")
            before = everything(deep)
            if change == "removed":
                shutil.rmtree(deep / "content/posts/a")
            else:
                (deep / A).write_text(
                    post("Another", tags=["x"], slug="other" if change == "lost" else "a"), encoding="utf-8"
                )
            if change == "lost":
                shutil.rmtree(deep / ".sitegen")
            build_site(deep)
            assert everything(deep) == before, (change, where)
            attempts.made()


@attack(
    "Hostile files",
    "A list of published files that names others to remove: climbing, absolute, behind links",
    "they are left alone",
)
def test_no_list_of_files_removes_others(deep: Path, attempts: Attempts) -> None:
    site = build_site(make_site(deep, {**PLAIN, A: post()}))
    place = manifest_path(deep / ".sitegen", site.output)
    known = read_manifest(place)
    assert known
    (deep / "public" / "out").symlink_to(deep.parent)
    wrong = [
        "../../secret",
        "../../../secret",
        str(deep.parent / "secret"),
        "out/secret",
        "a/../../../secret",
        "..",
        ".",
        "",
    ]
    write_manifest(place, Manifest({**known.records, **{path: Record({}) for path in wrong}}))
    before = everything(deep)
    assert set(build_site(deep).result.release.removed) >= set(wrong)
    assert everything(deep) == before
    assert (deep / "public/index.html").is_file()
    attempts.made(len(wrong))


SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
XHTML = "http://www.w3.org/1999/xhtml"
RUN = "document.title='pwned'"
# Each runs a script, or did in some browser, when it is opened on its own; `{}` stands for what all begin with.
DRAWINGS = [
    f"<svg {{}}><script>{RUN}</script></svg>",
    f"<svg {{}}><SCRIPT/><script type='text/ecmascript'><![CDATA[{RUN}]]></script></svg>",
    f'<svg {{}} onload="{RUN}"/>',
    f'<svg {{}}><g onclick="{RUN}"/></svg>',
    f'<svg {{}}><rect OnLoad="{RUN}"/></svg>',
    f'<x:svg xmlns:x="http://www.w3.org/2000/svg" width="9" height="9"><x:script>{RUN}</x:script></x:svg>',
    f'<svg {{}}><h:script xmlns:h="{XHTML}">{RUN}</h:script></svg>',
    f'<svg {{}}><h:img xmlns:h="{XHTML}" src="x" onerror="{RUN}"/></svg>',
    f'<svg {{}}><h:link xmlns:h="{XHTML}" rel="stylesheet" href="x"/></svg>',
    "<svg {}><foreignObject><p/></foreignObject></svg>",
    f'<svg {{}}><a href="javascript:{RUN}"><rect width="9" height="9"/></a></svg>',
    f'<svg {{}}><a xlink:href="JavaScript:{RUN}"/></svg>',
    f'<svg {{}}><a href=" java&#10;script:{RUN}"/></svg>',
    f'<svg {{}}><a href="&#1;javascript:{RUN}"/></svg>',
    '<svg {}><a href="data:text/html,x"/></svg>',
    '<svg {}><use href="data:image/svg+xml,x#a"/></svg>',
    '<svg {}><image href="data:image/svg+xml;base64,PHN2Zy8+"/></svg>',
    f'<svg {{}}><a id="a"><set attributeName="href" to="javascript:{RUN}"/></a></svg>',
    f'<svg {{}}><a><animate attributeName="xlink:href" values="javascript:{RUN}"/></a></svg>',
    f'<svg {{}}><set attributeName="onmouseover" to="{RUN}"/></svg>',
    f'<svg {{}}><animate onbegin="{RUN}" attributeName="x" dur="1s"/></svg>',
    f'<svg {{}}><handler type="application/ecmascript">{RUN}</handler></svg>',
    '<svg {}><iframe src="x"/></svg>',
    '<svg {}><math xmlns="http://www.w3.org/1998/Math/MathML" href="javascript:x"/></svg>',
    '<?xml-stylesheet type="text/xsl" href="x.xsl"?><svg {}/>',
    f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "{RUN}">]><svg {{}}/>',
    f'<!DOCTYPE svg [<!ENTITY x "<script>{RUN}</script>">]><svg {{}}>&x;</svg>',
    f'<!DOCTYPE svg [<!ENTITY % x "<!ATTLIST svg onload CDATA &quot;{RUN}&quot;>"> %x;]><svg {{}}/>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "x.svg">]><svg {}>&x;</svg>',
    f'<?xml version="1.0" encoding="utf-7"?><svg {{}}>+ADw-script+AD4-{RUN}+ADw-/script+AD4-</svg>',
    '<?xml version="1.0" encoding="cp037"?><svg {}/>',
    f'<html xmlns="{XHTML}"><script>{RUN}</script></html>',
]
HARMLESS = [
    '<svg {}><a href="https://example.com/"><rect/></a><a href="/x"/><a href="#x"/><a href="x.html?y"/></svg>',
    """<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- x -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
<!ENTITY ns "http://ns.example/">]>
<svg {} xmlns:i="&ns;"><style>rect { fill: red }</style><defs><linearGradient id="g"/></defs><use xlink:href="#g"/>
<i:page name="x"/></svg>""",
    '<svg {}><image href="data:image/png;base64,iVBORw0KGgo="/><animate attributeName="x" values="1;2"/></svg>',
]


@attack(
    "Hostile files",
    "Drawings (SVG) beside a post that run a script when they are opened on their own",
    "they are neither published nor shown, and told",
)
def test_no_drawing_runs(deep: Path, attempts: Attempts) -> None:
    files = {f"content/posts/a/{n}.svg": text.replace("{}", SVG) for n, text in enumerate(DRAWINGS)}
    site = build_site(make_site(deep, {**PLAIN, A: post(), **files}))
    for path, text in files.items():
        assert any(problem.startswith(f"{path}: warning[bad-picture]") for problem in site.problems), text
        attempts.made()
    assert [path for path in site.files() if path.endswith(".svg")] == ["icon.svg"]


def test_ordinary_drawings_are_published() -> None:
    for text in HARMLESS:
        found = measure_drawing(text.replace("{}", SVG).encode())
        assert found.runs == "", text
        assert (found.width, found.height) == (9, 9)


@pytest.mark.soak
def test_the_drawings_are_real(tmp_path: Path) -> None:
    """Opened in a browser, many of them do what they are for."""
    ran = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright))
        page = browser.new_page()
        for text in DRAWINGS:
            (tmp_path / "a.svg").write_text(text.replace("{}", SVG), encoding="utf-8")
            page.goto(f"file://{tmp_path}/a.svg")
            page.wait_for_timeout(50)
            ran += page.title() == "pwned"
        browser.close()
    assert ran >= 8


@attack(
    "Hostile files",
    "Pages, scripts and servers’ programs and settings beside a post, under many endings",
    "they are not published, and told",
)
def test_nothing_beside_a_post_is_taken_for_a_page(deep: Path, attempts: Attempts) -> None:
    endings = (
        "html htm HTML xhtml xht shtml mhtml mht xml XML rss atom rdf xsl xslt xsd svgz js mjs cjs css wasm "
        "map swf jar class php php5 phtml phar cgi pl py rb asp aspx jsp exe bat cmd sh ps1 hta htc url lnk "
        "webloc desktop webmanifest appcache config ini env pem kml gpx dae mml vml html.gz. de en html.de "
        "txt.html pdf.js"
    ).split()
    files = {f"content/posts/a/x{n}.{ending}": "<script>x()</script>" for n, ending in enumerate(endings)}
    site = build_site(make_site(deep, {**PLAIN, A: post(), **files, "content/posts/a/none": "<script>x()</script>"}))
    for path in [*files, "content/posts/a/none"]:
        assert any(problem.startswith(f"{path}: warning[stray-file]") for problem in site.problems), path
        attempts.made()
    assert sorted(os.listdir(site.output / "2025/11/22/a")) == ["index.html", "index.md"]
