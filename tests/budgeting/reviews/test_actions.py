"""Deciding a review."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.states import State
from budgeting.reviews.actions import decide_review, start_review
from budgeting.reviews.models import Review
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.log.models import Entry
from tests.factories import make_cycle, make_published
from tests.people import ROLES, Cast

REASONS = {"reason_ka": "შესაძლებელია", "reason_az": "Mümkündür"}
NO_REASON = "Write the reason in Georgian and in the author's language."
CAP = 2_500_000


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    """Under review, written in Azerbaijani."""
    proposal = make_published(cast, make_cycle(cast))
    start_review(proposal, by=cast.reviewer)
    return proposal


def stored() -> tuple[str, int | None, int, int]:
    """State and cost of the one proposal, the number of reviews, and of verdicts on the timeline."""
    proposal = Proposal.objects.get()
    verdicts = ProposalEvent.objects.filter(name__startswith="find_").count()
    return proposal.state, proposal.cost_tetri, Review.objects.count(), verdicts


def test_decide_review_stores_a_feasible_verdict_with_its_cost(cast: Cast, proposal: Proposal) -> None:
    review = decide_review(
        proposal, by=cast.reviewer, is_feasible=True, cost_tetri=CAP, cost_source="Price list", **REASONS
    )

    assert stored() == (State.FEASIBLE, CAP, 1, 1)
    kept = Review.objects.get()
    assert (kept, kept.cost_tetri, kept.cost_source, kept.reviewer) == (review, CAP, "Price list", cast.reviewer)
    assert (kept.reason_ka, kept.reason_az) == ("შესაძლებელია", "Mümkündür")
    entry = Entry.objects.get(act="decide_review")
    assert (entry.by, entry.municipality, entry.facts) == (cast.reviewer, cast.municipality, {"is_feasible": True})


def test_decide_review_stores_a_refusal_with_its_reason_on_the_timeline(cast: Cast, proposal: Proposal) -> None:
    decide_review(proposal, by=cast.reviewer, is_feasible=False, cost_tetri=500, **REASONS)

    assert stored() == (State.NOT_FEASIBLE, None, 1, 1)
    assert ProposalEvent.objects.get(name="find_not_feasible").reason == "შესაძლებელია"


@pytest.mark.parametrize("cost", [None, 0, -1])
def test_decide_review_refuses_a_feasible_verdict_without_a_cost(
    cast: Cast, proposal: Proposal, cost: int | None
) -> None:
    with pytest.raises(NotPossible) as refusal:
        decide_review(proposal, by=cast.reviewer, is_feasible=True, cost_tetri=cost, **REASONS)

    assert str(refusal.value) == "A feasible proposal needs a cost."
    assert stored() == (State.UNDER_REVIEW, None, 0, 0)


def test_decide_review_refuses_a_cost_above_the_cap(cast: Cast, proposal: Proposal) -> None:
    with pytest.raises(NotPossible) as refusal:
        decide_review(proposal, by=cast.reviewer, is_feasible=True, cost_tetri=CAP + 1, **REASONS)

    assert str(refusal.value) == "The cost is above the limit for one project in this cycle."
    assert stored() == (State.UNDER_REVIEW, None, 0, 0)


def test_decide_review_has_no_cap_where_the_cycle_has_none(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast, cost_cap_tetri=None))
    start_review(proposal, by=cast.reviewer)

    decide_review(proposal, by=cast.reviewer, is_feasible=True, cost_tetri=CAP * 100, **REASONS)

    assert stored() == (State.FEASIBLE, CAP * 100, 1, 1)


@pytest.mark.parametrize("is_feasible", [True, False])
@pytest.mark.parametrize(
    "reasons",
    [
        {},
        {"reason_ka": "მიზეზი"},
        {"reason_az": "Səbəb"},
        {"reason_ka": "", "reason_az": "Səbəb"},
        {"reason_hy": "Պատճառ"},
    ],
)
def test_decide_review_wants_a_reason_in_georgian_and_in_the_authors_language(
    cast: Cast, proposal: Proposal, reasons: dict[str, str], is_feasible: bool
) -> None:
    with pytest.raises(NotPossible) as refusal:
        decide_review(proposal, by=cast.reviewer, is_feasible=is_feasible, cost_tetri=100, **reasons)

    assert str(refusal.value) == NO_REASON
    assert stored() == (State.UNDER_REVIEW, None, 0, 0)


def test_decide_review_of_a_georgian_proposal_wants_georgian_alone(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast), written_in="ka")
    start_review(proposal, by=cast.reviewer)

    decide_review(proposal, by=cast.reviewer, is_feasible=True, cost_tetri=100, reason_ka="მიზეზი")

    assert stored() == (State.FEASIBLE, 100, 1, 1)


def test_decide_review_undoes_everything_when_the_review_does_not_fit(cast: Cast, proposal: Proposal) -> None:
    facts: dict[str, Any] = {"cost_tetri": 100, "cost_source": "a" * 201, **REASONS}

    with pytest.raises(NotPossible):
        decide_review(proposal, by=cast.reviewer, is_feasible=True, **facts)

    assert stored() == (State.UNDER_REVIEW, None, 0, 0)
    assert Entry.objects.filter(act="decide_review").count() == 0


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if name != "reviewer")])
def test_decide_review_is_a_reviewers_alone(cast: Cast, proposal: Proposal, name: str) -> None:
    with pytest.raises(NotAllowed):
        decide_review(proposal, by=getattr(cast, name), is_feasible=True, cost_tetri=100, **REASONS)

    assert stored() == (State.UNDER_REVIEW, None, 0, 0)


def test_decide_review_refuses_another_municipalitys_reviewer(cast: Cast, elsewhere: Cast, proposal: Proposal) -> None:
    with pytest.raises(NotAllowed):
        decide_review(proposal, by=elsewhere.reviewer, is_feasible=True, cost_tetri=100, **REASONS)


def test_decide_review_refuses_a_reviewer_who_is_the_author(cast: Cast, proposal: Proposal) -> None:
    grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality)

    with pytest.raises(NotAllowed):
        decide_review(proposal, by=cast.resident, is_feasible=True, cost_tetri=100, **REASONS)


def test_decide_review_before_the_review_began_is_refused(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))

    with pytest.raises(NotPossible):
        decide_review(proposal, by=cast.reviewer, is_feasible=True, cost_tetri=100, **REASONS)

    assert stored() == (State.PUBLISHED, None, 0, 0)


@pytest.mark.parametrize("second_says", [True, False])
def test_of_two_reviewers_at_once_the_second_is_told_and_stores_nothing(
    cast: Cast, proposal: Proposal, second_says: bool
) -> None:
    stale = Proposal.objects.select_related("cycle__municipality").get()
    other = grant_role(cast.neighbour, RoleKind.REVIEWER, cast.municipality).user
    decide_review(proposal, by=cast.reviewer, is_feasible=True, cost_tetri=100, **REASONS)

    with pytest.raises(NotPossible) as refusal:
        decide_review(stale, by=other, is_feasible=second_says, cost_tetri=999, **REASONS)

    assert str(refusal.value) == "Somebody has already decided on this proposal. Please look at it again."
    assert stored() == (State.FEASIBLE, 100, 1, 1)
    assert Review.objects.get().reviewer == cast.reviewer
    assert Entry.objects.filter(act="decide_review").count() == 1


@pytest.mark.parametrize("cost", [None, 0])
def test_database_refuses_a_feasible_review_without_a_cost(cast: Cast, proposal: Proposal, cost: int | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            proposal=proposal, is_feasible=True, cost_tetri=cost, reviewer=cast.reviewer, reason_ka="მიზეზი"
        )
