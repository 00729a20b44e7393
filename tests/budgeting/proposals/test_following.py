"""Following a proposal, and the list of what one follows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.following import follow_proposal, followed_by, is_following, unfollow_proposal
from budgeting.proposals.models import Follow, Proposal
from budgeting.proposals.states import State
from tests.factories import make_cycle, make_draft, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_following_twice_is_following_once_and_ends(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    for _press in range(2):
        follow_proposal(proposal, by=cast.neighbour)
    assert (is_following(cast.neighbour, proposal), Follow.objects.count()) == (True, 1)
    assert is_following(cast.observer, proposal) is False

    for _press in range(2):
        unfollow_proposal(proposal, by=cast.neighbour)
    assert is_following(cast.neighbour, proposal) is False


def test_only_what_is_public_is_followed(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    with pytest.raises(NotAllowed):
        follow_proposal(draft, by=cast.neighbour)
    with pytest.raises(NotPossible, match="can be followed once it is published"):
        follow_proposal(draft, by=cast.resident)


def test_the_newest_followed_comes_first_and_what_is_no_longer_public_is_left_out(cast: Cast) -> None:
    cycle = make_cycle(cast)
    first, second, hidden = (make_published(cast, cycle) for _number in range(3))
    for proposal in (first, second, hidden):
        follow_proposal(proposal, by=cast.neighbour)
        follow_proposal(proposal, by=cast.observer)
    Proposal.objects.filter(pk=hidden.pk).update(state=State.REJECTED, rejection_code="hate")

    assert list(followed_by(cast.neighbour)) == [second, first]


def test_the_page_follows_and_my_page_ends_it(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    page, mine = reverse("proposal", args=[proposal.address]), reverse("my_page")
    client.force_login(cast.neighbour)
    assert client.post(reverse("follow_proposal", args=[proposal.address])).url == page
    assert client.get(page).context["is_following"] is True
    assert list(client.get(mine).context["followed"]) == [proposal]

    response = client.post(reverse("unfollow_proposal", args=[proposal.address]), {"from_my_page": "1"})

    assert (response.url, Follow.objects.count()) == (mine, 0)


def test_how_many_follow_is_not_told(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    page = reverse("proposal", args=[proposal.address])
    before = client.get(page).content
    follow_proposal(proposal, by=cast.neighbour)
    assert client.get(page).content == before


def test_my_page_costs_the_same_with_1_and_with_10_followed(client: Client, cast: Cast) -> None:
    cycle, costs = make_cycle(cast), []
    client.force_login(cast.neighbour)
    for more in (1, 9):
        for _number in range(more):
            follow_proposal(make_published(cast, cycle), by=cast.neighbour)
        client.get(reverse("my_page"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("my_page"))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
