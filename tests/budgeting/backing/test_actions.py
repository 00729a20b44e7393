"""Who may back what, once; and what becomes of what too few people back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from budgeting.backing.actions import MOST_IN_A_WHILE, back_proposal, close_unbacked, withdraw_backing
from budgeting.backing.models import Backing
from budgeting.backing.queries import (
    Support,
    backing_total,
    has_enough_backing,
    missed_backing,
    short_of_backing,
    support_of,
)
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.actions import reject_proposal
from budgeting.moderation.appeals import appeal_rejection, decide_appeal
from budgeting.moderation.models import Verdict
from budgeting.proposals.actions import publish_proposal
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import State
from budgeting.responses.models import Ask
from budgeting.responses.queries import owed_asks
from budgeting.reviews.actions import start_review
from budgeting.reviews.queries import reviews_to_write
from portal.accounts.models import User
from portal.clock import now, pinned
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.factories import make_cycle, make_draft, make_published, make_submitted
from tests.people import Cast

NEEDED = 2


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast, Stage.SUPPORTING, backing_threshold=NEEDED)


@pytest.fixture
def proposal(cast: Cast, cycle: Cycle) -> Proposal:
    return make_published(cast, cycle)


def after_backing(cast: Cast, **facts: Any) -> Cycle:
    """A cycle under review in which people could back proposals until yesterday."""
    facts = {"backing_threshold": NEEDED, "supporting_until_at": now() - timedelta(days=1), **facts}
    return make_cycle(cast, Stage.REVIEWING, **facts)


def back_with(proposal: Proposal, *people: User) -> None:
    with pinned(proposal.cycle.proposing_until_at + timedelta(hours=1)):
        for person in people:
            back_proposal(proposal, by=person)


def test_backing_counts_a_person_once(cast: Cast, proposal: Proposal) -> None:
    for person in (cast.neighbour, cast.neighbour, cast.observer):
        back_proposal(proposal, by=person)
    assert backing_total(proposal) == 2

    for _press in range(2):
        withdraw_backing(proposal, by=cast.neighbour)
    assert backing_total(proposal) == 1


def test_authors_do_not_back_their_own(cast: Cast, proposal: Proposal) -> None:
    CoAuthor.objects.create(proposal=proposal, user=cast.observer, name="Observer")
    for author in (cast.resident, cast.observer):
        with pytest.raises(NotPossible, match="Authors do not back their own proposal"):
            back_proposal(proposal, by=author)
    assert backing_total(proposal) == 0


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.SUPPORTING, Stage.PREPARING)])
def test_no_other_stage_takes_backing(cast: Cast, stage: Stage) -> None:
    cycle = make_cycle(cast, stage)
    proposal = make_published(cast, cycle)
    Cycle.objects.filter(pk=cycle.pk).update(voting_cleared_at=now())
    proposal = Proposal.objects.get(pk=proposal.pk)
    for act in (back_proposal, withdraw_backing):
        with pytest.raises(NotPossible, match="only in the stage of this budget"):
            act(proposal, by=cast.neighbour)
    assert proposal.cycle.stage == stage


@pytest.mark.parametrize("state", [State.UNDER_REVIEW, State.WITHDRAWN, State.FEASIBLE])
def test_only_a_published_proposal_takes_backing(cast: Cast, proposal: Proposal, state: State) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(state=state)
    with pytest.raises(NotPossible, match="Only a published proposal"):
        back_proposal(Proposal.objects.get(pk=proposal.pk), by=cast.neighbour)


def test_who_backed_it_and_became_an_author_can_take_it_back(cast: Cast, proposal: Proposal) -> None:
    back_proposal(proposal, by=cast.neighbour)
    CoAuthor.objects.create(proposal=proposal, user=cast.neighbour, name="Neighbour")
    withdraw_backing(proposal, by=cast.neighbour)
    assert backing_total(proposal) == 0


def test_what_the_person_may_not_see_cannot_be_backed(cast: Cast, cycle: Cycle) -> None:
    with pytest.raises(NotAllowed):
        back_proposal(make_draft(cast, cycle), by=cast.neighbour)


def test_the_pace_of_one_person_is_limited(cast: Cast, cycle: Cycle) -> None:
    many = [
        Proposal(cycle=cycle, written_in="az", state=State.PUBLISHED, published_at=now())
        for _number in range(MOST_IN_A_WHILE + 1)
    ]
    *most, last = Proposal.objects.bulk_create(many)
    Backing.objects.bulk_create(Backing(proposal=proposal, user=cast.neighbour) for proposal in most)

    with pytest.raises(NotPossible, match="a lot of proposals in a short time"):
        back_proposal(last, by=cast.neighbour)
    back_proposal(last, by=cast.observer)
    with pinned(now() + timedelta(minutes=11)):
        back_proposal(last, by=cast.neighbour)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_are_one_backing(cast: Cast, proposal: Proposal) -> None:
    barrier = Barrier(20)

    def press() -> None:
        try:
            own = Proposal.objects.get(pk=proposal.pk)
            user = User.objects.get(pk=cast.neighbour.pk)
            barrier.wait(20)
            back_proposal(own, by=user)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        for job in [pool.submit(press) for _press in range(20)]:
            job.result(20)

    assert backing_total(proposal) == 1


@pytest.mark.parametrize(
    ("backers", "is_enough"), [(0, False), (NEEDED - 1, False), (NEEDED, True), (NEEDED + 1, True)]
)
def test_a_review_begins_only_with_enough_backing(cast: Cast, backers: int, is_enough: bool) -> None:
    proposal = make_published(cast, after_backing(cast))
    back_with(proposal, *[cast.neighbour, cast.observer, cast.translator][:backers])

    assert has_enough_backing(proposal) == is_enough
    if is_enough:
        start_review(proposal, by=cast.reviewer)
    else:
        with pytest.raises(NotPossible, match="Fewer people back this proposal than this budget asks for"):
            start_review(proposal, by=cast.reviewer)
    assert Proposal.objects.get().state == (State.UNDER_REVIEW if is_enough else State.PUBLISHED)


@pytest.mark.parametrize("facts", [{"supporting_until_at": None}, {"backing_threshold": 0}])
def test_a_cycle_without_a_threshold_asks_for_nobody(cast: Cast, facts: dict[str, Any]) -> None:
    cycle = after_backing(cast, **facts)
    start_review(make_published(cast, cycle), by=cast.reviewer)
    make_published(cast, cycle)
    assert list(short_of_backing(cycle)) == []
    with pytest.raises(NotPossible, match="No proposal falls short"):
        close_unbacked(cycle, by=cast.reviewer)


def test_what_is_published_when_backing_is_over_falls_short_of_nothing(cast: Cast) -> None:
    cycle = after_backing(cast)
    late = make_submitted(cast, cycle)
    publish_proposal(late, by=cast.moderator)

    assert (list(short_of_backing(cycle)), has_enough_backing(late), missed_backing(late)) == ([], True, True)
    assert support_of(late, cast.neighbour) == Support(0, 0, is_open=False, is_own=False, is_backed_by_me=False)
    assert list(reviews_to_write(cast.reviewer)) == [late]
    start_review(late, by=cast.reviewer)


def test_what_an_appeal_brings_back_when_backing_is_over_falls_short_of_nothing(cast: Cast) -> None:
    cycle = after_backing(cast)
    wronged, few = make_submitted(cast, cycle), make_published(cast, cycle)
    with pinned(cycle.proposing_until_at - timedelta(hours=1)):
        reject_proposal(wronged, by=cast.moderator, code="unclear", reason="What?")
    appeal = appeal_rejection(wronged, by=cast.resident, text="This.")
    decide_appeal(appeal, by=cast.other_moderator, verdict=Verdict.UPHELD, reason="It is clear.")

    assert (list(short_of_backing(cycle)), missed_backing(appeal.proposal), missed_backing(few)) == ([few], True, False)
    start_review(Proposal.objects.get(pk=wronged.pk), by=cast.reviewer)


def test_nothing_is_owed_to_what_too_few_people_back(cast: Cast) -> None:
    cycle = after_backing(cast)
    proposal = make_published(cast, cycle)

    close_unbacked(cycle, by=cast.reviewer)

    assert Ask.objects.get(proposal=proposal).owed_on is None
    assert list(owed_asks(cast.official)) == []


def test_who_may_not_review_is_told_so_and_not_the_number(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        start_review(make_published(cast, after_backing(cast)), by=cast.neighbour)


@pytest.mark.parametrize("name", ["moderator", "reviewer"])
def test_what_falls_short_is_closed_with_its_event_and_its_author_hears(cast: Cast, name: str) -> None:
    cycle = after_backing(cast)
    enough, few, none = (make_published(cast, cycle) for _number in range(3))
    back_with(enough, cast.neighbour, cast.observer)
    back_with(few, cast.neighbour)
    before = Notice.objects.filter(user=cast.resident).count()

    closed = close_unbacked(cycle, by=getattr(cast, name))

    assert {proposal.pk for proposal in closed} == {few.pk, none.pk}
    states = {proposal.pk: proposal.state for proposal in Proposal.objects.all()}
    assert states == {enough.pk: State.PUBLISHED, few.pk: State.UNBACKED, none.pk: State.UNBACKED}
    assert [few.events.filter(name="fall_short").count(), enough.events.filter(name="fall_short").count()] == [1, 0]
    assert Notice.objects.filter(user=cast.resident).count() == before + 2
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.facts) == ("close_unbacked", {"proposals": [few.pk, none.pk]})
    with pytest.raises(NotPossible, match="No proposal falls short"):
        close_unbacked(cycle, by=cast.reviewer)


def test_another_cycles_proposals_are_left_alone(cast: Cast) -> None:
    cycle, other = after_backing(cast), after_backing(cast)
    make_published(cast, cycle)
    untouched = make_published(cast, other)
    close_unbacked(cycle, by=cast.reviewer)
    assert Proposal.objects.get(pk=untouched.pk).state == State.PUBLISHED


@pytest.mark.parametrize("name", ["neighbour", "resident", "official", "translator", "administrator", "observer"])
def test_only_moderators_and_reviewers_of_the_place_close(cast: Cast, elsewhere: Cast, name: str) -> None:
    cycle = after_backing(cast)
    make_published(cast, cycle)
    for who in (getattr(cast, name), elsewhere.reviewer, elsewhere.moderator):
        with pytest.raises(NotAllowed):
            close_unbacked(cycle, by=who)
    assert Proposal.objects.get().state == State.PUBLISHED


def test_nothing_is_closed_while_people_still_back(cast: Cast, cycle: Cycle, proposal: Proposal) -> None:
    with pytest.raises(NotPossible, match="present stage"):
        close_unbacked(cycle, by=cast.reviewer)
    assert Proposal.objects.get().state == State.PUBLISHED


def test_an_own_proposal_is_left_to_somebody_else(cast: Cast) -> None:
    cycle = after_backing(cast)
    own, other = make_published(cast, cycle), make_published(cast, cycle)
    Proposal.objects.filter(pk=own.pk).update(author=cast.reviewer)

    assert close_unbacked(cycle, by=cast.reviewer) == [other]
    assert close_unbacked(cycle, by=cast.other_reviewer) == [own]


def test_reviewers_are_not_handed_what_falls_short(cast: Cast) -> None:
    cycle = after_backing(cast)
    ready, _short = make_published(cast, cycle), make_published(cast, cycle)
    back_with(ready, cast.neighbour, cast.observer)
    assert list(reviews_to_write(cast.reviewer)) == [ready]
