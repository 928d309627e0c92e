"""`make bench`: builds of the same news by this project and its peers, in turn; a table, results.json and plot.svg.

    python -m tests.bench.run --posts 1000,10000 --cases clean,added --peers hugo,hugo-plain --runs 3

Knows the order of things; how a process is measured, a site is made or a figure is drawn stands in the modules beside.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import mkdtemp

from tests.bench.cases import CASES, Material, Size, make_sites, parse_size
from tests.bench.install import Unavailable
from tests.bench.measure import Failed, Run, measure
from tests.bench.peers import Generator, Sitegen, peers
from tests.bench.plot import plot
from tests.bench.tables import Result, stages_tables, table

COPY = "cp -r"  # the row that tells how long the disk takes for our output


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    home = options.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    versions: dict[str, str] = {}
    generators = []
    for generator in (*map(Sitegen, options.engines), *(peers()[name] for name in options.peers)):
        try:
            versions[generator.name] = generator.install(home)
            generators.append(generator)
        except Unavailable as why:
            say(f"{generator.name} is left out: {why}")
    results: list[Result] = []
    for size in options.posts:
        results += bench(size, generators, options.cases, options.runs, home)
        _save(options.out, versions, results)
    print(table(results))
    print(stages_tables(results))
    say(f"written: {options.out / 'results.json'}, {options.out / 'plot.svg'}")
    return 0


def bench(size: Size, generators: list[Generator], cases: Sequence[str], runs: int, home: Path) -> list[Result]:
    """All cases for one corpus; the generators take turns, so that whatever the machine does meets all alike."""
    place = Path(mkdtemp(prefix="sites-", dir=home))
    sites = [(generator, place / generator.name) for generator in generators]
    say(f"{size.name} posts: writing them for {', '.join(generator.name for generator in generators)}")
    material = make_sites(size, sites, runs)
    results: dict[tuple[str, str], Result] = {}
    built: set[str] = set()
    try:
        for case in sorted(cases, key=list(CASES).index):
            for run in range(runs):
                for generator, folder in list(sites):
                    try:
                        if case != "clean" and generator.name not in built:  # not timed: it fills what caches there are
                            _build(generator, folder, clean=False)
                            built.add(generator.name)
                        CASES[case](generator, folder, material, run)
                        done = _build(generator, folder, clean=case == "clean")
                        if generator.command(clean=True) == generator.command(clean=False):
                            built.add(generator.name)
                    except Failed as why:
                        if isinstance(generator, Sitegen):
                            raise
                        say(f"{generator.name} is left out from here on: {why}")
                        sites.remove((generator, folder))
                        continue
                    _keep(results, material, case, generator.name, done)
                    if case == "clean" and generator.name == "sitegen":
                        _keep(results, material, case, COPY, _copy(folder / generator.output, place / "copy"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return list(results.values())


def _build(generator: Generator, folder: Path, *, clean: bool) -> Run:
    return measure(generator.command(clean=clean), folder, generator.environment)


def _copy(source: Path, target: Path) -> Run:
    done = measure(["cp", "-r", str(source), str(target)], source.parent)
    shutil.rmtree(target)
    return done


def _keep(results: dict[tuple[str, str], Result], material: Material, case: str, name: str, run: Run) -> None:
    result = results.setdefault((case, name), Result(material.size.name, material.size.number, case, name))
    result.wall.append(run.wall)
    result.cpu.append(run.cpu)
    result.peak.append(run.peak)
    if name.startswith("sitegen"):
        result.stages.append(json.loads(run.output)["seconds"])
    say(f"  {material.size.name} {case} {name}: {run.wall:.2f} s, {run.peak / 1e6:.0f} MB")


def _save(folder: Path, versions: dict[str, str], results: list[Result]) -> None:
    machine = {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
    text = json.dumps(
        {"machine": machine, "versions": versions, "results": [result.as_dict() for result in results]}, indent=1
    )
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "plot.svg").write_text(plot(results), encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description="Builds beside other generators'.")
    parser.add_argument("--posts", default="1000,10000", help="sizes of corpora; long: 700 posts of 180 KB")
    parser.add_argument("--cases", default=",".join(CASES), help="of these, the default")
    parser.add_argument("--peers", default=",".join(peers()), help="of these, the default; none: this project alone")
    parser.add_argument("--engine", default="markdown,cmark", help="this project's engines, where it accepts them")
    parser.add_argument("--runs", type=int, default=3, help="of each case")
    parser.add_argument("--out", type=Path, default=Path("bench-results"), help="the folder of the results")
    parser.add_argument("--home", type=Path, default=Path(".bench"), help="the folder of peers and sites")
    options = parser.parse_args(arguments)
    options.cases = _names(parser, "--cases", options.cases, CASES)
    options.peers = _names(parser, "--peers", options.peers.replace("none", ""), peers())
    options.engines = _names(parser, "--engine", options.engine, ("markdown", "cmark"))
    try:
        options.posts = [parse_size(size) for size in options.posts.split(",")]
    except ValueError:
        parser.error(f"--posts takes numbers and long, not {options.posts}")
    return options


def _names(parser: argparse.ArgumentParser, option: str, given: str, known: Collection[str]) -> list[str]:
    names = [name for name in given.split(",") if name]
    for name in names:
        if name not in known:
            parser.error(f"{option}: no {name}; there are {', '.join(known)}")
    return names


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
