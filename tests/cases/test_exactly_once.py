"""One person, one ballot, one receipt: in parallel, sent again, and after an answer that never came.

The same with processes and databases killed meanwhile: `tests/faults/exactly_once.py`.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.voting.codes import show_code
from budgeting.voting.models import Ballot, Roll
from tests.factories import make_cards, make_vote
from tests.faults.invariants import Promise, judge
from tests.people import Cast

AT_ONCE = 20


def chosen(cycle: Cycle, *choices: int) -> Client:
    """A browser with a ballot that is chosen and not yet cast."""
    browser = Client()
    browser.post(reverse("vote", args=[cycle.address]), {"choice": choices})
    return browser


def cast_with(browser: Client, cycle: Cycle, code: str) -> str:
    """Casts from a copy of the browser, as a request sent once more does; the receipt as its page shows it."""
    copy = Client()
    copy.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    page = copy.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": code}, follow=True)
    return shown(page)


def shown(page: HttpResponse) -> str:
    """The receipt on the page. A test client's `context` would hold what other threads have rendered, too."""
    return re.search(r'class="receipt-code">\s*([0-9A-Z-]+)', page.content.decode())[1]


def in_parallel(jobs: list[Callable[[], str]]) -> list[str]:
    def alone(job: Callable[[], str]) -> str:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(alone, jobs))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [pytest.param(50, id="case_02"), pytest.param(200, id="t1")])
def test_case_02_t1_parallel_submits_of_one_voter_make_one_ballot_and_one_receipt(cast: Cast, times: int) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    browser = chosen(cycle, 1, 2)

    receipts = in_parallel([lambda: cast_with(browser, cycle, code)] * times)

    [ballot] = Ballot.objects.all()
    assert {*receipts} == {show_code(ballot.receipt)}
    assert (ballot.choices, Roll.objects.count()) == ([1, 2], 1)


def test_case_03_04_what_was_stored_without_an_answer_is_shown_on_sending_again(cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    browser = chosen(cycle, 1)
    cast_with(browser, cycle, code)  # the answer gets lost: the browser keeps the cookies it had

    page = browser.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": code}, follow=True)

    [ballot] = Ballot.objects.all()
    assert shown(page) == show_code(ballot.receipt)
    assert not page.context["replaced_on"]


def test_the_judge_of_the_faults_notices_what_is_lost(cast: Cast) -> None:
    """Else twenty rounds without a loss would prove nothing."""
    cycle = make_vote(cast)
    codes = make_cards(cast, cycle, 3)
    first, changed, gone = (cast_with(chosen(cycle, 1), cycle, code).replace("-", "") for code in codes)
    Ballot.objects.get(receipt=gone).delete()

    verdict = judge(
        [
            Promise(codes[0], is_kept=True, receipts=[first], may_stand=[[1]]),
            Promise(codes[1], is_kept=True, receipts=[changed], may_stand=[[2]]),
            Promise(codes[2], is_kept=True, receipts=[gone], may_stand=[[1]]),
        ]
    )

    assert verdict.lost == [
        f"{codes[1]}: [1] stands, not [[2]]",
        f"{codes[2]}: 1 in the roll, 0 ballots",
        f"{codes[2]}: acknowledged, and no ballot",
    ]
    assert verdict.stored == {codes[0]: first, codes[1]: changed}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_hundred_parallel_casts_of_fifty_voters_who_also_change_their_minds(cast: Cast) -> None:
    cycle = make_vote(cast)
    codes = make_cards(cast, cycle, 50)
    first, second = chosen(cycle, 1), chosen(cycle, 2, 3)

    receipts = in_parallel([lambda code=code: cast_with(first, cycle, code) for code in codes * 4])
    again = in_parallel([lambda code=code: cast_with(second, cycle, code) for code in codes[:15] * 2])

    assert receipts == receipts[:50] * 4
    assert again == receipts[:15] * 2
    stored = dict(Ballot.objects.values_list("receipt", "choices"))
    assert {show_code(receipt) for receipt in stored} == {*receipts}
    assert sorted(stored.values()) == [[1]] * 35 + [[2, 3]] * 15
    assert Roll.objects.count() == 50
