"""Nobody learns how a vote stands before it is over."""

import re

from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot, StepCount
from portal.clock import now, pinned
from tests.access.test_table import ROWS
from tests.factories import make_vote, make_voters
from tests.people import Cast

OF_A_CYCLE = sorted({row[0] for row in ROWS if row[1] in ("cycle", "counted", "reviewing", "preparing")})
WITHOUT_A_CYCLE = ("cycles", "desk", "desk_simulators", "my_page", "counting")
WHO = (None, "resident", "official", "administrator", "booth_officer", "moderator", "observer")
# What differs between two answers to the same question: tokens against forged and repeated forms, the order of this opening.
CHANGING = re.compile(rb'name="(csrfmiddlewaretoken|opened|\w+-mark)" value="[^"]+"')


def test_t08_every_page_of_everybody_is_the_same_whatever_was_voted(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,) * 4)
    for voter in make_voters(cast, cycle, 12):
        cast_ballot(cycle, [1], voter=voter)

    order = _an_order(cycle)
    with pinned(now()):  # pages say the minute they were made in
        before = _answers(cast, cycle, order)
        Ballot.objects.update(choices=[4])
        after = _answers(cast, cycle, order)

    assert [key for key, answer in after.items() if before[key] != answer] == []
    assert sum(status == 200 for status, _body in before.values()) > 50


def test_t08_orders_of_the_list_do_not_follow_the_votes(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,) * 4)
    orders = ["", "newest", "oldest", "backing", "votes", "random", "near", "-votes", "outcomes"]
    paths = [f"{reverse('proposals', args=[cycle.address])}?order={order}" for order in orders]
    before = [Client().get(path).content for path in paths]
    for voter in make_voters(cast, cycle, 3):
        cast_ballot(cycle, [4], voter=voter)

    assert [Client().get(path).content for path in paths] == before


def _answers(cast: Cast, cycle: Cycle, order: str) -> dict[tuple[str | None, str], tuple[int, bytes]]:
    """{(who, address): (status, body)}; files are drawn anew each time, with the minute in them, and are left out."""
    paths = [reverse(name, args=[cycle.pk]) for name in OF_A_CYCLE] + [reverse(name) for name in WITHOUT_A_CYCLE]
    paths += [reverse("proposal", args=[proposal.pk]) for proposal in cycle.proposals.all()]
    paths.append(f"/en/{cast.municipality.slug}/")
    found = {}
    StepCount.objects.all().delete()  # looking is counted too
    for who in WHO:
        client = Client()
        client.cookies["ballot"] = order
        if who:
            client.force_login(getattr(cast, who))
        for path in paths:
            answer = client.get(path)
            if not answer.get("Content-Type", "").startswith("application/pdf"):
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                found[who, path] = answer.status_code, CHANGING.sub(b"", body)
    return found


def _an_order(cycle: Cycle) -> str:
    """A draft, so that the order of the ballot is the same in all answers."""
    client = Client()
    client.post(reverse("vote", args=[cycle.address]), {"choice": ["1"]})
    return client.cookies["ballot"].value
