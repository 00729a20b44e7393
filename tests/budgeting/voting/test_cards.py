"""Voting cards: issued in batches, known by hashes alone, good for one cycle."""

import re

import pytest
from django.apps import apps

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.codes import read_code, show_code
from budgeting.voting.identity import METHODS, Voter, WrongProof
from budgeting.voting.identity.card.actions import LARGEST_BATCH, issue_cards
from budgeting.voting.identity.card.method import CODE_LENGTH, CardForm
from budgeting.voting.identity.card.models import Card
from budgeting.voting.keys import KeyMissing, destroy_key, keyed_hash, make_key
from portal.clock import pinned
from portal.log.models import Entry
from tests.factories import VISITOR, make_cards, make_cycle, make_vote
from tests.people import ROLES, Cast

CARD = METHODS["card"]


def identify(cycle: Cycle, code: str) -> Voter:
    voter = CARD.identify(cycle, {"code": code}, VISITOR)
    assert isinstance(voter, Voter)
    return voter


@pytest.mark.parametrize("name", ["booth_officer", "administrator"])
def test_issue_cards_gives_codes_and_keeps_their_hashes(cast: Cast, name: str) -> None:
    cycle = make_vote(cast)

    codes = issue_cards(cycle, by=getattr(cast, name), count=20, place="Sadakhlo")

    assert [read_code(code, CODE_LENGTH) for code in codes] == codes
    assert (len(set(codes)), Card.objects.filter(cycle=cycle, batch__place="Sadakhlo").count()) == (20, 20)
    entry = Entry.objects.get(act="issue_cards")
    assert (entry.by, entry.facts) == (getattr(cast, name), {"count": 20, "place": "Sadakhlo"})


def test_codes_of_cards_stand_nowhere_in_the_database(cast: Cast) -> None:
    """Every column of every table, after a card was issued, used and used again."""
    cycle = make_vote(cast)
    codes = make_cards(cast, cycle, 3)
    receipts = []
    for choice in (1, 2):
        receipts.append(cast_ballot(cycle, [choice], voter=identify(cycle, codes[0])).code)

    dump = _dump()

    assert [code for code in codes for form in (code, show_code(code)) if form in dump] == []
    assert receipts[0] in dump  # the dump does hold what is stored


def _dump() -> str:
    """The whole database as upper-case text."""
    rows = [str(list(model._base_manager.values_list())) for model in apps.get_models(include_auto_created=True)]
    return re.sub(r"\s+", " ", " ".join(rows)).upper()


@pytest.mark.parametrize(
    "name", ["resident", "neighbour", *(name for name in ROLES if name not in ("booth_officer", "administrator"))]
)
def test_issue_cards_is_not_for_everybody(cast: Cast, name: str) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotAllowed):
        issue_cards(cycle, by=getattr(cast, name), count=1)

    assert Card.objects.count() == 0


def test_issue_cards_refuses_another_municipalitys_booth_officer(cast: Cast, elsewhere: Cast) -> None:
    with pytest.raises(NotAllowed):
        issue_cards(make_vote(cast), by=elsewhere.booth_officer, count=1)


@pytest.mark.parametrize("count", [0, -1, LARGEST_BATCH + 1])
def test_issue_cards_refuses_a_batch_out_of_bounds(cast: Cast, count: int) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible) as refusal:
        issue_cards(cycle, by=cast.booth_officer, count=count)

    assert str(refusal.value) == "A batch holds between 1 and 1000 cards."
    assert Card.objects.count() == 0


def test_issue_cards_takes_the_largest_batch(cast: Cast) -> None:
    cycle = make_vote(cast)

    assert len(set(issue_cards(cycle, by=cast.booth_officer, count=LARGEST_BATCH))) == LARGEST_BATCH
    assert Card.objects.count() == LARGEST_BATCH


def test_issue_cards_refuses_a_cycle_that_does_not_use_them(cast: Cast) -> None:
    cycle = make_cycle(cast, identity_methods=[])

    with pytest.raises(NotPossible) as refusal:
        issue_cards(cycle, by=cast.booth_officer, count=1)

    assert str(refusal.value) == "This cycle does not use voting cards."


def test_issue_cards_refuses_once_the_vote_is_over(cast: Cast) -> None:
    cycle = make_vote(cast)

    with pinned(cycle.voting_until_at), pytest.raises(NotPossible) as refusal:
        issue_cards(cycle, by=cast.booth_officer, count=1)

    assert str(refusal.value) == "The vote is over."


def test_cards_may_be_printed_before_the_vote_opens(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_key(cycle)

    [code] = issue_cards(cycle, by=cast.booth_officer, count=1)

    assert identify(cycle, code).method == "card"


def test_a_card_makes_the_same_voter_each_time_and_two_cards_two(cast: Cast) -> None:
    cycle = make_vote(cast)
    first, second = make_cards(cast, cycle, 2)

    voters = [identify(cycle, code) for code in (first, first, second)]

    assert voters[0] == voters[1]
    assert voters[0] != voters[2]


def test_a_card_of_another_cycle_is_refused(cast: Cast) -> None:
    cycle, other = make_vote(cast), make_vote(cast)
    make_cards(cast, cycle)
    [foreign] = make_cards(cast, other)

    with pytest.raises(WrongProof) as refusal:
        identify(cycle, foreign)

    assert str(refusal.value) == "This does not open the vote. Check every sign, or ask at the municipality."


def test_the_same_code_in_two_cycles_is_two_cards_and_two_voters(cast: Cast) -> None:
    """So that nobody can follow a card from one vote to the next."""
    cycle, other = make_vote(cast), make_vote(cast)
    [code] = make_cards(cast, cycle)
    make_cards(cast, other)
    Card.objects.filter(cycle=other).update(code_hash=keyed_hash(other, "card", code))

    voters = [identify(each, code) for each in (cycle, other)]

    assert voters[0].voter_key != voters[1].voter_key
    assert len(set(Card.objects.values_list("code_hash", flat=True))) == 2


def test_a_lost_key_is_not_mistaken_for_a_wrong_card(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    destroy_key(cycle)

    with pytest.raises(KeyMissing, match="Nobody can be identified just now"):
        identify(cycle, code)


def test_card_form_reads_a_code_as_people_type_it(cast: Cast) -> None:
    [code] = make_cards(cast, make_vote(cast))

    form = CardForm({"code": f" {show_code(code).lower()} "})

    assert (form.is_valid(), form.cleaned_data) == (True, {"code": code})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write the code that is printed on your card."),
        ("7K2M-9QXA", "This code has a typing mistake. Compare it with your card, sign by sign."),
        ("შვიდი", "This code has a typing mistake. Compare it with your card, sign by sign."),
    ],
)
def test_card_form_says_what_is_wrong(typed: str, sentence: str) -> None:
    assert CardForm({"code": typed}).errors == {"code": [sentence]}


def test_a_card_does_not_say_who_has_voted(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    before = list(Card.objects.values())

    cast_ballot(cycle, [1], voter=identify(cycle, code))

    assert list(Card.objects.values()) == before


def test_forget_deletes_this_cycles_cards_and_says_how_many(cast: Cast) -> None:
    cycle, other = make_vote(cast), make_vote(cast)
    make_cards(cast, cycle, 3)
    make_cards(cast, other)

    assert CARD.forget(cycle) == {"cards": 3, "cards_spoiled": 0}

    assert list(Card.objects.values_list("cycle", flat=True)) == [other.pk]
