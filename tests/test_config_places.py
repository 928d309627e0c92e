"""Where a key stands in a TOML text: its line and column."""

from __future__ import annotations

import pytest

from sitegen.config import locate

PLACES = {
    ("a",): (2, 1),
    ("t",): (4, 2),
    ("t", "b"): (5, 3),
    ("t", "none"): (4, 2),
    ("t", "dotted", "c"): (6, 1),
    ("quoted key", "d"): (9, 1),
    ("list", "e"): (11, 1),
    ("paths", "/a.html"): (13, 1),
    ("paths", "/b = c/"): (14, 1),
    ("paths", 'd"é'): (15, 2),
    ("paths", "/a"): (12, 2),
    ("none",): (0, 0),
    ("more", "menu"): (17, 1),
    ("more", "menu", "0"): (18, 3),
    ("more", "menu", "0", "url"): (18, 16),
    ("more", "menu", "1", "name"): (19, 4),
    ("more", "menu", "1", "url"): (20, 4),
    ("more", "menu", "2"): (21, 3),
    ("more", "menu", "2", "1"): (21, 7),
    ("more", "menu", "9"): (17, 1),
    ("more", "text"): (23, 1),
    ("more", "inner"): (16, 2),
    ("more", "last"): (25, 1),
    ("many",): (26, 3),
    ("many", "0", "a", "b"): (27, 6),
    ("many", "1"): (28, 3),
    ("many", "1", "c"): (29, 1),
}


# Lists, tables within them, texts of several lines; the lines from the sixteenth on.
MORE = """\
[more]
menu = [
  {name = "A", url = "/a/"}, # = x
  {name = ']}',
   "url" = "/b/"},
  [1, 2.5,],
]
text = '''
inner = 5 # '''
last = 2025-11-22 19:21:00
[[many]]
a = {b = 0, c.d = [], e = {}}
[[many]]
c = 0"""


@pytest.mark.parametrize("path", PLACES)
def test_key_is_found_in_toml_text(path: tuple[str, ...]) -> None:
    text = '# a = 0\na = 1\n\n[t] # b\n  b = 2\ndotted . "c" = 3\n\n["quoted key"]\nd = 4\n[[list]]\ne = 5\n'
    text += '[paths]\n\'/a.html\' = 6\n"/b = c/"=7\n "d\\"\\u00e9" = 8\n'
    assert locate(text + MORE, path) == PLACES[path]
