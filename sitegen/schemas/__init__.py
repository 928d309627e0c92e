"""`sitegen schema`: what editors need to complete and check what is written for a site. Gives values; writes no file.

JSON Schemas are of draft-07: the YAML language server, Taplo and VS Code itself all understand it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitegen.config import Config
from sitegen.content.data import TABLES
from sitegen.diagnostics import WrongUsage, did_you_mean
from sitegen.schemas.configuration import config_schema
from sitegen.schemas.front_matter import front_matter_schema
from sitegen.schemas.snippets import snippets
from sitegen.schemas.tables import company_schema, table_schema
from sitegen.vocabulary import Vocabulary

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema_names(config: Config) -> tuple[str, ...]:
    """What there is a JSON Schema of: front matter, the configuration, and the newsroom's data files."""
    tables = (name for name in TABLES if name != "tags")
    return ("posts", "pages", "config", *dict.fromkeys(("companies", *tables, *config.taxonomies)))


def make_schema(name: str, config: Config, vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of this name, or, as "snippets", VS Code's snippets; raises `WrongUsage` for another name."""
    if name == "snippets":
        return snippets(config, vocabulary)
    known = schema_names(config)
    if name not in known:
        raise WrongUsage(f"there is no schema for {name!r}; {did_you_mean(name, (*known, 'snippets'))}")
    makers: dict[str, Callable[[], Schema]] = {
        "posts": lambda: front_matter_schema(config, vocabulary, dated=True),
        "pages": lambda: front_matter_schema(config, vocabulary, dated=False),
        "config": lambda: config_schema(tuple(config.taxonomies)),
        "companies": company_schema,
    }
    make = makers.get(name, lambda: table_schema(name if name in TABLES else "tags"))
    return {"$schema": DRAFT, "title": f"{config.title}: {name}", **make()}
