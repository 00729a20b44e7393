"""Who is voting: cases 1, 6 to 8, 12, 13 and 25 of the forty, through the pages."""

import logging
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.sms.models import SmsAccount
from budgeting.voting.models import Ballot, Roll, Step, StepCount
from portal.messages.sms import Memory
from tests.budgeting.voting.identity.listed import NUMBER, OTHER_NUMBER, PHONE, UNKNOWN, YEAR, make_listed_vote, wrong
from tests.cases.at_a_browser import WRONG, Voter, database, said
from tests.people import Cast

CROWDED = "Three people have voted with this phone already. Vote with another phone, at the municipality or a booth."
LATE = "The vote is not open now."


def test_case_01_who_votes_again_is_told_when_they_voted_and_until_when_it_may_change(
    cast: Cast, voter: Callable[..., Voter]
) -> None:
    cycle = make_listed_vote(cast)
    first = voter(cycle).prove()
    Roll.objects.update(voted_on=datetime(2026, 11, 20).date())

    second = voter(cycle).prove()

    assert "You first voted on" not in first.content.decode()
    text = second.content.decode()
    assert "You first voted on 20 November 2026. This ballot has replaced the earlier one" in text
    assert "Vote until:" in text
    assert (Roll.objects.count(), Ballot.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "010 240 123 45",
        "010-2401-2345",
        "０１０２４０１２３４５",
        "0102\u200b4012\ufeff345",
        " 01024012345\u00a0",
        "٠١٠٢٤٠١٢٣٤٥",
    ],
)
def test_case_06_a_number_typed_in_any_way_is_the_same_voter(
    cast: Cast, voter: Callable[..., Voter], typed: str
) -> None:
    cycle = make_listed_vote(cast)
    voter(cycle).prove()
    [known] = Roll.objects.values_list("voter_key", flat=True)

    page = voter(cycle).prove(typed)

    assert page.context["replaced_on"]
    assert list(Roll.objects.values_list("voter_key", flat=True)) == [known]


@pytest.mark.parametrize("method", ["residents", "sms"])
@pytest.mark.parametrize("typed", ["0102401234", "010240123456", "0102401234x", "არ მახსოვს", "01024012345'--"])
def test_case_07_a_number_that_is_none_is_a_field_error_and_kept_nowhere(
    cast: Cast, voter: Callable[..., Voter], caplog: pytest.LogCaptureFixture, method: str, typed: str
) -> None:
    cycle = make_listed_vote(cast, identity_methods=[method])
    somebody = voter(cycle)

    with caplog.at_level(logging.DEBUG):
        page = somebody.post(method, number=typed, year="1985", phone=PHONE)

    [(_method, form, _level)] = page.context["methods"]
    assert (page.status_code, form.errors) == (422, {"number": ["A personal number has 11 digits and nothing else."]})
    assert form["number"].value() == typed
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert [place for place in (database(), logged, str(page.redirect_chain)) if typed in place] == []
    assert [cookie for cookie in somebody.client.cookies.values() if typed in cookie.value] == []


def test_case_08_the_fourth_voter_on_one_phone_is_sent_to_a_booth_and_counted(
    by_phone: Cycle, voter: Callable[..., Voter]
) -> None:
    statuses = []
    for number in ("11111111111", "22222222222", "33333333333", "44444444444"):
        somebody = voter(by_phone)
        somebody.ask(number)
        page = somebody.type(somebody.code)
        statuses.append(page.status_code)

    assert (statuses, said(page)) == ([200, 200, 200, 422], CROWDED)
    assert (Roll.objects.count(), SmsAccount.objects.get().crowded) == (3, 1)


def test_case_12_a_known_and_an_unknown_number_get_the_same_answer(cast: Cast, voter: Callable[..., Voter]) -> None:
    cycle = make_listed_vote(cast)
    somebody = voter(cycle)
    somebody.prove(number="12345678901")
    wrong_year, unknown = measured(somebody, NUMBER, 1950), measured(somebody, UNKNOWN, 1950)

    assert wrong_year[:3] == unknown[:3]
    assert wrong_year[0] == 422
    times = {number: [] for number in ("22222222222", "33333333333")}
    for turn in range(4):
        for number in times:
            times[number].append(measured(somebody, number, 1950 + turn)[3])
    assert abs(median(times["22222222222"]) - median(times["33333333333"])) < 0.05


def measured(somebody: Voter, number: str, year: int) -> tuple[int, str, list[str], float]:
    """Status, body, statements and seconds of one answer, without what was typed and what is random."""
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as seen:
        page = somebody.prove(number, year)
    seconds = time.perf_counter() - began
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()).replace(number, "NUMBER")
    return page.status_code, body, [kind(query["sql"]) for query in seen.captured_queries], seconds


