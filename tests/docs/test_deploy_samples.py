"""The files that docs/deploy.md gives for hosts: each is read by its own checker, and does what is said of it."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.config.targets import kind_of
from tests.configs import configured
from tests.servers import DOCS
from tests.site import CONFIG, build_site, make_site, post

GUIDE = (DOCS / "deploy.md").read_text(encoding="utf-8")
WORKFLOW = ".github/workflows/deploy.yml"


def samples(language: str, part: str = "") -> list[str]:
    """The samples in a language, in the guide or in the part with this heading."""
    text = GUIDE.partition(f"\n{part}\n")[2] if part else GUIDE
    level = part.partition(" ")[0]
    text = re.split(rf"^#{{1,{len(level)}}} ", text, flags=re.MULTILINE)[0] if part else text
    return re.findall(rf"^```{language}(?: \S+)?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


# ── Configurations ──────────────────────────────────────────────────────────────────────────────────


def test_every_configuration_is_one() -> None:
    tables = [sample for sample in samples("toml") if "tool.sitegen" in sample]
    places = [place for table in tables for place in configured(table).deploy.values()]
    assert len(tables) == GUIDE.count("[tool.sitegen.deploy.live]") + 2
    assert {kind_of(place.target) for place in places} == {"folder", "objects", "ssh", "branch"}


def test_every_form_of_a_target_in_the_table_is_taken() -> None:
    rows = GUIDE.partition("| target | is |\n|---|---|\n")[2].partition("\n\n")[0]
    targets = re.findall(r'`"(.*?)"`', rows.replace(":port", ":22").replace("…", "host/news.git"))
    assert len(targets) == 9
    for target in targets:
        assert configured(f'deploy = {{live = {{target = "{target}"}}}}').deploy["live"].target == target


# ── Netlify and Cloudflare Pages ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("redirected", [True, False])
def test_netlifys_command_forces_redirects_where_there_are_any(redirected: bool, tmp_path: Path) -> None:
    (sample,) = samples("toml", "## Netlify")
    found = tomllib.loads(sample)
    assert set(found) == {"build"}
    assert set(found["build"]) == {"command", "publish", "environment"}
    assert set(found["build"]["environment"]) == {"PYTHON_VERSION"}
    aliases = {"aliases": ["/old/"]} if redirected else {}
    site = make_site(tmp_path / "site", {"pyproject.toml": CONFIG, "content/posts/a.md": post(**aliases)})
    assert build_site(site).output == site / found["build"]["publish"]
    _built, _, rest = found["build"]["command"].partition("sitegen build && ")
    subprocess.run(["sh", "-e", "-c", rest], cwd=site, check=True)
    lines = site / "public" / "_redirects"
    assert lines.exists() == redirected
    if redirected:
        assert re.findall(r" (\S+)$", lines.read_text(encoding="utf-8"), re.MULTILINE)[1:] == ["301!", "301!"]


# ── GitHub ──────────────────────────────────────────────────────────────────────────────────────────


def workflow() -> dict[Any, Any]:
    (sample,) = samples("yaml", "### From GitHub Actions")
    found: dict[Any, Any] = yaml.safe_load(sample)
    return found


@pytest.mark.parametrize("host", ["s3", "cloudflare"])
def test_githubs_schema_takes_the_workflow_with_the_steps_of_either_host(host: str, tmp_path: Path) -> None:
    found = workflow()
    if host == "cloudflare":
        (steps,) = samples("yaml", "## Cloudflare Pages")
        found["jobs"]["deploy"]["steps"][-1:] = yaml.safe_load(steps)
    place = tmp_path / WORKFLOW
    place.parent.mkdir(parents=True)
    place.write_text(yaml.safe_dump({("on" if key is True else key): value for key, value in found.items()}))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", place]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_gives_the_key_to_the_last_step_alone_and_may_read_alone() -> None:
    found = workflow()
    assert found["permissions"] == {"contents": "read"}
    steps = found["jobs"]["deploy"]["steps"]
    assert [step for step in steps if "env" in step] == steps[-1:]
    assert steps[-1]["env"] == {
        name: f"${{{{ secrets.{name} }}}}" for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    }
    assert steps[0]["with"]["persist-credentials"] is False
    assert "pull_request" not in found[True], "a stranger's text is not deployed"


# ── S3 and CloudFront ───────────────────────────────────────────────────────────────────────────────


def test_the_key_may_do_what_a_deploy_does_in_its_bucket_and_no_more() -> None:
    key, bucket = map(json.loads, samples("json"))
    allowed = {
        (action, rule["Resource"])
        for rule in key["Statement"]
        for action in ([rule["Action"]] if isinstance(rule["Action"], str) else rule["Action"])
    }
    objects = {(f"s3:{verb}Object", "arn:aws:s3:::my-news/*") for verb in ("Get", "Put", "Delete")}
    assert allowed == objects | {("s3:ListBucket", "arn:aws:s3:::my-news")}
    (rule,) = bucket["Statement"]
    assert (rule["Action"], rule["Principal"]) == ("s3:GetObject", {"Service": "cloudfront.amazonaws.com"})
    assert "AWS:SourceArn" in rule["Condition"]["StringEquals"], "not every distribution of anybody"


ASKED = {
    "/": "/index.html",
    "/2025/11/22/a/": "/2025/11/22/a/index.html",
    "/feed.xml": "/feed.xml",
    "/assets/site.c4aea4e72c3f.js": "/assets/site.c4aea4e72c3f.js",
    "/.well-known/change-password": "/.well-known/change-password",
    "/about": 301,
    "/2025/11": 301,
    "//evil": 301,
}


def test_cloudfronts_function_finds_a_folders_page_and_leads_to_no_other_host(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed: the function is not run")
    (function,) = samples("js")
    events = json.dumps([{"request": {"method": "GET", "uri": uri, "headers": {}}} for uri in ASKED])
    script = tmp_path / "function.js"
    script.write_text(f"{function}\nconsole.log(JSON.stringify({events}.map((event) => handler(event))));\n")
    done = subprocess.run([node, script], capture_output=True, text=True, check=True)
    for (uri, expected), answer in zip(ASKED.items(), json.loads(done.stdout), strict=True):
        if expected == 301:
            assert (answer["statusCode"], answer["headers"]) == (301, {"location": {"value": f"/{uri.lstrip('/')}/"}})
        else:
            assert answer["uri"] == expected
    assert not re.search(r"\b(?:const|let|async)\b|=>", function), "both runtimes of CloudFront take it"


def test_what_is_purged_is_named_by_both_of_its_addresses(tmp_path: Path) -> None:
    line = next(sample for sample in samples("bash") if "purge.txt" in sample).partition("\n")[2]
    said = line.replace("aws cloudfront create-invalidation", "printf '%s\\n'")
    (tmp_path / "purge.txt").write_text("/\n/2025/a/\n/feed.xml\n/a*b%20c/\n", encoding="utf-8")
    done = subprocess.run(["bash", "-euc", said], cwd=tmp_path, capture_output=True, text=True, check=True)
    *options, last = done.stdout.partition("--paths\n")
    assert options == ["--distribution-id\nE1EXAMPLE\n", "--paths\n"]
    folders = ["/", "/2025/a/", "/a*b%20c/"]
    assert sorted(last.splitlines()) == sorted([*folders, *(f"{path}index.html" for path in folders), "/feed.xml"])
    (tmp_path / "purge.txt").write_text("", encoding="utf-8")
    done = subprocess.run(["bash", "-euc", said], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "", "nothing is asked for nothing"


# ── Timers ──────────────────────────────────────────────────────────────────────────────────────────


def test_systemd_reads_the_timer_and_its_service(tmp_path: Path) -> None:
    service, timer = samples("ini")
    units = {"news.service": service, "news.timer": timer}
    for name, text in units.items():
        parsed = configparser.ConfigParser()
        parsed.read_string(text)
        assert name.partition(".")[2].title() in parsed
        (tmp_path / name).write_text(text.replace("/srv/news/venv/bin/sitegen", sys.executable), encoding="utf-8")
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not installed: its own checker is not asked")
    command = [verify, "verify", *(tmp_path / name for name in units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "news." in line] == []
