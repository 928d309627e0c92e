"""E-mails by a site's own words, template and stylesheet, which read nothing but the site's."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import SiteError
from tests.outputs.emails import SENDER, mail
from tests.site import CONFIG, post


def test_a_site_in_another_language_has_its_words_dates_and_direction(tmp_path: Path) -> None:
    config = CONFIG.replace("[tool.sitegen]", '[tool.sitegen]\nlanguage = "ar"') + SENDER
    words = '[tool.sitegen.strings]\nread_on_site = "اقرأ على الموقع"\nemail_links = "الروابط"\n'
    arabic = post("عنوان", body="- A list\n\n> A quotation.\n")
    made = mail(tmp_path, {"content/posts/a.md": arabic, "pyproject.toml": config + words})
    assert made.headers["Content-Language"] == "ar"
    assert (made.page.get("lang"), made.page.get("dir")) == ("ar", "rtl")
    assert "padding:0 22px 0 0" in made.page.cssselect(".text ul")[0].get("style")
    assert "border-right" in made.page.cssselect("blockquote")[0].get("style")
    assert "اقرأ على الموقع [2]" in made.text
    assert "\nالروابط\n" in made.text


def test_a_sites_own_template_and_stylesheet_take_the_themes_place(tmp_path: Path) -> None:
    files = {
        "content/posts/a.md": post(),
        "templates/email.css": "p { color: #010203 }\n",
        "templates/email.html": "<style>{% include 'email.css' %}</style><p>{{ post.title }} {{ data.x.y }}</p>",
        "content/data/x.toml": "y = 'data'\n",
    }
    made = mail(tmp_path, files)
    assert made.source.strip().endswith('<p style="color:#010203">A story data</p></body></html>')
    assert made.text == "A story data\n"


@pytest.mark.parametrize("href", ["own.css", "file:///etc/passwd", "https://evil.example/x.css"])
def test_a_template_reads_no_file_and_no_address(href: str, tmp_path: Path) -> None:
    template = f'<link rel="stylesheet" href="{href}"><p>{{{{ post.title }}}}</p>'
    (tmp_path / "own.css").write_text("p { color: red }")
    made = mail(tmp_path, {"content/posts/a.md": post(), "templates/email.html": template})
    assert "red" not in made.source


def test_a_slip_in_the_template_is_said_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as wrong:
        mail(tmp_path, {"content/posts/a.md": post(), "templates/email.html": "\n{{ post.tilte }}"})
    assert str(wrong.value).startswith("templates/email.html:2: error[template-error]: a Post has no field 'tilte'")
