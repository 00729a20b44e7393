"""The demo's votes: keys, lists, cards, booths and ballots, up to the published count; all through the site's actions."""

import random
from datetime import timedelta

from django.conf import settings

from budgeting.booths.actions import create_booth, print_sheets, spoil_sheet
from budgeting.booths.entries import Marks, open_box, settle_ballot, type_ballot
from budgeting.booths.models import Booth
from budgeting.booths.protocols import countersign_protocol, sign_protocol
from budgeting.booths.serials import show_serial
from budgeting.booths.stamping import stamp
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.cycles.stages import AFTER_THE_VOTE
from budgeting.results.actions import count_cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.ballots import ballot_rules
from budgeting.voting.checklist import sign_voting_gate
from budgeting.voting.identity import METHODS, Visitor, Voter
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.identity.card.binding import bind_card, takes_bound_cards
from budgeting.voting.identity.residents.actions import load_residents
from budgeting.voting.keys import make_key
from budgeting.watching.networks import add_network
from portal.clock import now, pinned
from portal.demo.people import People
from portal.demo.plans import Plan

SPARE = 5  # cards or people of the list that nobody has voted with yet: for whoever tries the demo
PAPER = 12
BIRTH_YEAR = 1985
VISITOR = Visitor("", "ka")


def identity_methods(plan: Plan) -> list[str]:
    """The plan's, without text messages where this installation cannot send any."""
    return [name for name in plan.identity_methods if name != "sms" or settings.CAN_SEND_SMS]


def hold_vote(cycle: Cycle, plan: Plan, people: People) -> list[str]:
    """Opens the vote and casts the plan's ballots; a vote that is over is closed, counted and published.

    Returns what a few more people can vote with: codes of cards, or personal numbers where there are no cards.
    """
    make_key(cycle)
    if "residents" in plan.identity_methods:
        people_listed = range(plan.voters + PAPER + SPARE)
        load_residents(cycle, [f"{number_of(place)},{BIRTH_YEAR}\n".encode() for place in people_listed])
    with pinned(cycle.voting_from_at - timedelta(days=2)):
        sign_voting_gate(cycle, by=people["official"])
        sign_voting_gate(cycle, by=people["official2"])
        add_network(cycle.municipality, by=people["official"], network=plan.network, label=plan.network_of)
    booth = _set_up_booth(cycle, plan, people)
    codes = _hand_out_cards(cycle, plan, people)
    chance = random.Random(plan.slug)
    likings = _likings(cycle, plan, chance)
    last = min(cycle.voting_until_at, now()) - timedelta(hours=1)
    for place in range(plan.voters):
        with pinned(cycle.voting_from_at + (last - cycle.voting_from_at) * place / plan.voters):
            cast_ballot(cycle, _choices(cycle, likings, chance), voter=_voter(cycle, codes, place))
    if booth:
        _vote_on_paper(booth, plan, people)
    if plan.stage in AFTER_THE_VOTE:
        with pinned(cycle.voting_until_at + timedelta(hours=2)):
            if booth:
                _empty_the_box(booth, people, [_choices(cycle, likings, chance) for _sheet in range(PAPER)])
        with pinned(cycle.voting_until_at + timedelta(days=1)):
            count_cycle(cycle, by=people["official"], seconded_by=people["official2"])
    return codes[plan.voters :] or [number_of(plan.voters + PAPER + spare) for spare in range(SPARE)]


def number_of(place: int) -> str:
    """An invented personal number; real ones do not begin with 99."""
    return f"99{place:09}"


def _hand_out_cards(cycle: Cycle, plan: Plan, people: People) -> list[str]:
    """The codes of the cards; bound to people of the list where one person could also vote otherwise."""
    if "card" not in plan.identity_methods:
        return []
    with pinned(cycle.voting_from_at + timedelta(minutes=1)):
        count, place = plan.voters + SPARE, cycle.municipality.name_ka
        codes = issue_cards(cycle, by=people["booth"], count=count, place=place)
        if takes_bound_cards(cycle):
            for number, code in enumerate(codes):
                bind_card(
                    cycle, number_of(number if number < plan.voters else number + PAPER), code, by=people["booth"]
                )
    return codes


def _voter(cycle: Cycle, codes: list[str], place: int) -> Voter:
    if codes:
        proof = METHODS["card"].identify(cycle, {"code": codes[place]}, VISITOR)
    else:
        proof = METHODS["residents"].identify(cycle, {"number": number_of(place), "year": BIRTH_YEAR}, VISITOR)
    if not isinstance(proof, Voter):
        raise TypeError("The demo's methods ask one thing only.")
    return proof


def _set_up_booth(cycle: Cycle, plan: Plan, people: People) -> Booth | None:
    if not plan.booth:
        return None
    with pinned(cycle.voting_from_at - timedelta(days=1)):
        booth = create_booth(cycle, by=people["official"], name=plan.booth)
        print_sheets(booth, by=people["booth"], count=PAPER + SPARE)
    return booth


def _vote_on_paper(booth: Booth, plan: Plan, people: People) -> None:
    with pinned(booth.cycle.voting_from_at + timedelta(days=2)):
        for place in range(PAPER):
            stamp(booth, number_of(plan.voters + place), by=people["booth"])
        spoil_sheet(booth, by=people["booth"], typed=show_serial(booth.batches.get().first_serial))


def _empty_the_box(booth: Booth, people: People, ballots: list[list[int]]) -> None:
    """Two people type every ballot; they read the first one differently, and a third settles it."""
    open_box(booth, by=people["booth"], ballots=len(ballots))
    for number, choices in enumerate(ballots, start=1):
        type_ballot(booth, by=people["booth"], number=number, marks=Marks(choices))
        read = choices[:-1] if number == 1 else choices
        type_ballot(booth, by=people["official"], number=number, marks=Marks(read))
    settle_ballot(booth, by=people["official2"], number=1, marks=Marks(ballots[0]))
    sign_protocol(booth, by=people["booth"], unused=SPARE - 1)
    countersign_protocol(booth, by=people["official"])


def _likings(cycle: Cycle, plan: Plan, chance: random.Random) -> dict[int, float]:
    """How much each project is liked, by its number."""
    projects = cycle.proposals.on_ballot().select_related("settlement")
    return {
        project.number: chance.uniform(0.6, 2.0)
        + (6 if project.settlement and project.settlement.slug in plan.favourites else 0)
        for project in projects
    }


def _choices(cycle: Cycle, likings: dict[int, float], chance: random.Random) -> list[int]:
    ranked = sorted(likings, key=lambda number: chance.random() ** (1 / likings[number]), reverse=True)
    if cycle.ballot_kind == BallotKind.APPROVAL:
        return ranked[: chance.randint(cycle.min_projects, cycle.max_projects or len(ranked))]
    costs, left, chosen = ballot_rules(cycle).costs_tetri, cycle.envelope_tetri, []
    for number in ranked:
        if costs[number] <= left:
            chosen.append(number)
            left -= costs[number]
    return chosen
