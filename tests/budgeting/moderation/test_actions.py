"""Rejecting, merging, dividing and moving proposals, and what two moderators at once are told."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.utils.translation import override

from budgeting.backing.models import Backing
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.actions import merge_proposal, move_proposal, reject_proposal, split_proposal
from budgeting.moderation.queries import acts_on, linked_proposals
from budgeting.proposals.actions import publish_proposal
from budgeting.proposals.models import CoAuthor, Follow, Proposal, ProposalEvent
from budgeting.proposals.states import HIDING, SENTENCES, RejectionCode, State
from budgeting.reviews.actions import start_review
from portal.accounts.models import User
from portal.messages.models import Notice
from tests.budgeting.live.own_thread import in_own_thread
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_feasible, make_published, make_settlement, make_submitted, make_theme
from tests.people import ROLES, Cast

TOO_LATE = "Somebody has already decided on this proposal. Please look at it again."
WRONG_ONE = "Choose a published proposal of the same budget."
NOT_MODERATORS = ["resident", "neighbour", *(name for name in ROLES if "moderator" not in name)]


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("cycle__municipality", "ask").get(pk=proposal.pk)


def names(proposal: Proposal) -> list[str]:
    return list(proposal.events.values_list("name", flat=True))


def make_pair(cast: Cast) -> tuple[Proposal, Proposal]:
    """Two published proposals: the resident's, and the neighbour's that asks for the same."""
    cycle = make_cycle(cast)
    into, double = make_published(cast, cycle, title="Road to the school"), make_published(cast, cycle)
    Proposal.objects.filter(pk=double.pk).update(author=cast.neighbour, author_name="Neighbour")
    return into, fresh(double)


@pytest.mark.parametrize("code", RejectionCode.values)
def test_reject_proposal_keeps_it_readable_unless_the_code_hides_it(cast: Cast, code: str) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    reject_proposal(proposal, by=cast.moderator, code=code, reason="Not here.")

    stored = fresh(proposal)
    assert (stored.state, stored.rejection_code) == (State.REJECTED, code)
    assert [stored in Proposal.objects.visible_to(who) for who in (AnonymousUser(), cast.neighbour)] == [
        code not in HIDING
    ] * 2
    assert [stored in Proposal.objects.visible_to(who) for who in (cast.resident, cast.official)] == [True] * 2


@pytest.mark.parametrize(("code", "reason"), [("", "Why"), ("nonsense", "Why"), ("other", " ")])
def test_reject_proposal_refuses_without_a_known_code_and_a_reason(cast: Cast, code: str, reason: str) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    with pytest.raises(NotPossible):
        reject_proposal(proposal, by=cast.moderator, code=code, reason=reason)

    assert (fresh(proposal).state, fresh(proposal).rejection_code) == (State.SUBMITTED, "")


def test_reject_proposal_stops_the_clock_of_its_answer(cast: Cast) -> None:
    proposal = fresh(make_published(cast, make_cycle(cast)))
    assert proposal.ask.owed_on is not None

    reject_proposal(proposal, by=cast.moderator, code="other", reason="Why")

    assert fresh(proposal).ask.owed_on is None


def test_one_moderator_rejects_while_another_publishes(cast: Cast) -> None:
    first = make_submitted(cast, make_cycle(cast))
    second = fresh(first)
    publish_proposal(first, by=cast.moderator)
    Proposal.objects.filter(pk=first.pk).update(state=State.UNDER_REVIEW)

    with pytest.raises(NotPossible) as refusal:
        reject_proposal(second, by=cast.other_moderator, code="other", reason="Why")

    assert (str(refusal.value), names(first)) == (TOO_LATE, ["submit", "publish"])
    assert fresh(first).rejection_code == ""


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


PART: dict[str, str] = {"title": "Yol", "summary": "Qısa", "text": "Ancaq yol.", "reason": "Two wishes in one."}


def test_split_proposal_of_a_published_one_is_public_and_owed_an_answer(cast: Cast) -> None:
    whole = make_published(cast, make_cycle(cast), settlement=make_settlement(cast.municipality))
    CoAuthor.objects.create(proposal=whole, user=cast.neighbour, name="Neighbour")
    Follow.objects.create(proposal=whole, user=cast.observer)

    part = split_proposal(whole, by=cast.moderator, seen=acts_on(whole), **PART)

    stored = fresh(part)
    assert (stored.state, stored.title_az, stored.text_az) == (State.PUBLISHED, "Yol", "Ancaq yol.")
    assert (stored.author, stored.settlement, stored.theme) == (whole.author, whole.settlement, whole.theme)
    assert list(stored.coauthors.values_list("user", flat=True)) == [cast.neighbour.pk]
    assert list(stored.follows.values_list("user", flat=True)) == [cast.observer.pk]
    assert (stored.ask is not None, stored.ask == whole.ask) == (True, False)
    assert (names(part), names(whole)[-1]) == (["split_off"], "split")
    assert linked_proposals(stored, AnonymousUser()) == {"split_from": [whole]}
    assert linked_proposals(whole, AnonymousUser()) == {"parts": [part]}
    assert list(Proposal.objects.search("ancaq")) == [part]


def test_split_proposal_of_a_waiting_one_waits_too(cast: Cast) -> None:
    whole = make_submitted(cast, make_cycle(cast))

    part = split_proposal(whole, by=cast.moderator, seen=acts_on(whole), **PART)

    stored = fresh(part)
    assert (stored.state, stored.published_at, stored.ask) == (State.SUBMITTED, None, None)
    assert stored.submitted_at is not None
    assert stored not in Proposal.objects.visible_to(AnonymousUser())


def test_split_proposal_tells_the_authors(cast: Cast) -> None:
    whole = make_published(cast, make_cycle(cast))
    Notice.objects.all().delete()

    split_proposal(whole, by=cast.moderator, seen=acts_on(whole), **PART)

    assert list(Notice.objects.values_list("user", "detail")) == [(cast.resident.pk, "Two wishes in one.")] * 2


@pytest.mark.parametrize("missing", list(PART))
def test_split_proposal_refuses_while_something_is_missing(cast: Cast, missing: str) -> None:
    whole = make_published(cast, make_cycle(cast))

    with pytest.raises(NotPossible):
        split_proposal(whole, by=cast.moderator, seen=acts_on(whole), **{**PART, missing: " "})

    assert (Proposal.objects.count(), names(whole)) == (1, ["submit", "publish"])


@pytest.mark.parametrize("name", NOT_MODERATORS)
def test_split_and_move_are_a_moderators_alone(cast: Cast, name: str) -> None:
    whole = make_published(cast, make_cycle(cast))
    person = getattr(cast, name)

    with pytest.raises(NotAllowed):
        split_proposal(whole, by=person, seen=acts_on(whole), **PART)
    with pytest.raises(NotAllowed):
        move_proposal(whole, by=person, settlement=None, theme=make_theme("roads"), reason="R", seen=acts_on(whole))

    assert (Proposal.objects.count(), fresh(whole).theme) == (1, whole.theme)


def test_of_two_moderators_who_divide_at_once_one_does(cast: Cast) -> None:
    first = make_published(cast, make_cycle(cast))
    second, seen = fresh(first), acts_on(first)
    split_proposal(first, by=cast.moderator, seen=seen, **PART)

    with pytest.raises(NotPossible) as refusal:
        split_proposal(second, by=cast.other_moderator, seen=seen, **{**PART, "title": "Körpü"})

    assert (str(refusal.value), Proposal.objects.count()) == (TOO_LATE, 2)


def test_of_two_moderators_who_move_at_once_one_does(cast: Cast) -> None:
    first = make_published(cast, make_cycle(cast))
    second, seen = fresh(first), acts_on(first)
    move_proposal(first, by=cast.moderator, settlement=None, theme=make_theme("roads"), reason="Road", seen=seen)

    with pytest.raises(NotPossible) as refusal:
        move_proposal(
            second, by=cast.other_moderator, settlement=None, theme=make_theme("sport"), reason="Sport", seen=seen
        )

    assert (str(refusal.value), fresh(first).theme.slug) == (TOO_LATE, "roads")
    assert names(first).count("move") == 1


def test_move_proposal_changes_place_and_theme_and_how_it_is_found(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    village = make_settlement(cast.municipality, "Tsereteli")

    move_proposal(
        proposal,
        by=cast.moderator,
        settlement=village,
        theme=make_theme("roads"),
        reason="It is there.",
        seen=acts_on(proposal),
    )

    assert (fresh(proposal).settlement, fresh(proposal).theme.slug) == (village, "roads")
    assert (names(proposal)[-1], list(Proposal.objects.search("tsereteli"))) == ("move", [proposal])


def _foreign_village(cast: Cast, elsewhere: Cast, proposal: Proposal) -> dict[str, Any]:
    return {"settlement": make_settlement(elsewhere.municipality, "Kazreti"), "theme": proposal.theme}


def _nothing_new(cast: Cast, elsewhere: Cast, proposal: Proposal) -> dict[str, Any]:
    return {"settlement": proposal.settlement, "theme": proposal.theme}


def _no_theme(cast: Cast, elsewhere: Cast, proposal: Proposal) -> dict[str, Any]:
    return {"settlement": proposal.settlement, "theme": None}


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (_foreign_village, "This settlement belongs to another municipality."),
        (_nothing_new, "Choose another settlement or another theme."),
        (_no_theme, "Choose another settlement or another theme."),
    ],
)
def test_move_proposal_refuses_what_makes_no_sense(cast: Cast, elsewhere: Cast, wish: Any, sentence: str) -> None:
    proposal = make_published(cast, make_cycle(cast))

    with pytest.raises(NotPossible) as refusal:
        move_proposal(
            proposal, by=cast.moderator, reason="R", seen=acts_on(proposal), **wish(cast, elsewhere, proposal)
        )

    assert (str(refusal.value), fresh(proposal).settlement) == (sentence, None)
    assert names(proposal) == ["submit", "publish"]


def test_move_proposal_refuses_once_the_vote_is_signed_for(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    proposal = make_feasible(cast, cycle)
    cycle.voting_cleared_at = cycle.voting_from_at
    cycle.save()

    with pytest.raises(NotPossible) as refusal:
        move_proposal(
            proposal, by=cast.moderator, settlement=None, theme=make_theme("roads"), reason="R", seen=acts_on(proposal)
        )

    assert str(refusal.value) == "This is not possible at the cycle's present stage."


def test_move_proposal_still_works_under_review(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast, Stage.REVIEWING))
    start_review(proposal, by=cast.reviewer)

    move_proposal(
        proposal, by=cast.moderator, settlement=None, theme=make_theme("roads"), reason="R", seen=acts_on(proposal)
    )

    assert (fresh(proposal).theme.slug, fresh(proposal).state) == ("roads", State.UNDER_REVIEW)


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
