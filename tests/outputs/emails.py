"""E-mails for tests: made as the command makes them, in this process, and read back as a mail program reads them."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from lxml import html

from sitegen.newsletter import make_email
from sitegen.result import Request
from tests.site import CONFIG, NOW, make_site

SENDER = '[tool.sitegen.email]\nfrom = "Example News <news@example.com>"\n'


@dataclass(frozen=True)
class Read:
    """An e-mail as it was read: its bytes, its headers, its text, and its HTML as it is and parsed."""

    content: bytes
    headers: EmailMessage
    text: str
    source: str

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.source)

    def words(self, selector: str) -> list[str]:
        """The text of each element that a selector finds, in one line."""
        return [" ".join(found.text_content().split()) for found in self.page.cssselect(selector)]

    def links(self) -> list[str]:
        return [str(link.get("href")) for link in self.page.cssselect("a[href]")]


def read(content: bytes) -> Read:
    """Asserts that the message has no defect."""
    made = email.message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    parts = [made, *made.iter_parts()]
    assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"]
    assert [defect for part in parts for defect in part.defects] == []
    assert [defect for value in made.values() for defect in value.defects] == []
    text, source = (part.get_content().replace("\r\n", "\n") for part in parts[1:])
    return Read(content, made, text, source)


def mail(folder: Path, files: dict[str, Any], name: str = "a", config: str = "", **request: Any) -> Read:
    """The e-mail of the post `name` of a site of these files, whose configuration has more lines."""
    site = make_site(folder, {"pyproject.toml": CONFIG + SENDER + config, **files})
    asked = Request(**{"site": site, "now": NOW, "dry": True, **request})
    made = make_email(asked, name, lambda _stage, _done, _of: None, lambda _holder: None)
    assert made.content, [str(diagnostic) for diagnostic in made.diagnostics]
    return read(made.content)
