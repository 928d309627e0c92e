"""Charts: exact SVG for given numbers, and nothing in it that a strict policy or a stylesheet would miss."""

from __future__ import annotations

import pytest
from lxml import etree

from sitegen.outputs.charts import bar_chart, sparkline


def test_a_bar_chart_reaches_from_edge_to_edge_with_bars_as_high_as_their_part_of_the_most() -> None:
    assert bar_chart([1, 0, 4], 'Nvidia: "5" & more') == (
        '<svg role="img" aria-label="Nvidia: &#34;5&#34; &amp; more" viewBox="0 0 320 96" width="320" height="96" '
        'preserveAspectRatio="none"><path d="M0 96v-24h18v24M302 96v-96h18v96"/></svg>'
    )


def test_a_longer_bar_chart_is_wider_and_a_small_bar_is_still_seen() -> None:
    chart = bar_chart([1, *[0] * 18, 500], "")
    assert 'viewBox="0 0 480 96" width="480" height="96"' in chart
    assert 'd="M0 96v-2h18v2M462 96v-96h18v96"' in chart


def test_places_have_at_most_one_decimal() -> None:
    assert 'd="M0 96v-96h18v96M100.7 96v-96h18v96M201.3 96v-96h18v96M302 96v-96h18v96"' in bar_chart([1, 1, 1, 1], "")


SPARKS = {
    ((), 5): "",
    ((0, 0, 0), 5): "",
    ((0, 1, 4), 4): (
        '<svg class="spark" width="11" height="16" aria-hidden="true">'
        '<path d="M4 16v-8h3v8M8 16v-16h3v16"/></svg>'
    ),
    ((1, 0, 0), 400): (
        '<svg class="spark" width="11" height="16" aria-hidden="true"><path d="M0 16v-2h3v2"/></svg>'
    ),
}  # fmt: skip


@pytest.mark.parametrize(("counts", "most", "svg"), [(*given, svg) for given, svg in SPARKS.items()])
def test_a_sparkline_is_one_path_on_the_scale_of_its_list(counts: tuple[int, ...], most: int, svg: str) -> None:
    assert sparkline(counts, most) == svg


def test_charts_hold_attributes_and_classes_only() -> None:
    for svg in (bar_chart([1, 2], "words"), sparkline([1, 2], 2)):
        root = etree.fromstring(str(svg))
        assert [element.tag for element in root] == ["path"]
        assert {"style", "fill"}.isdisjoint({name for element in root.iter() for name in element.attrib})
        assert root.get("width")
        assert root.get("height")
