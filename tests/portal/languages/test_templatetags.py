"""Dates and numbers as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from portal.languages.templatetags.languages import day, group_symbol, language_links, moment, number
from tests.factories import LANGUAGES

NBSP = "\N{NO-BREAK SPACE}"
LATE_EVENING = datetime(2025, 9, 5, 20, 30, tzinfo=UTC)  # already the 6th in Tbilisi


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ka", "5 სექტემბერი, 2025"),
        ("hy", "05 սեպտեմբերի, 2025 թ."),
        ("az", "5 sentyabr 2025"),
        ("en", "5 September 2025"),
    ],
)
def test_day_is_written_in_full(language: str, expected: str) -> None:
    with override(language):
        assert day(date(2025, 9, 5)) == expected


def test_day_of_an_instant_is_the_day_in_tbilisi() -> None:
    with override("az"):
        assert day(LATE_EVENING) == "6 sentyabr 2025"


@pytest.mark.parametrize("language", LANGUAGES)
def test_moment_has_24_hours_in_tbilisi(language: str) -> None:
    with override(language):
        assert moment(LATE_EVENING) == f"{day(LATE_EVENING)}, 00:30"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ka", f"1{NBSP}234{NBSP}567"), ("hy", f"1{NBSP}234{NBSP}567"), ("az", "1.234.567"), ("en", "1,234,567")],
)
def test_number_is_parted_as_the_language_does(language: str, expected: str) -> None:
    with override(language):
        assert number(1_234_567) == expected
        assert group_symbol() == expected[1]


def test_nothing_is_shown_as_nothing() -> None:
    assert (day(None), moment(None), number(None)) == ("", "", "")
    assert number(0) == "0"


@pytest.mark.parametrize("month", range(1, 13))
def test_georgian_months_have_no_capitals(month: int) -> None:
    with override("ka"):
        text = day(date(2025, month, 1)) + moment(datetime(2025, month, 1, tzinfo=UTC))

    assert [letter for letter in text if "\u1c90" <= letter <= "\u1cbf"] == []


def test_reading_tag_gives_the_text_and_its_language() -> None:
    template = Template('{% load languages %}{% reading thing "name" as text %}{{ text }} {{ text.language }}')

    with override("hy"):
        assert template.render(Context({"thing": {"name_hy": ""}})).strip() == "hy"


def test_language_links_stay_on_the_page() -> None:
    request = RequestFactory().get("/en/cycles/?page=2")

    links = language_links(Context({"request": request}))

    assert [link["path"] for link in links] == [f"/{code}/cycles/?page=2" for code in LANGUAGES]
    assert [link["name"] for link in links] == ["ქართული", "Հայերեն", "Azərbaycanca", "English"]
    assert [link["code"] for link in links if link["is_current"]] == ["en"]


def test_language_links_ask_the_page_for_its_address() -> None:
    from django.utils.translation import get_language

    context = Context(
        {"request": RequestFactory().get("/en/"), "address_of": lambda: f"/{get_language()}/{get_language()}-slug/"}
    )

    assert [link["path"] for link in language_links(context)] == [f"/{code}/{code}-slug/" for code in LANGUAGES]
