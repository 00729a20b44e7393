"""Opening an ask and publishing an official answer to it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.actions import city_hall, open_ask, publish_response
from budgeting.responses.models import Ask, Office, Response
from budgeting.responses.queries import owed_asks
from portal.clock import pinned
from portal.languages.texts import in_languages
from portal.log.models import Entry
from tests.budgeting.responses.asks import ASKED, DUE, answer, facts, make_ask, noon
from tests.factories import in_all
from tests.people import ROLES, Cast

TOMORROW = date(2026, 3, 11)


@pytest.fixture
def ask(cast: Cast) -> Ask:
    return make_ask(cast)


@pytest.fixture(autouse=True)
def tenth_of_march() -> Iterator[None]:
    with pinned(noon(date(2026, 3, 10))):
        yield


def faults(ask: Ask, by: Any, facts: dict[str, Any]) -> dict[str, str]:
    """What the action refuses, by field."""
    with pytest.raises(NotPossible) as refusal:
        publish_response(ask, by=by, **facts)
    return refusal.value.faults


def test_open_ask_starts_the_clock_with_the_promised_days(cast: Cast, ask: Ask) -> None:
    assert (ask.started_on, ask.term_days, ask.owed_on) == (ASKED, 10, DUE)
    assert (ask.office.name_ka, ask.office.name_hy) == ("მერია", "Քաղաքապետարան")


def test_open_ask_of_a_municipality_without_a_promise_takes_30_days(elsewhere: Cast) -> None:
    assert open_ask(elsewhere.municipality, by=None, written_in="az").term_days == 30


def test_open_ask_asks_the_first_office_that_answers_now(cast: Cast) -> None:
    offices = [
        Office.objects.create(municipality=cast.municipality, is_active=is_active, **in_languages("name", in_all("O")))
        for is_active in (False, True, True)
    ]

    assert make_ask(cast).office == offices[1]


def test_publish_response_stores_the_answer_and_who_gave_it(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **facts(cast))

    response = Response.objects.get()
    assert (response.ask, response.answered_by, response.outcome) == (ask, cast.official, "accepted")
    assert (response.reason_ka, response.reason_hy, response.office) == ("გავაკეთებთ", "Կանենք", ask.office)
    assert (response.owed_on, response.is_on_time, response.days_late) == (DUE, True, 0)
    assert response.translations == {"hy": "checked"}
    entry = Entry.objects.get(act="publish_response")
    assert (entry.by, entry.municipality) == (cast.official, cast.municipality)
    assert entry.facts == {"ask": ask.pk, "outcome": "accepted"}


@pytest.mark.parametrize(
    ("on", "is_on_time", "days_late"),
    [(DUE, True, 0), (date(2026, 3, 18), False, 1), (date(2026, 3, 23), False, 4)],
)
def test_answer_is_on_time_up_to_and_with_the_due_day(
    cast: Cast, ask: Ask, on: date, is_on_time: bool, days_late: int
) -> None:
    response = answer(cast, ask, on)

    assert (response.is_on_time, response.days_late) == (is_on_time, days_late)


def test_nothing_is_owed_after_an_answer_without_a_promise(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **facts(cast))

    ask.refresh_from_db()
    assert (ask.owed_on, ask.is_overdue) == (None, False)


def test_promised_day_is_owed_by_the_office_that_promised_and_turns_overdue(cast: Cast, ask: Ask) -> None:
    roads = Office.objects.create(municipality=cast.municipality, **in_languages("name", in_all("Roads")))
    publish_response(ask, by=cast.official, **facts(cast, outcome="planned", next_update_on=TOMORROW, office=roads))

    ask.refresh_from_db()
    assert (ask.owed_on, ask.office, ask.is_overdue) == (TOMORROW, roads, False)
    with pinned(noon(date(2026, 3, 12))):
        assert ask.is_overdue


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"outcome": ""}, "outcome", "Choose the outcome."),
        ({"outcome": "perhaps"}, "outcome", "Choose the outcome."),
        ({"office": None}, "office", "Choose the office that answers."),
        ({"reason_ka": " "}, "reason_ka", "Write the reason in Georgian and in the author's language."),
        ({"reason_hy": ""}, "reason_hy", "Write the reason in Georgian and in the author's language."),
        ({"reason_hy": None}, "reason_hy", "Write the reason in Georgian and in the author's language."),
        ({"next_step_ka": ""}, "next_step_ka", "Say what happens next, or give evidence."),
        ({"outcome": "not_our_competence"}, "forwarded_to", "Say to whom it was forwarded."),
        ({"outcome": "duplicate"}, "duplicate_of", "Give the address of what it repeats."),
        ({"outcome": "planned"}, "next_update_on", "Say by which date you write again."),
        ({"outcome": "in_progress"}, "next_update_on", "Say by which date you write again."),
        ({"next_update_on": date(2026, 3, 10)}, "next_update_on", "Choose a day that is still to come."),
        ({"next_update_on": date(2062, 3, 10)}, "next_update_on", "Choose a day within the next three years."),
        ({"detail_hy": "{office}, {date}"}, "detail_hy", "Fill in what stands in braces: {office}, {date}"),
        ({"evidence": "Line {}"}, "evidence", "Fill in what stands in braces: {}"),
        ({"forwarded_to": "{whom}"}, "forwarded_to", "Fill in what stands in braces: {whom}"),
        ({"duplicate_of": "javascript:alert(1)"}, "duplicate_of", "Enter a valid URL."),
    ],
)
def test_publish_response_refuses_each_missing_piece_at_its_field(
    cast: Cast, ask: Ask, given: dict[str, Any], field: str, sentence: str
) -> None:
    assert faults(ask, cast.official, facts(cast, **given)) == {field: sentence}
    assert (Response.objects.count(), Entry.objects.filter(act="publish_response").count()) == (0, 0)
    ask.refresh_from_db()
    assert ask.owed_on == DUE


def test_publish_response_tells_all_that_is_missing_at_once(cast: Cast, ask: Ask) -> None:
    empty = {"outcome": "", "reason_ka": "", "reason_hy": "", "next_step_ka": "", "office": None}

    assert sorted(faults(ask, cast.official, empty)) == ["next_step_ka", "office", "outcome", "reason_hy", "reason_ka"]


def test_publish_response_refuses_another_municipalitys_office(cast: Cast, elsewhere: Cast, ask: Ask) -> None:
    foreign = city_hall(elsewhere.municipality)

    assert [*faults(ask, cast.official, facts(cast, office=foreign))] == ["office"]


def test_publish_response_takes_evidence_for_a_next_step(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **facts(cast, next_step_ka="", evidence="Budget line 5"))

    assert Response.objects.get().evidence == "Budget line 5"


@pytest.mark.parametrize("language", ["ka", "hy"])
def test_publish_response_takes_200_letters_of_reason_and_not_one_more(cast: Cast, ask: Ask, language: str) -> None:
    publish_response(ask, by=cast.official, **facts(cast, **{f"reason_{language}": "ა" * 200}))

    told = faults(ask, cast.official, facts(cast, outcome="done", **{f"reason_{language}": "ა" * 201}))

    assert told == {f"reason_{language}": "Ensure this value has at most 200 characters (it has 201)."}
    assert Response.objects.count() == 1


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if "official" not in name)])
def test_publish_response_is_an_officials_alone(cast: Cast, ask: Ask, name: str) -> None:
    with pytest.raises(NotAllowed):
        publish_response(ask, by=getattr(cast, name), **facts(cast))

    assert Response.objects.count() == 0


def test_publish_response_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast, ask: Ask) -> None:
    with pytest.raises(NotAllowed):
        publish_response(ask, by=elsewhere.official, **facts(cast))


def test_an_official_does_not_answer_an_own_question(cast: Cast) -> None:
    own = open_ask(cast.municipality, by=cast.official, written_in="az")

    with pytest.raises(NotAllowed):
        publish_response(own, by=cast.official, **facts(cast))

    assert (list(owed_asks(cast.official)), list(owed_asks(cast.other_official))) == ([], [own])


def test_a_second_response_adds_to_the_first(cast: Cast, ask: Ask) -> None:
    first = publish_response(ask, by=cast.official, **facts(cast))
    second = publish_response(ask, by=cast.other_official, **facts(cast, outcome="done"))

    assert list(ask.responses.all()) == [second, first]
    assert (second.owed_on, second.is_on_time, second.days_late) == (None, True, 0)  # none was owed


def test_the_same_answer_sent_twice_is_published_once(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **facts(cast))

    with pytest.raises(NotPossible) as refusal:
        publish_response(ask, by=cast.other_official, **facts(cast))

    assert str(refusal.value) == "This answer has been published already."
    assert Response.objects.count() == 1


def test_of_two_officials_who_answer_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    stale = Ask.objects.get(pk=ask.pk)
    publish_response(ask, by=cast.official, **facts(cast))

    with pytest.raises(NotPossible) as refusal:
        publish_response(stale, by=cast.other_official, **facts(cast, outcome="declined"))

    assert str(refusal.value) == "Somebody else has just changed this. Please look at it again."
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"outcome": ""},
        {"outcome": "perhaps"},
        {"outcome": "planned"},
        {"outcome": "duplicate"},
        {"outcome": "not_our_competence"},
        {"reason_ka": ""},
        {"reason_ka": None},
        {"next_step_ka": "", "evidence": ""},
        {"next_step_ka": None, "evidence": ""},
    ],
)
def test_database_refuses_an_incomplete_response(cast: Cast, ask: Ask, broken: dict[str, Any]) -> None:
    response = publish_response(ask, by=cast.official, **facts(cast))

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(**broken)
