"""One target under atheris, which makes inputs of those that reached new lines of sitegen: a process of `run.py`'s.

`python -m tests.fuzz.under_atheris TARGET [libFuzzer's options and folders]`
"""

from __future__ import annotations

import sys

import atheris


def main() -> None:
    program, name, *options = sys.argv
    with atheris.instrument_imports(include=["sitegen"]):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]
        for seed in target.seeds:  # so that what is imported where it is used is watched, too
            try:
                target.run(seed)
            except Exception:  # noqa: BLE001 (it is found again, and saved, below)
                break
    atheris.Setup([program, *options], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
