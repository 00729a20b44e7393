"""Writing, translating, publishing, answering, and making the ballot."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import (
    answer_proposal,
    change_state,
    import_projects,
    make_ballot,
    publish_proposal,
    save_draft,
    start_proposal,
    submit_proposal,
)
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.states import State
from budgeting.responses.models import Response
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import (
    make_cycle,
    make_draft,
    make_feasible,
    make_published,
    make_settlement,
    make_submitted,
    make_theme,
)
from tests.people import ROLES, Cast


def test_start_proposal_keeps_the_text_in_the_authors_language(cast: Cast) -> None:
    cycle = make_cycle(cast)

    start_proposal(cycle, by=cast.resident, written_in="hy", title="Լույս", theme=make_theme())

    stored = Proposal.objects.get()
    assert (stored.title_hy, stored.title_ka, stored.title_az, stored.title_en) == ("Լույս", None, None, None)
    assert (stored.state, stored.author, stored.author_name) == (State.DRAFT, cast.resident, "Resident")
    assert (stored.written_in, stored.number, stored.ask) == ("hy", None, None)


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.REVIEWING, Stage.VOTING, Stage.CLOSED])
def test_start_proposal_outside_the_call_is_refused(cast: Cast, stage: Stage) -> None:
    cycle = make_cycle(cast, stage)

    with pytest.raises(NotPossible) as refusal:
        start_proposal(cycle, by=cast.resident, written_in="az", title="Lampalar")

    assert str(refusal.value) == "This cycle does not take proposals now."
    assert Proposal.objects.count() == 0


def test_start_proposal_refuses_a_settlement_of_another_municipality(cast: Cast, elsewhere: Cast) -> None:
    cycle, foreign = make_cycle(cast), make_settlement(elsewhere.municipality)

    with pytest.raises(NotPossible) as refusal:
        start_proposal(cycle, by=cast.resident, written_in="az", title="Lampalar", settlement=foreign)

    assert str(refusal.value) == "This settlement belongs to another municipality."
    assert Proposal.objects.count() == 0


def test_start_proposal_takes_a_settlement_of_its_own(cast: Cast) -> None:
    village = make_settlement(cast.municipality)

    proposal = start_proposal(make_cycle(cast), by=cast.resident, written_in="az", settlement=village)

    assert (Proposal.objects.get().settlement, proposal.point) == (village, village.point)


@pytest.mark.parametrize(
    "broken", [{"written_in": "ru"}, {"text": "a" * 5001}, {"summary": "a" * 161}, {"rough_cost_tetri": -1}]
)
def test_start_proposal_refuses_what_does_not_fit(cast: Cast, broken: dict[str, Any]) -> None:
    cycle = make_cycle(cast)

    with pytest.raises(NotPossible):
        start_proposal(cycle, by=cast.resident, **{"written_in": "az", **broken})

    assert Proposal.objects.count() == 0


def test_save_draft_keeps_it_complete_or_not(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))

    save_draft(draft, by=cast.resident, title="", text="Yeni mətn")

    stored = Proposal.objects.get()
    assert (stored.title_az, stored.text_az, stored.state) == ("", "Yeni mətn", State.DRAFT)
    assert str(stored) == "Draft without a title"


def test_save_draft_is_the_authors_alone(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))

    for name in ("neighbour", *ROLES):
        with pytest.raises(NotAllowed):
            save_draft(draft, by=getattr(cast, name), title="Mine")

    assert Proposal.objects.get().title_az == draft.title_az


def test_save_draft_of_what_is_handed_in_is_refused(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    with pytest.raises(NotAllowed):
        save_draft(proposal, by=cast.resident, title="Other")


def test_save_draft_from_a_page_left_open_does_not_take_a_submitted_proposal_back(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    stale = Proposal.objects.get()
    submit_proposal(draft, by=cast.resident)

    with pytest.raises(NotPossible):
        save_draft(stale, by=cast.resident, title="Changed behind the moderators' back")

    stored = Proposal.objects.get()
    assert (stored.state, stored.title_az) == (State.SUBMITTED, draft.title_az)


@pytest.mark.parametrize("missing", ["title", "summary", "text", "theme"])
def test_submit_proposal_refuses_while_something_is_missing(cast: Cast, missing: str) -> None:
    draft = make_draft(cast, make_cycle(cast), **{missing: None if missing == "theme" else ""})

    with pytest.raises(NotPossible) as refusal:
        submit_proposal(draft, by=cast.resident)

    assert str(refusal.value) == "Fill in the title, the summary, the text and the theme first."
    assert Proposal.objects.get().state == State.DRAFT


def test_submit_proposal_hands_it_to_the_moderators(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))

    submit_proposal(draft, by=cast.resident)

    assert Proposal.objects.get().state == State.SUBMITTED
    assert [event.name for event in draft.events.all()] == ["submit"]


def test_submit_proposal_is_the_authors_alone(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))

    for name in ("neighbour", *ROLES):
        with pytest.raises(NotAllowed):
            submit_proposal(draft, by=getattr(cast, name))


def test_a_proposal_sent_back_can_be_improved_and_submitted_again(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    change_state(proposal, "send_back", by=cast.moderator, reason="Say where.")

    save_draft(proposal, by=cast.resident, text="By the school.")
    submit_proposal(proposal, by=cast.resident)

    assert (Proposal.objects.get().state, Proposal.objects.get().text_az) == (State.SUBMITTED, "By the school.")
    assert [event.name for event in proposal.events.all()] == ["submit", "send_back", "resubmit"]


def test_publish_proposal_makes_it_public_and_opens_an_ask(cast: Cast) -> None:
    cycle = make_cycle(cast)

    make_published(cast, cycle)

    stored = Proposal.objects.get()
    assert (stored.state, stored.published_at is not None) == (State.PUBLISHED, True)
    assert stored.ask is not None
    assert stored.ask.municipality == cast.municipality


def test_publish_proposal_refused_opens_no_ask(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    with pytest.raises(NotAllowed):
        publish_proposal(proposal, by=cast.reviewer)

    stored = Proposal.objects.get()
    assert (stored.state, stored.published_at, stored.ask) == (State.SUBMITTED, None, None)


def test_answer_proposal_belongs_to_its_ask_and_stands_on_the_timeline(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    reasons = {"reason_ka": "კარგია", "reason_az": "Yaxşıdır"}

    response = answer_proposal(proposal, by=cast.official, outcome="accepted", evidence="Line 5", **reasons)

    assert Response.objects.get(ask=proposal.ask) == response
    assert [event.name for event in proposal.events.all()] == ["submit", "publish", "answer"]


def test_answer_proposal_refuses_one_that_is_not_published(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    with pytest.raises(NotPossible) as refusal:
        answer_proposal(proposal, by=cast.official, outcome="planned")

    assert str(refusal.value) == "Only a published proposal can be answered."


def test_make_ballot_numbers_feasible_proposals_in_the_order_they_were_published(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    last, first, middle = (make_feasible(cast, cycle) for _number in range(3))
    for hours, proposal in enumerate((first, middle, last)):
        Proposal.objects.filter(pk=proposal.pk).update(published_at=cycle.proposing_from_at.replace(hour=hours))
    make_in(State.NOT_FEASIBLE, cast, cycle)
    make_in(State.PUBLISHED, cast, cycle)

    projects = make_ballot(cycle, by=cast.official)

    assert projects == [first, middle, last]
    assert list(cycle.proposals.on_ballot().values_list("pk", "number")) == [
        (first.pk, 1),
        (middle.pk, 2),
        (last.pk, 3),
    ]
    assert (
        list(ProposalEvent.objects.filter(name="put_on_ballot").values_list("by", flat=True)) == [cast.official.pk] * 3
    )


def test_make_ballot_is_an_officials_alone_and_stores_nothing_otherwise(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_feasible(cast, cycle)

    for name in ("resident", *(name for name in ROLES if "official" not in name)):
        with pytest.raises(NotAllowed):
            make_ballot(cycle, by=getattr(cast, name))

    assert list(Proposal.objects.values_list("state", "number")) == [(State.FEASIBLE, None)]


def test_make_ballot_leaves_another_cycle_alone(cast: Cast) -> None:
    cycle, other = make_cycle(cast, Stage.REVIEWING), make_cycle(cast, Stage.REVIEWING)
    make_feasible(cast, cycle)
    untouched = make_feasible(cast, other)

    make_ballot(cycle, by=cast.official)

    untouched.refresh_from_db()
    assert (untouched.state, untouched.number) == (State.FEASIBLE, None)


def test_import_projects_refuses_a_normal_cycle(cast: Cast) -> None:
    cycle = make_cycle(cast)

    with pytest.raises(NotPossible) as refusal:
        import_projects(cycle, [{"reference": "1", "title": "Well", "cost_tetri": 100}], written_in="en")

    assert str(refusal.value) == "Projects are imported only into a cycle made for an import."
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "won"},
        {"written_in": "ru"},
        {"state": State.ON_BALLOT, "number": None, "cost_tetri": 100},
        {"state": State.ON_BALLOT, "number": 1, "cost_tetri": 0},
        {"state": State.ON_BALLOT, "number": 1, "cost_tetri": None},
    ],
)
def test_database_refuses_a_broken_proposal(cast: Cast, broken: dict[str, Any]) -> None:
    proposal = make_in(State.PUBLISHED, cast, make_cycle(cast))

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**broken)


def test_database_refuses_one_number_for_two_projects(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_in(State.ON_BALLOT, cast, cycle, number=4)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_in(State.ON_BALLOT, cast, cycle, number=4)
    make_in(State.ON_BALLOT, cast, make_cycle(cast), number=4)

    assert Cycle.objects.count() == 2


def test_an_event_keeps_the_language_its_reason_is_written_in(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    with translation.override("ka"):
        change_state(proposal, "reject", by=cast.moderator, reason="ეს ბაღს ეხება.", rejection_code="other")

    event = ProposalEvent.objects.get(name="reject")
    assert (event.reason, event.reason_language) == ("ეს ბაღს ეხება.", "ka")
