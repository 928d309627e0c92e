"""Tables: each scrolls in a box of its own, which the keyboard reaches, and columns are aligned by class.

A region that scrolls needs a name (WCAG 2.1.1 and 4.1.2) and regions need different ones, hence the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.bounds import CELLS
from sitegen.markup.tree import Element, replace
from sitegen.strings import fill_words

_RULE = re.compile(r"[-:| \t>]*")  # the line below a table's header
_ALIGN = re.compile(r"text-align: (left|right|center);?")


def crowded_table(text: str) -> int | None:
    """The line, from 0, of the table with which a text's tables have more cells than is allowed; None for none.

    A row that is written short has as many cells as the others: a text may become many times as long as it is.
    """
    if "|" not in text:
        return None
    cells = columns = 0
    for number, line in enumerate(text.split("\n")):
        if _RULE.fullmatch(line) and "|" in line and "-" in line:
            columns = line.count("|") + 1
        elif not line.strip():
            columns = 0
        cells += columns
        if cells > CELLS:
            return number
    return None


def box_tables(root: Element, strings: Mapping[str, str]) -> None:
    """Wrap every outermost table, and turn its cells' `text-align` styles into classes `align-…`."""
    tables = [table for table in root.iter("table") if next(table.iterancestors("table"), None) is None]
    for number, table in enumerate(tables, start=1):
        for cell in table.iter("td", "th"):
            align = _ALIGN.fullmatch(cell.get("style", ""))
            if align:
                del cell.attrib["style"]
                cell.set("class", f"{cell.get('class', '')} align-{align[1]}".strip())
        name = fill_words(strings["table"], number=number)
        box = table.makeelement("div", {"class": "table", "role": "region", "aria-label": name, "tabindex": "0"})
        replace(table, box)
        box.append(table)