def kind(sql: str) -> str:
    """The statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b|\"s\d+_x\d+\"", "?", sql)


@pytest.mark.parametrize("of", [NUMBER, UNKNOWN])
def test_case_12_asking_for_a_code_tells_nothing_of_the_list(cast: Cast, voter: Callable[..., Voter], of: str) -> None:
    cycle = make_listed_vote(cast, identity_methods=["sms"])
    somebody = voter(cycle)
    pages = [somebody.ask(number, f"+99555512345{place}") for place, number in enumerate((NUMBER, of))]

    bodies = [re.sub(r'value="[\w=-]+"', "", page.content.decode()) for page in pages]
    assert (bodies[0], len(pages[0].content), len(Memory.sent)) == (bodies[1], len(pages[1].content), 2)


def test_case_12_a_wrong_code_and_a_number_off_the_list_get_the_same_answer(
    cast: Cast, voter: Callable[..., Voter]
) -> None:
    cycle = make_listed_vote(cast, identity_methods=["sms"])
    listed, unlisted = voter(cycle), voter(cycle)
    listed.ask(NUMBER, "+995555123451")
    unlisted.ask(UNKNOWN, "+995555123452")

    pages = [listed.type(wrong(listed.code)), unlisted.type(unlisted.code)]

    bodies = [re.sub(r'value="[\w=-]+"', "", page.content.decode()) for page in pages]
    assert ([page.status_code for page in pages], bodies[0]) == ([422, 422], bodies[1])
    assert said(pages[0]) == WRONG


def test_case_13_a_vote_a_second_late_is_refused_and_a_journey_begun_in_time_is_accepted(
    by_phone: Cycle, voter: Callable[..., Voter]
) -> None:
    end = by_phone.voting_until_at
    begun, late = voter(by_phone), voter(by_phone)
    begun.ask(at=end - timedelta(seconds=5))
    refused = late.post("sms", number=OTHER_NUMBER, phone=PHONE, at=end + timedelta(seconds=1))
    accepted = begun.type(begun.code, at=end + timedelta(minutes=9))

    assert (refused.status_code, LATE in refused.content.decode()) == (409, True)
    assert accepted.status_code == 200
    assert (Roll.objects.count(), Ballot.objects.count()) == (1, 1)
    assert steps(by_phone) == {"late": 1, "graced": 1, "identified": 1, "cast": 1}
    assert "ballot" not in {name for name, cookie in late.client.cookies.items() if cookie.value}


def test_case_13_after_the_ten_minutes_nothing_is_stored_and_it_is_counted(
    cast: Cast, voter: Callable[..., Voter]
) -> None:
    cycle = make_listed_vote(cast)
    somebody = voter(cycle)

    page = somebody.post("residents", number=NUMBER, year=str(YEAR), at=cycle.voting_until_at + timedelta(minutes=10))

    assert (page.status_code, LATE in page.content.decode()) == (409, True)
    assert (Roll.objects.count(), steps(cycle)) == (0, {"late": 1})


def steps(cycle: Cycle) -> dict[str, int]:
    return dict(StepCount.objects.filter(cycle=cycle).values_list("step", "total"))


def test_case_13_a_proof_of_one_step_is_late_within_the_ten_minutes(cast: Cast, voter: Callable[..., Voter]) -> None:
    cycle = make_listed_vote(cast)

    page = voter(cycle).post("residents", number=NUMBER, year=str(YEAR), at=cycle.voting_until_at)

    assert (page.status_code, Roll.objects.count()) == (409, 0)
    assert steps(cycle)[Step.LATE] == 1


def test_case_25_numbers_phones_and_codes_stand_nowhere(
    cast: Cast, voter: Callable[..., Voter], caplog: pytest.LogCaptureFixture
) -> None:
    """Ten markers through both methods, right and wrong: the database, the log, cookies and addresses are searched."""
    numbers = [f"7777777{place:04}" for place in range(10)]
    cycle = make_listed_vote(
        cast, [f"{number},{YEAR}" for number in numbers[:5]], identity_methods=["residents", "sms"]
    )
    left = []
    with caplog.at_level(logging.INFO):
        for place, number in enumerate(numbers):
            somebody = voter(cycle)
            somebody.prove(number, 1950)
            somebody.ask(number, f"+99559888{place:04}")
            page = somebody.type(somebody.code)
            left += [somebody.code] if f'"{somebody.code}"' in database() else []
            left += [str(cookie) for cookie in somebody.client.cookies.values()]
            left += [str(page.redirect_chain), str(page.headers)]

    searched = database() + " ".join(left) + " ".join(record.getMessage() for record in caplog.records)
    markers = [*numbers, *(f"59888{place:04}" for place in range(10))]
    assert [marker for marker in markers if marker in searched] == []
    assert Roll.objects.count() == 5
