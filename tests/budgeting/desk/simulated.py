"""Counted cycles to try another rule on, and the simulator's page."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from budgeting.counting.rule import Rule, rule_as_data
from budgeting.cycles.models import Cycle
from budgeting.results.actions import count_cycle
from budgeting.results.simulation import Simulation
from budgeting.voting.actions import cast_ballot
from tests.factories import make_vote, make_voters
from tests.people import Cast

BALLOTS = [[1, 2], [1, 2], [1], [3]]
SHARES = {"method": "equal-shares"}


def make_counted(
    cast: Cast,
    ballots: list[list[int]] = BALLOTS,
    costs: tuple[int, ...] = (60_000, 50_000, 40_000, 10_000),
    envelope_tetri: int = 100_000,
    rule: Rule | None = None,
) -> Cycle:
    """A counted cycle, by default with an envelope of 1,000 lari."""
    facts: dict[str, Any] = {"rule": rule_as_data(rule)} if rule else {}
    cycle = make_vote(cast, costs, envelope_tetri=envelope_tetri, max_projects=4, **facts)
    for voter, choices in zip(make_voters(cast, cycle, len(ballots)), ballots, strict=True):
        cast_ballot(cycle, choices, voter=voter)
    shift = cycle.voting_until_at - cycle.voting_from_at
    for field in ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at"):
        setattr(cycle, field, getattr(cycle, field) - shift)
    cycle.save()
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    return cycle


def path_of(cycle: Cycle) -> str:
    return reverse("desk_simulator", args=[cycle.pk])


def open_page(client: Client, cycle: Cycle, **asked: object) -> HttpResponse:
    return client.get(path_of(cycle), asked)


def found_by(client: Client, cycle: Cycle, **asked: object) -> Simulation:
    response = open_page(client, cycle, **asked)
    assert response.status_code == 200
    return response.context["found"]


def said(text: str) -> str:
    """With plain spaces, which are easier to compare."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def winners(found: Simulation) -> tuple[list[int], list[int]]:
    """The numbers of the funded projects: published, tried."""
    published = [row.project.number for row in found.rows if row.is_funded]
    return sorted(published), sorted(row.project.number for row in found.rows if row.is_funded_otherwise)
