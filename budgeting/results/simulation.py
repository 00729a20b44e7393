"""Trying another rule on the ballots of a published count: nothing is stored and no result changes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from hashlib import sha256
from time import monotonic
from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from budgeting.counting.archive import Archive, ArchiveError
from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.rule import Rule, method_of, rule_as_data
from budgeting.cycles.models import Cycle, CycleQuerySet
from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from budgeting.results.election import election_id
from budgeting.results.models import Count, CountQuerySet, Outcome
from budgeting.results.queries import AreaMoney, money_by_area, published_archive, summarise
from budgeting.results.sentences import Sentences

MOST_ROUNDS, MOST_SECONDS = 5_000, 20
KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Row:
    """One project in both results. Named as in `Outcome`, so that `money_by_area` reads it.

    `votes_otherwise` and `is_funded_otherwise` are the trial's, None where there is none; `reason` and `tie` are
    said of the trial, or else of the published result.
    """

    project: Proposal
    votes: int
    cost_tetri: int
    is_funded: bool
    reason: str
    tie: str
    votes_otherwise: int | None = None
    is_funded_otherwise: bool | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """A result in a few numbers."""

    ballots: int
    funded: int
    envelope_tetri: int
    spent_tetri: int
    with_nothing: int | None

    @property
    def left_tetri(self) -> int:
        return self.envelope_tetri - self.spent_tetri

    @property
    def nothing_percent(self) -> Decimal | None:
        """The share of voters with nothing, to one tenth of a percent."""
        if self.with_nothing is None or not self.ballots:
            return None
        return round(Decimal(100 * self.with_nothing) / self.ballots, 1)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The published result beside the trial; `trial` is None where nothing was tried.

    The rows have the order of the published result. `stands_by_votes` says that the comparison step preferred
    the result by votes.
    """

    rows: tuple[Row, ...]
    published: Sums
    trial: Sums | None = None
    areas: tuple[AreaMoney, ...] = ()
    stands_by_votes: bool = False

    @property
    def has_other_votes(self) -> bool:
        """Whether ballots were left out of the trial."""
        return self.trial is not None and self.trial.ballots != self.published.ballots

    @property
    def gains(self) -> list[Row]:
        """Projects that only the trial funds."""
        return [row for row in self.rows if row.is_funded_otherwise and not row.is_funded]

    @property
    def losses(self) -> list[Row]:
        return [row for row in self.rows if row.is_funded and row.is_funded_otherwise is False]


def cycles_to_simulate() -> CycleQuerySet:
    """Public cycles of any municipality with a count whose ballots are published, the newest first."""
    published = Count.objects.published().filter(cycle=OuterRef("pk")).exclude(archive="")
    return Cycle.objects.filter(Exists(published), proposing_cleared_at__isnull=False)


def counts_to_simulate(cycle: Cycle) -> CountQuerySet:
    """The cycle's counts whose ballots are published; the one that stands comes first."""
    return Count.objects.published().filter(cycle=cycle).exclude(archive="")


def read_published(count: Count) -> Simulation:
    """The published result by itself (one query)."""
    outcomes = _outcomes(count)
    say = Sentences(count, {election_id(one.project): one.project for one in outcomes})
    rows = [
        Row(one.project, one.votes, one.cost_tetri, one.is_funded, say.reason(one), say.tie(one)) for one in outcomes
    ]
    return Simulation(tuple(rows), _published_sums(count, outcomes))


