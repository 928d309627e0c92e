"""Links that nobody can follow, seen by how they are written: to the writer's own machine or network, or by a scheme
that is none. Whether a page is there is for others to know.
"""

from __future__ import annotations

import re

from sitegen.diagnostics import Code, one_edit_away
from sitegen.markup.proof import Findings, Proof, excerpt

# Each pattern begins with a fixed sign, for which a search is quick, and looks back at a backslash only then.
# What common addresses begin with is passed over at once: few are looked at.
_USUAL = r"(?!https?://[^/]|mailto:|[/#.]|\s)"
_TARGET = re.compile(rf"\]\((?<!\\..)<?{_USUAL}([^\s()<>]+)")
_DEFINED = re.compile(rf"^[ \t>]{{0,9}}\[(?!\^)[^\[\]\n]{{1,200}}\]:[ \t]*<?{_USUAL}([^\s<>]+)", re.MULTILINE)
_ATTRIBUTE = re.compile(rf"<(?:a|img)\s[^<>]{{0,500}}?(?:href|src)=[\"']?{_USUAL}([^\s\"'<>]+)", re.IGNORECASE)

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DISK = re.compile(r"file:|[A-Za-z]:[\\/]", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9.-]+:\d{2,5}(?:[/?#]|\Z)")
_KNOWN = ("https", "http", "mailto")
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_BYTE = r"\d{1,3}"
_LOCAL = re.compile(
    r"(?:https?:)?//(?:[^/?#@]*@)?"
    rf"(localhost|(?:127|10)\.{_BYTE}\.{_BYTE}\.{_BYTE}|0\.0\.0\.0|(?:192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))"
    rf"\.{_BYTE}\.{_BYTE}|\[::1\]|\[f[cde][0-9a-f]{{2}}:[0-9a-f:]*\]|[\w.-]+\.(?:local|localhost))\.?(?=[:/?#]|\Z)",
    re.IGNORECASE,
)


def local_link(target: str) -> tuple[Code, str, str] | None:
    """What is said of a web address that only a machine or a network of one's own knows (RFC 1918, 6761, 6762)."""
    match = _LOCAL.match(target)
    if not match:
        return None
    message = f"the link leads to {excerpt(target, 80)}, and readers cannot reach {match[1]}"
    path = target[match.end() :].lstrip(":0123456789")
    if match[1].casefold() in _THIS_MACHINE and path.startswith("/"):
        help_ = f"write {excerpt(path, 80)} if the preview showed that page; else the address that it has in public"
        return "local-link", message, help_
    return "local-link", message, "write the address that it has in public: https://…, or a path of this site: /about/"


def find_lost(proof: Proof) -> Findings:
    """Targets of links and pictures that cannot be followed; web addresses are for `local_link`."""
    text = proof.text
    found = [*proof.candidates(_TARGET, text)]
    found += proof.candidates(_DEFINED, text) if "]:" in text else ()
    found += proof.candidates(_ATTRIBUTE, text) if "<" in text else ()
    for match in found:
        told = _told(match[1], "picture" if _is_picture(match) else "link", trusted=proof.trusted)
        if told and proof.prose.text.startswith(match[1], match.start(1)):
            yield match.start(1), *told


def _is_picture(match: re.Match[str]) -> bool:
    opened = match.string.rfind("[", 0, match.start())
    return match[0].startswith("<img") or (match[0].startswith("]") and match.string[max(opened - 1, 0)] == "!")


def _told(target: str, kind: str, *, trusted: bool) -> tuple[Code, str, str] | None:
    start = f"the {kind} leads to {excerpt(target, 80)}"
    if _DISK.match(target):
        name = re.split(r"[\\/]", target.rstrip("\\/"))[-1]
        otherwise = "" if kind == "picture" else ", or link to where it is published"
        help_ = f"put the file into static/ and write /{name}{otherwise}"
        return "local-link", f"{start}, a file that only one machine has", help_
    if _HOST_AND_PORT.match(target):
        if local := local_link(f"//{target}"):
            return local
        if "." in target.partition(":")[0]:
            return "broken-link", f"{start}, which does not say that it is an address", f"write https://{target}"
    scheme = _SCHEME.match(target)
    if not scheme:
        return None
    word, rest = scheme[1].lower(), target[scheme.end() :].lstrip("/")
    if word in ("http", "https"):
        return "broken-link", f"{start}, and an address has two slashes there", f"write {word}://{rest}"
    if near := next((known for known in _KNOWN if one_edit_away(word, known)), None):
        meant = f"{near}:{rest}" if near == "mailto" else f"{near}://{rest}"
        return "broken-link", f"{start}, and {word}: is nothing that browsers know", f"write {meant}"
    if trusted or word == "mailto":
        return None
    message = f"{start}, and {word}: is taken out: a post links by https:, http: and mailto:"
    return "broken-link", message, "write the words without a link, or link to a page that has it"
