"""The bench runs: a corpus of twenty posts, this project alone. What it measures at size is `make bench`'s."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.bench.cases import CASES, make_sites, parse_size
from tests.bench.corpora import corpus
from tests.bench.peers import Sitegen, peers
from tests.bench.run import main


@pytest.mark.soak
def test_bench_measures_cases_and_writes_results_and_plot(tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    options = ["--posts", "20", "--cases", "clean,unchanged", "--peers", "none", "--engine", "markdown", "--runs", "1"]
    assert main([*options, "--out", str(out), "--home", str(tmp_path / "home")]) == 0

    results = json.loads((out / "results.json").read_text(encoding="utf-8"))["results"]
    measured = {(result["case"], result["generator"]): result for result in results}
    assert set(measured) == {("clean", "sitegen"), ("clean", "cp -r"), ("unchanged", "sitegen")}
    clean = measured["clean", "sitegen"]
    assert 0 < sum(clean["stage_medians"].values()) < clean["median"]
    assert clean["cpu"][0] > 0
    assert clean["peak"][0] > 10_000_000  # bytes: more than any bare interpreter takes

    etree.fromstring((out / "plot.svg").read_bytes())
    assert "| 20    | unchanged | sitegen" in capsys.readouterr().out


def test_every_case_but_unchanged_and_clean_changes_each_generators_site(tmp_path: Path) -> None:
    sites = [(generator, tmp_path / generator.name) for generator in (Sitegen(), *peers().values())]
    material = make_sites(parse_size("20"), sites, runs=1)
    for generator, folder in sites:
        for case, change in CASES.items():
            before = _files(folder)
            change(generator, folder, material, 0)
            assert (_files(folder) != before) == (case not in {"clean", "unchanged"}), (generator.name, case)


def test_corpus_is_the_same_each_time_and_of_the_seeds_shape() -> None:
    posts = list(corpus(200))
    assert posts == list(corpus(200))
    assert 6_000 < sum(len(post.text.encode()) for post in posts) / len(posts) < 8_500  # bytes: about 7 KB
    assert {post.kind for post in posts} == {"digest", "story"}
    assert 200 / 4 < len({tag for post in posts for tag in post.tags}) <= 200 / 3
    text = "\n".join(post.text for post in posts)
    assert all(
        part in text for part in ("[finance:NVIDIA Corporation]", "\nSource: [", "\n### ", "\n- ", "**Market impact:**")
    )


def test_long_corpus_has_700_posts_of_180_kb() -> None:
    size = parse_size("long")
    first = next(corpus(size.number, length=size.length))
    assert size.number == 700
    assert 180_000 <= len(first.text.encode()) < 184_000


def _files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
