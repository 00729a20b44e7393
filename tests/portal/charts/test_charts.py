"""One description of a chart, three ways to see it: on a page, as SVG, as PNG."""

from datetime import UTC, date, datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from PIL import Image

from portal.charts.chart import Bars, Chart, PlaceMap, Row, Stack, Timeline
from portal.charts.letters import lines_of, width_of
from portal.charts.png import as_png
from portal.charts.svg import THEMES, draw

AT = datetime(2026, 11, 26, 8, tzinfo=UTC)
HOSTILE = 'Park <script>alert(1)</script> & "road"'
NAMES = {
    "ka": "სოფლის ბიბლიოთეკის გარემონტება",
    "hy": "Գյուղի գրադարանի վերանորոգում",
    "az": "Kənd kitabxanasının təmiri",
}


def make_chart(kind: type[Chart], *rows: Row, **facts: object) -> Chart:
    return kind("Votes", "en", ("Project", "Votes"), rows, "Marneuli", AT, **facts)


ALL = [
    make_chart(
        Bars, Row(HOSTILE, "en", "1,200", 1200, tone="good"), Row("Water", "en", "600", 600), legend={"good": "Won"}
    ),
    make_chart(Stack, Row(HOSTILE, "en", "75 ₾", 75, tone="good"), Row("Left", "en", "25 ₾", 25)),
    make_chart(
        Timeline, Row(HOSTILE, "en", "5 March", on=date(2026, 3, 5)), Row("Works", "en", "6 April", on=date(2026, 4, 6))
    ),
    make_chart(
        PlaceMap,
        Row(HOSTILE, "en", "9", 9, point=(5.0, 5.0)),
        Row("Elsewhere", "en", "4", 4),
        outline="M0 0L10 0L10 10Z",
        window=(0, 0, 10, 10),
    ),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_a_drawing_is_whole_and_inert(chart: Chart, theme: str) -> None:
    root = ElementTree.fromstring(draw(chart, width=360, theme=theme))  # noqa: S314 - our own drawing
    words = " ".join(text for text in root.itertext())

    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "text", "circle", "g", "path"),
    }
    assert [row.shown in words for row in chart.rows] == [True] * len(chart.rows)
    assert ("Marneuli · " in words, "Votes" in words) == (True, True)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.kind)
def test_a_page_shows_the_same_rows_in_the_chart_and_in_its_table(chart: Chart) -> None:
    text = render_to_string("components/figure.html", {"chart": chart})

    assert [text.count(f"{row.shown}<") for row in chart.rows] == [2] * len(chart.rows)
    assert ("<script" in text, text.count("<tr>")) == (False, 1 + len(chart.rows))


def test_bars_are_in_proportion() -> None:
    assert [percent for _row, percent in ALL[0].measured] == [100, 50]


def test_nothing_was_voted_and_nothing_is_divided() -> None:
    empty = make_chart(Bars, Row("Park", "en", "0"), Row("Water", "en", "0"))

    assert [percent for _row, percent in empty.measured] == [0, 0]
    assert make_chart(Stack, Row("Park", "en", "0")).parts == [(Row("Park", "en", "0"), 0.0, 0.0)]
    assert [draw(make_chart(kind)).count("<svg") for kind in (Bars, Stack, Timeline, PlaceMap)] == [1] * 4


def test_the_parts_of_a_stack_stand_side_by_side() -> None:
    assert [(begins, length) for _row, begins, length in ALL[1].parts] == [(0.0, 75.0), (75.0, 25.0)]


def test_a_map_draws_areas_and_leaves_out_what_has_no_place() -> None:
    chart = make_chart(
        PlaceMap,
        Row("A", "en", "1", 1, point=(1.0, 1.0)),
        Row("B", "en", "4", 4, point=(2.0, 2.0)),
        Row("C", "en", "9", 9),
        window=(0, 0, 14, 14),
    )

    assert [(row.name, radius) for row, radius in chart.circles] == [("B", round(2 / 3, 2)), ("A", round(1 / 3, 2))]


@pytest.mark.parametrize("language", NAMES)
def test_words_are_broken_where_they_fit(language: str) -> None:
    lines = lines_of(NAMES[language], 20, 160)

    assert (" ".join(lines), max(width_of(line, 20) for line in lines) <= 160) == (NAMES[language], True)


def test_a_word_wider_than_the_drawing_is_broken_inside_and_the_rest_is_left_out() -> None:
    lines = lines_of("Supercalifragilistic and more", 20, 60, most=2)

    assert (len(lines), lines[1][-1], all(width_of(line, 20) <= 60 for line in lines)) == (2, "…", True)


@pytest.mark.parametrize("language", NAMES)
def test_a_picture_has_our_letters_whatever_the_machine_has(language: str) -> None:
    """Where no font fits, nothing is drawn: words make more dark points than their absence."""
    named, bare = (make_chart(Bars, Row(name, language, "1", 1)) for name in (NAMES[language], ""))
    pictures = [Image.open(BytesIO(as_png(draw(chart)))).convert("L") for chart in (named, bare)]
    dark = [sum(picture.histogram()[:80]) for picture in pictures]

    assert (pictures[0].width, dark[0] > dark[1] + 200) == (600, True)
