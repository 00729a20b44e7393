"""Spoiled cards open no vote, used ones are not spoiled, and a village's count says nothing of who voted."""

import contextlib

import pytest

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.codes import draw_code
from budgeting.voting.identity import METHODS, WrongProof
from budgeting.voting.identity.base import Voter
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.identity.card.binding import bind_card
from budgeting.voting.identity.card.method import CODE_LENGTH
from budgeting.voting.identity.card.models import Card, CardBatch
from budgeting.voting.identity.card.queries import PlaceCount, cards_by_place
from budgeting.voting.identity.card.spoiling import exchange_card, spoil_batch, spoil_card
from budgeting.voting.models import Ballot, Roll
from portal.clock import pinned
from portal.log.models import Entry
from tests.factories import VISITOR, make_cards, make_vote
from tests.people import ROLES, Cast

HAS_VOTED = "The holder of this card has voted, so it cannot be spoiled or exchanged. What was voted nobody can see."


def identify(cycle: Cycle, code: str) -> Voter:
    return METHODS["card"].identify(cycle, {"code": code}, VISITOR)


def test_a_spoiled_card_opens_the_vote_no_more(cast: Cast) -> None:
    cycle = make_vote(cast)
    spoiled, good = make_cards(cast, cycle, 2)

    spoil_card(cycle, spoiled, by=cast.booth_officer)

    with pytest.raises(WrongProof):
        identify(cycle, spoiled)
    assert cast_ballot(cycle, [1], voter=identify(cycle, good)).has_replaced is False


def test_a_card_spoiled_after_its_holder_was_identified_casts_nothing(cast: Cast) -> None:
    """Else it and the card in its place would be two ballots."""
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    voter = identify(cycle, code)
    spoil_card(cycle, code, by=cast.booth_officer)

    with pytest.raises(WrongProof):
        cast_ballot(cycle, [1], voter=voter)

    assert (Roll.objects.count(), Ballot.objects.count()) == (0, 0)


@pytest.mark.parametrize("act", [spoil_card, exchange_card])
def test_a_used_card_is_neither_spoiled_nor_exchanged(cast: Cast, act: object) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    cast_ballot(cycle, [1], voter=identify(cycle, code))

    with pytest.raises(NotPossible) as refusal:
        act(cycle, code, by=cast.booth_officer)

    assert str(refusal.value) == HAS_VOTED
    assert (Card.objects.get().is_spoiled, CardBatch.objects.get().spoiled) == (False, 0)


