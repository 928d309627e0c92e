"""The command line: words in, exit codes out. The only place that prints, and that ends the program.

Long because it holds a function for each command, with its words beside it.

Each command imports what it needs when it runs, so that `sitegen --help` stays quick.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sitegen import __version__
from sitegen.diagnostics import ConfigError, Diagnostic, SiteError, WrongUsage
from sitegen.interruption import heed

if TYPE_CHECKING:
    from sitegen.result import Progress, Request, Result

FINE, WRONG_CONTENT, WRONG_USAGE, MACHINE_FAILED, INTERRUPTED = 0, 1, 2, 3, 130

FOLDER = click.Path(path_type=Path, file_okay=False)
SITE = click.option("--site", type=FOLDER, default=Path(), help="The site's folder (default: here).")
JOBS = click.option("--jobs", type=click.IntRange(min=1), default=None, help="Worker processes (default: one a core).")
COMPANIES = "content/data/companies.toml"
DRAFTS = click.option("--drafts", is_flag=True, help="Show drafts too.")
FUTURE = click.option("--future", is_flag=True, help="Show posts dated in the future too.")
STRICT = click.option("--strict", is_flag=True, help="Take warnings for errors.")


class _Moment(click.ParamType[datetime]):
    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is None or not 1970 <= moment.year <= 9998:
            self.fail(f"{value!r} is not a time; write 2025-11-22T19:21:00-06:00", param, ctx)
        return moment


NOW = click.option("--now", type=_Moment(), default=None, help="Act as if it were this time, like 2026-01-05T09:00.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
def cli() -> None:
    """Compile Markdown posts with tags and tickers into a news site: pages, feeds, related news."""


@cli.command()
@SITE
@click.option("--output", type=FOLDER, default=None, help="Where to publish (default: public/).")
@click.option("--full", is_flag=True, help="Make everything again, without the cache.")
@DRAFTS
@FUTURE
@STRICT
@JOBS
@NOW
@click.option("--explain", is_flag=True, help="Say why each page was made again.")
@click.option("--report", type=click.Choice(["json"]), default=None, help="Print one JSON object on standard output.")
def build(
    site: Path,
    output: Path | None,
    full: bool,
    drafts: bool,
    future: bool,
    strict: bool,
    jobs: int | None,
    now: datetime | None,
    explain: bool,
    report: str | None,
) -> None:
    """Build what changed, and publish it."""
    from sitegen.report import as_json, as_line, explanation
    from sitegen.result import Request

    request = Request(
        site=site,
        now=aware(now) or clock(),
        output=output,
        full=full,
        drafts=drafts,
        future=future,
        strict=strict,
        jobs=jobs or os.cpu_count() or 1,
    )
    result = run(request)
    show_diagnostics((d for d in result.diagnostics if d.severity != "hint"), site)
    if explain and (words := explanation(result)):
        click.echo(words, err=report is not None)
    if report:
        click.echo(as_json(result))
    if result.failed:
        refuse(result.diagnostics, "nothing was published")
    if not report:
        click.echo(as_line(result, os.path.relpath(result.output)), err=True)


@cli.command()
@SITE
@STRICT
@JOBS
@NOW
@click.option("--drafts/--no-drafts", default=True, help="Check drafts too (default), or not.")
@click.option("--future/--no-future", default=True, help="Check posts dated in the future too (default), or not.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to report.")
@click.option("--external", is_flag=True, help="Ask other sites whether the pages that are linked to are there.")
@click.option(
    "--within",
    type=click.FloatRange(min=0),
    default=300,
    show_default=True,
    help="Ask other sites for so many seconds.",
)
@click.option("--private-host", "hosts", multiple=True, help="Ask this host although its address is private.")
def check(
    site: Path,
    strict: bool,
    jobs: int | None,
    now: datetime | None,
    drafts: bool,
    future: bool,
    form: str,
    external: bool,
    within: float,
    hosts: tuple[str, ...],
) -> None:
    """Report every problem in content, data, templates and links; publish nothing."""
    from sitegen.report import count, formatted, outside_links, summary
    from sitegen.rules.excerpts import site_lines

    request = rehearsal(site, now, jobs, drafts=drafts, future=future, strict=strict)
    result = run(request)
    found = result.diagnostics
    if external:
        from sitegen.outside import look_outside
        from sitegen.outside.limits import Limits

        limits = Limits(total=within, allowed=frozenset(host.lower() for host in hosts))
        looked = look_outside(request, limits, shown_progress(), waiting)
        found = tuple(sorted({*found, *looked.diagnostics}))
        if form == "text" or looked.offline:
            click.echo(outside_links(looked), err=True)
    if shown := formatted(found, form, site_lines(site)):
        click.echo(shown)
    if form == "text":
        click.echo(summary(found) or f"{count(result.posts, 'post')}: no problems found", err=True)
    if any(diagnostic.severity == "error" for diagnostic in found):
        raise SystemExit(WRONG_CONTENT)


@cli.command()
@SITE
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@DRAFTS
@FUTURE
def serve(site: Path, port: int, host: str, drafts: bool, future: bool) -> None:
    """Build, serve, rebuild on save, and reload the browser."""
    from sitegen.serve import Settings, serve_site

    serve_site(Settings(site, host, port, drafts=drafts, future=future), say=lambda words: click.echo(words, err=True))


@cli.command()
@click.argument("title", nargs=-1, required=True, metavar="TITLE")
@SITE
@click.option("--kind", type=click.Choice(["story", "digest"]), default="story", show_default=True)
@click.option("--date", type=_Moment(), default=None, help="When it is of (default: now, in the site's zone).")
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


@cli.command()
@click.argument("name", type=click.Path(file_okay=False), metavar="DIR")
def init(name: str) -> None:
    """Make a new site in DIR that builds at once."""
    from sitegen.init import init_site

    if not name.strip():
        raise WrongUsage("the name of the folder is empty: write one, as in sitegen init my-news, or . for this one")
    folder = Path(name)
    for path in init_site(folder, clock()):
        click.echo(path)
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"\nNow: {there}sitegen serve", err=True)


@cli.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@SITE
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done; write nothing.")
def import_(source: Path, site: Path, dry: bool) -> None:
    """Move in: carry over the posts of SOURCE, a Hugo or Jekyll folder, a WordPress export, an RSS or Atom file."""
    from sitegen.configured import load_config
    from sitegen.importing.command import import_source, summary
    from sitegen.report import told

    done = import_source(source, site, load_config(site), dry=dry)
    click.echo(summary(done, str(source), dry=dry))
    if done.problems:
        click.echo("\nNot carried over, or in need of a hand:\n")
    for problem in done.problems:
        click.echo(told(problem, lambda _path: ()))
    if done.failed:
        raise SystemExit(WRONG_CONTENT)


@cli.command()
@click.argument("post")
@SITE
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=None,
    help="The file to write, - for standard output (default: SLUG.eml here).",
)
@DRAFTS
@FUTURE
@STRICT
@JOBS
@NOW
def email(
    post: str,
    site: Path,
    output: Path | None,
    drafts: bool,
    future: bool,
    strict: bool,
    jobs: int | None,
    now: datetime | None,
) -> None:
    """Write POST, named by its slug or path, as an e-mail file (.eml) for any mailer; send nothing."""
    from sitegen.engine.files import write_whole
    from sitegen.newsletter import make_email

    request = rehearsal(site, now, jobs, drafts=drafts, future=future, strict=strict)
    made = make_email(request, post, shown_progress(), waiting)
    show_diagnostics(made.diagnostics, site)
    if not made.content:
        refuse(made.diagnostics, "no e-mail was written")
    if output == Path("-"):
        sys.stdout.buffer.write(made.content)
        return
    path = output or Path(f"{made.slug}.eml")
    write_whole(path, made.content)
    click.echo(path)


@cli.command()
@SITE
@JOBS
@NOW
@click.option("--next", "alone", is_flag=True, help="Print the moment of the next change alone, or nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list.")
def schedule(site: Path, jobs: int | None, now: datetime | None, alone: bool, form: str) -> None:
    """List what will be published or expire, and when."""
    from sitegen.configured import load_config
    from sitegen.documents import with_documents
    from sitegen.schedule import as_json, as_text, make_schedule

    if alone and form == "json":
        raise click.UsageError('--next prints one moment: leave out --format json, or take "next" from its object')
    config = load_config(site)
    library = with_documents(
        site, config, jobs or os.cpu_count() or 1, lambda library, _store: library, shown_progress(), waiting
    )
    found = make_schedule(config, library.documents, aware(now) or clock())
    words = found.next if alone else as_json(found) if form == "json" else as_text(found)
    if words:
        click.echo(words)
    errors = [diagnostic for diagnostic in library.diagnostics if diagnostic.severity == "error"]
    show_diagnostics(errors, site)
    if errors:
        refuse(errors, "what cannot be read is not in the schedule")


@cli.command()
@click.argument("query")
@SITE
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many to show.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show them.")
def tickers(query: str, site: Path, limit: int, form: str) -> None:
    """Find companies by name or symbol, and what to write in an annotation."""
    import json

    from sitegen.content.registry import load_registry
    from sitegen.content.tables import site_companies
    from sitegen.lookup import company_lines, company_values, find_companies

    registry, problems = load_registry(site_companies(site))
    show_diagnostics(problems, site)
    companies = find_companies(registry, query)
    if form == "json":
        click.echo(json.dumps(company_values(registry, companies, limit), ensure_ascii=False, indent=2))
    elif companies:
        click.echo("\n".join(company_lines(registry, companies, limit)))
    if not companies:
        message = f"no company is called {query!r}, or anything like it: if there is one, add it to {COMPANIES}"
        raise click.ClickException(message)
    if len(companies) > limit:
        click.echo(f"and {len(companies) - limit} more: write more of the name, or --limit {len(companies)}", err=True)


@cli.command()
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
    from sitegen.engine.files import write_whole
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


def rehearsal(
    site: Path, now: datetime | None, jobs: int | None, *, drafts: bool, future: bool, strict: bool
) -> Request:
    """What is asked of a build that publishes nothing; without `now` it is the clock's, without `jobs` one a core."""
    from sitegen.result import Request

    return Request(
        site=site,
        now=aware(now) or clock(),
        drafts=drafts,
        future=future,
        strict=strict,
        jobs=jobs or os.cpu_count() or 1,
        dry=True,
    )


