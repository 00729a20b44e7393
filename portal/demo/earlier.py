"""A budget of the year before, from the call to the close: some of it built, some not, all of it told."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.moderation.actions import merge_proposal
from budgeting.outcomes.endings import WORKS
from budgeting.outcomes.gate import sign_closing_gate
from budgeting.outcomes.queries import endings_of
from budgeting.proposals.actions import answer_proposal, change_state
from budgeting.proposals.models import Proposal
from budgeting.responses.models import ResponseOutcome
from portal.clock import now, pinned
from portal.demo.answers import DONE, answer_by_verdict
from portal.demo.build import open_cycle, propose
from portal.demo.calendars import calendar_at
from portal.demo.people import People
from portal.demo.plans import Plan
from portal.demo.reviews import review
from portal.demo.voting import hold_vote
from portal.languages.texts import in_languages
from portal.places.models import Municipality

# Where every project has several supporters the other method is counted in few rounds.
PLAN = Plan("bolnisi", Stage.CLOSED, 31_000, ("ka", "az"), lead="", max_projects=2, voters=12)
FIRST_AUTHOR = 100  # those of this year's budget are numbered from 0
MERGED = "ორივე ერთსა და იმავე გზის განათებას ითხოვს."


def hold_earlier_cycle(people: People) -> Cycle:
    """Its municipality has its offices already: build this year's budget first."""
    municipality = Municipality.objects.get(slug=PLAN.slug)
    cycle = open_cycle(PLAN, municipality, calendar_at(PLAN.stage, now()), people)
    facts = json.loads(Path(__file__).with_name("earlier.json").read_text(encoding="utf-8"))["proposals"]
    written = [(propose(cycle, fact, FIRST_AUTHOR + place, people), fact) for place, fact in enumerate(facts)]
    for proposal, fact in written:
        _leave_early(proposal, fact["becomes"], into=written[0][0], people=people)
    for proposal, fact in written:
        review(cycle, proposal, fact, people)
        proposal.refresh_from_db()
        if fact["review"]:
            answer_by_verdict(proposal, people)
    hold_vote(cycle, PLAN, people)
    cycle.refresh_from_db()
    _build(cycle, cycle.objections_until_at + timedelta(days=200), people)
    for days, name in ((3, "official"), (2, "official2")):
        with pinned(cycle.implementing_until_at - timedelta(days=days)):
            sign_closing_gate(cycle, by=people[name])
    return cycle


def _leave_early(proposal: Proposal, becomes: str, *, into: Proposal, people: People) -> None:
    with pinned(proposal.cycle.proposing_until_at - timedelta(days=1)):
        if becomes == "merged":
            with override("ka"):
                merge_proposal(proposal, by=people["moderator"], into=into, reason=MERGED)
        elif becomes == "withdrawn" and proposal.author:
            change_state(proposal, "withdraw", by=proposal.author)


def _build(cycle: Cycle, when: datetime, people: People) -> None:
    """What was funded is done."""
    funded = [pk for pk, ending in endings_of(cycle).by_proposal.items() if ending in WORKS]
    for project in Proposal.objects.filter(pk__in=funded):
        with pinned(when), override("ka"):
            answer_proposal(
                project,
                by=people["official"],
                outcome=ResponseOutcome.DONE,
                evidence="მიღება-ჩაბარების აქტი № 3",
                **in_languages("reason", DONE["reason"]),
                **in_languages("next_step", DONE["next_step"]),
            )
