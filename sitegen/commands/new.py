"""`sitegen new`: the skeleton of a post."""

from __future__ import annotations

import os
import shlex
from datetime import datetime
from pathlib import Path

import click

from sitegen.commands.options import SITE, Moment, clock
from sitegen.commands.screen import MACHINE_FAILED, waiting
from sitegen.diagnostics import WrongUsage


@click.command()
@click.argument("title", nargs=-1, required=True, metavar="TITLE")
@SITE
@click.option("--kind", type=click.Choice(["story", "digest"]), default="story", show_default=True)
@click.option("--date", type=Moment(), default=None, help="When it is of (default: now, in the site's zone).")
@click.option("--tags", default=None, metavar="A,B", help="Its tags (default: asked for, in a terminal).")
@click.option("--draft", is_flag=True, help="Begin it as a draft.")
@click.option("--edit", "edited", is_flag=True, help="Open it in $VISUAL or $EDITOR.")
def new(
    title: tuple[str, ...], site: Path, kind: str, date: datetime | None, tags: str | None, draft: bool, edited: bool
) -> None:
    """Write the skeleton of a post called TITLE, and print its path.

    In a terminal you are asked for tags and companies, with those that the site has already; Enter skips.
    """
    from sitegen.configured import load_config
    from sitegen.new import Skeleton, edit, find_editor, new_path, new_post
    from sitegen.questions import ask_companies, ask_terms, known_terms, split_names
    from sitegen.terminal import is_interactive, read_line
    from sitegen.vocabulary import Vocabulary, read_vocabulary

    if len(title) > 1:
        raise click.UsageError(f"put the title in quotes: sitegen new {shlex.quote(' '.join(title))}")
    config = load_config(site)
    editor = find_editor(os.environ) if edited else []
    moment = date or clock()
    new_path(site, config, title[0], moment)
    if tags is not None and "tags" not in config.taxonomies:
        raise WrongUsage(f"--tags: this site's taxonomies are {', '.join(config.taxonomies) or 'none'}")
    asking = is_interactive()
    known = read_vocabulary(site, config, waiting) if asking or tags or kind == "digest" else Vocabulary()

    def say(words: str) -> None:
        click.echo(words, err=True)

    terms = {"tags": known_terms(split_names(tags), known.terms["tags"], say)} if tags is not None else {}
    if asking:
        asked = (taxonomy for taxonomy in config.taxonomies if taxonomy not in terms)
        terms |= {taxonomy: ask_terms(taxonomy, known, read_line, say) for taxonomy in asked}
    companies = ask_companies(known, read_line, say) if asking else ()
    path = new_post(site, config, Skeleton(title[0], moment, kind, draft, terms, companies, known.sections))
    click.echo(path)
    if editor and (code := edit(editor, path)):
        click.echo(f"the editor ended with exit code {code}; the post is {path}", err=True)
        raise SystemExit(MACHINE_FAILED)
