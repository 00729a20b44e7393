"""Steps and money: what each act stores, tells and logs, and every refusal of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.actions import change_spending, move_milestone, plan_milestone, reach_milestone
from budgeting.milestones.models import Kind, Milestone, MovedDay, Spending
from budgeting.proposals.following import follow_proposal
from budgeting.proposals.models import Proposal, ProposalEvent
from portal.clock import today
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.milestones.works import DETAILS, make_done, make_step, project_of
from tests.people import Cast

STALE = "Somebody else has just changed this. Please look at it again."
NOT_FUNDED = "The count that stands does not fund this project. What was recorded stays as it is."
ACTS = {"plan_milestone", "move_milestone", "reach_milestone", "change_spending"}


def stored() -> tuple[object, ...]:
    steps = list(Milestone.objects.values_list("project", "kind", "planned_on", "done_on", "note_en"))
    moves, money = MovedDay.objects.count(), list(Spending.objects.values_list("planned_tetri", "paid_tetri"))
    return steps, moves, money, Entry.objects.filter(act__in=ACTS).count(), ProposalEvent.objects.count()


def test_planned_step_is_stored_told_and_logged(cast: Cast, project: Proposal) -> None:
    follow_proposal(project, by=cast.neighbour)
    Notice.objects.all().delete()

    milestone = make_step(cast, project, note="By the <river>", written_in="en")

    assert (milestone.kind, milestone.done_on, milestone.note_en, milestone.written_in) == (
        *("tender", None, "By the <river>", "en"),
    )
    event = project.events.last()
    assert (event.name, event.by) == ("plan_milestone", cast.official)
    told = set(Notice.objects.values_list("user", "is_own"))
    assert told == {(cast.resident.pk, True), (cast.neighbour.pk, False)}
    entry = Entry.objects.filter(act="plan_milestone").get()
    assert (entry.by, entry.facts) == (
        cast.official,
        {"proposal": project.pk, "kind": "tender", "planned_on": milestone.planned_on.isoformat()},
    )


def test_many_steps_planned_on_a_day_are_one_message(cast: Cast, project: Proposal) -> None:
    Notice.objects.all().delete()

    for kind in (Kind.BUDGET, Kind.TENDER, Kind.WORKS):
        make_step(cast, project, kind)

    assert list(Notice.objects.values_list("user", flat=True)) == [cast.resident.pk]
    assert Entry.objects.filter(act="plan_milestone").count() == 3


def test_news_come_in_the_readers_language(cast: Cast, project: Proposal) -> None:
    cast.resident.language = "ka"
    cast.resident.save()
    follow_proposal(project, by=cast.neighbour)
    type(cast.neighbour).objects.filter(pk=cast.neighbour.pk).update(language="en")
    Notice.objects.all().delete()

    make_done(cast, project, Kind.WORKS)

    languages = dict(Notice.objects.values_list("user", "language"))
    assert languages == {cast.resident.pk: "ka", cast.neighbour.pk: "en"}
    assert Notice.objects.get(user=cast.neighbour).sentence == "The works have begun."


def test_step_is_planned_once(cast: Cast, project: Proposal) -> None:
    make_step(cast, project)
    before = stored()

    with pytest.raises(NotPossible, match="This step has its day already. Move it instead."):
        make_step(cast, project, days=20)

    assert stored() == before


@pytest.mark.parametrize("who", ["resident", "moderator", "reviewer", "translator", "administrator", "booth_officer"])
def test_only_officials_of_the_place_keep_the_record(cast: Cast, project: Proposal, who: str) -> None:
    milestone, person, day = make_step(cast, project), getattr(cast, who), today()
    before = stored()

    for act in (
        lambda: plan_milestone(project, by=person, kind=Kind.WORKS, planned_on=day),
        lambda: move_milestone(milestone, by=person, planned_on=day, reason="Snow."),
        lambda: reach_milestone(milestone, by=person, done_on=day),
        lambda: change_spending(project, by=person, planned_tetri=600),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert stored() == before


def test_official_from_elsewhere_may_not(elsewhere: Cast, project: Proposal) -> None:
    with pytest.raises(NotAllowed):
        plan_milestone(project, by=elsewhere.official, kind=Kind.WORKS, planned_on=today())


def test_project_that_lost_has_no_steps(cast: Cast, project: Proposal) -> None:
    lost = project_of(project.cycle, 2)

    for act in (
        lambda: make_step(cast, lost),
        lambda: change_spending(lost, by=cast.official, planned_tetri=500),
    ):
        with pytest.raises(NotPossible) as refusal:
            act()
        assert str(refusal.value) == NOT_FUNDED
    assert Milestone.objects.count() == 0


def test_moved_day_keeps_the_old_one_and_its_reason(cast: Cast, project: Proposal) -> None:
    milestone = make_step(cast, project)
    old, new = milestone.planned_on, milestone.planned_on + timedelta(days=9)

    moved = move_milestone(milestone, by=cast.official, planned_on=new, reason=" Snow. ", reason_language="en")

    milestone.refresh_from_db()
    assert (milestone.planned_on, moved.old_planned_on, moved.new_planned_on, moved.reason) == (new, old, new, "Snow.")
    event = project.events.last()
    assert (event.name, event.reason, event.reason_language) == ("move_milestone", "Snow.", "en")
    assert Entry.objects.get(act="move_milestone").facts == {
        **{"proposal": project.pk, "kind": "tender"},
        **{"old": old.isoformat(), "new": new.isoformat()},
    }


MOVES = [
    ({"reason": ""}, {"reason": "Say why the day is moved. Everybody reads it."}),
    ({"reason": " \n"}, {"reason": "Say why the day is moved. Everybody reads it."}),
    ({"reason": "x" * 501}, {"reason": "Write at most 500 letters."}),
    ({"days": 0}, {"planned_on": "This is the day it is planned for already."}),
]


@pytest.mark.parametrize(("changed", "faults"), MOVES)
def test_move_is_refused(cast: Cast, project: Proposal, changed: dict[str, Any], faults: dict[str, str]) -> None:
    milestone = make_step(cast, project)
    before, facts = stored(), {"reason": "Snow.", "days": 9, **changed}
    planned_on = milestone.planned_on + timedelta(days=facts.pop("days"))

    with pytest.raises(NotPossible) as refusal:
        move_milestone(milestone, by=cast.official, planned_on=planned_on, **facts)

    assert (refusal.value.faults, stored()) == (faults, before)


def test_taken_step_is_not_moved(cast: Cast, project: Proposal) -> None:
    milestone = make_done(cast, project, Kind.TENDER)

    with pytest.raises(NotPossible) as refusal:
        move_milestone(milestone, by=cast.official, planned_on=today(), reason="Snow.")

    assert str(refusal.value) == STALE


def test_of_two_stale_copies_one_move_wins_and_the_other_is_told(cast: Cast, project: Proposal) -> None:
    pk = make_step(cast, project).pk
    first, second = (Milestone.objects.select_related("project__cycle__municipality").get(pk=pk) for _copy in range(2))
    move_milestone(first, by=cast.official, planned_on=today() + timedelta(days=30), reason="Snow.")

    with pytest.raises(NotPossible) as refusal:
        move_milestone(second, by=cast.other_official, planned_on=today() + timedelta(days=40), reason="Rain.")

    assert str(refusal.value) == STALE
    assert list(MovedDay.objects.values_list("reason", flat=True)) == ["Snow."]


def test_of_two_stale_copies_one_step_is_taken(cast: Cast, project: Proposal) -> None:
    pk = make_step(cast, project).pk
    first, second = (Milestone.objects.select_related("project__cycle__municipality").get(pk=pk) for _copy in range(2))
    reach_milestone(first, by=cast.official, done_on=today())

    with pytest.raises(NotPossible) as refusal:
        reach_milestone(second, by=cast.other_official, done_on=today() - timedelta(days=1))

    assert str(refusal.value) == STALE
    assert Milestone.objects.get().done_on == today()
    assert Entry.objects.filter(act="reach_milestone").count() == 1


@pytest.mark.parametrize("kind", Kind.values)
def test_every_step_can_be_taken_and_is_told_by_its_own_sentence(cast: Cast, project: Proposal, kind: str) -> None:
    milestone = make_done(cast, project, kind)

    assert milestone.done_on == today() - timedelta(days=1)
    assert project.events.last().name == f"reach_{kind}"
    for name, value in DETAILS.get(kind, {}).items():
        assert getattr(milestone, name) == value


def test_step_is_not_taken_without_its_details(cast: Cast, project: Proposal) -> None:
    budget, contract = make_step(cast, project, Kind.BUDGET), make_step(cast, project, Kind.CONTRACT)
    before = stored()

    with pytest.raises(NotPossible) as refusal:
        reach_milestone(budget, by=cast.official, done_on=today(), decree_number=" ", budget_line="x" * 121)
    assert refusal.value.faults == {
        "budget_line": "Write at most 120 letters.",
        "decree_number": "Write the number of the decree.",
        "decree_on": "Write the day of the decree.",
    }
    with pytest.raises(NotPossible) as refusal:
        reach_milestone(contract, by=cast.official, done_on=today())
    assert refusal.value.faults == {"contractor": "Write who does the works."}
    assert stored() == before


def test_step_is_taken_on_a_day_that_can_be(cast: Cast, project: Proposal) -> None:
    day = today()
    tender, works, done = (make_step(cast, project, kind) for kind in (Kind.TENDER, Kind.WORKS, Kind.DONE))
    reach_milestone(works, by=cast.official, done_on=day - timedelta(days=5))

    for milestone, on, sentence in (
        (done, day + timedelta(days=1), "This day lies ahead. Write the day on which it happened."),
        (done, day - timedelta(days=6), "An earlier step was taken after this day."),
        (tender, day - timedelta(days=4), "A later step was taken before this day."),
    ):
        with pytest.raises(NotPossible) as refusal:
            reach_milestone(milestone, by=cast.official, done_on=on)
        assert refusal.value.faults == {"done_on": sentence}


def test_new_note_outdates_its_translations(cast: Cast, project: Proposal) -> None:
    milestone = make_step(cast, project, note="By the river", written_in="en")
    Milestone.objects.filter(pk=milestone.pk).update(note_az="Çayın yanında", translations={"az": "checked"})
    milestone = Milestone.objects.select_related("project__cycle__municipality").get(pk=milestone.pk)

    reach_milestone(milestone, by=cast.official, done_on=today(), note="At the bridge", written_in="en")

    milestone = Milestone.objects.get()
    assert (milestone.note_en, milestone.note_az, milestone.translations) == (
        *("At the bridge", "Çayın yanında", {"az": "outdated"}),
    )


def test_money_is_changed_and_the_log_keeps_what_was_said_before(cast: Cast, project: Proposal) -> None:
    change_spending(project, by=cast.official, planned_tetri=600, contracted_tetri=500, seen="")
    change_spending(
        project, by=cast.official, planned_tetri=600, contracted_tetri=500, paid_tetri=500, seen="600-500-0"
    )

    spending = Spending.objects.get()
    assert (spending.planned_tetri, spending.contracted_tetri, spending.paid_tetri) == (600, 500, 500)
    befores = [entry.facts["before"] for entry in Entry.objects.filter(act="change_spending").order_by("pk")]
    assert befores == ["", "600-500-0"]


def test_more_is_paid_than_contracted_only_with_a_reason(cast: Cast, project: Proposal) -> None:
    money = {"planned_tetri": 600, "contracted_tetri": 500, "paid_tetri": 501}
    with pytest.raises(NotPossible) as refusal:
        change_spending(project, by=cast.official, **money)
    assert refusal.value.faults == {"reason": "More is paid than contracted. Say why; everybody reads it."}
    assert not Spending.objects.exists()

    change_spending(project, by=cast.official, reason="A second layer.", reason_language="en", **money)
    assert Spending.objects.get().reason == "A second layer."

    change_spending(project, by=cast.official, reason="Left over", planned_tetri=600, contracted_tetri=501)
    assert Spending.objects.get().reason == ""


def test_database_refuses_money_beyond_the_contract(project: Proposal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Spending.objects.create(project=project, planned_tetri=5, contracted_tetri=1, paid_tetri=2)


def test_nothing_planned_is_refused(cast: Cast, project: Proposal) -> None:
    with pytest.raises(NotPossible) as refusal:
        change_spending(project, by=cast.official, planned_tetri=0)
    assert refusal.value.faults == {"planned_tetri": "Write how much money is planned."}


@pytest.mark.parametrize("seen", ["", "600-0-0"])
def test_money_seen_before_somebody_changed_it_is_refused(cast: Cast, project: Proposal, seen: str) -> None:
    change_spending(project, by=cast.other_official, planned_tetri=600, contracted_tetri=400)

    with pytest.raises(NotPossible) as refusal:
        change_spending(project, by=cast.official, planned_tetri=500, seen=seen)

    assert str(refusal.value) == STALE
    assert Spending.objects.get().planned_tetri == 600


def test_every_act_tells_open_pages(
    cast: Cast, project: Proposal, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("budgeting.announce._send", lambda topic, **_facts: heard.append(topic))

    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        milestone = make_step(cast, project)
    assert heard
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        reach_milestone(milestone, by=cast.official, done_on=today())
    assert set(heard) == {f"cycle-{project.cycle_id}"}
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        change_spending(project, by=cast.official, planned_tetri=600)

    assert set(heard) == {f"cycle-{project.cycle_id}"}
