"""Cases of the forty and the thirty that cards, the desk check and the key prove."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from budgeting.closing.actions import close_vote
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.codes import draw_code
from budgeting.voting.identity import METHODS, WrongProof
from budgeting.voting.identity.base import Voter
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.identity.card.binding import bind_card
from budgeting.voting.identity.card.spoiling import exchange_card, spoil_card
from budgeting.voting.identity.desk.actions import issue_desk_code
from budgeting.voting.keys import make_key
from budgeting.voting.models import Ballot, Roll
from portal.accounts.models import User
from portal.clock import pinned
from portal.log.models import Entry
from tests.factories import VISITOR, make_cards, make_vote
from tests.people import Cast

NUMBER = "01234567890"


def identify(cycle: Cycle, method: str, code: str) -> Voter:
    return METHODS[method].identify(cycle, {"code": code}, VISITOR)


def both(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["card", "desk"])


def test_case_01_the_same_person_by_card_and_by_desk_code_is_one_voter(cast: Cast) -> None:
    cycle = both(cast)
    [card] = make_cards(cast, cycle)
    bind_card(cycle, NUMBER, card, by=cast.official)
    first = cast_ballot(cycle, [1], voter=identify(cycle, "card", card))
    code = issue_desk_code(cycle, NUMBER, by=cast.official)

    second = cast_ballot(cycle, [2], voter=identify(cycle, "desk", code))

    assert (second.code, Roll.objects.count(), Ballot.objects.get().choices) == (first.code, 1, [2])


def test_case_12_wrong_spoiled_unbound_and_foreign_codes_get_the_same_page(client: Client, cast: Cast) -> None:
    """In text, status and size; and with the same queries."""
    cycle, other = both(cast), both(cast)
    unbound, spoiled = make_cards(cast, cycle, 2)
    spoil_card(cycle, spoiled, by=cast.booth_officer)
    [foreign] = make_cards(cast, other)
    bind_card(other, NUMBER, foreign, by=cast.official)
    client.post(reverse("vote", args=[cycle.pk]), {"choice": ["1"]})

    pages = set()
    for code in (unbound, spoiled, foreign, draw_code(12)):
        answer = client.post(reverse("vote_identify", args=[cycle.pk]), {"method": "card", "code": code})
        text = answer.content.decode().replace(code, "CODE")
        token = answer.context["csrf_token"]
        pages.add((answer.status_code, text.replace(str(token), "TOKEN")))

    assert len({status for status, _text in pages}) == 1
    assert len({len(text) for _status, text in pages}) == 1
    assert Roll.objects.count() == 0


def test_t20_what_is_done_to_cards_and_keys_is_on_the_log(cast: Cast) -> None:
    cycle = make_vote(cast)
    call_command("make_key", cycle.pk, "--copy", stdout=StringIO())
    first, second = issue_cards(cycle, by=cast.booth_officer, count=2, place="Sadakhlo")
    spoil_card(cycle, first, by=cast.booth_officer)
    exchange_card(cycle, second, by=cast.administrator)

    acts = list(Entry.objects.filter(act__regex="card|key").order_by("pk").values_list("act", "by"))
    booth, head = cast.booth_officer.pk, cast.administrator.pk
    assert acts == [
        ("copy_key", None),
        ("issue_cards", booth),
        ("spoil_card", booth),
        ("spoil_card", head),
        ("issue_cards", head),
    ]


def test_case_40_a_backup_from_before_the_close_gets_no_key_by_a_command(cast: Cast) -> None:
    cycle = make_vote(cast)
    cast_ballot(cycle, [1], voter=identify(cycle, "card", make_cards(cast, cycle)[0]))
    with pinned(cycle.voting_until_at + GRACE):
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    with pytest.raises(CommandError, match="must not come back"):
        call_command("make_key", cycle.pk)
    with pytest.raises(NotPossible):
        make_key(cycle)


def test_t10_no_code_of_a_thousand_guessed_ones_opens_the_vote(cast: Cast) -> None:
    cycle = make_vote(cast)
    issued = set(make_cards(cast, cycle, 50))

    guessed = {draw_code(12) for _guess in range(1000)} - issued

    for code in guessed:
        with pytest.raises(WrongProof):
            identify(cycle, "card", code)


def test_t11_a_code_is_valid_only_in_its_cycle_and_channel(cast: Cast) -> None:
    cycle, other = both(cast), both(cast)
    [card] = make_cards(cast, cycle)
    bind_card(cycle, NUMBER, card, by=cast.official)
    code = issue_desk_code(cycle, NUMBER, by=cast.official)

    for wrong in ((cycle, "desk", card), (cycle, "card", code), (other, "card", card), (other, "desk", code)):
        with pytest.raises(WrongProof):
            identify(*wrong)
    assert identify(cycle, "card", card) == Voter(identify(cycle, "desk", code).voter_key, "card")


def test_t28_an_officer_sees_that_somebody_voted_and_never_what(client: Client, cast: Cast) -> None:
    cycle = both(cast)
    projects = list(cycle.proposals.on_ballot())
    code = issue_desk_code(cycle, NUMBER, by=cast.official)
    receipt = cast_ballot(cycle, [2], voter=identify(cycle, "desk", code))
    client.force_login(cast.official)

    page = client.post(reverse("desk_identity", args=[cycle.pk]), {"act": "look", "number": NUMBER}).content.decode()

    assert "Has voted online on" in page
    assert [text for text in (receipt.code, *(str(project) for project in projects)) if text in page] == []


def _at_once(start: Barrier, act: object) -> object:
    try:
        start.wait()
        return act()
    except (NotPossible, WrongProof) as refusal:
        return refusal
    finally:
        connections.close_all()


def _exchange(cycle: Cycle, code: str, officer: User) -> str:
    return exchange_card(cycle, code, by=officer)[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_t02_a_card_spoiled_and_cast_in_the_same_second_is_one_ballot_at_most(cast: Cast) -> None:
    """Exchanged while its holder casts: either it has voted, or another card is out in its place; never both."""
    cycle = make_vote(cast)
    both_happened, outcomes = [], set()
    for code in make_cards(cast, cycle, 30):
        voter, start = identify(cycle, "card", code), Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            cast_job = pool.submit(_at_once, start, lambda voter=voter: cast_ballot(cycle, [1], voter=voter))
            spoil_job = pool.submit(_at_once, start, lambda code=code: _exchange(cycle, code, cast.booth_officer))
        has_voted = Roll.objects.filter(voter_key=voter.voter_key).exists()
        has_another = isinstance(spoil_job.result(), str)
        assert has_voted == (not isinstance(cast_job.result(), Exception))
        both_happened += [code] if has_voted == has_another else []
        outcomes.add(has_voted)

    assert both_happened == []
    assert Ballot.objects.count() == Roll.objects.count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_t02_ten_officers_hand_one_person_codes_at_once_and_one_is_good(cast: Cast) -> None:
    cycle, start = make_vote(cast, identity_methods=["desk"]), Barrier(10)
    with ThreadPoolExecutor(10) as pool:
        act = partial(issue_desk_code, cycle, NUMBER, by=cast.official)
        codes = [job.result() for job in [pool.submit(_at_once, start, act) for _officer in range(10)]]

    good = []
    for code in [one for one in codes if isinstance(one, str)]:
        try:
            good.append(identify(cycle, "desk", code))
        except WrongProof:
            continue
    assert len(good) == 1
