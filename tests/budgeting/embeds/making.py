"""One of everything that budgeting lets others show, and the same that nobody may see."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from budgeting.counting.reasons import Reason
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import city_hall
from budgeting.results.models import Count, Outcome
from portal.clock import now
from portal.languages.texts import in_languages
from tests.factories import in_all, make_cycle, make_published
from tests.people import Cast

NAMES = ("cycle", "results", "money", "turnout", "proposal", "office")


@dataclass
class Shown:
    """`ids` fill the address of each kind."""

    cycle: Cycle
    proposal: Proposal
    ids: dict[str, int] = field(default_factory=dict)

    def path(self, name: str, query: str = "lang=ka") -> str:
        return f"{reverse(f'embed_{name}', args=[self.ids[name]])}?{query}"

    def picture(self, name: str, kind: str = "png", query: str = "lang=ka") -> str:
        return f"{reverse(f'picture_{name}', args=[self.ids[name], kind])}?{query}"

    def share(self, name: str, language: str = "ka") -> str:
        return f"{reverse(f'share_{name}', args=[self.ids[name]])}?lang={language}"


def make_shown(cast: Cast, projects: int = 1, **facts: Any) -> Shown:
    """A counted cycle in its time for objections, whose projects have 412, 411, … votes; the first is funded."""
    cycle = make_cycle(cast, Stage.OBJECTIONS, **facts)
    Cycle.objects.filter(pk=cycle.pk).update(voting_cleared_at=cycle.voting_from_at)
    count = Count.objects.create(
        cycle=cycle,
        rule=cycle.rule,
        counted_at=now(),
        published_at=now(),
        ballots=1234,
        envelope_tetri=cycle.envelope_tetri,
    )
    proposals = [make_on_ballot(cast, cycle, number) for number in range(1, projects + 1)]
    for turn, proposal in enumerate(proposals):
        Outcome.objects.create(
            count=count,
            project=proposal,
            place=turn,
            votes=412 - turn,
            cost_tetri=1_000_000,
            is_funded=turn == 0,
            reason=Reason.STOPPED if turn else Reason.FITS,
        )
    office = city_hall(cast.municipality)
    ids = dict.fromkeys(NAMES, cycle.pk) | {"proposal": proposals[0].pk, "office": office.pk}
    return Shown(cycle, proposals[0], ids)


def make_on_ballot(cast: Cast, cycle: Cycle, number: int) -> Proposal:
    """A project as it stands on a ballot, without the way there."""
    proposal = make_published(cast, cycle)
    titles = in_languages("title", in_all(f"Lamps {number}"))
    Proposal.objects.filter(pk=proposal.pk).update(state="on_ballot", number=number, cost_tetri=1_000_000, **titles)
    proposal.refresh_from_db()
    return proposal