def test_exchange_card_gives_one_card_for_the_same_place(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = issue_cards(cycle, by=cast.booth_officer, count=1, place="Sadakhlo")

    new_code, place = exchange_card(cycle, code, by=cast.administrator)

    assert (place, cards_by_place(cycle)) == ("Sadakhlo", [PlaceCount("Sadakhlo", issued=2, spoiled=1)])
    assert identify(cycle, new_code).method == "card"
    with pytest.raises(NotPossible, match="spoiled already"):
        exchange_card(cycle, code, by=cast.administrator)


def test_a_bound_card_is_not_exchanged_but_bound_anew(cast: Cast) -> None:
    cycle = make_vote(cast, identity_methods=["card", "desk"])
    [code] = make_cards(cast, cycle)
    bind_card(cycle, "01234567890", code, by=cast.booth_officer)

    with pytest.raises(NotPossible, match="This card is bound to a person"):
        exchange_card(cycle, code, by=cast.booth_officer)

    assert (Card.objects.get().is_spoiled, CardBatch.objects.count()) == (False, 1)


def test_spoil_batch_spoils_what_is_good_of_it_once(cast: Cast) -> None:
    cycle = make_vote(cast)
    codes = issue_cards(cycle, by=cast.booth_officer, count=3, place="Sadakhlo")
    [other] = make_cards(cast, cycle)
    batch = CardBatch.objects.get(place="Sadakhlo")
    spoil_card(cycle, codes[0], by=cast.booth_officer)

    assert spoil_batch(batch, by=cast.booth_officer) == 2

    batch.refresh_from_db()
    assert (batch.spoiled, batch.is_spoiled) == (3, True)
    assert identify(cycle, other)
    for code in codes:
        with pytest.raises(WrongProof):
            identify(cycle, code)
    with pytest.raises(NotPossible, match="This batch has been spoiled already"):
        spoil_batch(batch, by=cast.booth_officer)
    assert Entry.objects.get(act="spoil_cards").facts == {"count": 2, "place": "Sadakhlo"}


def test_a_batch_of_which_a_card_was_bound_is_not_spoiled_whole(cast: Cast) -> None:
    cycle = make_vote(cast, identity_methods=["card", "desk"])
    code, _other = make_cards(cast, cycle, 2)
    bind_card(cycle, "01234567890", code, by=cast.booth_officer)

    with pytest.raises(NotPossible, match="Spoil them one by one"):
        spoil_batch(CardBatch.objects.get(), by=cast.booth_officer)

    assert Card.objects.filter(is_spoiled=True).count() == 0


def test_spoil_card_of_an_unknown_code_or_another_cycle_is_refused(cast: Cast) -> None:
    cycle, other = make_vote(cast), make_vote(cast)
    [foreign] = make_cards(cast, other)

    for code in (draw_code(CODE_LENGTH), foreign):
        with pytest.raises(NotPossible, match="No card with this code was issued for this vote"):
            spoil_card(cycle, code, by=cast.booth_officer)


@pytest.mark.parametrize(
    "name", ["resident", *(name for name in ROLES if name not in ("booth_officer", "administrator"))]
)
def test_spoiling_is_not_for_everybody(cast: Cast, elsewhere: Cast, name: str) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)

    for person in (getattr(cast, name), elsewhere.booth_officer):
        for act in (spoil_card, exchange_card):
            with pytest.raises(NotAllowed):
                act(cycle, code, by=person)
        with pytest.raises(NotAllowed):
            spoil_batch(CardBatch.objects.get(), by=person)


def test_nothing_is_spoiled_once_the_vote_is_over(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)

    with pinned(cycle.voting_until_at):
        for refused in (
            lambda: spoil_card(cycle, code, by=cast.booth_officer),
            lambda: exchange_card(cycle, code, by=cast.booth_officer),
        ):
            with pytest.raises(NotPossible, match="The vote is over"):
                refused()


def test_the_same_form_issues_one_batch(cast: Cast) -> None:
    cycle = make_vote(cast)
    issue_cards(cycle, by=cast.booth_officer, count=2)
    mark = CardBatch.objects.get().mark

    with pytest.raises(NotPossible, match="This batch has been issued already"):
        issue_cards(cycle, by=cast.booth_officer, count=2, mark=mark)

    assert (CardBatch.objects.count(), Card.objects.count()) == (1, 2)


def test_counts_by_place_outlive_the_close_and_cards_do_not(cast: Cast) -> None:
    cycle = make_vote(cast)
    codes = issue_cards(cycle, by=cast.booth_officer, count=4, place="Sadakhlo")
    issue_cards(cycle, by=cast.booth_officer, count=2, place="Sadakhlo")
    spoil_card(cycle, codes[0], by=cast.booth_officer)

    assert METHODS["card"].forget(cycle) == {"cards": 6, "cards_spoiled": 1}
    assert cards_by_place(cycle) == [PlaceCount("Sadakhlo", issued=6, spoiled=1)]
    assert Card.objects.count() == 0


def test_right_and_wrong_cards_cost_the_same_queries(cast: Cast, django_assert_num_queries: object) -> None:
    for methods, queries in ((["card"], 2), (["card", "desk"], 1)):
        cycle = make_vote(cast, identity_methods=methods)
        bound, unbound, spoiled = make_cards(cast, cycle, 3)
        if queries == 1:
            bind_card(cycle, "01234567890", bound, by=cast.booth_officer)
        spoil_card(cycle, spoiled, by=cast.booth_officer)
        for code in (bound, unbound, spoiled, draw_code(CODE_LENGTH)):
            with django_assert_num_queries(queries), contextlib.suppress(WrongProof):
                identify(cycle, code)
