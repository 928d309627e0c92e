"""How bad each problem is in this site: what its configuration says of the rule, what an editor allowed, `--strict`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic
from sitegen.rules.allowances import Allowance, allowance
from sitegen.rules.excerpts import Lines

if TYPE_CHECKING:
    from sitegen.config import Config


def graded(
    found: Iterable[Diagnostic], config: Config, lines: Lines, *, strict: bool
) -> tuple[tuple[Diagnostic, ...], frozenset[Allowance]]:
    """The problems that are left, sorted, with the severities that they have here; and the allowances that were used.

    An error stays one, whatever is configured or allowed. `strict` makes errors of warnings.
    """
    rules = config.check.rules
    kept = set()
    used = set()
    for diagnostic in found:
        if diagnostic.severity == "error":
            kept.add(diagnostic)
            continue
        if allowed := allowance(diagnostic, lines):
            used.add(allowed)
            continue
        severity = rules.get(diagnostic.code, diagnostic.severity)
        if severity != "off":
            kept.add(replace(diagnostic, severity="error" if strict and severity == "warning" else severity))
    return tuple(sorted(kept)), frozenset(used)