def aware(moment: datetime | None) -> datetime | None:
    """A moment given without a zone is in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def clock() -> datetime:
    """Now, or what SOURCE_DATE_EPOCH says it is (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds") from None


def run(request: Request) -> Result:
    """The build, with its progress on a terminal."""
    from sitegen.build import build as build_site

    return build_site(request, shown_progress(), waiting)


def waiting(holder: object) -> None:
    click.echo(f"waiting for another build (process {holder}) …", err=True)


def shown_progress() -> Progress:
    """Progress for a terminal, and none for anything else."""
    return terminal_progress() if sys.stderr.isatty() else lambda _stage, _done, _of: None


def terminal_progress() -> Progress:
    """Progress in one line that is written over; quick work shows nothing."""
    import time

    begun = time.monotonic()

    def show(stage: str, done: int, of: int) -> None:
        if time.monotonic() - begun > 0.5:
            end = "\r\033[K" if done >= of else ""
            click.echo(f"\r\033[K{stage}: {done:,} of {of:,}{end}", nl=False, err=True)

    return show


def show_diagnostics(diagnostics: Iterable[Diagnostic], site: Path | None) -> None:
    from sitegen.report import told
    from sitegen.rules.excerpts import site_lines

    lines = site_lines(site or Path())
    for diagnostic in diagnostics:
        click.echo(told(diagnostic, lines), err=True)


def refuse(diagnostics: Iterable[Diagnostic], outcome: str) -> NoReturn:
    from sitegen.report import summary

    shown = tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity != "hint")
    click.echo(f"{summary(shown)}: {outcome}", err=True)
    raise SystemExit(WRONG_CONTENT)


