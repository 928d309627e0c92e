"""Configurations for tests: the smallest one, with more lines, as the value that it is or the problems that it has."""

from __future__ import annotations

import pytest

from sitegen.config import read_config
from sitegen.config.settings import Config
from sitegen.diagnostics import ConfigError

SMALLEST = '[tool.sitegen]\ntitle = "The Wire"\nbase_url = "https://wire.example/"\n'


def configured(lines: str) -> Config:
    return read_config(SMALLEST + lines + "\n")


def problems(lines: str, smallest: str = SMALLEST) -> list[str]:
    with pytest.raises(ConfigError) as wrong:
        read_config(smallest + lines + "\n")
    return [str(problem) for problem in wrong.value.diagnostics]
