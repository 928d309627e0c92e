"""Snippets for VS Code, which completes no schema within Markdown by itself: every field, and companies as annotations.

Within front matter VS Code takes the language for YAML, so snippets are for both (docs/editors.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sitegen.config import Config
from sitegen.content import fields
from sitegen.content.nodes import in_list
from sitegen.content.schema import KINDS
from sitegen.schemas.meanings import FRONT_MATTER
from sitegen.vocabulary import Vocabulary

MOST = 200  # choices in one snippet

BODIES: dict[Callable[[Any], Any], str] = {
    fields.text: " $0",
    fields.reason: ' "$1"$0',
    fields.texts: " [$0]",
    fields.moment: " ${1:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}$0",
    fields.flag: " ${1|true,false|}$0",
    fields.image: ' {src: $1, alt: "$2", credit: "$3"}$0',
    fields.sources: '\n  - {publisher: ${1:Reuters}, domain: ${2:reuters.com}, url: "${3:https://}"}$0',
    fields.corrections: '\n  - {date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE, text: "$1"}$0',
}


def snippets(config: Config, vocabulary: Vocabulary) -> dict[str, Any]:
    """A `.code-snippets` file's value: by name, what is typed, what is put in, and where."""
    readers: dict[str, Callable[[Any], Any]] = {**KINDS, **dict.fromkeys(config.taxonomies, fields.texts)}
    suggested = {**vocabulary.terms, "authors": vocabulary.authors}
    found = {}
    for name, reader in readers.items():
        body = BODIES[fields.text] if isinstance(reader, fields.Choice) else BODIES[reader]
        if isinstance(reader, fields.Choice):
            body = f" {_choice(reader.known)}$0"
        elif suggested.get(name):
            body = f" [{_choice(suggested[name])}$0]"
        key = config.fields.get(name, name)
        found[key] = _snippet(key, f"{key}:{body}", FRONT_MATTER.get(name, f"terms of the taxonomy {name}"))
    for company in vocabulary.companies:
        body = f"{_escaped(company)} [finance:{_escaped(company)}]"
        found[f"company: {company}"] = _snippet(company, body, f"{company}, with its annotation")
    return found


def _snippet(prefix: str, body: str, description: str) -> dict[str, Any]:
    return {"scope": "markdown,yaml", "prefix": prefix, "body": body.split("\n"), "description": description}


def _choice(words: Iterable[str]) -> str:
    escaped = [re.sub(r"([,|\\])", r"\\\1", in_list(word)) for word in [*words][:MOST]]
    return f"${{1|{','.join(escaped)}|}}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)