def program() -> NoReturn:
    """`main` as a process: what is left in memory goes with it, for taking a large site's values apart takes long."""
    heed()
    try:
        main()
    except SystemExit as end:
        code = end.code
    with contextlib.suppress(OSError):  # who listened has gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else FINE)


def main() -> NoReturn:
    """The program: everything that can go wrong ends in one of the contract's exit codes, and never in a traceback."""
    from sitegen.engine.lock import Locked

    try:
        raise SystemExit(cli.main(standalone_mode=False) or FINE)
    except click.exceptions.Exit as end:
        raise SystemExit(end.exit_code) from None
    except click.ClickException as wrong:
        wrong.show()
        raise SystemExit(WRONG_USAGE) from None
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        raise SystemExit(INTERRUPTED) from None
    except WrongUsage as wrong:
        click.echo(f"Error: {wrong}", err=True)
        raise SystemExit(WRONG_USAGE) from None
    except ConfigError as wrong:
        show_diagnostics(wrong.diagnostics, wrong.site)
        raise SystemExit(WRONG_USAGE) from None
    except SiteError as wrong:
        show_diagnostics(wrong.diagnostics, wrong.site)
        raise SystemExit(WRONG_CONTENT) from None
    except Locked as wrong:
        click.echo(f"another build has held {wrong} for ten minutes: end it, then build again", err=True)
        raise SystemExit(MACHINE_FAILED) from None
    except OSError as wrong:
        where = f": {wrong.filename}" if wrong.filename else ""
        click.echo(f"{wrong.strerror or wrong}{where}", err=True)
        raise SystemExit(MACHINE_FAILED) from None
