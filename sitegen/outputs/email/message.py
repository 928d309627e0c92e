"""The e-mail as bytes (RFC 5322 and MIME): the headers that its author knows, a plain text, and the same as HTML.

Whom it goes to, and how to unsubscribe, is the mailer's to say. The same values give the same bytes: no clock, no
random boundary. Header lines are encoded here: Python's own folding of parsed headers differs between its versions, and
older ones write the newline out that an encoded word hides (CVE-2024-6923).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from unicodedata import category

from sitegen.markup.manuscript import clean

LONGEST_WORD = 60  # characters of a header that may stand without a place to fold
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Letter:
    """What an e-mail says. `sender` is a name (or "") and an address; `date` is aware; `id` is the post's, for ever.

    `authority` is the host under which ids are given.
    """

    subject: str
    sender: tuple[str, str]
    date: datetime
    id: str
    authority: str
    language: str
    text: str
    html: str


class _Line(str):
    """A header's value as it stands in the message. Policies store what has a `name` as it is, and ask it to fold."""

    __slots__ = ("name",)
    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {policy.linesep.join(self.splitlines())}{policy.linesep}"


def message(letter: Letter) -> bytes:
    """The e-mail as an `.eml` file holds it, with CRLF at the end of each line."""
    made = EmailMessage(policy=SMTP)
    name, address = letter.sender
    headers = {
        "Subject": _words(letter.subject, "Subject"),
        "From": _sender(name, address),
        "Date": _date(letter.date),
        "Message-ID": message_id(letter.id, letter.authority),
        "Content-Language": letter.language,
    }
    made.set_content(letter.text, cte=_encoding(letter.text))
    made.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    for header, value in headers.items():
        line = _Line(value)
        line.name = header
        made[header] = line
    stamp = hashlib.blake2b(f"{letter.id}\0{letter.text}\0{letter.html}".encode(), digest_size=16).hexdigest()
    made.set_boundary(f"=_{stamp}")  # RFC 2045 §6.7: no encoded line has "=_"
    return made.as_bytes()


def sent_size(html: str) -> int:
    """How many bytes the HTML is in a message."""
    made = EmailMessage(policy=SMTP)
    made.set_content(html, subtype="html", cte=_encoding(html))
    return len(made.as_bytes())


def message_id(identity: str, authority: str) -> str:
    """The Message-ID of a post: letters and digits, so that it is also part of a `mid:` URL as it is (RFC 2392)."""
    digest = hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    try:
        host = authority.encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    return f"<{digest}@{host if _HOST.fullmatch(host) else 'sitegen.invalid'}>"


def _words(text: str, header: str) -> str:
    """Text in one line, without control characters, as a header takes it (RFC 2047 where that is not plain ASCII)."""
    shown = "".join(c for c in " ".join(clean(text).split()) if category(c) not in ("Cc", "Zl", "Zp"))
    plain = shown.isascii() and "=?" not in shown and all(len(word) <= LONGEST_WORD for word in shown.split())
    return Header(shown, "us-ascii" if plain else "utf-8", header_name=header).encode(linesep="\n")


def _sender(name: str, address: str) -> str:
    """The sender; a name is quoted where it is plain ASCII."""
    if not name:
        return address
    plain = name.isascii() and "=?" not in name and len(name) <= LONGEST_WORD
    shown = f'"{name}"' if plain else _words(name, "From")
    return f"{shown}{' ' if len(shown) + len(address) < LONGEST_WORD else chr(10) + ' '}<{address}>"


def _date(moment: datetime) -> str:
    """RFC 5322 knows offsets of whole minutes."""
    offset = moment.utcoffset()
    return format_datetime(moment if offset is not None and not offset.seconds % 60 else moment.astimezone(UTC))


def _encoding(text: str) -> str:
    """What makes the text smallest: quoted-printable takes three characters for a byte, base64 four for three."""
    length = len(text.encode())
    return "base64" if 2 * (length - len(re.sub(r"[^\x00-\x7f]", "", text))) > length / 3 else "quoted-printable"
