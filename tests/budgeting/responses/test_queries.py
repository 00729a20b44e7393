"""What is owed to whom, and how each office keeps its word."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.responses.actions import extend_ask, stop_clock
from budgeting.responses.models import Office
from budgeting.responses.queries import OfficeRecord, office_records, overdue_asks, owed_asks
from portal.clock import pinned
from portal.languages.texts import in_languages
from tests.budgeting.responses.asks import ASKED, DUE, answer, make_ask, noon
from tests.factories import in_all
from tests.people import Cast


def records_on(cast: Cast, on: date) -> list[OfficeRecord]:
    with pinned(noon(on)):
        return office_records(cast.municipality)


def test_office_record_counts_each_ask_once(cast: Cast) -> None:
    answer(cast, make_ask(cast), date(2026, 3, 4))  # on time, after 1 working day
    answer(cast, make_ask(cast), date(2026, 3, 6))  # on time, after 3
    late = make_ask(cast)
    answer(cast, late, date(2026, 3, 24))
    answer(cast, late, date(2026, 3, 25), outcome="done")  # the first answer decides
    answer(cast, make_ask(cast), date(2026, 3, 5), outcome="planned", next_update_on=date(2026, 3, 20))
    moved = make_ask(cast)
    with pinned(noon(date(2026, 3, 10))):
        extend_ask(moved, by=cast.official, new_owed_on=date(2026, 4, 30), reason="Measuring")
    make_ask(cast)
    stop_clock(make_ask(cast))  # withdrawn before an answer

    (record,) = records_on(cast, date(2026, 3, 26))

    assert (record.asked, record.on_time, record.late, record.waiting) == (6, 3, 1, 2)
    assert (record.overdue, record.moved) == (2, 1)
    assert sorted(record.days) == [1, 2, 3, 15]
    assert record.median_days == 2.5


def test_office_without_an_answer_has_no_median(cast: Cast) -> None:
    make_ask(cast)

    assert records_on(cast, ASKED)[0].median_days is None


def test_offices_that_answer_or_were_asked_are_listed(cast: Cast, elsewhere: Cast) -> None:
    make_ask(cast)
    make_ask(elsewhere)
    names = [("Roads", True), ("Closed", False)]
    for name, is_active in names:
        texts = in_languages("name", in_all(name))
        Office.objects.create(municipality=cast.municipality, is_active=is_active, **texts)

    assert [record.office.name_en for record in records_on(cast, ASKED)] == ["City hall", "Roads en"]


def test_records_cost_two_queries(cast: Cast) -> None:
    for _number in range(10):
        answer(cast, make_ask(cast))

    with CaptureQueriesContext(connection) as queries:
        office_records(cast.municipality)

    assert len(queries) == 2


def test_overdue_asks_are_those_whose_day_has_passed(cast: Cast, elsewhere: Cast) -> None:
    later, first = make_ask(cast, ASKED + timedelta(days=2)), make_ask(cast)
    answer(cast, make_ask(cast))
    make_ask(elsewhere)

    with pinned(noon(DUE)):
        assert list(overdue_asks(cast.municipality)) == []
    with pinned(noon(date(2026, 3, 31))):
        assert list(overdue_asks(cast.municipality)) == [first, later]


def test_owed_asks_are_an_officials_own_by_the_day_they_are_owed(cast: Cast, elsewhere: Cast) -> None:
    later, first = make_ask(cast, date(2026, 3, 20)), make_ask(cast)
    answer(cast, make_ask(cast))
    make_ask(elsewhere)

    assert list(owed_asks(cast.official)) == [first, later]
    assert list(owed_asks(cast.reviewer)) == []
