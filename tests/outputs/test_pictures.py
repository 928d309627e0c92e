"""Pictures as readers get them: in their sizes, upright, without what the camera wrote, and never a crash."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from sitegen.newsroom.plan.pictures import ENDINGS
from tests.content.test_picture_files import claiming
from tests.pictures import moving, opened, picture
from tests.site import CONFIG, Build, post

POST = "content/posts/a/index.md"
PAGE = "/2025/11/22/a/"
FOLDER = PAGE.strip("/")
ROOTED = CONFIG.replace("example.com/", "example.com/news/")


def widths(srcset: str) -> list[int]:
    return [int(part.split()[1].removesuffix("w")) for part in srcset.split(",")]


def test_a_picture_in_a_text_has_its_size_and_a_file_for_each_width(built: Build) -> None:
    body = '![A "rack" > 3](rack.jpg "Seen")\n\nAnd ![again](rack.jpg) here.\n'
    files = {"pyproject.toml": ROOTED, POST: post(body=body), "content/posts/a/rack.jpg": picture(size=(1300, 650))}
    site = built(files)
    assert site.problems == []
    first, second = site.page(PAGE).cssselect(".text picture")
    (source,), (img,) = first.cssselect("source"), first.cssselect("img")
    assert (source.get("type"), widths(source.get("srcset"))) == ("image/webp", [480, 800, 1300])
    assert source.get("sizes")
    assert (img.get("width"), img.get("height"), img.get("loading")) == ("1200", "600", "lazy")
    assert img.get("alt") == 'A "rack" > 3'
    assert second.cssselect("img")[0].get("alt") == "again"
    assert first.getparent().tag == "figure"
    published = site.files()
    for part in source.get("srcset").split(", "):
        url, width = part.split()
        made = opened(published[url.removeprefix("/news/")])
        assert (made.format, made.width, made.height) == ("WEBP", int(width[:-1]), round(int(width[:-1]) / 2))
    fallback = opened(published[img.get("src").removeprefix("/news/")])
    assert (fallback.format, fallback.size) == ("JPEG", (1200, 600))
    assert len([path for path in published if path.startswith("assets/rack-")]) == 4


def test_the_lead_is_fetched_first_and_stands_in_previews(built: Build) -> None:
    files = {"static/p/lead.jpg": picture(size=(1000, 500)), POST: post(image={"src": "/p/lead.jpg", "alt": "A lead"})}
    site = built(files)
    page = site.page(PAGE)
    (img,) = page.cssselect("figure.picture img")
    assert (img.get("fetchpriority"), img.get("loading"), img.get("alt")) == ("high", None, "A lead")
    assert (img.get("width"), img.get("height")) == ("1000", "500")
    said = {meta.get("property"): meta.get("content") for meta in page.cssselect("meta[property]")}
    assert said["og:image"] == f"https://news.example.com{img.get('src')}"
    assert (said["og:image:width"], said["og:image:height"], said["og:image:alt"]) == ("1000", "500", "A lead")
    assert said["og:type"] == "article"
    assert f"{FOLDER}/card.png" not in site.files()
    assert site.files()["p/lead.jpg"] == files["static/p/lead.jpg"], "static files are copied as they are"


def test_nothing_is_enlarged(built: Build) -> None:
    site = built({POST: post(body="![](a.png)\n"), "content/posts/a/a.png": picture("PNG", (30, 20))})
    (img,) = site.page(PAGE).cssselect(".text img")
    assert (img.get("width"), img.get("height"), img.get("alt")) == ("30", "20", "")
    made = [opened(data).size for path, data in site.files().items() if path.startswith("assets/a-")]
    assert made == [(30, 20)] * 2


def test_the_size_that_an_author_writes_is_kept(built: Build) -> None:
    body = '<img src="a.jpg" width="50" alt="x">\n\n<img src="a.jpg" width="50%" alt="x">\n'
    site = built({POST: post(body=body), "content/posts/a/a.jpg": picture(size=(100, 60))})
    sizes = [(img.get("width"), img.get("height")) for img in site.page(PAGE).cssselect(".text img")]
    assert sizes == [("50", "30"), ("100", "60")]


FORMS = {"a.jpg": "JPEG", "b.png": "PNG", "c.webp": "WEBP", "d.avif": "AVIF", "e.tif": "TIFF", "sub/F.JPG": "JPEG"}


def test_nothing_that_a_camera_wrote_is_published_of_a_bundle(built: Build) -> None:
    bundle = {f"content/posts/a/{name}": picture(form, turned=6) for name, form in FORMS.items()}
    bundle["content/posts/a/g.jpg"] = picture(comment=b"at home", xmp=b"<x:xmpmeta>at home</x:xmpmeta>")
    body = "".join(f"![]({name})\n" for name in FORMS)
    site = built({POST: post(body=body), **bundle})
    assert site.problems == []
    published = {path: data for path, data in site.files().items() if not path.endswith((".html", ".md", "card.png"))}
    own = {path: data for path, data in published.items() if path.startswith(FOLDER)}
    assert len(own) == len(bundle)
    made = {path: data for path, data in published.items() if path.endswith((".jpg", ".webp")) and path not in own}
    assert len(made) == 2 * len(FORMS)
    for path, data in (own | made).items():
        assert b"A phone" not in data, path
        assert b"at home" not in data, path
        found = opened(data)
        exif = found.getexif()
        assert not exif.get_ifd(0x8825), path
        assert 0x010F not in exif, path
        assert exif.get(0x0112, 1) == 1, path
        assert not {"xmp", "comment", "icc_profile"} & set(found.info), path
        if not path.endswith("g.jpg") and "/g-" not in path:
            assert found.size[1] > found.size[0], f"{path} stands upright"
            top, bottom = found.convert("RGB").getpixel((24, 4)), found.convert("RGB").getpixel((24, 59))
            assert top[0] > 100 > top[2], (path, top)
            assert bottom[2] > 100 > bottom[0], (path, bottom)
    assert {path.removeprefix(f"{FOLDER}/"): opened(data).format for path, data in own.items()} == {
        **FORMS,
        "g.jpg": "JPEG",
    }


def test_what_shines_through_goes_on_shining_through(built: Build) -> None:
    site = built({POST: post(body="![](a.png)\n"), "content/posts/a/a.png": picture("PNG", mode="RGBA")})
    made = [path for path in site.files() if path.startswith("assets/a-")]
    assert sorted(path.rpartition(".")[2] for path in made) == ["png", "webp"]
    clear = io.BytesIO()
    Image.new("RGBA", (900, 500), (0, 0, 0, 0)).save(clear, "PNG")
    site = built({"content/posts/a/a.png": clear.getvalue()})
    made = [opened(data) for path, data in site.files().items() if path.startswith("assets/a-")]
    assert {image.convert("RGBA").getpixel((9, 9))[3] for image in made} == {0}


def test_colours_become_those_of_srgb(built: Build) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    cmyk = io.BytesIO()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(cmyk, "JPEG")
    grey = io.BytesIO()
    Image.new("I;16", (40, 30), 65535 // 2).save(grey, "PNG")
    files = {
        "b.jpg": cmyk.getvalue(),
        "c.png": grey.getvalue(),
        "d.jpg": picture(icc_profile=profile),
        "e.jpg": picture(icc_profile=b"junk"),
    }
    body = "".join(f"![]({name})\n" for name in files)
    site = built({POST: post(body=body), **{f"content/posts/a/{name}": data for name, data in files.items()}})
    assert site.problems == []
    found = {
        path.split("/")[1].split("-")[0]: opened(data).convert("RGB").getpixel((5, 5))
        for path, data in site.files().items()
        if path.endswith(".webp")
    }
    assert found["b"][0] > 150 > found["b"][1]
    assert abs(found["c"][0] - 127) < 4, "sixteen bits are eight, not white"
    assert found["d"][0] > 150
    assert found["e"][0] > 150


AS_THEY_ARE = {
    "a.gif": moving(),
    "b.webp": moving("WEBP"),
    "c.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><a href="/x"><rect/></a></svg>',
    "D.SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>',
}


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_drawings_and_moving_pictures_stay_as_they_are(name: str, built: Build) -> None:
    site = built({POST: post(image=name, body=f"![x]({name})\n"), f"content/posts/a/{name}": AS_THEY_ARE[name]})
    assert site.files()[f"{FOLDER}/{name}"] == AS_THEY_ARE[name]
    for img in site.page(PAGE).cssselect("img"):
        assert (img.get("src"), img.get("width"), img.get("height")) == (f"{PAGE}{name}", "20", "10")
    assert site.page(PAGE).cssselect("source") == []
    assert (f"{FOLDER}/card.png" in site.files()) == name.lower().endswith("svg"), "few show an SVG beside a link"


TROUBLES = {
    "text.jpg": (b"This is no picture.", "bad-picture"),
    "cut.jpg": (picture(size=(400, 300))[:-200], "bad-picture"),
    "phone.heic": (b"\0\0\0\x18ftypheic", "bad-picture"),
    "laughs.svg": (b"<svg", "bad-picture"),
    "bomb.png": (claiming(100_000, 100_000), "large-picture"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_picture_that_cannot_be_read_is_said_where_it_is_named(name: str, built: Build) -> None:
    data, code = TROUBLES[name]
    text = post(image={"src": name, "alt": "In words"}, body=f"See ![a <rack> & more]({name}) here.\n")
    site = built(
        {
            POST: text,
            f"content/posts/a/{name}": data,
            "content/posts/b.md": post("B", body=f"![](/{name})\n"),
            f"static/{name}": data,
        }
    )
    places = [problem.partition(": warning")[0] for problem in site.problems if f"warning[{code}]" in problem]
    assert places == [f"{POST}:4:8", f"{POST}:7:24", "content/posts/b.md:6:5"], site.problems
    assert len(site.problems) == 3
    assert "so it is not published" in site.problems[0]
    assert f"{FOLDER}/{name}" not in site.files(), "it may hold where it was taken"
    assert site.files()[name] == data, "static files are copied as they are"
    page = site.page(PAGE)
    assert page.cssselect("img") == []
    assert "See a <rack> & more here." in page.cssselect(".text")[0].text_content()
    assert "In words" in page.cssselect("figure.picture")[0].text_content()
    assert "a &lt;rack&gt; &amp; more" in site.text("/feed.xml")


@pytest.mark.parametrize("name", ["phone.heic", "phone.jpg"])
def test_a_phones_picture_is_told_by_its_format_and_named_once(name: str, built: Build) -> None:
    data = b"\0\0\0\x18ftypheic"
    files = {
        f"content/posts/a/{name}": data,
        f"static/{name}": data,
        "content/posts/b.md": post("B", body=f"![B](/{name})"),
    }
    one, other = built({POST: post(), **files}).problems
    said, help_ = "is HEIC, which browsers do not show", "\n  help: save it as JPEG and name that file"
    assert one == f"content/posts/a/{name}: warning[bad-picture]: this picture {said}, so it is not published{help_}"
    assert other == f"content/posts/b.md:6:6: warning[bad-picture]: static/{name} {said}{help_}"


OTHERS = ("a.mpo", "b.jxl", "c.dng", "d.CR2", "e.zip", "f.txt")


def test_files_of_other_endings_are_published_as_they_are(built: Build) -> None:
    bundle = {f"content/posts/a/{name}": picture(turned=6) for name in OTHERS}
    site = built({POST: post(), **bundle})
    assert site.problems == []
    for name in OTHERS:
        assert site.files()[f"{FOLDER}/{name}"] == bundle[f"content/posts/a/{name}"]
        assert not name.lower().endswith(ENDINGS)


def test_a_bundles_drawing_that_holds_a_script_is_neither_shown_nor_published(built: Build) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><script>x()</script></svg>'
    site = built({POST: post(body="![A chart](c.svg)\n"), "content/posts/a/c.svg": drawing, "static/c.svg": drawing})
    (problem,) = site.problems
    assert problem == (
        "content/posts/a/index.md:6:12: warning[bad-picture]: content/posts/a/c.svg holds <script>, which could run a "
        "script when it is opened on its own, so it is not published\n"
        "  help: save it as a plain SVG, or put it into static/ if you trust it"
    )
    assert f"{FOLDER}/c.svg" not in site.files()
    assert "A chart" in site.page(f"/{FOLDER}/").text_content()
    assert site.files()["c.svg"] == drawing


@pytest.mark.parametrize("name", ["a.html", "b.XML", "c.js", "d", "e.svgz", "f.pdf.htm"])
def test_what_a_browser_could_take_for_a_page_is_not_published_with_a_post(name: str, built: Build) -> None:
    site = built({POST: post(), f"content/posts/a/{name}": b"<script>x()</script>"})
    assert f"{FOLDER}/{name}" not in site.files()
    (problem,) = site.problems
    assert problem.startswith(f"content/posts/a/{name}: warning[stray-file]: this file is not published: browsers may")


def test_a_bundles_broken_picture_that_no_text_names_is_said_too(built: Build) -> None:
    site = built({POST: post(), "content/posts/a/x.jpg": b"no"})
    (problem,) = site.problems
    assert problem.startswith("content/posts/a/x.jpg: warning[bad-picture]: ")


def test_feeds_get_one_size_with_its_host(built: Build) -> None:
    files = {POST: post(body="![A rack](a.jpg)\n"), "content/posts/a/a.jpg": picture(size=(1000, 500))}
    text = built(files).text("/feed.xml")
    assert '<img src="https://news.example.com/assets/a-1000.' in text
    assert 'alt="A rack" width="1000" height="500">' in text
    assert "srcset" not in text


def drawn(site: Path) -> dict[str, tuple[int, bytes]]:
    """What the cache holds of pictures, and when each was made."""
    return {
        path.name: (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted((site / ".sitegen/pictures").iterdir())
    }


def test_a_picture_is_encoded_once_and_goes_when_it_is_gone(built: Build, tmp_path: Path) -> None:
    site = tmp_path / "site"
    files = {POST: post(body="![](a.jpg)\n"), "content/posts/a/a.jpg": picture(size=(1000, 500))}
    first = built(files)
    kept = drawn(site)
    assert len(kept) == 3 + 1 + 1 + 1  # three widths, the fallback, its own size, the card
    again = built()
    assert again.result.release.written == ()
    elsewhere = built(output=tmp_path / "elsewhere")
    assert elsewhere.files() == first.files()
    assert drawn(site) == kept, "what was drawn was taken from the cache"
    full = built(full=True, output=tmp_path / "full", jobs=2)
    assert full.files() == first.files()
    (site / POST).write_text(post(body="No picture.\n"))
    (site / "content/posts/a/a.jpg").unlink()
    left = built()
    assert [path for path in left.files() if path.startswith("assets/a-") or path.endswith("a.jpg")] == []
    assert drawn(site).keys() == kept.keys(), "another output folder has them still"
    built(output=tmp_path / "elsewhere")
    built(output=tmp_path / "full")
    assert len(drawn(site)) == 1
    assert {path.name for path in (site / ".sitegen").iterdir()} >= {"pictures"}


def test_a_damaged_picture_in_the_cache_is_made_again(built: Build, tmp_path: Path) -> None:
    first = built({POST: post(body="![](a.jpg)\n"), "content/posts/a/a.jpg": picture()})
    for path in (tmp_path / "site/.sitegen/pictures").iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert built(output=tmp_path / "other").files() == first.files()


def test_two_bundles_with_the_same_picture_share_its_sizes(built: Build) -> None:
    files = {f"content/posts/{name}/index.md": post(name, body="![](x.jpg)\n") for name in "ab"}
    site = built({**files, **{f"content/posts/{name}/x.jpg": picture() for name in "ab"}})
    assert site.problems == []
    assert len([path for path in site.files() if path.startswith("assets/x-")]) == 2
