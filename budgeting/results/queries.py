"""Reading a result for tables and charts: every number comes from the stored count."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from budgeting.counting.archive import Archive, read_archive
from budgeting.cycles.models import Cycle
from budgeting.cycles.queries import public_cycles
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import LONG
from budgeting.results.election import election_id
from budgeting.results.models import Count, Outcome
from budgeting.results.sentences import Sentences
from portal.languages.texts import Reading, read_text
from portal.places.models import Settlement


@dataclass(frozen=True, slots=True)
class Bar:
    """One project of a result: its bar's length as a share of the longest, 0 to 100, why it won or lost, what is
    said of ties, and what its supporters paid for instead (projects with tetri, the most first). `title` is the
    project's in the reader's language, read once for all that shows it."""

    outcome: Outcome
    percent: int
    reason: str
    tie: str
    paid_for: tuple[tuple[Proposal, int], ...]
    title: Reading


@dataclass(frozen=True, slots=True)
class Summary:
    """The result in a few numbers; `same_as_official` only for an imported election whose file names winners."""

    ballots: int
    funded: int
    projects: int
    spent_tetri: int
    left_tetri: int
    with_nothing: int | None
    same_as_official: bool | None


def standing_count(cycle: Cycle) -> Count | None:
    """The count that stands: the newest one."""
    return Count.objects.published().without_trace().filter(cycle=cycle).first()


def standing_outcomes(cycles: Collection[int]) -> dict[int, list[Outcome]]:
    """{cycle_pk: what its published count decided, in the order of the turns}, with the projects' cards (one query).

    Nothing of a cycle that is not public or whose count is not published.
    """
    rows = Outcome.objects.filter(count__in=_standing(), count__cycle__in=cycles)
    project = ("cycle__municipality", "settlement", "theme")
    rows = rows.select_related("count", *(f"project__{name}" for name in project))
    hidden = [*(f"count__{name}" for name in _HEAVY), *(f"project__{name}" for name in LONG), "decision"]
    outcomes: dict[int, list[Outcome]] = {}
    for outcome in rows.defer(*hidden, "project__cycle__municipality__outline") if cycles else ():
        outcomes.setdefault(outcome.count.cycle_id, []).append(outcome)
    return outcomes


def cycles_with_results(municipality: int | None = None) -> list[Cycle]:
    """The public cycles, here or everywhere, newest first, each with what its published count decided (one query).

    `decided_at` (None while there is none), `counted_ballots`, `projects` and `won` (numbers) and `spent_tetri`.
    """
    standing = Count.objects.published().filter(cycle=OuterRef("pk"))
    outcomes = Outcome.objects.filter(count=OuterRef("standing")).order_by().values("count")
    funded = outcomes.filter(is_funded=True)
    total, spent = models.Count("pk"), models.Sum("cost_tetri")
    cycles = public_cycles()
    if municipality is not None:
        cycles = cycles.filter(municipality=municipality)
    return list(
        cycles.annotate(
            standing=Subquery(standing.values("pk")[:1]),
            decided_at=Subquery(standing.values("published_at")[:1]),
            counted_ballots=Subquery(standing.values("ballots")[:1]),
            projects=Coalesce(Subquery(outcomes.values(total=total).values("total")), 0),
            won=Coalesce(Subquery(funded.values(total=total).values("total")), 0),
            spent_tetri=Coalesce(Subquery(funded.values(total=spent).values("total")), 0),
        )
    )


def decided_among(cycles: Iterable[Cycle]) -> list[Cycle]:
    """Those of `cycles_with_results` that have one, the last decided first."""
    return sorted(
        (cycle for cycle in cycles if cycle.decided_at), key=lambda cycle: (cycle.decided_at, cycle.pk), reverse=True
    )


_HEAVY = ("trace", "other", "conditions", "rule")


def _standing() -> models.QuerySet[Any, Any]:
    """The ids of the published counts of public cycles that no newer one replaces."""
    newest = Count.objects.published().filter(cycle=OuterRef("cycle")).values("pk")[:1]
    return Count.objects.filter(cycle__proposing_cleared_at__isnull=False, pk=Subquery(newest)).values("pk")


@dataclass(frozen=True, slots=True)
class Result:
    """A count with all that is shown of it: page, embed, picture, table, data and API read this one thing."""

    count: Count
    bars: list[Bar]
    summary: Summary

    @property
    def cycle(self) -> Cycle:
        return self.count.cycle

    @property
    def outcomes(self) -> list[Outcome]:
        return [bar.outcome for bar in self.bars]


def result_of(count: Count) -> Result:
    """The count's outcomes, read once, with what is summed up of them (one query; give it `count.cycle`)."""
    bars = result_bars(count)
    return Result(count, bars, summarise(count, [bar.outcome for bar in bars]))


