"""Filing a complaint, answering it by the clock, hiding it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.translation import override

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.objections.actions import (
    MOST_A_DAY,
    answer_complaint,
    edit_complaint_answer,
    extend_complaint_answer,
    file_complaint,
    hide_complaint,
    show_complaint,
)
from budgeting.objections.models import HIDDEN_FOR, LONGEST_COMPLAINT, TITLES, Complaint, ComplaintSubject
from budgeting.objections.queries import complaints_to_answer
from budgeting.responses.models import Ask
from budgeting.responses.subjects import subjects_of
from budgeting.workdays import term
from portal.accounts.models import User
from portal.clock import pinned, today
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.objections.making import answer_words, make_answered, make_complaint, make_objected, words
from tests.factories import make_cycle
from tests.people import Cast


def told(person: User) -> list[Notice]:
    """What this person was told of complaints, the first first."""
    return list(Notice.objects.filter(user=person, path__contains="/objections/").order_by("pk"))


def test_a_complaint_starts_the_clock_of_the_city_hall(cast: Cast) -> None:
    complaint = make_complaint(cast, text="  The booth\n\n\n\nclosed early. ")

    ask = complaint.ask
    assert (complaint.text, complaint.subject, complaint.public_name) == ("The booth\n\nclosed early.", "booth", "")
    assert (ask.municipality, ask.asked_by, ask.written_in) == (cast.municipality, cast.resident, "az")
    assert ask.office == cast.municipality.offices.first()
    assert ask.owed_on == term(today(), ask.term_days).end


def test_the_name_is_public_only_where_the_author_wants_it(cast: Cast) -> None:
    assert make_complaint(cast, is_named=True).public_name == "Resident"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"subject": ""}, "Choose what the complaint is about."),
        ({"subject": "weather"}, "Choose what the complaint is about."),
        ({"text": " \u200b\n"}, "Say what went wrong."),
        ({"text": "x" * (LONGEST_COMPLAINT + 1)}, None),
        ({"written_in": "xx"}, None),
    ],
    ids=["no subject", "unknown subject", "nothing to read", "too long", "unknown language"],
)
def test_a_complaint_is_refused_whole(cast: Cast, facts: dict[str, str], sentence: str | None) -> None:
    cycle = make_objected(cast)

    with pytest.raises(NotPossible) as refused:
        file_complaint(cycle, by=cast.resident, **words(**facts))

    assert sentence in (None, str(refused.value))
    assert (Complaint.objects.count(), Ask.objects.filter(complaint__isnull=False).count()) == (0, 0)
    assert file_complaint(cycle, by=cast.resident, **words()).pk


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.OBJECTIONS, Stage.PREPARING)])
def test_a_complaint_is_filed_in_the_stage_of_objections_alone(cast: Cast, stage: Stage) -> None:
    cycle = make_cycle(cast, stage)
    if stage in (Stage.IMPLEMENTING, Stage.CLOSED):
        cycle.voting_cleared_at = cycle.voting_from_at
    expected = "The time for objections ended" if stage in (Stage.IMPLEMENTING, Stage.CLOSED) else "Objections begin"

    with pytest.raises(NotPossible) as refused:
        file_complaint(cycle, by=cast.resident, **words())

    assert str(refused.value).startswith(expected)


def test_the_last_minute_counts_and_the_next_does_not(cast: Cast) -> None:
    cycle = make_objected(cast)

    with pinned(cycle.objections_until_at - timedelta(minutes=1)):
        make_complaint(cast, cycle)
    with pinned(cycle.objections_until_at), pytest.raises(NotPossible, match="The time for objections ended"):
        make_complaint(cast, cycle, text="Too late.")


def test_a_stranger_and_who_does_not_see_the_cycle_file_none(cast: Cast) -> None:
    hidden = make_cycle(cast, Stage.PREPARING)

    for person, cycle in ((AnonymousUser(), make_objected(cast)), (cast.resident, hidden)):
        with pytest.raises(NotAllowed):
            file_complaint(cycle, by=person, **words())


def test_the_same_words_and_too_many_in_a_day_are_refused(cast: Cast) -> None:
    cycle = make_objected(cast)
    for number in range(MOST_A_DAY):
        make_complaint(cast, cycle, text=f"Number {number}")

    with pytest.raises(NotPossible, match="the same already"):
        make_complaint(cast, cycle, text="Number 0")
    with pytest.raises(NotPossible, match="a lot of complaints today"):
        make_complaint(cast, cycle, text="One more")
    assert make_complaint(cast, cycle, by=cast.neighbour, text="Number 0").pk


def test_an_answer_meets_the_clock_and_its_author_hears(cast: Cast) -> None:
    cast.resident.language = "en"
    cast.resident.save()
    complaint = make_complaint(cast)

    response = make_answered(cast, complaint)

    assert (response.is_on_time, complaint.ask.owed_on) == (True, None)
    (notice,) = told(cast.resident)
    assert (notice.sentence, notice.is_own) == ("Your complaint has been answered.", True)
    assert notice.path.endswith(f"/objections/#complaint-{complaint.pk}")


def test_an_answer_after_its_day_is_late(cast: Cast) -> None:
    complaint = make_complaint(cast)

    with pinned(complaint.at + timedelta(days=120)):
        response = make_answered(cast, complaint)

    assert response.is_on_time is False


def test_a_day_may_be_moved_and_an_answer_corrected(cast: Cast) -> None:
    cast.resident.language = "en"
    cast.resident.save()
    complaint = make_complaint(cast)
    later = complaint.ask.owed_on + timedelta(days=7)

    extend_complaint_answer(complaint, by=cast.official, new_owed_on=later, reason="The box is being looked for.")
    assert complaint.ask.owed_on == later
    response = make_answered(cast, complaint)
    edit_complaint_answer(complaint, response, by=cast.official, reason_en="We looked into it again")

    response.refresh_from_db()
    assert response.reason_en == "We looked into it again"
    assert [notice.sentence[:33] for notice in told(cast.resident)] == [
        "The day by which your complaint i",
        "Your complaint has been answered.",
    ]


def test_only_an_official_of_the_place_answers_and_never_an_own_complaint(cast: Cast, elsewhere: Cast) -> None:
    complaint = make_complaint(cast)
    own = make_complaint(cast, complaint.cycle, by=cast.official, text="My own.")

    for person in (cast.resident, cast.neighbour, cast.moderator, cast.administrator, elsewhere.official):
        with pytest.raises(NotAllowed):
            answer_complaint(complaint, by=person, **answer_words())
    with pytest.raises(NotAllowed):
        answer_complaint(own, by=cast.official, **answer_words())
    assert answer_complaint(own, by=cast.other_official, **answer_words()).pk


def test_an_answer_to_another_complaint_is_not_corrected_here(cast: Cast) -> None:
    complaint = make_complaint(cast)
    other = make_complaint(cast, complaint.cycle, text="Another one.")
    response = make_answered(cast, other)

    with pytest.raises(NotAllowed):
        edit_complaint_answer(complaint, response, by=cast.official, reason_en="x")


def test_a_moderator_hides_what_nobody_may_read_and_its_clock_stops(cast: Cast) -> None:
    complaint = make_complaint(cast)

    hide_complaint(complaint, by=cast.moderator, code="hate")

    assert (complaint.hidden_as, complaint.ask.owed_on) == ("hate", None)
    assert list(Complaint.objects.public()) == []
    assert Entry.objects.filter(act="hide_complaint").count() == 1
    with override(cast.resident.language):
        said = str(HIDDEN_FOR["hate"])
    assert [notice.detail for notice in told(cast.resident)] == [said]
    with pytest.raises(NotAllowed):
        answer_complaint(complaint, by=cast.official, **answer_words())
    with pytest.raises(NotPossible):
        hide_complaint(complaint, by=cast.other_moderator, code="hate")

    show_complaint(complaint, by=cast.moderator)
    assert (complaint.hidden_as, complaint.ask.owed_on) == ("", term(today(), complaint.ask.term_days).end)


@pytest.mark.parametrize("code", ["", "unclear", "partisan", "other", "nonsense"])
def test_a_complaint_is_not_hidden_because_it_is_awkward(cast: Cast, code: str) -> None:
    complaint = make_complaint(cast)

    with pytest.raises(NotPossible, match="Choose why it is hidden"):
        hide_complaint(complaint, by=cast.moderator, code=code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.update(hidden_as=code or "unclear")


def test_only_a_moderator_of_the_place_hides_and_never_own_words(cast: Cast, elsewhere: Cast) -> None:
    complaint = make_complaint(cast)
    own = make_complaint(cast, complaint.cycle, by=cast.moderator, text="My own.")

    for person in (cast.resident, cast.official, cast.administrator, elsewhere.moderator):
        with pytest.raises(NotAllowed):
            hide_complaint(complaint, by=person, code="hate")
    with pytest.raises(NotAllowed):
        hide_complaint(own, by=cast.moderator, code="hate")
    with pytest.raises(NotAllowed):
        show_complaint(complaint, by=cast.official)


def test_an_official_has_what_is_owed_in_the_inbox(cast: Cast, elsewhere: Cast) -> None:
    complaint = make_complaint(cast)
    hide_complaint(make_complaint(cast, complaint.cycle, text="Hidden."), by=cast.moderator, code="hate")
    make_answered(cast, make_complaint(cast, complaint.cycle, text="Answered."))

    tasks = complaints_to_answer(cast.official)[0:10]
    assert [(task.title, task.path[-len(f"complaints/{complaint.pk}/") :]) for task in tasks] == [
        ("Complaint about a booth", f"complaints/{complaint.pk}/")
    ]
    assert complaints_to_answer(elsewhere.official).count() == 0
    with pinned(complaint.at + timedelta(days=120)):
        assert complaints_to_answer(cast.official).overdue == 1


def test_public_lists_name_a_complaint_and_nothing_of_a_hidden_one(cast: Cast) -> None:
    shown = make_complaint(cast)
    hidden = make_complaint(cast, shown.cycle, text="Hidden.")
    hide_complaint(hidden, by=cast.moderator, code="hate")

    subjects = subjects_of([shown.ask, hidden.ask])

    assert {pk: subject.title.text for pk, subject in subjects.items()} == {shown.ask_id: "Complaint about a booth"}


def test_every_subject_has_a_title() -> None:
    assert set(TITLES) == set(ComplaintSubject)
