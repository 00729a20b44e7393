"""Things to test with, made through the same actions as on the site where there is one."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from budgeting.cycles.actions import create_cycle, sign_proposing_gate
from budgeting.cycles.models import Cycle, Theme
from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import publish_proposal, start_proposal, submit_proposal
from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import (
    hand_to_second_reader,
    publish_reviews,
    sign_review,
    start_review,
    write_review,
)
from budgeting.reviews.models import Check, Finding, Review
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from budgeting.voting.checklist import sign_voting_gate
from budgeting.voting.identity import METHODS, Visitor, Voter
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.identity.card.binding import bind_card, takes_bound_cards
from budgeting.voting.keys import make_key
from portal.clock import now, pinned
from portal.languages.texts import in_languages
from portal.places.models import Municipality, Region, Settlement
from tests.people import Cast

_numbers = count(1)
LANGUAGES = ("ka", "hy", "az", "en")
VISITOR = Visitor("192.0.2.7", "en")
# Days before now at which each stage began, for a cycle of 10 + 10 + 10 + 10 + 10 days.
_STARTED = {
    Stage.PREPARING: -5,
    Stage.PROPOSING: 5,
    Stage.SUPPORTING: 12,
    Stage.REVIEWING: 15,
    Stage.VOTING: 25,
    Stage.OBJECTIONS: 35,
    Stage.IMPLEMENTING: 45,
    Stage.CLOSED: 55,
}


def in_all(text: str) -> dict[str, str]:
    return {code: f"{text} {code}" for code in LANGUAGES}


def make_municipality(slug: str = "marneuli") -> Municipality:
    region, _created = Region.objects.get_or_create(slug="kvemo-kartli", defaults={"name_ka": "ქვემო ქართლი"})
    return Municipality.objects.create(
        slug=slug,
        **in_languages("name", in_all(slug.capitalize())),
        region=region,
        is_active=True,
        lat=41.48,
        lon=44.79,
        outline="M0 0l10 0 0 10z",
        window=[0, 0, 20, 20],
    )


def make_settlement(municipality: Municipality, name: str = "Sadakhlo") -> Settlement:
    names = {code: f"{name} {code}" for code in LANGUAGES}
    return Settlement.objects.create(
        municipality=municipality, slug=name.lower(), lat=41.24, lon=44.78, **in_languages("name", names)
    )


def make_theme(slug: str = "water") -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults=in_languages("name", in_all("Water")))[0]


def dates_at(stage: Stage, at: datetime | None = None) -> dict[str, datetime]:
    """The dates of a cycle that is in `stage` now, once its gates are cleared."""
    start = (at or now()) - timedelta(days=_STARTED[stage])
    tens = [start + timedelta(days=10 * step) for step in range(6)]
    backing = {"supporting_until_at": tens[1] + timedelta(days=5)} if stage == Stage.SUPPORTING else {}
    return {
        **backing,
        "proposing_from_at": tens[0],
        "proposing_until_at": tens[1],
        "voting_from_at": tens[2],
        "voting_until_at": tens[3],
        "objections_until_at": tens[4],
        "implementing_until_at": tens[5],
    }


def make_cycle(cast: Cast, stage: Stage = Stage.PROPOSING, **facts: Any) -> Cycle:
    """A cycle of the cast's municipality whose dates put it in `stage`; its first gate is cleared, and of a closed one the last."""
    dates = dates_at(stage)
    defaults: dict[str, Any] = {
        **in_languages("title", in_all("Budget 2026")),
        **in_languages("summary", in_all("Summary")),
        **in_languages("eligibility", in_all("Everyone")),
        "rule_document": ContentFile(b"rule", name="rule.txt"),
        "envelope_tetri": 10_000_000,
        "cost_cap_tetri": 2_500_000,
        "max_projects": 3,
        "identity_methods": ["card"],
    }
    with pinned(dates["proposing_from_at"] - timedelta(days=1)):
        cycle = create_cycle(cast.municipality, by=cast.administrator, **{**defaults, **dates, **facts})
        if stage != Stage.PREPARING:
            sign_proposing_gate(cycle, by=cast.official)
    if stage == Stage.CLOSED:
        cycle.closing_cleared_at = dates["implementing_until_at"]
        cycle.save(update_fields=["closing_cleared_at"])
    return cycle


