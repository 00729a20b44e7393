"""What happens to an ask after it was asked: moving its date, opening it again, correcting an answer."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.actions import edit_response, extend_ask, publish_response, reopen_ask
from budgeting.responses.models import Ask, Extension, Office, Reopening, Response, ResponseEdit
from budgeting.responses.queries import overdue_asks
from portal.clock import pinned
from portal.languages.texts import in_languages
from portal.log.models import Entry
from tests.budgeting.responses.asks import DUE, answer, facts, make_ask, noon
from tests.factories import in_all
from tests.people import ROLES, Cast

LATER = date(2026, 3, 31)
NOT_OFFICIALS = ["resident", "neighbour", *(name for name in ROLES if "official" not in name)]
OVERTAKEN = "Somebody else has just changed this. Please look at it again."


@pytest.fixture
def ask(cast: Cast) -> Ask:
    return make_ask(cast)


@pytest.fixture(autouse=True)
def tenth_of_march() -> Iterator[None]:
    with pinned(noon(date(2026, 3, 10))):
        yield


def test_extend_ask_keeps_the_old_day_and_the_reason(cast: Cast, ask: Ask) -> None:
    extend_ask(ask, by=cast.official, new_owed_on=LATER, reason=" Wir messen. ", reason_language="ka")

    extension = Extension.objects.get()
    assert (extension.old_owed_on, extension.new_owed_on) == (DUE, LATER)
    assert (extension.reason, extension.reason_language, extension.by) == ("Wir messen.", "ka", cast.official)
    assert Ask.objects.get().owed_on == LATER
    entry = Entry.objects.get(act="extend_ask")
    assert (entry.by, entry.municipality) == (cast.official, cast.municipality)
    assert entry.facts == {"ask": ask.pk, "old": "2026-03-17", "new": "2026-03-31"}


def test_extended_answer_is_on_time_by_the_new_day(cast: Cast, ask: Ask) -> None:
    extend_ask(ask, by=cast.official, new_owed_on=LATER, reason="Measuring")

    response = answer(cast, ask, LATER)

    assert (response.owed_on, response.is_on_time) == (LATER, True)


def test_overdue_ask_can_still_be_extended_but_not_to_a_day_gone_by(cast: Cast, ask: Ask) -> None:
    with pinned(noon(date(2026, 3, 20))):
        for gone in (date(2026, 3, 18), date(2026, 3, 20)):
            with pytest.raises(NotPossible):
                extend_ask(ask, by=cast.official, new_owed_on=gone, reason="Measuring")
        extend_ask(ask, by=cast.official, new_owed_on=date(2026, 3, 21), reason="Measuring")

    assert Ask.objects.get().owed_on == date(2026, 3, 21)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"new_owed_on": DUE}, {"new_owed_on": "Choose a day later than the present date, and still to come."}),
        (
            {"new_owed_on": date(2026, 3, 1)},
            {"new_owed_on": "Choose a day later than the present date, and still to come."},
        ),
        ({"new_owed_on": date(9999, 12, 31)}, {"new_owed_on": "Choose a day within the next year."}),
        ({"new_owed_on": None}, {"new_owed_on": "Choose the new date."}),
        ({"reason": "  "}, {"reason": "Write a reason the author and the public can understand."}),
        ({"reason": "a" * 501}, {"reason": "Write at most 500 characters."}),
    ],
)
def test_extend_ask_refuses_at_the_field(cast: Cast, ask: Ask, given: dict[str, Any], fault: dict[str, str]) -> None:
    with pytest.raises(NotPossible) as refusal:
        extend_ask(ask, by=cast.official, **{"new_owed_on": LATER, "reason": "Measuring", **given})

    assert refusal.value.faults == fault
    assert (Extension.objects.count(), Ask.objects.get().owed_on) == (0, DUE)


def test_extend_ask_is_possible_twice(cast: Cast, ask: Ask) -> None:
    for day in (date(2026, 3, 20), date(2026, 3, 23)):
        extend_ask(ask, by=cast.official, new_owed_on=day, reason="Measuring")

    with pytest.raises(NotPossible) as refusal:
        extend_ask(ask, by=cast.official, new_owed_on=LATER, reason="Measuring")

    assert str(refusal.value) == "The date has been moved twice already. It cannot be moved again."
    assert Ask.objects.get().owed_on == date(2026, 3, 23)


@pytest.mark.parametrize("name", NOT_OFFICIALS)
def test_extend_ask_is_an_officials_alone(cast: Cast, ask: Ask, name: str) -> None:
    with pytest.raises(NotAllowed):
        extend_ask(ask, by=getattr(cast, name), new_owed_on=LATER, reason="Measuring")


def test_extend_ask_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast, ask: Ask) -> None:
    with pytest.raises(NotAllowed):
        extend_ask(ask, by=elsewhere.official, new_owed_on=LATER, reason="Measuring")


def test_extension_after_an_answer_has_nothing_to_move(cast: Cast, ask: Ask) -> None:
    answer(cast, ask)

    with pytest.raises(NotPossible) as refusal:
        extend_ask(ask, by=cast.official, new_owed_on=LATER, reason="Measuring")

    assert str(refusal.value) == "No answer is owed now, so there is no date to move."


def test_of_an_answer_and_an_extension_at_once_the_later_is_told(cast: Cast, ask: Ask) -> None:
    first, second = Ask.objects.get(pk=ask.pk), Ask.objects.get(pk=ask.pk)
    extend_ask(ask, by=cast.official, new_owed_on=LATER, reason="Measuring")

    with pytest.raises(NotPossible) as refusal:
        publish_response(first, by=cast.other_official, **facts(cast))
    assert str(refusal.value) == OVERTAKEN
    answer(cast, ask)
    with pytest.raises(NotPossible) as refusal:
        extend_ask(second, by=cast.other_official, new_owed_on=LATER, reason="Measuring")
    assert str(refusal.value) == OVERTAKEN

    assert (Response.objects.count(), Extension.objects.count()) == (1, 1)


def test_database_refuses_an_extension_to_an_earlier_day(cast: Cast, ask: Ask) -> None:
    extension = extend_ask(ask, by=cast.official, new_owed_on=LATER, reason="Measuring")

    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=extension.pk).update(new_owed_on=DUE)


def test_reopen_ask_starts_the_clock_again(cast: Cast, ask: Ask) -> None:
    answer(cast, ask, outcome="done")

    with pinned(noon(date(2026, 4, 6))):
        reopen_ask(ask, by=cast.neighbour, reason=" Yalnız yarısı. ", reason_language="az")

    ask = Ask.objects.get()
    # 9, 10 and 13 April are public holidays.
    assert (ask.started_on, ask.term_days, ask.owed_on) == (date(2026, 4, 6), 10, date(2026, 4, 23))
    said = ask.reopening
    assert (said.reason, said.reason_language, said.by) == ("Yalnız yarısı.", "az", cast.neighbour)
    assert not Entry.objects.filter(by=cast.neighbour).exists()  # the log is of people in office


@pytest.mark.parametrize(
    ("outcome", "promised", "on", "is_possible"),
    [
        ("done", None, date(2026, 3, 10), True),
        ("planned", date(2026, 3, 20), date(2026, 3, 20), False),
        ("planned", date(2026, 3, 20), date(2026, 3, 21), True),
        ("in_progress", date(2026, 3, 20), date(2026, 3, 21), True),
        ("accepted", date(2026, 3, 20), date(2026, 3, 21), False),
        ("declined", None, date(2026, 3, 21), False),
        ("not_possible_now", None, date(2026, 3, 21), False),
    ],
)
def test_not_done_is_said_of_what_was_said_to_be_done(
    cast: Cast, ask: Ask, outcome: str, promised: date | None, on: date, is_possible: bool
) -> None:
    answer(cast, ask, outcome=outcome, next_update_on=promised)

    with pinned(noon(on)):
        if is_possible:
            reopen_ask(ask, by=cast.resident, reason="No")
        else:
            with pytest.raises(NotPossible):
                reopen_ask(ask, by=cast.resident, reason="No")

    assert Reopening.objects.exists() == is_possible


@pytest.mark.parametrize(
    ("outcome", "promised", "moved_to", "owed_on"),
    [
        ("planned", date(2026, 3, 20), None, date(2026, 3, 20)),  # overdue stays overdue
        ("planned", date(2026, 3, 20), date(2026, 4, 1), date(2026, 4, 1)),  # the promised days would be more
        ("done", date(2027, 6, 1), None, date(2026, 4, 15)),
    ],
)
def test_not_done_never_gives_more_time(
    cast: Cast, ask: Ask, outcome: str, promised: date, moved_to: date | None, owed_on: date
) -> None:
    with pinned(noon(date(2026, 3, 10))):
        answer(cast, ask, outcome=outcome, next_update_on=promised)
        if moved_to:
            extend_ask(ask, by=cast.official, new_owed_on=moved_to, reason="Rain")

    with pinned(noon(date(2026, 3, 27))):
        reopen_ask(ask, by=cast.resident, reason="No")
        late = list(overdue_asks(cast.municipality))

    assert (ask.owed_on, late) == (owed_on, [ask] if owed_on < date(2026, 3, 27) else [])


def test_not_done_needs_an_answer_and_a_reason(cast: Cast, ask: Ask) -> None:
    with pytest.raises(NotPossible) as refusal:
        reopen_ask(ask, by=cast.resident, reason="No")
    assert str(refusal.value) == "The municipality has not answered yet."
    answer(cast, ask, outcome="done")
    for reason, sentence in (
        ("  ", "Say what is not done."),
        ("\u200b\u202e", "Say what is not done."),
        ("a" * 501, "Write at most 500 characters."),
    ):
        with pytest.raises(NotPossible) as refusal:
            reopen_ask(ask, by=cast.resident, reason=reason)
        assert refusal.value.faults == {"reason": sentence}
    assert not Reopening.objects.exists()


def test_second_not_done_is_sent_to_the_administrator(cast: Cast, ask: Ask) -> None:
    answer(cast, ask, outcome="done")
    reopen_ask(ask, by=cast.resident, reason="No")
    answer(cast, ask, outcome="done", reason_ka="ახლა კი")

    with pytest.raises(NotPossible) as refusal:
        reopen_ask(ask, by=cast.neighbour, reason="Still not")

    assert "administrator of the municipality" in str(refusal.value)
    assert (Reopening.objects.count(), Ask.objects.get().owed_on) == (1, None)


def test_of_two_residents_who_say_not_done_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    answer(cast, ask, outcome="done")
    stale = Ask.objects.get(pk=ask.pk)
    assert not hasattr(stale, "reopening")
    reopen_ask(ask, by=cast.resident, reason="No")

    with pytest.raises(NotPossible):
        reopen_ask(stale, by=cast.neighbour, reason="No")

    assert Reopening.objects.get().by == cast.resident


def test_not_done_is_said_by_people_who_are_signed_in(ask: Ask) -> None:
    with pytest.raises(NotAllowed):
        reopen_ask(ask, by=AnonymousUser(), reason="No")


def test_edit_response_keeps_what_it_said_before(cast: Cast, ask: Ask) -> None:
    response = answer(cast, ask)

    edit_response(response, by=cast.other_official, reason_ka="შეცვლილი", evidence="Line 5", reason_hy="Կանենք")

    response.refresh_from_db()
    assert (response.reason_ka, response.evidence) == ("შეცვლილი", "Line 5")
    edit = ResponseEdit.objects.get()
    assert (edit.before, edit.by) == ({"reason_ka": "გავაკეთებთ", "evidence": ""}, cast.other_official)
    assert edit.earlier == [
        ("Reason in plain words", "გავაკეთებთ", "ka"),
        ("Evidence: budget line, document or link", "", ""),
    ]
    entry = Entry.objects.get(act="edit_response")
    assert entry.facts == {"ask": ask.pk, "fields": ["reason_ka", "evidence"]}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"reason_ka": "შეცვლილი"}, "outdated"),
        ({"reason_ka": "შეცვლილი", "reason_hy": "Փոխված"}, "checked"),
        ({"reason_ka": "შეცვლილი", "next_step_ka": "ახალი", "reason_hy": "Փոխված"}, "outdated"),
        ({"reason_hy": "Փոխված"}, "checked"),
        ({"evidence": "Line 5"}, "checked"),
        ({"detail_ka": "ახალი"}, "checked"),
    ],
)
def test_translation_of_a_changed_text_is_outdated(cast: Cast, ask: Ask, changed: dict[str, str], state: str) -> None:
    response = answer(cast, ask)

    edit_response(response, by=cast.official, **changed)

    response.refresh_from_db()
    assert response.translations == {"hy": state}


def test_outdated_translation_stays_so_until_it_is_written_anew(cast: Cast, ask: Ask) -> None:
    response = answer(cast, ask)

    edit_response(response, by=cast.official, reason_ka="შეცვლილი")
    edit_response(response, by=cast.official, evidence="Line 5")
    assert response.translations == {"hy": "outdated"}
    edit_response(response, by=cast.official, reason_hy="Փոխված")

    assert response.translations == {"hy": "checked"}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"reason_ka": ""}, {"reason_ka": "Write the reason in Georgian and in the author's language."}),
        ({"reason_hy": ""}, {"reason_hy": "Write the reason in Georgian and in the author's language."}),
        ({"next_step_ka": ""}, {"next_step_ka": "Say what happens next, or give evidence."}),
        ({"detail_ka": "{x}"}, {"detail_ka": "Fill in what stands in braces: {x}"}),
        ({"reason_ka": "გავაკეთებთ"}, {"": "Nothing has been changed."}),
        ({"outcome": "declined", "next_update_on": LATER}, {"": "Nothing has been changed."}),
    ],
)
def test_edit_response_keeps_the_answer_complete(
    cast: Cast, ask: Ask, given: dict[str, str], fault: dict[str, str]
) -> None:
    response = answer(cast, ask)

    with pytest.raises(NotPossible) as refusal:
        edit_response(response, by=cast.official, **given)

    assert refusal.value.faults == fault
    kept = Response.objects.get()
    assert (kept.outcome, kept.reason_ka, kept.reason_hy) == ("accepted", "გავაკეთებთ", "Կանենք")
    assert not ResponseEdit.objects.exists()


def test_corrected_office_owes_what_the_answer_promised(cast: Cast, ask: Ask) -> None:
    roads = Office.objects.create(municipality=cast.municipality, **in_languages("name", in_all("Roads")))
    response = answer(cast, ask, outcome="planned", next_update_on=LATER)

    edit = edit_response(response, by=cast.official, office=roads)

    assert edit.before == {"office": "მერია"}
    assert (Response.objects.get().office, Ask.objects.get().office) == (roads, roads)


def test_of_two_who_correct_an_answer_at_once_one_is_told(cast: Cast, ask: Ask) -> None:
    response = answer(cast, ask)
    stale = Response.objects.get(pk=response.pk)
    edit_response(response, by=cast.official, reason_ka="პირველი")

    with pytest.raises(NotPossible) as refusal:
        edit_response(stale, by=cast.other_official, reason_ka="მეორე")

    assert str(refusal.value) == OVERTAKEN
    assert (Response.objects.get().reason_ka, ResponseEdit.objects.count()) == ("პირველი", 1)


@pytest.mark.parametrize("name", NOT_OFFICIALS)
def test_edit_response_is_an_officials_alone(cast: Cast, ask: Ask, name: str) -> None:
    response = answer(cast, ask)

    with pytest.raises(NotAllowed):
        edit_response(response, by=getattr(cast, name), reason_ka="სხვა")
