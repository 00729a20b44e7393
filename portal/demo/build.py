"""Builds one municipality of the demo, walking through its calendar with the clock pinned."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import override

from budgeting.counting.rule import rule_as_data
from budgeting.cycles.actions import create_cycle, sign_proposing_gate
from budgeting.cycles.models import BallotKind, Cycle, Theme
from budgeting.cycles.stages import AFTER_THE_VOTE, Stage
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.actions import (
    publish_proposal,
    start_proposal,
    submit_proposal,
)
from budgeting.proposals.following import follow_proposal
from budgeting.proposals.models import Proposal
from budgeting.results.actions import count_cycle
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from budgeting.voting.actions import cast_ballot
from budgeting.voting.ballots import ballot_rules
from budgeting.voting.checklist import sign_voting_gate
from budgeting.voting.identity import METHODS
from budgeting.voting.identity.card.actions import issue_cards
from cms.planting import plant_municipality
from portal.clock import now, pinned
from portal.demo.answers import answer_all, open_offices
from portal.demo.assisting import write_down_at_a_meeting
from portal.demo.calendars import calendar_at
from portal.demo.drawings import complete
from portal.demo.moderation import leave_work_for_moderators
from portal.demo.people import DOMAIN, People, person
from portal.demo.plans import ELIGIBILITY, HINTS, SUMMARIES, TITLES, Plan
from portal.demo.reviews import leave_work_for_reviewers, review
from portal.demo.talking import gather_backing, talk
from portal.languages.slugs import slug
from portal.languages.texts import TranslationState, in_languages
from portal.places.models import Municipality

FOLDER = Path(__file__).parent
COST_CAP_LARI = 25_000
SPARE_CARDS = 5
Facts = dict[str, Any]


def build(plan: Plan, people: People, say: Callable[[str], None]) -> list[str]:
    """Builds the plan's cycle; returns the codes of a few voting cards nobody has used yet."""
    municipality = Municipality.objects.get(slug=plan.slug)
    plant_municipality(municipality, lead=plan.lead, written_in=plan.languages[0])
    dates = calendar_at(plan.stage, now(), plan.supporting_days)
    cycle = _open_cycle(plan, municipality, dates, people)
    facts = json.loads((FOLDER / f"{plan.slug}.json").read_text(encoding="utf-8"))["proposals"]
    open_offices(municipality, facts, people)
    written = [(_propose(cycle, fact, place, people), fact) for place, fact in enumerate(facts)]
    follow_proposal(written[0][0], by=people["resident"])
    _leave_papers_of_the_resident(cycle, people)
    write_down_at_a_meeting(cycle, people)
    leave_work_for_moderators(cycle, people)
    talk(cycle, [proposal for proposal, _fact in written], people)
    gather_backing(cycle, written)
    if plan.stage != Stage.PROPOSING:
        for proposal, fact in written:
            review(cycle, proposal, fact, people)
    if plan.stage == Stage.REVIEWING:
        leave_work_for_reviewers(written, people)
    answer_all(plan.stage, written, people)
    cards: list[str] = []
    if plan.voters:
        cards = _vote(cycle, plan, people)
    if plan.stage in AFTER_THE_VOTE:
        with pinned(cycle.voting_until_at + timedelta(days=1)):
            count_cycle(cycle, by=people["official"])
    say(f"{municipality.name_en}: {len(written)} proposals, {plan.voters} ballots, stage {cycle.stage}")
    return cards


def _open_cycle(plan: Plan, municipality: Municipality, dates: dict[str, datetime | None], people: People) -> Cycle:
    year = str(dates["voting_until_at"].year)
    with pinned(dates["proposing_from_at"] - timedelta(days=9)):
        cycle = create_cycle(
            municipality,
            by=people["administrator"],
            **in_languages("title", {code: title.format(year=year) for code, title in TITLES.items()}),
            **in_languages("summary", SUMMARIES),
            **in_languages("eligibility", ELIGIBILITY),
            **in_languages("writing_hint", HINTS),
            rule_document=ContentFile(_rule_text(municipality, year), name=f"{plan.slug}-{year}.txt"),
            envelope_tetri=plan.envelope_lari * TETRI_PER_LARI,
            cost_cap_tetri=COST_CAP_LARI * TETRI_PER_LARI,
            ballot_kind=plan.ballot_kind,
            max_projects=plan.max_projects,
            rule=rule_as_data(plan.rule),
            identity_methods=["card"],
            backing_threshold=plan.backing_threshold,
            holds_comments=plan.holds_comments,
            **dates,
        )
    with pinned(dates["proposing_from_at"] - timedelta(days=2)):
        sign_proposing_gate(cycle, by=people["official"])
    return cycle


