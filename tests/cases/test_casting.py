"""One person, one ballot, whatever the network and the browser do."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot, Roll
from portal.clock import now, pinned, today
from portal.log.models import Entry
from tests.cases.ballots import choose, closing_connections, prove, same_browser, vote
from tests.factories import make_cards, make_cycle, make_feasible, make_vote, make_voters
from tests.people import Cast


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [pytest.param(50, id="case_02"), pytest.param(1000, id="t1")])
def test_case_02_t1_parallel_casts_of_one_voter_give_one_ballot_and_one_receipt(cast: Cast, times: int) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    def work(choice: int) -> str:
        return cast_ballot(cycle, [choice % 3 + 1], voter=voter, attempt=str(choice)).code

    with ThreadPoolExecutor(16) as pool:
        receipts = set(pool.map(lambda number: closing_connections(work, number), range(times)))

    assert (len(receipts), Ballot.objects.count(), Roll.objects.count()) == (1, 1, 1)


def test_case_03_the_same_attempt_sent_twice_gets_the_same_receipt_and_is_not_called_a_change(
    client: Client, cast: Cast
) -> None:
    cycle, [code] = _vote_with_a_card(cast)
    choose(client, cycle, [1, 2])
    resent = same_browser(client)  # the answer was lost: the browser still holds the draft

    first, second = prove(client, cycle, code), prove(resent, cycle, code)

    assert (first.context["code"], second.context["replaced_on"]) == (second.context["code"], "")
    assert Ballot.objects.get().choices == [1, 2]


def test_case_03_other_choices_after_a_lost_answer_are_a_change(client: Client, cast: Cast) -> None:
    cycle, [code] = _vote_with_a_card(cast)
    choose(client, cycle, [1, 2])
    resent = same_browser(client)
    prove(client, cycle, code)

    choose(resent, cycle, [3])
    second = prove(resent, cycle, code)

    assert (second.context["replaced_on"], Ballot.objects.get().choices) == (today(), [3])


def test_case_04_a_ballot_stored_without_an_answer_is_shown_when_it_is_sent_again(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle, [code] = _vote_with_a_card(cast)
    choose(client, cycle, [1])
    client.raise_request_exception = False

    def dies(*_args: object, **_facts: object) -> None:
        raise SystemError("killed between the commit and the answer")

    with monkeypatch.context() as patched:
        patched.setattr("django.http.HttpResponse.set_signed_cookie", dies)  # the receipt's, after the commit
        answer = client.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": code})
    again = prove(client, cycle, code)

    assert (answer.status_code, again.status_code, again.context["replaced_on"]) == (500, 200, "")
    assert (Ballot.objects.count(), Ballot.objects.get().receipt) == (1, again.context["code"].replace("-", ""))


def test_case_14_nobody_votes_before_the_opening_and_a_clock_set_back_does_not_reopen(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    early = make_cycle(cast, Stage.VOTING)  # its dates have come, but nobody has signed
    make_feasible(cast, early)

    for cycle_then, instant in (
        (early, now()),
        (cycle, cycle.voting_from_at - timedelta(seconds=1)),
        (cycle, cycle.voting_until_at + timedelta(seconds=1)),
    ):
        with pinned(instant), pytest.raises(NotPossible):
            cast_ballot(cycle_then, [1], voter=voter)

    assert not Ballot.objects.exists()


def test_case_14_the_page_says_when_the_vote_is_and_takes_nothing(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)

    answers = [client.get(reverse("vote", args=[cycle.address])), choose(client, cycle, [1])]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "ballot" not in client.cookies


def test_case_19_the_last_ballot_counts_and_the_receipt_names_the_replaced_one(client: Client, cast: Cast) -> None:
    cycle, [code] = _vote_with_a_card(cast)
    first = vote(client, cycle, code, [1])

    choose(client, cycle, [2, 3])
    second = prove(client, cycle, code)

    assert (second.context["code"], second.context["replaced_on"]) == (first, today())
    assert (Ballot.objects.get().choices, Roll.objects.count()) == ([2, 3], 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_case_20_two_different_changes_in_parallel_have_one_winner(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    cast_ballot(cycle, [1], voter=voter, attempt="first")

    def work(choices: list[int]) -> str:
        return cast_ballot(cycle, choices, voter=voter, attempt=str(choices)).code

    with ThreadPoolExecutor(2) as pool:
        receipts = set(pool.map(lambda choices: closing_connections(work, choices), [[2], [3]]))

    assert (len(receipts), Ballot.objects.count()) == (1, 1)
    assert Ballot.objects.get().choices in ([2], [3])


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_t03_a_ballot_at_the_end_is_judged_by_the_servers_clock(cast: Cast, seconds: int, is_taken: bool) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    with pinned(cycle.voting_until_at + timedelta(seconds=seconds)), suppress(NotPossible):
        cast_ballot(cycle, [1], voter=voter)

    assert Ballot.objects.exists() == is_taken


def test_t06_however_often_a_ballot_is_changed_the_last_counts_and_no_earlier_one_is_left(
    client: Client, cast: Cast
) -> None:
    cycle, [code] = _vote_with_a_card(cast)

    receipts = {vote(client, cycle, code, choices) for choices in ([1], [2], [3], [1, 2], [2, 3])}

    assert (len(receipts), [ballot.choices for ballot in Ballot.objects.all()]) == (1, [[2, 3]])
    assert Roll.objects.get().voted_on == localtime(now()).date()
    assert not Entry.objects.filter(act__contains="ballot").exists()


def _vote_with_a_card(cast: Cast):
    cycle = make_vote(cast)
    return cycle, make_cards(cast, cycle)
