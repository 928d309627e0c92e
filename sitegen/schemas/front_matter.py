"""The JSON Schema of front matter, from the readers of `content/schema.py`: what it takes, they take.

A value stands in it as YAML reads it (a title may be a number), while readers see what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sitegen.config import Config
from sitegen.content import fields
from sitegen.content.schema import KINDS
from sitegen.schemas.meanings import FRONT_MATTER
from sitegen.vocabulary import Vocabulary

Schema = dict[str, Any]

# A text that YAML takes for true or false is read as it stands, too, but editors would offer these words everywhere.
TEXT: Schema = {"type": ["string", "number", "null"]}
ITEM: Schema = {"type": ["string", "number"]}
WORDS: Schema = {"type": ["string", "number"], "pattern": r"\S"}  # a text that says something
YEAR = "(19[7-9][0-9]|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"  # 1970 to 9998
MOMENT: Schema = {
    "type": ["string", "null"],
    "pattern": f"^{YEAR}{fields.DATE.removeprefix('[0-9]{4}')}$",
    "patternErrorMessage": fields.DATE_HELP,  # VS Code's, and the YAML language server's
}
URL: Schema = {"type": ["string", "null"], "pattern": f"^\\s*({fields.WEB})?\\s*$"}
PICTURE = f"^\\s*(?!{fields.SCHEME})\\S|^\\s*{fields.WEB}"


def _table(known: Iterable[str], **more: Any) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(known, TEXT) | more}


def _list(item: Schema) -> Schema:
    return {"type": ["array", "null"], "items": item}


_SPELLINGS = [case(word) for word in fields.FLAGS for case in (str.lower, str.capitalize, str.upper)]

SCHEMAS: dict[Callable[[Any], Any], Schema] = {
    fields.text: TEXT,
    fields.reason: {**WORDS, "not": {"pattern": f"^\\s*({'|'.join(_SPELLINGS)})\\s*$", "minLength": 1}},
    fields.texts: _list(ITEM),
    fields.moment: MOMENT,
    fields.flag: {"type": ["boolean", "string", "null"], "pattern": f"^({'|'.join(_SPELLINGS)})?$"},
    fields.image: {
        **_table(fields.IMAGE, src={"type": ["string", "number"], "pattern": PICTURE}),
        "type": ["string", "object", "null"],
        "pattern": f"^$|{PICTURE}",
        "required": ["src"],
    },
    fields.sources: _list(
        {
            **_table(fields.SOURCE, url=URL),
            "anyOf": [{"required": [name], "properties": {name: WORDS}} for name in ("publisher", "domain")],
        }
    ),
    fields.corrections: _list(
        _table(fields.CORRECTION, date=MOMENT | {"type": "string"}, text=WORDS) | {"required": [*fields.CORRECTION]}
    ),
}


def front_matter_schema(config: Config, vocabulary: Vocabulary, *, dated: bool) -> Schema:
    """Of posts (`dated`) or standing pages, with the keys and the terms of the site."""
    readers: dict[str, Callable[[Any], Any]] = {**KINDS, **dict.fromkeys(config.taxonomies, fields.texts)}
    suggested = {**vocabulary.terms, "authors": vocabulary.authors}
    properties = {}
    for name, reader in readers.items():
        schema = kind_schema(reader)
        if suggested.get(name):
            schema = _list({"anyOf": [{"type": "string", "enum": [*suggested[name]]}, ITEM]})
        meaning = FRONT_MATTER.get(name, f"terms of the taxonomy {name}; each has a page and a feed")
        properties[config.fields.get(name, name)] = {"description": meaning, **schema}
    required = [config.fields.get(name, name) for name in (("title", "date") if dated else ("title",))]
    properties[required[0]] |= WORDS
    if dated:
        properties[required[1]] |= {"type": "string"}
    # Not "type": "object": a language server that takes the text below for a second YAML document would complain of it.
    return {"properties": properties, "required": required}


def kind_schema(reader: Callable[[Any], Any]) -> Schema:
    """What a reader of `content/fields.py` takes."""
    if isinstance(reader, fields.Choice):
        return {"anyOf": [{"enum": [*reader.known]}, {"type": "null"}]}
    return SCHEMAS[reader]
