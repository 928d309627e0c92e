"""What mail programs must not be given: scripts, styles of a text's own, and pictures of other hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outputs.emails import mail
from tests.pictures import picture
from tests.site import post

HOST = "https://news.example.com"

ATTACK = """\
<script>alert(1)</script><style>* { display: none }</style>

<p onclick="alert(1)" style="position: fixed" class="sheet" id="x">A paragraph.</p>

[click](javascript:alert(1)) <a href="data:text/html,x">data</a> <img src="x" onerror="alert(1)">

<link rel="stylesheet" href="https://evil.example/x.css">

<section><h2>Not ours</h2></section>

<div class="preheader" aria-hidden="true">Kept</div>
"""


@pytest.mark.parametrize("trust", ["sanitise", "trust"])
def test_texts_bring_no_script_no_style_and_no_request(trust: str, tmp_path: Path) -> None:
    title = "</title><script>alert(1)</script>"
    front = {
        "takeaways": [ATTACK],
        "summary": ATTACK,
        "kicker": "<script>",
        "corrections": [{"date": "2025-11-23", "text": ATTACK}],
    }
    files = {"content/posts/a.md": post(title, body=ATTACK, kind="digest", **front)}
    made = mail(tmp_path, files, config=f'[tool.sitegen.markdown]\nraw_html = "{trust}"\n')
    assert made.page.cssselect("script, link, iframe, object, form, svg, [onclick], [onerror], [id]") == []
    assert len(made.page.cssselect("style")) == 1
    assert made.page.cssselect("[style*=position], [onclick], .text .sheet, .text .preheader") == []
    assert [link for link in made.links() if not link.startswith(f"{HOST}/")] == []
    assert made.words("h1") == [title]
    assert "Kept" in made.text


def test_pictures_are_our_own_absolute_and_sized_and_others_are_links(tmp_path: Path) -> None:
    files = {
        "content/posts/a/index.md": post(
            image={"src": "lead.png", "alt": "A lead", "credit": "Ada"},
            body="![Ours](within.png)\n\n![Theirs](https://evil.example/pixel.png)\n\n![](https://evil.example/b.png)\n",
        ),
        "content/posts/a/lead.png": picture("PNG", (1200, 600)),
        "content/posts/a/within.png": picture("PNG", (300, 200)),
    }
    made = mail(tmp_path, files, config='[tool.sitegen.markdown]\nremote_images = "allow"\n')
    shown = [{name: img.get(name) for name in ("alt", "width", "height")} for img in made.page.cssselect("img")]
    assert shown == [
        {"alt": "A lead", "width": "568", "height": "284"},
        {"alt": "Ours", "width": "300", "height": "200"},
    ]
    assert all(img.get("src").startswith(f"{HOST}/") for img in made.page.cssselect("img"))
    assert {"https://evil.example/pixel.png", "https://evil.example/b.png"} <= set(made.links())
    assert made.words("a[href*=evil]") == ["Theirs", "Picture"]
    assert made.words(".credit") == ["Picture: Ada"]
    assert "[A lead]" in made.text


def test_the_lead_picture_of_another_host_is_a_link_too(tmp_path: Path) -> None:
    image = {"src": "https://evil.example/lead.png", "alt": "A lead"}
    made = mail(
        tmp_path, {"content/posts/a.md": post(image=image)}, config='[tool.sitegen.markdown]\nremote_images = "allow"\n'
    )
    assert made.page.cssselect("img") == []
    assert made.words(".picture a") == ["A lead"]
