"""What lets other programs work on a new site: GitHub Actions, pre-commit, and editors. Texts; writes no file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sitegen import __version__

WORKFLOW = """\
# Checks pull requests, with each problem at its line; publishes main on GitHub Pages.
# Once, in the repository's settings: Pages > Build and deployment > Source > GitHub Actions.
name: Site

on:
  push:
    branches: [main]
  pull_request:
  schedule:
    - cron: "17 * * * *" # every hour: posts dated in the future appear, expired ones go
  workflow_dispatch:

permissions:
  contents: read

# One publication after the other, none cut short; of one pull request, only the newest check.
concurrency:
  group: ${{ github.workflow }}-${{ github.event_name == 'pull_request' && github.ref || 'publish' }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}

jobs:
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
        with:
          fetch-depth: 0 # the whole history, for a site that takes dates from git
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
          cache: pip
      - run: pip install -r requirements.txt
      - uses: actions/cache/restore@v5
        with:
          path: .sitegen
          key: sitegen-${{ github.sha }}
          restore-keys: sitegen-
      - run: sitegen check --format github

  build:
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: read
    steps:
      - uses: actions/checkout@v6
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
          cache: pip
      - run: pip install -r requirements.txt
      - uses: actions/cache@v5 # saved under a new key by every run, restored from the newest
        with:
          path: .sitegen
          key: sitegen-${{ github.run_id }}-${{ github.run_attempt }}
          restore-keys: sitegen-
      - id: pages
        uses: actions/configure-pages@v6
      - name: Is base_url where Pages publishes?
        shell: python
        env:
          PAGES: ${{ steps.pages.outputs.base_url }}
        run: |
          import os, tomllib
          ours = tomllib.load(open("pyproject.toml", "rb"))["tool"]["sitegen"]["base_url"].rstrip("/")
          pages = os.environ["PAGES"].rstrip("/")
          if ours.partition("://")[2] != pages.partition("://")[2]:
              print(f"::warning file=pyproject.toml::base_url is {ours}/, but Pages publishes at {pages}/")
      - run: sitegen build
      - uses: actions/upload-pages-artifact@v5
        with:
          path: public
          include-hidden-files: true # .well-known and its like

  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
"""

PRE_COMMIT = """\
# Checks the site before each commit. Once: pip install pre-commit && pre-commit install
repos:
  - repo: local
    hooks:
      - id: sitegen-check
        name: sitegen check
        entry: sitegen check
        language: system
        files: ^(content/|static/|templates/|pyproject\\.toml$)
        pass_filenames: false
"""

TAPLO = """\
# Completion in TOML files, for editors with Taplo (VS Code: Even Better TOML). The schemas: sitegen schema --write
[[rule]]
include = ["pyproject.toml"]
schema.path = ".sitegen/schemas/config.json"
"""

TAPLO_RULE = """
[[rule]]
include = ["content/data/{name}.toml"]
schema.path = ".sitegen/schemas/{name}.json"
"""

CHECK_TASK = {
    "label": "sitegen check",
    "type": "shell",
    "command": "sitegen check --format text",
    "group": {"kind": "test", "isDefault": True},
    "presentation": {"reveal": "silent"},
    "problemMatcher": {
        "owner": "sitegen",
        "source": "sitegen",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {
            "regexp": "^(.+?):(\\d+):(\\d+): (error|warning|hint)\\[([\\w-]+)\\]: (.*)$",
            "file": 1,
            "line": 2,
            "column": 3,
            "severity": 4,
            "code": 5,
            "message": 6,
        },
    },
}
SCHEMA_TASK = {
    "label": "sitegen schema",
    "type": "shell",
    "command": "sitegen schema --write",
    "presentation": {"reveal": "silent"},
    "problemMatcher": [],
    "runOptions": {"runOn": "folderOpen"},
}


def tasks() -> str:
    """`.vscode/tasks.json`: `check` as the test task, with its problems at their lines; schemas on opening."""
    return f"{json.dumps({'version': '2.0.0', 'tasks': [CHECK_TASK, SCHEMA_TASK]}, indent=2)}\n"


def taplo(tables: tuple[str, ...]) -> str:
    """`.taplo.toml`, with a schema for each of these data files."""
    return TAPLO + "".join(TAPLO_RULE.format(name=name) for name in tables)


def requirements(origin: Mapping[str, Any]) -> str:
    """`requirements.txt`, which installs this version of sitegen; `origin` is where it came from here, as PEP 610 says.

    Another project has the name sitegen on PyPI, so it is never asked for there: a copy from a folder or a wheel
    becomes a wheel that lies beside the file.
    """
    source = origin.get("vcs_info", {})
    if source.get("vcs") == "git":
        return f"sitegen @ git+{origin['url']}@{source['commit_id']}\n"
    return (
        "# Put sitegen's wheel beside this file, and commit it. In sitegen's own folder: python -m build --wheel\n"
        "# (The name sitegen on PyPI is another project's.)\n"
        f"./sitegen-{__version__}-py3-none-any.whl\n"
    )