def make_draft(cast: Cast, cycle: Cycle, **facts: Any) -> Proposal:
    number = next(_numbers)
    texts = {"title": f"Lamps {number}", "summary": "Light on the road.", "text": "It is dark.\n\nTwo lamps."}
    with pinned(cycle.proposing_from_at + timedelta(hours=1)):
        facts = {"theme": make_theme(), "written_in": "az", **texts, **facts}
        return start_proposal(cycle, by=cast.resident, **facts)


def make_submitted(cast: Cast, cycle: Cycle, **facts: Any) -> Proposal:
    proposal = make_draft(cast, cycle, **facts)
    with pinned(cycle.proposing_from_at + timedelta(hours=2)):
        submit_proposal(proposal, by=cast.resident)
    return proposal


def make_published(cast: Cast, cycle: Cycle, **facts: Any) -> Proposal:
    proposal = make_submitted(cast, cycle, **facts)
    with pinned(cycle.proposing_from_at + timedelta(hours=3)):
        publish_proposal(proposal, by=cast.moderator)
    return proposal


def make_feasible(cast: Cast, cycle: Cycle, cost_tetri: int = 1_000_000, **facts: Any) -> Proposal:
    """A feasible proposal with its title and summary in every language."""
    proposal = make_published(cast, cycle, **facts)
    with pinned(cycle.proposing_from_at + timedelta(hours=4)):
        for language in LANGUAGES:
            if language != proposal.written_in:
                texts = {"title": f"{proposal.title_az} {language}", "summary": f"Summary {language}"}
                save_translation(PROPOSALS, proposal, language, by=cast.translator, texts=texts)
        start_review(proposal, by=cast.reviewer)
        publish_reviews([make_signed_review(cast, proposal, cost_tetri=cost_tetri)], by=cast.reviewer)
    return proposal


def review_facts(**facts: Any) -> dict[str, Any]:
    """A complete verdict: feasible for 10,000 lari, unless the facts say otherwise."""
    return {
        "is_feasible": True,
        "cost_tetri": 1_000_000,
        "cost_source": "Price list",
        "findings": {check: {"finding": Finding.YES, "note": ""} for check in Check.values},
        "has_no_conflict": True,
        **in_languages("reason", in_all("It can be done")),
        **facts,
    }


def make_signed_review(cast: Cast, proposal: Proposal, **facts: Any) -> Review:
    """A review of a proposal under review, written by the reviewer and signed by the other one."""
    review = write_review(proposal, by=cast.reviewer, **review_facts(**facts))
    hand_to_second_reader(review, by=cast.reviewer)
    sign_review(review, by=cast.other_reviewer)
    return review


def open_vote(cast: Cast, cycle: Cycle) -> None:
    """The key is made and both officials sign, two days before the vote."""
    make_key(cycle)
    with pinned(cycle.voting_from_at - timedelta(days=2)):
        sign_voting_gate(cycle, by=cast.official)
        sign_voting_gate(cycle, by=cast.other_official)


def make_vote(cast: Cast, costs_tetri: tuple[int, ...] = (1_000_000,) * 3, **facts: Any) -> Cycle:
    """A cycle in which the vote is open, with one project for each cost, numbered from 1."""
    cycle = make_cycle(cast, Stage.VOTING, **facts)
    for cost in costs_tetri:
        make_feasible(cast, cycle, cost)
    open_vote(cast, cycle)
    return cycle


def make_cards(cast: Cast, cycle: Cycle, count: int = 1) -> list[str]:
    with pinned(cycle.voting_from_at):
        return issue_cards(cycle, by=cast.booth_officer, count=count)


def make_voters(cast: Cast, cycle: Cycle, count: int = 1) -> list[Voter]:
    """Holders of cards; where cards must be bound, each is another person."""
    codes = make_cards(cast, cycle, count)
    if takes_bound_cards(cycle):
        with pinned(cycle.voting_from_at):
            for code in codes:
                bind_card(cycle, f"{next(_numbers):011}", code, by=cast.booth_officer)
    return [METHODS["card"].identify(cycle, {"code": code}, VISITOR) for code in codes]
