"""Reading a result for tables and charts: every number comes from the stored count."""

from collections.abc import Iterable
from dataclasses import dataclass

from budgeting.counting.archive import Archive, read_archive
from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.results.election import election_id
from budgeting.results.models import Count, Outcome
from budgeting.results.sentences import Sentences
from portal.places.models import Settlement


@dataclass(frozen=True, slots=True)
class Bar:
    """One project of a result: its bar's length as a share of the longest, 0 to 100, why it won or lost, what is
    said of ties, and what its supporters paid for instead (projects with tetri, the most first)."""

    outcome: Outcome
    percent: int
    reason: str
    tie: str
    paid_for: tuple[tuple[Proposal, int], ...]


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
    return Count.objects.done().filter(cycle=cycle).first()


def result_bars(count: Count) -> list[Bar]:
    """The outcomes in the order of their turns, with bars in proportion to their votes (one query)."""
    outcomes = list(count.outcomes.select_related("project__settlement"))
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
    nothing = sum(part["with_nothing"] for part in count.trace["parts"]) if count.trace else None
    left = count.envelope_tetri - spent
    return Summary(count.ballots, len(funded), len(outcomes), spent, left, nothing, agrees)


@dataclass(frozen=True, slots=True)
class AreaMoney:
    """What a settlement's projects get from the count and from the other method; None for the whole municipality."""

    name: str | None
    tetri: int
    other_tetri: int

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
    return [AreaMoney(place and place.name, *sums[place]) for place in places]


def published_archive(count: Count) -> Archive:
    """The archive that was published with the count. ArchiveError if it was damaged since."""
    with count.archive.open("rb") as stream:
        return read_archive(stream)
