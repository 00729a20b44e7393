"""The world of the access table with a vote that is open in place of its cycles, and something under way in it."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.booths.actions import print_sheets
from budgeting.motions.models import Motion
from budgeting.voting.identity.card.binding import bind_card
from budgeting.voting.withdrawing.actions import move_withdrawal
from portal.clock import pinned
from tests.access.test_table import ROWS
from tests.access.world import World, make_world
from tests.budgeting.booths.paper import make_booth
from tests.factories import make_cards, make_vote
from tests.people import Cast

# Addresses of the vote, its desk and what it leaves behind.
OF_THE_VOTE = (
    *("cycle", "turnout", "watch", "observe", "secrecy", "counting", "log", "log_entries"),
    *("vote", "vote_check", "vote_identify", "vote_remind", "vote_receipt", "receipt_check", "vote_finish"),
    *("results", "results_step", "embed_results", "closing_protocol", "recount_script"),
    *("desk_vote", "desk_counts", "desk_flags", "desk_networks", "desk_areas", "desk_cards", "desk_identity"),
    *("desk_text_messages", "desk_booths", "desk_booth", "desk_booth_roll", "desk_booth_offline", "desk_booth_typing"),
    *("desk_booth_settling", "desk_booth_protocol"),
    *("desk_booth_sheets", "desk_booth_roll_pdf", "desk_booth_protocol_pdf"),
)


@pytest.fixture
def open_world(cast: Cast, elsewhere: Cast) -> World:
    world = make_world(cast, elsewhere)
    cycle = make_vote(cast, identity_methods=["card"])
    booth = make_booth(cast, cycle, sheets=0)
    batch = print_sheets(booth, by=cast.booth_officer, count=1)
    move_withdrawal(cycle, by=cast.official, number=3, reason="The ground slides.")
    [code] = make_cards(cast, cycle)
    with pinned(cycle.voting_from_at):
        bind_card(cycle, "35001000007", code, by=cast.booth_officer)
    world.things |= dict.fromkeys(("cycle", "counted", "reviewing", "preparing"), cycle.pk)
    world.things |= {"booth": booth.pk, "voting_booth": booth.pk, "batch": batch.pk, "code": code}
    return world


def paths(world: World) -> list[str]:
    """Every address of the vote, filled with what the world holds."""
    keys = {row[0]: row[1] for row in ROWS if row[0] in OF_THE_VOTE}
    return [reverse(name, args=world.args(keys[name])) for name in OF_THE_VOTE]


def browser_of(world: World, who: str) -> Client:
    """Signed in as this person of the world, with a ballot that is chosen and not yet cast."""
    client = Client()
    if person := world.people[who]:
        client.force_login(person)
    client.post(reverse("vote", args=[world.things["cycle"]]), {"choice": ["1"]})
    return client


def what_a_form_would_say(world: World) -> dict[str, object]:
    """The fields of all the forms that cast, second, stamp and print: here they come in a link."""
    motion = Motion.objects.latest("pk").pk
    return {
        **{"method": "card", "code": world.things["code"], "choice": "2", "contact": "a@example.ge"},
        **{"act": "second", "motion": motion, "resume": "1", "remove": "1", "name": "Booth", "number": "35001000009"},
    }