def _rule_text(municipality: Municipality, year: str) -> bytes:
    return f"{municipality.name_ka}: {TITLES['ka'].format(year=year)}\n\nსაცდელი დოკუმენტი.\n".encode()


def _propose(cycle: Cycle, fact: Facts, place: int, people: People) -> Proposal:
    """The author writes and hands it in, a translator translates, a moderator publishes; a day apart each."""
    language = fact["written_in"]
    author = person(f"author-{cycle.municipality.slug}-{place}@{DOMAIN}", fact["author"], language)
    settlement = fact["settlement"] and cycle.municipality.settlements.get(slug=slug(fact["settlement"]))
    start = cycle.proposing_from_at + timedelta(hours=31 * place % 440, minutes=13 * place)
    with pinned(start), override(language):
        proposal = start_proposal(
            cycle,
            by=author,
            written_in=language,
            title=fact["title"][language],
            summary=fact["summary"][language],
            text=fact["text"][language],
            theme=Theme.objects.get(slug=fact["theme"]),
            settlement=settlement or None,
            rough_cost_tetri=fact["rough_cost_lari"] and fact["rough_cost_lari"] * TETRI_PER_LARI,
        )
        complete(proposal, by=author)
        submit_proposal(proposal, by=author)
    with pinned(start + timedelta(hours=21)):
        publish_proposal(proposal, by=people["moderator"])
        for other, state in fact["translations"].items():
            texts = {field: fact[field][other] for field in ("title", "summary", "text") if other in fact[field]}
            how_far = TranslationState(state)
            save_translation(PROPOSALS, proposal, other, by=people["translator"], texts=texts, state=how_far)
    return proposal


def _leave_papers_of_the_resident(cycle: Cycle, people: People) -> None:
    """The demo's resident has one proposal waiting and one draft, where proposals are taken."""
    if cycle.stage != Stage.PROPOSING:
        return
    resident, theme = people["resident"], Theme.objects.get(slug="lighting")
    texts = {
        "title": "Məktəb yolunda iki küçə lampası",
        "summary": "Qışda uşaqlar dərsdən qaranlıqda qayıdır, yol işıqlandırılmalıdır.",
        "text": "Məktəbdən körpüyə qədər olan yolda işıq yoxdur.\n\nİki dirək və iki lampa kifayətdir.",
    }
    with override("az"):
        waiting = start_proposal(cycle, by=resident, written_in="az", theme=theme, **texts)
        submit_proposal(waiting, by=resident)
        start_proposal(cycle, by=resident, written_in="az", title="Kənd kitabxanası üçün soba")


def _vote(cycle: Cycle, plan: Plan, people: People) -> list[str]:
    with pinned(cycle.voting_from_at - timedelta(days=2)):
        sign_voting_gate(cycle, by=people["official"])
        sign_voting_gate(cycle, by=people["official2"])
    with pinned(cycle.voting_from_at - timedelta(days=1)):
        count = plan.voters + SPARE_CARDS
        codes = issue_cards(cycle, by=people["booth"], count=count, place=cycle.municipality.name_ka)
    chance = random.Random(plan.slug)
    likings = _likings(cycle, plan, chance)
    method = METHODS["card"]
    last = min(cycle.voting_until_at, now()) - timedelta(hours=1)
    for number, code in enumerate(codes[: plan.voters]):
        when = cycle.voting_from_at + (last - cycle.voting_from_at) * number / plan.voters
        with pinned(when):
            cast_ballot(cycle, _choices(cycle, likings, chance), voter=method.identify(cycle, {"code": code}))
    return codes[plan.voters :]


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
