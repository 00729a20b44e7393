"""The record of an office and of a person in office: each number counted by hand."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.accountability import Account, Kept, account_of
from budgeting.responses.actions import city_hall, extend_ask, open_ask, publish_response, reopen_ask, stop_clock
from budgeting.responses.models import Ask, DutyBearer, Level, Office, ServicePromise
from budgeting.responses.permissions import may_answer_ask, may_reopen_ask
from budgeting.responses.queries import office_records, owed_asks
from portal.accounts.models import User
from portal.clock import pinned
from portal.languages.texts import in_languages
from tests.budgeting.responses.asks import ASKED, answer, facts, make_ask, noon
from tests.factories import in_all
from tests.people import Cast


def account_on(cast: Cast, on: date) -> Account:
    with pinned(noon(on)):
        return account_of(Ask.objects.filter(office=city_hall(cast.municipality)))


def make_above(cast: Cast, user: User | None = None, level: str = Level.NATIONAL) -> DutyBearer:
    office = Office.objects.create(level=level, **in_languages("name", in_all("Ministry")))
    return make_duty_bearer(office, user)


def make_duty_bearer(office: Office, user: User | None = None) -> DutyBearer:
    texts = {**in_languages("name", in_all("Nino")), **in_languages("position", in_all("Head"))}
    return DutyBearer.objects.create(office=office, user=user, **texts)


def ask_above(cast: Cast, duty_bearer: DutyBearer, on: date = ASKED) -> Ask:
    ServicePromise.objects.get_or_create(municipality=cast.municipality, defaults={"answer_days": 10})
    with pinned(noon(on)):
        return open_ask(
            cast.municipality, by=cast.resident, written_in="hy", office=duty_bearer.office, duty_bearer=duty_bearer
        )


def test_account_counts_asks_outcomes_and_promises(cast: Cast) -> None:
    answer(cast, make_ask(cast), date(2026, 3, 4))  # accepted after 1 working day
    late = make_ask(cast)
    answer(cast, late, date(2026, 3, 24))
    answer(cast, late, date(2026, 3, 25), outcome="done")  # the latest answer is the outcome
    promised = {"outcome": "planned", "next_update_on": date(2026, 3, 20)}
    overdue, kept, kept_late, moved, still = (make_ask(cast) for _number in range(5))
    for ask in (overdue, kept, kept_late, moved):
        answer(cast, ask, date(2026, 3, 5), **promised)
    answer(cast, kept, date(2026, 3, 20), outcome="done")
    answer(cast, kept_late, date(2026, 3, 23), outcome="in_progress", next_update_on=date(2026, 4, 30))
    with pinned(noon(date(2026, 3, 19))):
        extend_ask(moved, by=cast.official, new_owed_on=date(2026, 4, 1), reason="Measuring")
    stop_clock(make_ask(cast))  # withdrawn before an answer

    account = account_on(cast, date(2026, 3, 26))

    assert (account.asked, account.on_time, account.late, account.waiting) == (7, 5, 1, 1)
    assert (account.overdue, account.moved) == (2, 1)  # `overdue`, and `still`, whose ten days are over
    assert account.outcomes == {"accepted": 1, "planned": 2, "in_progress": 1, "done": 2}
    assert account.kept == {Kept.OVERDUE: 1, Kept.OPEN: 2, Kept.LATE: 1, Kept.KEPT: 1}
    assert [(one.ask, one.kept) for one in account.commitments] == [
        (overdue.pk, Kept.OVERDUE),
        (moved.pk, Kept.OPEN),
        (kept_late.pk, Kept.OPEN),
        (kept_late.pk, Kept.LATE),
        (kept.pk, Kept.KEPT),
    ]
    (was_moved,) = [one for one in account.commitments if one.moved_to]
    assert (was_moved.ask, was_moved.promised_on, was_moved.moved_to) == (moved.pk, date(2026, 3, 20), date(2026, 4, 1))
    assert still.pk not in {one.ask for one in account.commitments}


def test_reopening_does_not_make_a_promise_come_earlier(cast: Cast) -> None:
    ask = make_ask(cast)
    answer(cast, ask, date(2026, 3, 4), outcome="planned", next_update_on=date(2026, 5, 29))
    answer(cast, ask, date(2026, 3, 5), outcome="done")
    answer(cast, ask, date(2026, 3, 6), outcome="planned", next_update_on=date(2026, 6, 30))
    Ask.objects.filter(pk=ask.pk).update(owed_on=date(2026, 3, 20))

    account = account_on(cast, date(2026, 4, 1))

    assert (account.overdue, [one.kept for one in account.commitments]) == (1, [Kept.OPEN, Kept.KEPT])


def test_promise_of_what_came_to_its_end_is_none_any_more(cast: Cast) -> None:
    ask = make_ask(cast)
    answer(cast, ask, date(2026, 3, 4), outcome="planned", next_update_on=date(2026, 3, 20))
    stop_clock(ask)

    assert account_on(cast, date(2026, 4, 1)).commitments == []


def test_account_costs_one_query(cast: Cast) -> None:
    for _number in range(5):
        answer(cast, make_ask(cast), outcome="planned", next_update_on=date(2026, 3, 20))

    with CaptureQueriesContext(connection) as queries:
        account_of(Ask.objects.all())

    assert len(queries) == 1


def test_of_an_office_above_only_what_was_asked_here_counts_here(cast: Cast, elsewhere: Cast) -> None:
    minister = make_above(cast, cast.neighbour)
    here = ask_above(cast, minister)
    ask_above(elsewhere, minister)
    ask_above(elsewhere, minister)
    with pinned(noon(date(2026, 3, 10))):
        publish_response(here, by=cast.neighbour, **{**facts(cast), "office": minister.office})

    with pinned(noon(date(2026, 3, 26))):
        counts = [
            (record.asked, record.on_time, record.waiting, record.overdue)
            for place in (cast, elsewhere)
            for record in office_records(place.municipality)
            if record.office == minister.office
        ]
        everywhere = account_of(Ask.objects.filter(office=minister.office))

    assert counts == [(1, 1, 0, 0), (2, 0, 2, 2)]
    assert (everywhere.asked, everywhere.on_time, everywhere.waiting, everywhere.overdue) == (3, 1, 2, 2)


def test_may_answer_agrees_with_what_is_owed(cast: Cast, elsewhere: Cast) -> None:
    minister = make_above(cast, cast.neighbour)
    former = make_above(cast, cast.observer, Level.REGIONAL)
    asks = [make_ask(cast), make_ask(elsewhere), ask_above(cast, minister), ask_above(cast, former)]
    own = ask_above(cast, minister)
    Ask.objects.filter(pk=own.pk).update(asked_by=cast.neighbour)
    DutyBearer.objects.filter(pk=former.pk).update(is_active=False)

    for person in (cast.official, elsewhere.official, cast.neighbour, cast.observer, cast.resident, cast.moderator):
        open_to = [ask for ask in Ask.objects.order_by("pk") if may_answer_ask(person, ask)]
        assert sorted(owed_asks(person), key=lambda ask: ask.pk) == open_to
    assert [may_answer_ask(cast.neighbour, ask) for ask in asks] == [False, False, True, False]


def test_office_above_says_not_done_of_nothing_it_answers(cast: Cast) -> None:
    minister = make_above(cast, cast.neighbour)
    ask = ask_above(cast, minister)

    assert [may_reopen_ask(one, ask) for one in (cast.neighbour, cast.official, cast.resident)] == [False, True, True]
    with pytest.raises(NotAllowed):
        reopen_ask(ask, by=cast.neighbour, reason="x")


def test_office_above_answers_only_as_itself(cast: Cast) -> None:
    minister = make_above(cast, cast.neighbour)
    ask = ask_above(cast, minister)
    for office in (city_hall(cast.municipality), make_above(cast).office, None):
        with pinned(noon(date(2026, 3, 10))), pytest.raises(NotPossible) as refusal:
            publish_response(ask, by=cast.neighbour, **{**facts(cast), "office": office})
        assert {*refusal.value.faults} == {"office"}


def test_office_above_does_not_answer_for_a_municipality(cast: Cast) -> None:
    minister = make_above(cast, cast.neighbour)
    ask = make_ask(cast)

    with pytest.raises(NotAllowed):
        publish_response(ask, by=cast.neighbour, **facts(cast))
    with pinned(noon(date(2026, 3, 10))), pytest.raises(NotPossible):
        publish_response(ask, by=cast.official, **{**facts(cast), "office": minister.office})
