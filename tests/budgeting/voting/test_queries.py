"""What may be known of a vote while it is open."""

from datetime import timedelta

import pytest
from django.test import Client

from budgeting.errors import NotPossible
from budgeting.results.actions import count_cycle
from budgeting.results.exports import export_election
from budgeting.results.models import Count, Outcome
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.queries import SMALLEST_CELL, Turnout, turnout
from portal.clock import pinned
from tests.factories import make_vote, make_voters
from tests.people import Cast


def test_turnout_under_ten_is_hidden_and_says_ten_from_ten_on(cast: Cast) -> None:
    cycle, seen = make_vote(cast), []
    for voter in make_voters(cast, cycle, SMALLEST_CELL + 1):
        seen.append(turnout(cycle).voters)
        cast_ballot(cycle, [1], voter=voter)
    seen.append(turnout(cycle).voters)

    assert seen == [None] * 10 + [10, 11]


def test_turnout_counts_persons_not_attempts(cast: Cast) -> None:
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    for number in range(20):
        cast_ballot(cycle, [1 + number % 3], voter=voter)

    assert turnout(cycle) == Turnout(None)


def test_turnout_is_of_this_cycle_alone(cast: Cast) -> None:
    cycle, other = make_vote(cast), make_vote(cast)
    for voter in make_voters(cast, other, SMALLEST_CELL):
        cast_ballot(other, [1], voter=voter)

    assert (turnout(cycle).voters, turnout(other).voters) == (None, 10)


@pytest.mark.parametrize("before_close", [timedelta(days=5), timedelta(seconds=1), -GRACE + timedelta(seconds=1)])
def test_no_count_and_no_export_before_the_close(cast: Cast, before_close: timedelta) -> None:
    cycle = make_vote(cast)
    for voter in make_voters(cast, cycle, 12):
        cast_ballot(cycle, [2], voter=voter)

    with pinned(cycle.voting_until_at - before_close):
        with pytest.raises(NotPossible) as refusal:
            count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
        with pytest.raises(NotPossible):
            export_election(cycle)

    assert str(refusal.value) == (
        "The vote cannot be closed yet. Still missing: The vote and the ten minutes after its end are over."
    )
    assert (Count.objects.count(), Outcome.objects.count()) == (0, 0)


PAGES = [
    "/en/cycles/{pk}/",
    "/en/cycles/{pk}/turnout/",
    "/en/cycles/{pk}/proposals/?order=newest",
    "/en/cycles/{pk}/vote/",
    "/en/cycles/{pk}/results/",
    "/en/proposals/{project}/",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_an_open_vote_do_not_change_with_the_choices(cast: Cast, client: Client, page: str) -> None:
    """The same twelve voters choose all the first project, then all the second: nobody can see it."""
    cycle = make_vote(cast)
    voters = make_voters(cast, cycle, 12)
    path = page.format(pk=cycle.pk, project=cycle.proposals.get(number=1).pk)
    seen = []
    for choice in (1, 2):
        for voter in voters:
            cast_ballot(cycle, [choice], voter=voter)
        answer = client.get(path, headers={"user-agent": "Test"})
        seen.append((answer.status_code, _without_chance(answer.content.decode())))

    assert seen[0] == seen[1]


def _without_chance(html: str) -> list[str]:
    """The lines, but for tokens and seeds, sorted: the projects of a ballot are in an order random per visit."""
    return sorted(
        line for line in html.splitlines() if "csrfmiddlewaretoken" not in line and 'name="opened"' not in line
    )
