"""Raw HTML that readers never get: elements and attributes of the author's that `sanitise` takes out of a text."""

from __future__ import annotations

import re

from sitegen.markup.proof import Findings, Proof
from sitegen.markup.sanitise import is_kept

_TAG = re.compile(r"(?<!\\)<([A-Za-z][\w-]*)((?:[\s/][^<>]{0,2000})?)>")
_EVENT = re.compile(r"[\s\"'](on[a-z]{3,20})\s{0,9}=", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:src|data|href)\s{0,9}=\s{0,9}[\"']?((?:https?:)?//[^\s\"'>]+)", re.IGNORECASE)

_SHOWN = frozenset("iframe video audio embed object frame".split())
_FORM = frozenset("form input button select textarea option label fieldset".split())
_DRAWN = frozenset("svg canvas math".split())


def find_dropped(proof: Proof) -> Findings:
    """Tags that are taken out, and handlers of events; none where raw HTML is trusted."""
    if proof.trusted or "<" not in proof.text or not _TAG.search(proof.text):
        return
    for match in proof.candidates(_TAG):
        name, attributes = match[1].lower(), match[2]
        if not is_kept(name):
            yield match.start(), "dropped-html", f"<{match[1]}> is taken out: a post cannot hold it", _instead(match)
        for event in _EVENT.finditer(attributes):
            message = f"{event[1].lower()}= is taken out of <{match[1]}>: a post cannot hold script"
            yield match.start(2) + event.start(1), "dropped-html", message, f"take {event[1].lower()}=… out here, too"


def _instead(match: re.Match[str]) -> str:
    name = match[1].lower()
    found = _ADDRESS.search(match[2])
    address = f"https:{found[1]}" if found and found[1].startswith("//") else found[1] if found else "https://…"
    if name in _SHOWN:
        return f"write a link instead: [what it shows]({address})"
    if name == "script":
        return "take it out; scripts belong in static/ and templates"
    if name == "style":
        return "take it out; styles belong in a style sheet in static/"
    if name in _FORM:
        return "link to the page that has the form: [Sign up](https://…)"
    if name in _DRAWN:
        return "save it as a file, and show that: ![what it shows](drawing.svg)"
    return f"if readers should see it, put it between backticks, `<{match[1]}>`; else take the tag out"
