"""Backing on the pages: numbers for everybody, names for nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.backing.actions import back_proposal
from budgeting.backing.models import Backing
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from portal.clock import now
from tests.budgeting.backing.test_actions import after_backing, back_with
from tests.factories import make_cycle, make_draft, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_cycle(cast, Stage.SUPPORTING, backing_threshold=30)


@pytest.fixture
def proposal(cast: Cast, cycle: Cycle) -> Proposal:
    return make_published(cast, cycle)


def page_of(proposal: Proposal) -> str:
    return reverse("proposal", args=[proposal.address])


def address(name: str, proposal: Proposal) -> str:
    return reverse(name, args=[proposal.address])


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_everybody_reads_the_number_without_a_cookie(
    client: Client, cast: Cast, proposal: Proposal, language: str
) -> None:
    for person in (cast.neighbour, cast.observer):
        back_proposal(proposal, by=person)
    for path in (f"proposals/{proposal.pk}/", f"cycles/{proposal.cycle_id}/", f"cycles/{proposal.cycle_id}/proposals/"):
        response = client.get(f"/{language}/{path}")
        assert (path, response.status_code, dict(response.cookies)) == (path, 200, {})
        assert '<progress max="30" value="2"' in response.content.decode()


def test_one_press_backs_and_another_takes_it_back(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.neighbour)
    totals = []
    for name in ("back_proposal", "back_proposal", "withdraw_backing", "withdraw_backing"):
        assert client.post(address(name, proposal)).url == page_of(proposal)
        totals.append(Backing.objects.count())
    assert totals == [1, 1, 0, 0]


def test_the_author_is_told_why_there_is_no_button(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.resident)
    text = client.get(page_of(proposal)).content.decode()
    assert ("Authors do not back their own proposal" in text, address("back_proposal", proposal) in text) == (
        True,
        False,
    )
    text = client.post(address("back_proposal", proposal), follow=True).content.decode()
    assert ('class="notice bad"' in text, Backing.objects.count()) == (True, 0)


def test_an_ended_session_leads_to_sign_in_and_back_to_the_page(client: Client, proposal: Proposal) -> None:
    for name in ("back_proposal", "withdraw_backing", "follow_proposal", "unfollow_proposal"):
        response = client.post(address(name, proposal))
        assert response.url.endswith(f"?next={reverse('proposal', args=[proposal.pk])}")
        assert client.get(address(name, proposal)).status_code == 405


def test_what_is_not_visible_is_not_found(client: Client, cast: Cast, cycle: Cycle) -> None:
    draft = make_draft(cast, cycle)
    client.force_login(cast.neighbour)
    for name in ("back_proposal", "withdraw_backing", "follow_proposal", "unfollow_proposal"):
        assert client.post(address(name, draft)).status_code == 404


def test_no_page_says_who_backs_what(client: Client, cast: Cast) -> None:
    cycle = after_backing(cast)
    proposal = make_published(cast, cycle)
    cast.neighbour.display_name = "Gülbahar Backer"
    cast.neighbour.save()
    back_with(proposal, cast.neighbour)
    paths = [
        page_of(proposal),
        *(reverse(name, args=[cycle.address]) for name in ("cycle", "proposals")),
        *(reverse("desk_cycle", args=[cycle.address]), reverse("desk_proposal", args=[proposal.address])),
        reverse("desk"),
    ]
    for who in (cast.moderator, cast.reviewer, cast.official, cast.administrator):
        client.force_login(who)
        assert [path for path in paths if "Gülbahar" in client.get(path).content.decode()] == []


def test_the_number_stays_on_the_page_after_backing_and_is_absent_before(client: Client, cast: Cast) -> None:
    later = make_published(cast, after_backing(cast))
    back_with(later, cast.neighbour)
    before = make_published(cast, make_cycle(cast, backing_threshold=2, supporting_until_at=now() + timedelta(days=6)))
    never = make_published(cast, make_cycle(cast, Stage.REVIEWING))

    supports = [client.get(page_of(proposal)).context["support"] for proposal in (later, before, never)]

    assert (supports[0].total, supports[0].needed, supports[0].is_open) == (1, 2, False)
    assert supports[1:] == [None, None]


def test_the_cycle_page_leads_to_the_proposals(client: Client, cycle: Cycle) -> None:
    text = client.get(reverse("cycle", args=[cycle.address])).content.decode()
    assert "back those you want" in text
    assert f'href="{reverse("proposals", args=[cycle.address])}"' in text


@pytest.mark.parametrize("name", ["cycle", "proposals"])
def test_lists_cost_the_same_with_1_and_with_10_proposals(client: Client, cast: Cast, cycle: Cycle, name: str) -> None:
    path, costs = reverse(name, args=[cycle.address]), []
    for more in (1, 9):
        for _number in range(more):
            back_proposal(make_published(cast, cycle), by=cast.neighbour)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_the_order_of_a_list_does_not_follow_the_backing(client: Client, cast: Cast, cycle: Cycle) -> None:
    proposals = [make_published(cast, cycle) for _number in range(5)]
    path = f"{reverse('proposals', args=[cycle.address])}?seed=7"

    def order() -> list[int]:
        return [proposal.pk for proposal in client.get(path).context["page"]]

    before = order()
    for person in (cast.neighbour, cast.observer, cast.translator):
        back_proposal(Proposal.objects.get(pk=before[-1]), by=person)
    assert (order(), sorted(before)) == (before, sorted(one.pk for one in proposals))


def test_the_desk_shows_who_falls_short_and_ends_their_way(client: Client, cast: Cast) -> None:
    cycle = after_backing(cast)
    enough, few = make_published(cast, cycle), make_published(cast, cycle)
    back_with(enough, cast.neighbour, cast.observer)
    desk = reverse("desk_cycle", args=[cycle.address])
    offered = {}
    for name in ("official", "reviewer", "moderator"):
        client.force_login(getattr(cast, name))
        context = client.get(desk).context
        offered[name] = ([proposal.pk for proposal in context["short"]], context["closable"])
    assert offered == {"official": ([few.pk], 0), "reviewer": ([few.pk], 1), "moderator": ([few.pk], 1)}

    client.post(desk, {"act": "close_unbacked"})

    states = [Proposal.objects.get(pk=proposal.pk).state for proposal in (enough, few)]
    assert states == [State.PUBLISHED, State.UNBACKED]
    assert client.get(desk).context["closable"] == 0


def test_an_official_cannot_end_it_and_strangers_do_not_find_it(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = after_backing(cast)
    make_published(cast, cycle)
    desk = reverse("desk_cycle", args=[cycle.address])
    statuses = []
    for who in (cast.official, elsewhere.reviewer, cast.neighbour):
        client.force_login(who)
        statuses.append(client.post(desk, {"act": "close_unbacked"}).status_code)
    assert (statuses, Proposal.objects.get().state) == ([403, 404, 403], State.PUBLISHED)
