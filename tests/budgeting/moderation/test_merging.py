"""Merging proposals, and what two moderators at once are told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.utils.translation import override

from budgeting.backing.models import Backing
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.actions import merge_proposal, reject_proposal
from budgeting.moderation.queries import linked_proposals
from budgeting.proposals.models import CoAuthor, Follow, Proposal, ProposalEvent
from budgeting.proposals.states import SENTENCES, State
from portal.accounts.models import User
from portal.messages.models import Notice
from tests.budgeting.live.own_thread import in_own_thread
from tests.budgeting.moderation.acted_on import NOT_MODERATORS, TOO_LATE, fresh, make_pair, names
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import Cast

WRONG_ONE = "Choose a published proposal of the same budget."


def test_merge_proposal_links_both_ways_and_stays_readable(cast: Cast) -> None:
    into, double = make_pair(cast)

    merge_proposal(double, by=cast.moderator, into=into, reason="The same road.")

    assert (fresh(double).state, fresh(double).merged_into) == (State.MERGED, into)
    assert linked_proposals(fresh(double), AnonymousUser()) == {"merged_into": [into]}
    assert linked_proposals(into, AnonymousUser()) == {"merged": [double]}
    assert (names(double)[-1], names(into)[-1]) == ("merge", "receive_merged")
    assert [event.reason for event in ProposalEvent.objects.order_by("-pk")[:2]] == ["The same road."] * 2


def test_merge_proposal_keeps_authors_backers_and_followers_each_once(cast: Cast) -> None:
    into, double = make_pair(cast)
    CoAuthor.objects.create(proposal=double, user=cast.resident, name="Resident")
    CoAuthor.objects.create(proposal=double, user=cast.observer, name="Observer")
    for user in (cast.official, cast.reviewer):
        Backing.objects.create(proposal=double, user=user)
        Follow.objects.create(proposal=double, user=user)
    Backing.objects.create(proposal=double, user=cast.resident)  # the author of the one that stays
    for user in (cast.official, cast.neighbour):  # the neighbour wrote the other one
        Backing.objects.create(proposal=into, user=user)
    Follow.objects.create(proposal=into, user=cast.official)

    merge_proposal(double, by=cast.moderator, into=into, reason="The same.")

    assert set(into.coauthors.values_list("user", "name")) == {
        (cast.neighbour.pk, "Neighbour"),
        (cast.observer.pk, "Observer"),
    }
    assert sorted(into.backings.values_list("user", flat=True)) == sorted([cast.official.pk, cast.reviewer.pk])
    assert sorted(into.follows.values_list("user", flat=True)) == sorted([cast.official.pk, cast.reviewer.pk])
    assert double.backings.count() == 3


def test_merge_proposal_carries_along_what_had_been_merged_into_it(cast: Cast) -> None:
    into, double = make_pair(cast)
    older = make_published(cast, into.cycle)
    merge_proposal(older, by=cast.moderator, into=double, reason="The same.")

    merge_proposal(fresh(double), by=cast.moderator, into=into, reason="The same.")

    assert {fresh(older).merged_into, fresh(double).merged_into} == {into}
    assert linked_proposals(into, AnonymousUser()) == {"merged": [double, older]}


def test_merge_proposal_dates_one_that_was_never_published(cast: Cast) -> None:
    """A moderator has read it: who follows the link from the other one finds it."""
    into, _double = make_pair(cast)
    waiting = make_submitted(cast, into.cycle)

    merge_proposal(waiting, by=cast.moderator, into=into, reason="The same.")

    assert fresh(waiting) in Proposal.objects.visible_to(AnonymousUser())


def test_merge_proposal_owes_one_answer_for_both(cast: Cast) -> None:
    into, double = make_pair(cast)

    merge_proposal(double, by=cast.moderator, into=into, reason="The same.")

    assert (fresh(double).ask.owed_on, fresh(into).ask.owed_on is None) == (None, False)


def test_merge_proposal_tells_the_authors_and_followers_of_both(cast: Cast) -> None:
    into, double = make_pair(cast)
    Follow.objects.create(proposal=double, user=cast.observer)
    Notice.objects.all().delete()

    merge_proposal(double, by=cast.moderator, into=into, reason="The same.")

    with override("ka"):  # which they all read
        merged, received = str(SENTENCES["merge"]), str(SENTENCES["receive_merged"])
    assert set(Notice.objects.values_list("user", "sentence")) == {
        (cast.neighbour.pk, merged),
        (cast.observer.pk, merged),
        (cast.resident.pk, received),
    }


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PUBLISHED, State.UNDER_REVIEW)])
def test_merge_proposal_refuses_one_that_takes_no_others(cast: Cast, state: State) -> None:
    _into, double = make_pair(cast)
    wrong = make_in(state, cast, double.cycle)

    with pytest.raises(NotPossible) as refusal:
        merge_proposal(double, by=cast.moderator, into=wrong, reason="The same.")

    assert (str(refusal.value), fresh(double).state, double.coauthors.count()) == (WRONG_ONE, State.PUBLISHED, 0)


def test_merge_proposal_refuses_itself_and_another_budgets(cast: Cast) -> None:
    _into, double = make_pair(cast)
    foreign = make_published(cast, make_cycle(cast))

    for wrong in (double, foreign):
        with pytest.raises(NotPossible) as refusal:
            merge_proposal(double, by=cast.moderator, into=wrong, reason="The same.")
        assert str(refusal.value) == WRONG_ONE

    assert fresh(double).state == State.PUBLISHED


@pytest.mark.parametrize("name", NOT_MODERATORS)
def test_merge_proposal_is_a_moderators_alone(cast: Cast, name: str) -> None:
    into, double = make_pair(cast)

    with pytest.raises(NotAllowed):
        merge_proposal(double, by=getattr(cast, name), into=into, reason="The same.")

    assert fresh(double).state == State.PUBLISHED


def test_a_moderator_does_not_gather_backing_for_an_own_proposal(cast: Cast) -> None:
    into, double = make_pair(cast)
    CoAuthor.objects.create(proposal=into, user=cast.moderator, name="Moderator")

    with pytest.raises(NotAllowed):
        merge_proposal(double, by=cast.moderator, into=fresh(into), reason="The same.")

    assert fresh(double).state == State.PUBLISHED


def test_merging_each_into_the_other_at_once_merges_one(cast: Cast) -> None:
    into, double = make_pair(cast)
    stale_into, stale_double = fresh(into), fresh(double)
    merge_proposal(double, by=cast.moderator, into=into, reason="The same.")

    with pytest.raises(NotPossible) as refusal:
        merge_proposal(stale_into, by=cast.other_moderator, into=stale_double, reason="The same.")

    assert str(refusal.value) == WRONG_ONE
    assert (fresh(into).state, fresh(into).merged_into) == (State.PUBLISHED, None)
    assert fresh(double).coauthors.count() == 0


def test_merging_while_another_rejects_stores_nothing_of_it(cast: Cast) -> None:
    into, double = make_pair(cast)
    stale = fresh(double)
    Backing.objects.create(proposal=double, user=cast.official)
    reject_proposal(double, by=cast.moderator, code="other", reason="Why")

    with pytest.raises(NotPossible) as refusal:
        merge_proposal(stale, by=cast.other_moderator, into=into, reason="The same.")

    assert (str(refusal.value), fresh(double).state, fresh(double).merged_into) == (TOO_LATE, State.REJECTED, None)
    assert (names(into), into.backings.count(), into.coauthors.count()) == (["submit", "publish"], 0, 0)


def test_an_author_who_has_left_is_no_hindrance(cast: Cast) -> None:
    into, double = make_pair(cast)
    User.objects.filter(pk=cast.neighbour.pk).delete()

    merge_proposal(fresh(double), by=cast.moderator, into=into, reason="The same.")

    assert (fresh(double).state, into.coauthors.count()) == (State.MERGED, 0)


def _merge_in_thread(proposal_pk: int, into_pk: int, moderator_pk: int) -> bool:
    try:
        moderator = User.objects.get(pk=moderator_pk)
        proposal, into = (Proposal.objects.get(pk=pk) for pk in (proposal_pk, into_pk))
        merge_proposal(proposal, by=moderator, into=into, reason="The same.")
    except NotPossible:
        return False
    finally:
        connections.close_all()
    return True


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_merging_each_into_the_other_in_two_threads_merges_one(cast: Cast) -> None:
    cycle = in_own_thread(make_cycle, cast)
    for _round in range(5):
        one, other = (in_own_thread(make_published, cast, cycle) for _number in range(2))
        with ThreadPoolExecutor(2) as pool:
            jobs = [
                pool.submit(_merge_in_thread, one.pk, other.pk, cast.moderator.pk),
                pool.submit(_merge_in_thread, other.pk, one.pk, cast.other_moderator.pk),
            ]
            assert sorted(job.result() for job in jobs) == [False, True]
        assert sorted([fresh(one).state, fresh(other).state]) == [State.MERGED, State.PUBLISHED]
