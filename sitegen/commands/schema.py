"""`sitegen schema`: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.options import SITE
from sitegen.commands.screen import waiting


@click.command()
@SITE
@click.option("--for", "name", default="posts", show_default=True, help="Of what: posts, pages, config, a data file.")
@click.option("--write", is_flag=True, help="Write all of them to .sitegen/schemas/, for editors.")
def schema(site: Path, name: str, write: bool) -> None:
    """Print the JSON Schema of front matter, the configuration or a data file, for editors' completion.

    A data file is named without its ending: companies, tags, authors, publishers. `--for snippets` prints snippets for
    VS Code, which --write puts into .vscode/ where that folder is.
    """
    import json

    from sitegen.configured import CACHE, load_config
    from sitegen.engine.write import write_whole
    from sitegen.schemas import make_schema, schema_names
    from sitegen.vocabulary import read_vocabulary

    config = load_config(site)
    known = read_vocabulary(site, config, waiting)

    def text(name: str) -> str:
        return json.dumps(make_schema(name, config, known), ensure_ascii=False, indent=2) + "\n"

    if not write:
        click.echo(text(name), nl=False)
        return
    files = {site / CACHE / "schemas" / f"{name}.json": text(name) for name in schema_names(config)}
    if (site / ".vscode").is_dir():
        files[site / ".vscode" / "sitegen.code-snippets"] = text("snippets")
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.encode())
        click.echo(path)
