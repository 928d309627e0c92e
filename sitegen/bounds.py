"""How much a site's files may hold, and how much work one of them may make: more is refused with `too-large`.

Each bound is far above what a newsroom writes, and none is a length of time: whether a text is too large must not
depend on the machine. `docs/security.md` tells them to readers, and a test compares.
"""

from __future__ import annotations

TEXT = 1_000_000  # bytes of a post or page: a novel has fewer
FRONT_MATTER = 256 * 1024  # characters
YAML_VALUES = 50_000  # in one file, aliases counted as often as they are used
YAML_DATA = 2_000_000  # characters of a file of YAML
DATA = 10_000_000  # bytes of a data file
LEVELS = 20  # of lists and tables within each other, in front matter and data files
TEXT_LEVELS = 100  # of quotes, lists and tags in a text; libxml2 has limits of its own
CELLS = 100_000  # of the tables in a text: their columns by their rows
EFFORT = 50_000_000  # characters that the Markdown engine goes over, each as often as it looks at it
CANDIDATES = 500  # places of a text at which one rule looks for one slip
PICTURE = 100_000_000  # bytes
PICTURE_PIXELS = 80_000_000  # a quarter of a gigabyte in memory; Pillow itself warns from 89 million on
PICTURE_SIDE = 65_500  # pixels: what JPEG's library reads and writes
COMPARED = 3_000_000  # letters of known words that one check goes over to say which may be meant
DRAWN = 1_000_000  # elements of a drawing, copies of copies counted each time
