"""A build by a Dask cluster, a real one on loopback: the bytes of a local build, or one line that says why not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from tests.clusters import NOBODY, local_cluster
from tests.commands.terminal import CLOCK, command, interruptible, published, run
from tests.pictures import picture
from tests.site import SEARCHED, Built, build_site, make_site, post

POSTS = 100  # enough that each stage is worth workers: reading, feeds, pages, pictures, the index of the search


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with local_cluster(2) as made:
        yield made


def news(folder: Path) -> Path:
    days = [f"{year}-{month:02}-{day:02}" for year in (2024, 2025) for month in range(1, 13) for day in range(1, 28)]
    files: dict[str, str | bytes] = {"pyproject.toml": SEARCHED}
    for number, day in enumerate(days[:POSTS]):
        title, body = f"Story {number}", f"On [finance:NVDA] and *chips*, part {number}.\n\n" + "More of it. " * number
        files[f"content/posts/{day}-story.md"] = post(title, day, body, tags=["chips", f"t{number % 40}"])
    for number in range(12):
        files[f"content/posts/pictured-{number}/index.md"] = post(f"Pictured {number}", body="![A](a.jpg)\n")
        files[f"content/posts/pictured-{number}/a.jpg"] = picture(size=(500 + number, 300))
    return make_site(folder, files)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The news as they are built here."""
    return build_site(news(tmp_path_factory.mktemp("alone") / "site"))


USAGE = [
    (("--cluster", "scheduler:8786"), "'scheduler:8786' is not the address of a Dask scheduler: write tcp://HOST:8786"),
    (("--cluster", "http://scheduler:8786"), "write tcp://HOST:8786"),
    (("--cluster", ""), "write tcp://HOST:8786"),
    (("--cluster", NOBODY, "--jobs", "2"), "--jobs counts workers on this machine, --cluster takes others"),
]


@pytest.mark.parametrize(("words", "said"), USAGE)
def test_an_option_that_cannot_be_meant_is_wrong_usage(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = run("build", *CLOCK, *words, at=make_site(tmp_path, {}))
    assert done.returncode == 2
    assert said in done.stderr


def test_without_the_extra_its_name_is_told(tmp_path: Path) -> None:
    missing = "import sys\nsys.modules['distributed'] = None"
    done = run("build", *CLOCK, "--cluster", NOBODY, at=make_site(tmp_path, {}), script=missing)
    assert done.returncode == 2
    assert done.stderr.endswith("Dask is not installed: run pip install 'sitegen[dask]'\n")


STAGES = {f"sitegen.{name}" for name in "content.load outputs.html outputs.pictures outputs.pagefind".split()}


def stages() -> set[str]:
    """What of the program this process has needed."""
    return STAGES & sys.modules.keys()


@pytest.mark.soak
def test_a_cluster_gives_the_bytes_of_a_local_build_and_each_stage_is_done_by_workers(
    tmp_path: Path, cluster: LocalCluster, alone: Built
) -> None:
    site = news(tmp_path / "site")
    done = run("build", *CLOCK, "--cluster", cluster.scheduler_address, at=site)
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1), done.stderr
    assert published(site / "public") == alone.files()
    with Client(cluster.scheduler_address) as client:
        assert list(client.run(stages).values()) == [STAGES] * 2
    assert not (site / ".sitegen/staging").exists()
    assert not (site / ".sitegen/cluster").exists()
    make_site(site, {"content/posts/2025-05-05-new.md": post("New", "2025-05-05")})
    assert run("build", *CLOCK, "--cluster", cluster.scheduler_address, at=site).returncode == 0
    assert published(site / "public") == build_site(site, output=tmp_path / "again").files()


@pytest.mark.soak
def test_an_interrupted_build_leaves_what_is_published_whole(
    tmp_path: Path, cluster: LocalCluster, alone: Built
) -> None:
    site = shutil.copytree(alone.output.parent, tmp_path / "site")
    (site / "pyproject.toml").write_text(SEARCHED.replace("Example News", "Other News"))
    with building(site, cluster) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert (process.returncode, said.strip()) == (130, "interrupted")
    assert published(site / "public") == alone.files()
    (site / "pyproject.toml").write_text(SEARCHED)
    assert run("build", *CLOCK, "--cluster", cluster.scheduler_address, at=site).returncode == 0
    assert published(site / "public") == alone.files()


@pytest.mark.soak
def test_a_worker_that_dies_is_replaced_and_nobody_can_tell(
    tmp_path: Path, cluster: LocalCluster, alone: Built
) -> None:
    site = news(tmp_path / "site")
    with building(site, cluster) as process:
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert published(site / "public") == alone.files()


@contextmanager
def building(site: Path, cluster: LocalCluster) -> Iterator[subprocess.Popen[str]]:
    """A build whose first files are staged."""
    with interruptible(command("build", *CLOCK, "--site", site, "--cluster", cluster.scheduler_address)) as process:
        while not any((site / ".sitegen/staging").glob("*-*")):
            assert process.poll() is None, process.communicate()
            time.sleep(0.001)
        yield process
