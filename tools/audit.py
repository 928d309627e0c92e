"""Asks pip-audit what is known to be wrong with the packages of constraints.txt; `make audit` runs it.

Ends with 0 where nothing is known of any of them, with 1 where something is, and with 3 where it could not be asked
about all of them: pip-audit itself takes a package that its service has never heard of for a sound one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).parent.parent / "constraints.txt"
AUDIT = "--no-deps --disable-pip --progress-spinner off --format json --desc off".split()
SOUND, FOUND, UNKNOWN = 0, 1, 3


def verdict(report: str, complaint: str) -> tuple[int, str]:
    """The exit code and the words for what pip-audit printed, its JSON and its complaints."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        last = next((line.strip() for line in reversed(complaint.splitlines()) if line.strip()), "it said nothing")
        return UNKNOWN, f"the packages were not audited, for pip-audit failed: {last[:300]}"
    found = [
        f"{package['name']} {package['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for package in packages
        for flaw in package.get("vulns", ())
    ]
    unasked = sum("skip_reason" in package for package in packages)
    words = f"{unasked} of {len(packages)} packages were not audited: the service does not know them, or is away"
    if found:
        return FOUND, "\n".join([*found, *([words] if unasked else [])])
    if unasked or not packages:
        return UNKNOWN, words
    return SOUND, f"nothing is known against any of {len(packages)} packages"


def main() -> int:
    asked = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--requirement", PINS, *AUDIT], capture_output=True, text=True, check=False
    )
    code, words = verdict(asked.stdout, asked.stderr)
    print(words)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
