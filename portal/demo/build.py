"""Builds one municipality of the demo, walking through its calendar with the clock pinned."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import override

from budgeting.counting.rule import rule_as_data
from budgeting.cycles.actions import create_cycle, sign_proposing_gate
from budgeting.cycles.models import Cycle, Theme
from budgeting.cycles.stages import AFTER_THE_VOTE, Stage
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.actions import (
    publish_proposal,
    start_proposal,
    submit_proposal,
)
from budgeting.proposals.following import follow_proposal
from budgeting.proposals.models import Proposal
from budgeting.translating.actions import save_translation
from budgeting.translating.sources import PROPOSALS
from cms.planting import plant_municipality
from portal.clock import now, pinned
from portal.demo.answers import answer_all, open_offices
from portal.demo.assisting import write_down_at_a_meeting
from portal.demo.calendars import calendar_at
from portal.demo.drawings import complete
from portal.demo.moderation import leave_work_for_moderators
from portal.demo.objections import object_to_the_vote
from portal.demo.papers import paper
from portal.demo.people import DOMAIN, People, person
from portal.demo.plans import ELIGIBILITY, HINTS, SUMMARIES, TITLES, Plan
from portal.demo.reviews import leave_work_for_reviewers, review
from portal.demo.talking import gather_backing, talk
from portal.demo.telling import report, tell
from portal.demo.voting import hold_vote, identity_methods
from portal.demo.works import follow_works
from portal.languages.slugs import slug
from portal.languages.texts import TranslationState, in_languages
from portal.places.models import Municipality

FOLDER = Path(__file__).parent
COST_CAP_LARI = 25_000
Facts = dict[str, Any]


def build(plan: Plan, people: People, say: Callable[[str], None]) -> list[str]:
    """Builds the plan's cycle; returns what a few more people can vote with."""
    municipality = Municipality.objects.get(slug=plan.slug)
    plant_municipality(municipality, lead=plan.lead, written_in=plan.languages[0])
    dates = calendar_at(plan.stage, now(), plan.supporting_days)
    cycle = open_cycle(plan, municipality, dates, people)
    facts = json.loads((FOLDER / f"{plan.slug}.json").read_text(encoding="utf-8"))["proposals"]
    open_offices(municipality, facts, people)
    written = [(propose(cycle, fact, place, people), fact) for place, fact in enumerate(facts)]
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
    tell(cycle, plan, [proposal for proposal, _fact in written])
    if plan.voters:
        cards = hold_vote(cycle, plan, people)
    object_to_the_vote(cycle, people)
    if plan.stage == Stage.IMPLEMENTING:
        follow_works(cycle, people)
    if plan.stage in AFTER_THE_VOTE:
        report(cycle, people)
    say(f"{municipality.name_en}: {len(written)} proposals, {plan.voters} ballots, stage {cycle.stage}")
    return cards


def open_cycle(plan: Plan, municipality: Municipality, dates: dict[str, datetime | None], people: People) -> Cycle:
    year = str(dates["voting_until_at"].year)
    with pinned(dates["proposing_from_at"] - timedelta(days=9)):
        cycle = create_cycle(
            municipality,
            by=people["administrator"],
            **in_languages("title", {code: title.format(year=year) for code, title in TITLES.items()}),
            **in_languages("summary", SUMMARIES),
            **in_languages("eligibility", ELIGIBILITY),
            **in_languages("writing_hint", HINTS),
            rule_document=ContentFile(_rule(municipality, year), name=f"{plan.slug}-{year}.pdf"),
            envelope_tetri=plan.envelope_lari * TETRI_PER_LARI,
            cost_cap_tetri=COST_CAP_LARI * TETRI_PER_LARI,
            ballot_kind=plan.ballot_kind,
            max_projects=plan.max_projects,
            rule=rule_as_data(plan.rule),
            identity_methods=identity_methods(plan),
            advised_projects=plan.advised_projects,
            backing_threshold=plan.backing_threshold,
            holds_comments=plan.holds_comments,
            silence_days=plan.silence_days,
            **dates,
        )
    with pinned(dates["proposing_from_at"] - timedelta(days=2)):
        sign_proposing_gate(cycle, by=people["official"])
    return cycle


def _rule(municipality: Municipality, year: str) -> bytes:
    return paper(f"{municipality.name_ka}: {TITLES['ka'].format(year=year)}", "საცდელი დოკუმენტი.")


def propose(cycle: Cycle, fact: Facts, place: int, people: People) -> Proposal:
    """`place` tells the authors of a municipality apart. The author writes and hands it in, a translator translates, a moderator publishes; a day apart each."""
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
