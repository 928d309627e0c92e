"""docs/security.md tells of the attacks that the tests make, of every one, and of no other."""

from __future__ import annotations

from tests.attacks.table import every_attack, read


def test_security_page_tells_of_every_attack_that_is_tried_and_of_no_other() -> None:
    told = read()
    assert every_attack() == set(told), "run: SITEGEN_ACCEPT=1 make soak"
    assert all(told.values()), "an attack that was never tried"
