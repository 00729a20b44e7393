"""Where a person could vote in another way too, a card is bound to its person: one person, one line of the roll."""

import pytest

from budgeting.booths.actions import create_booth
from budgeting.booths.models import Booth
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.identity import METHODS, WrongProof
from budgeting.voting.identity.base import Voter
from budgeting.voting.identity.card.binding import bind_card
from budgeting.voting.identity.card.models import Card, CardBatch
from budgeting.voting.identity.card.queries import must_be_bound
from budgeting.voting.identity.card.spoiling import spoil_card
from budgeting.voting.identity.checking.models import CheckDay
from budgeting.voting.identity.desk.actions import issue_desk_code
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.models import Ballot, Channel, Roll
from portal.clock import pinned, today
from portal.log.models import Entry
from tests.factories import VISITOR, make_cards, make_vote
from tests.people import ROLES, Cast

NUMBER, ANOTHER = "01234567890", "01234567891"


def identify(cycle: Cycle, code: str, method: str = "card") -> Voter:
    return METHODS[method].identify(cycle, {"code": code}, VISITOR)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["card", "desk"])


def test_cards_need_binding_beside_another_method_or_a_booth(cast: Cast) -> None:
    alone = make_vote(cast)
    both = make_vote(cast, identity_methods=["card", "desk"])
    assert (must_be_bound(alone), must_be_bound(both)) == (False, True)

    Booth.objects.create(cycle=alone, name="School")

    assert must_be_bound(alone) is True


def test_an_unbound_card_opens_nothing_until_it_is_bound(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)
    with pytest.raises(WrongProof):
        identify(cycle, code)

    assert bind_card(cycle, NUMBER, code, by=cast.booth_officer) is False

    assert identify(cycle, code).voter_key == key_of_number(cycle, NUMBER)


def test_a_bound_card_and_a_desk_code_are_one_voter(cast: Cast, cycle: Cycle) -> None:
    [card] = make_cards(cast, cycle)
    bind_card(cycle, NUMBER, card, by=cast.official)
    cast_ballot(cycle, [1], voter=identify(cycle, card))
    code = issue_desk_code(cycle, NUMBER, by=cast.official)

    receipt = cast_ballot(cycle, [2], voter=identify(cycle, code, "desk"))

    assert receipt.has_replaced
    assert (Roll.objects.count(), list(Ballot.objects.values_list("choices", flat=True))) == (1, [[2]])


def test_the_next_card_of_a_person_ends_the_lost_one(cast: Cast, cycle: Cycle) -> None:
    lost, new = make_cards(cast, cycle, 2)
    bind_card(cycle, NUMBER, lost, by=cast.official)

    assert bind_card(cycle, NUMBER, new, by=cast.booth_officer) is True

    with pytest.raises(WrongProof):
        identify(cycle, lost)
    assert identify(cycle, new).voter_key == key_of_number(cycle, NUMBER)
    assert CardBatch.objects.get().spoiled == 1


def test_binding_the_same_again_changes_nothing(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)
    bind_card(cycle, NUMBER, code, by=cast.official)
    before = Card.objects.values().get()

    assert bind_card(cycle, NUMBER, code, by=cast.official) is False

    assert Card.objects.values().get() == before
    assert CheckDay.objects.get().cards == 1


def test_somebody_elses_card_is_not_bound(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)
    bind_card(cycle, NUMBER, code, by=cast.official)

    with pytest.raises(NotPossible, match="This card was handed to somebody else"):
        bind_card(cycle, ANOTHER, code, by=cast.official)

    assert identify(cycle, code).voter_key == key_of_number(cycle, NUMBER)


def test_a_card_used_before_binding_was_needed_is_not_bound_to_a_second_vote(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    cast_ballot(cycle, [1], voter=identify(cycle, code))
    Booth.objects.create(cycle=cycle, name="School")

    with pytest.raises(NotPossible, match="This card was handed to somebody else"):
        bind_card(cycle, NUMBER, code, by=cast.official)


def test_who_has_voted_on_paper_gets_no_card(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)
    booth = Booth.objects.create(cycle=cycle, name="School")
    facts = {"method": "paper", "channel": Channel.PAPER, "booth": booth, "voted_on": today()}
    Roll.objects.create(cycle=cycle, voter_key=key_of_number(cycle, NUMBER), **facts)

    with pytest.raises(NotPossible, match="Has voted on paper on"):
        bind_card(cycle, NUMBER, code, by=cast.official)

    assert Card.objects.get().sealed_key == ""


def test_spoiled_cards_are_not_bound(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)
    spoil_card(cycle, code, by=cast.booth_officer)

    with pytest.raises(NotPossible, match="spoiled already"):
        bind_card(cycle, NUMBER, code, by=cast.official)


def test_no_card_is_bound_where_none_has_to_be(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)

    with pytest.raises(NotPossible, match="In this vote a card is not bound"):
        bind_card(cycle, NUMBER, code, by=cast.official)


@pytest.mark.parametrize(
    "name", ["resident", *(name for name in ROLES if name not in ("booth_officer", "official", "other_official"))]
)
def test_binding_is_for_officers_of_this_place(cast: Cast, elsewhere: Cast, cycle: Cycle, name: str) -> None:
    [code] = make_cards(cast, cycle)

    for person in (getattr(cast, name), elsewhere.official):
        with pytest.raises(NotAllowed):
            bind_card(cycle, NUMBER, code, by=person)


def test_nothing_is_bound_once_the_vote_is_over(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)

    with pinned(cycle.voting_until_at), pytest.raises(NotPossible, match="The vote is over"):
        bind_card(cycle, NUMBER, code, by=cast.official)


def test_the_log_of_binding_names_neither_person_nor_card(cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)

    bind_card(cycle, NUMBER, code, by=cast.official)

    entry = Entry.objects.get(act="bind_card")
    assert (entry.by, entry.facts) == (cast.official, {"cycle": cycle.pk})


def test_no_booth_is_set_up_once_people_have_voted_with_unbound_cards(cast: Cast) -> None:
    cycle = make_vote(cast)
    used, unused = make_cards(cast, cycle, 2)
    cast_ballot(cycle, [1], voter=identify(cycle, used))

    with pytest.raises(NotPossible, match="People have voted with cards that are bound to nobody"):
        create_booth(cycle, by=cast.official, name="School")

    assert (Booth.objects.count(), identify(cycle, unused).method) == (0, "card")


def test_an_unbound_card_that_was_proved_before_a_booth_was_set_up_casts_nothing(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    voter = identify(cycle, code)
    create_booth(cycle, by=cast.official, name="School")

    with pytest.raises(WrongProof):
        cast_ballot(cycle, [1], voter=voter)

    assert (Roll.objects.count(), Ballot.objects.count()) == (0, 0)