def published_result(cycle_pk: int) -> Result | None:
    """What everybody may see of this cycle's vote: the count that stands, of a public cycle (two queries)."""
    counts = Count.objects.published().without_trace()
    counts = counts.filter(cycle=cycle_pk, cycle__proposing_cleared_at__isnull=False)
    count = counts.select_related("cycle__municipality").defer("cycle__municipality__outline").first()
    return count and result_of(count)


def result_bars(count: Count) -> list[Bar]:
    """The outcomes in the order of their turns, with bars in proportion to their votes (one query)."""
    shown = count.outcomes.select_related("project__settlement", "project__area")
    outcomes = list(shown.defer(*(f"project__{name}" for name in LONG)))
    most = max((outcome.votes for outcome in outcomes), default=0) or 1
    projects = {election_id(outcome.project): outcome.project for outcome in outcomes}
    say = Sentences(count, projects)
    return [
        Bar(
            outcome,
            round(100 * outcome.votes / most),
            say.reason(outcome),
            say.tie(outcome),
            tuple((projects[one], tetri) for one, tetri in outcome.decision.get("paid_for", ())),
            read_text(outcome.project, "title"),
        )
        for outcome in outcomes
    ]


def summarise(count: Count, outcomes: list[Outcome]) -> Summary:
    funded = [outcome for outcome in outcomes if outcome.is_funded]
    spent = sum(outcome.cost_tetri for outcome in funded)
    official = [outcome.is_selected_officially for outcome in outcomes]
    agrees = None
    if outcomes and None not in official:
        agrees = all(outcome.is_funded == outcome.is_selected_officially for outcome in outcomes)
    left = count.envelope_tetri - spent
    return Summary(count.ballots, len(funded), len(outcomes), spent, left, count.with_nothing, agrees)


@dataclass(frozen=True, slots=True)
class AreaMoney:
    """What a settlement's projects get from the count and from the other method; None for the whole municipality."""

    name: str | None
    tetri: int
    other_tetri: int
    settlement: Settlement | None = field(default=None, compare=False)

    @property
    def change_tetri(self) -> int:
        """What it would gain under the other method; less than 0 if it would lose."""
        return self.other_tetri - self.tetri


def money_by_area(outcomes: Iterable[Outcome]) -> list[AreaMoney]:
    """Each settlement with a project on the ballot, in the order of the reader's names; the whole place last."""
    sums: dict[Settlement | None, list[int]] = {}
    for outcome in outcomes:
        pair = sums.setdefault(outcome.project.settlement, [0, 0])
        pair[0] += outcome.cost_tetri * outcome.is_funded
        pair[1] += outcome.cost_tetri * bool(outcome.is_funded_otherwise)
    named = sorted((place for place in sums if place), key=lambda place: (place.name, place.pk))
    places = [*named, *([None] if None in sums else [])]
    return [AreaMoney(place and place.name, *sums[place], settlement=place) for place in places]


@dataclass(frozen=True, slots=True)
class EnvelopeUsed:
    """What became of one list's envelope; `name` and `area_id` are None for the list of the whole municipality."""

    name: str | None
    envelope_tetri: int
    spent_tetri: int
    area_id: int | None = field(default=None, compare=False)

    @property
    def left_tetri(self) -> int:
        return self.envelope_tetri - self.spent_tetri


def envelopes_used(cycle: Cycle, outcomes: Iterable[Outcome]) -> list[EnvelopeUsed]:
    """The whole municipality's envelope and each area's; none in a cycle without areas (one query)."""
    areas = list(cycle.areas.all())
    spent = dict.fromkeys([None, *(area.pk for area in areas)], 0)
    for outcome in outcomes:
        spent[outcome.project.area_id] += outcome.cost_tetri * outcome.is_funded
    left = cycle.envelope_tetri - sum(area.envelope_tetri for area in areas)
    own = [EnvelopeUsed(area.name, area.envelope_tetri, spent[area.pk], area.pk) for area in areas]
    return [EnvelopeUsed(None, left, spent[None]), *own] if own else []


def published_archive(count: Count) -> Archive:
    """The archive that was published with the count. ArchiveError if it was damaged since."""
    with count.archive.open("rb") as stream:
        return read_archive(stream)
