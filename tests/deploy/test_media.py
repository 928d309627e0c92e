"""What is kept in object storage has the type that browsers need to show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.config.settings import Deploy
from sitegen.configured import load_config
from sitegen.deploy.media import media_type
from sitegen.deploy.target import files_of
from sitegen.engine.manifest import read_manifest
from sitegen.release import manifest_path
from tests.site import build_site, make_site, post

KNOWN = [
    ("index.html", "text/html; charset=utf-8"),
    ("a.b/STYLE.CSS", "text/css; charset=utf-8"),
    ("photo.JPG", "image/jpeg"),
    ("table.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("search/en.pf_index", "application/octet-stream"),
    ("CNAME", "application/octet-stream"),
    ("html", "application/octet-stream"),
]


@pytest.mark.parametrize(("path", "kind"), KNOWN)
def test_type_follows_from_the_ending_alone(path: str, kind: str) -> None:
    assert media_type(path) == kind


def test_each_published_file_goes_to_storage_with_one_type(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/posts/a.md": post(), "static/a/data.pdf": b"%PDF"})
    built = build_site(site)
    manifest = read_manifest(manifest_path(site / ".sitegen", built.output))
    assert manifest
    files = files_of(Deploy("s3://news"), manifest.records, built.output, load_config(site))
    told = {file.path: [value for name, value in file.headers if name == "Content-Type"] for file in files}
    assert told.keys() == built.files().keys()
    kinds = {path: kind for path, [kind] in told.items()}
    assert kinds["index.html"] == "text/html; charset=utf-8"
    assert kinds["feed.xml"] == "application/rss+xml; charset=utf-8"
    assert kinds["a/data.pdf"] == "application/pdf"