def simulate(count: Count, rule: Rule, *, envelope_tetri: int, min_choices: int) -> Simulation:
    """Counts the count's published ballots by another rule and envelope (one query).

    Ballots that name fewer than `min_choices` projects are left out, as if nobody had cast them. NotPossible if
    it would take too long, or the archive cannot be read.
    """
    outcomes = _outcomes(count)
    tried = _counted(count, rule, envelope_tetri, min_choices)
    decisions = {one["project"]: one for one in tried["decisions"]}
    say = Sentences(count, {election_id(one.project): one.project for one in outcomes}, rule=rule_as_data(rule))
    rows = tuple(_row(outcome, decisions[election_id(outcome.project)], say) for outcome in outcomes)
    funded = [row for row in rows if row.is_funded_otherwise]
    return Simulation(
        rows,
        _published_sums(count, outcomes),
        trial=Sums(
            ballots=tried["ballots"],
            funded=len(funded),
            envelope_tetri=envelope_tetri,
            spent_tetri=sum(row.cost_tetri for row in funded),
            with_nothing=tried["with_nothing"],
        ),
        areas=tuple(money_by_area(rows)),
        stands_by_votes=tried["stands"] != method_of(rule),
    )


def _outcomes(count: Count) -> list[Outcome]:
    return list(count.outcomes.select_related("project__settlement"))


def _row(outcome: Outcome, decision: Mapping[str, Any], say: Sentences) -> Row:
    return Row(
        outcome.project,
        outcome.votes,
        outcome.cost_tetri,
        outcome.is_funded,
        say.reason_of(decision),
        say.tie_of(decision),
        votes_otherwise=decision["votes"],
        is_funded_otherwise=decision["is_funded"],
    )


def _published_sums(count: Count, outcomes: list[Outcome]) -> Sums:
    found = summarise(count, outcomes)
    return Sums(found.ballots, found.funded, count.envelope_tetri, found.spent_tetri, found.with_nothing)


def _counted(count: Count, rule: Rule, envelope_tetri: int, min_choices: int) -> dict[str, Any]:
    """The outcome of a trial as plain data. A large city takes seconds, so it is kept for a while: among the
    pages, where it pushes out no counter that limits sign-in codes."""
    asked = json.dumps([count.pk, rule_as_data(rule), envelope_tetri, min_choices], sort_keys=True)
    key = f"simulation:{sha256(asked.encode()).hexdigest()}"
    kept: dict[str, Any] | None = caches["pages"].get(key)
    if kept is None:
        kept = _count(count, rule, envelope_tetri, min_choices)
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def _count(count: Count, rule: Rule, envelope_tetri: int, min_choices: int) -> dict[str, Any]:
    archive = _readable_archive(count)
    conditions = _resized(archive.conditions, envelope_tetri, count.envelope_tetri)
    election = replace(
        archive.election,
        meta={**archive.election.meta, "budget": str(envelope_tetri // TETRI_PER_LARI)},
        votes=tuple(vote for vote in archive.election.votes if len(vote.choices) >= min_choices),
    )
    outcome = count_election(election, rule, conditions, watch=_Patience().watch)
    return {
        "ballots": len(election.votes),
        "with_nothing": sum(part.with_nothing for part in outcome.parts),
        "stands": next((part.stands for part in outcome.parts if part.stands != method_of(rule)), method_of(rule)),
        "decisions": [{**asdict(one), "is_funded": one.is_funded} for one in outcome.decisions],
    }


def _resized(conditions: Conditions, envelope_tetri: int, from_tetri: int) -> Conditions:
    """The conditions with the envelope of every area larger or smaller in proportion, in whole lari."""
    areas = (replace(area, envelope=max(1, area.envelope * envelope_tetri // from_tetri)) for area in conditions.areas)
    return replace(conditions, areas=tuple(areas))


def _readable_archive(count: Count) -> Archive:
    try:
        return published_archive(count)
    except (ArchiveError, OSError) as error:
        raise NotPossible(_("The archive of this count cannot be read.")) from error


class _Patience:
    """Ends a count that takes too many rounds or too long: shares that grow by little may need very many."""

    def __init__(self) -> None:
        self._rounds, self._since = 0, monotonic()

    def watch(self, share: float) -> None:
        self._rounds += 1
        if self._rounds > MOST_ROUNDS or monotonic() - self._since > MOST_SECONDS:
            raise NotPossible(_("This count would take too long. Let the share grow by more at a time."))
