"""Projects of which only one can be built."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.results.actions import count_cycle
from budgeting.reviews.actions import name_rivals
from budgeting.voting.actions import cast_ballot
from budgeting.voting.checklist import sign_voting_gate
from budgeting.voting.keys import make_key
from portal.clock import now, pinned
from tests.factories import make_cycle, make_feasible, make_published, make_voters
from tests.people import Cast

pytestmark = pytest.mark.django_db


def make_pair(cast: Cast) -> tuple[Cycle, list[Proposal]]:
    """A cycle under review with three feasible projects, the first two for the same place."""
    cycle = make_cycle(cast, Stage.REVIEWING, max_projects=3)
    make_key(cycle)
    projects = [make_feasible(cast, cycle) for _project in range(3)]
    name_rivals(projects[0], by=cast.reviewer, rivals=[projects[1]])
    return cycle, projects


def test_rivals_are_each_others(cast: Cast) -> None:
    cycle, (first, second, third) = make_pair(cast)

    assert [list(one.rivals.all()) for one in (first, second, third)] == [[second], [first], []]
    assert cycle.proposals.rival_pairs() == [(first.pk, second.pk)]


def test_only_feasible_projects_of_the_same_cycle_can_be_rivals(cast: Cast) -> None:
    cycle, (first, second, _third) = make_pair(cast)
    stranger = make_feasible(cast, make_cycle(cast, Stage.REVIEWING))

    for wrong in (stranger, make_published(cast, cycle), first):
        with pytest.raises(NotPossible) as refusal:
            name_rivals(first, by=cast.reviewer, rivals=[wrong])
        assert str(refusal.value) == "Choose feasible projects of the same budget."
    assert list(first.rivals.all()) == [second]


@pytest.mark.parametrize("name", ["resident", "moderator", "official", "translator"])
def test_rivals_are_named_by_a_reviewer_of_the_place_alone(cast: Cast, name: str) -> None:
    _cycle, (first, _second, third) = make_pair(cast)

    with pytest.raises(NotAllowed):
        name_rivals(first, by=getattr(cast, name), rivals=[third])


def test_rivals_are_frozen_with_the_ballot_and_a_signature_stands_under_them(cast: Cast) -> None:
    cycle, (first, _second, third) = make_pair(cast)
    sign_voting_gate(cycle, by=cast.official)
    name_rivals(first, by=cast.reviewer, rivals=[])

    assert sign_voting_gate(cycle, by=cast.other_official) is False
    assert sign_voting_gate(cycle, by=cast.official) is True
    with pytest.raises(NotPossible):
        name_rivals(Proposal.objects.get(pk=first.pk), by=cast.reviewer, rivals=[third])


def open_vote(cast: Cast, cycle: Cycle) -> Cycle:
    for official in (cast.official, cast.other_official):
        sign_voting_gate(cycle, by=official)
    shift = cycle.voting_from_at - now() + timedelta(hours=1)
    for field in ("proposing_from_at", "proposing_until_at", "voting_from_at"):
        setattr(cycle, field, getattr(cycle, field) - shift)
    cycle.save()
    return Cycle.objects.get(pk=cycle.pk)


def test_a_count_funds_one_of_two_rivals_and_says_so(cast: Cast, client: Client) -> None:
    cycle, _projects = make_pair(cast)
    cycle = open_vote(cast, cycle)
    page = client.get(reverse("vote", args=[cycle.address])).content.decode()
    assert page.count("Only one of them can be built") == 2
    for voter, choices in zip(make_voters(cast, cycle, 3), ([1, 2, 3], [1, 2], [1]), strict=True):
        cast_ballot(cycle, choices, voter=voter)

    with pinned(cycle.voting_until_at + timedelta(hours=1)):
        count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    outcomes = count.outcomes.select_related("project")
    assert [(one.project.number, one.is_funded, one.reason, one.decision["other"]) for one in outcomes] == [
        (1, True, "fits", None),
        (2, False, "same_place", "1"),
        (3, True, "fits", None),
    ]
    count.refresh_from_db()
    assert count.conditions["one_of"] == [["1", "2"]]
