"""Dividing a proposal and giving it another place or theme; of two moderators at once one does."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.actions import move_proposal, split_proposal
from budgeting.moderation.queries import acts_on, linked_proposals
from budgeting.proposals.models import CoAuthor, Follow, Proposal
from budgeting.proposals.states import State
from budgeting.reviews.actions import start_review
from portal.messages.models import Notice
from tests.budgeting.moderation.acted_on import NOT_MODERATORS, TOO_LATE, fresh, names
from tests.factories import make_cycle, make_feasible, make_published, make_settlement, make_submitted, make_theme
from tests.people import Cast

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
