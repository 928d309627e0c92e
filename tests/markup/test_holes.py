"""Holes are filled with what only the whole site knows."""

from sitegen.markup import holes

HTML = f'<p>Nvidia {holes.ticker(1)}, <a class="x" data-hole-href="{holes.url(0)}">y</a> {holes.source(0)}</p>'


def test_each_hole_takes_the_item_of_its_kind_and_number():
    html = holes.fill(HTML, tickers=["no", "<a>NVDA</a>"], sources=["<cite>AP</cite>"], urls=["/a/"])
    assert html == '<p>Nvidia <a>NVDA</a>, <a class="x" href="/a/">y</a> <cite>AP</cite></p>'


def test_urls_are_escaped():
    picture = f'<img data-hole-src="{holes.url(0)}">'
    assert holes.fill(picture, tickers=[], sources=[], urls=['/a?b=1&c="']) == '<img src="/a?b=1&amp;c=&quot;">'


def test_an_unknown_target_leaves_the_attribute_out():
    assert '<a class="x">y</a>' in holes.fill(HTML, tickers=["", ""], sources=[""], urls=[""])


def test_what_fills_a_hole_is_not_read_for_holes():
    html = holes.fill(holes.ticker(0), tickers=[holes.ticker(0)], sources=[], urls=[])
    assert html == holes.ticker(0)


def test_text_without_holes_is_as_it_was():
    assert holes.fill("<p>t0 s0</p>", tickers=[], sources=[], urls=[]) == "<p>t0 s0</p>"


def test_the_companies_of_a_story_take_the_place_of_their_hole_or_leave_nothing():
    html = "".join(f'<p>x</p><div {holes.COMPANIES}="{holes.companies(index)}"></div>\n' for index in (0, 1))
    filled = holes.fill(html, tickers=[], sources=[], urls=[], stories=["<ul></ul>", ""])
    assert filled == "<p>x</p><ul></ul><p>x</p>"
