"""Reading a result for tables and charts: every number comes from the stored outcomes."""

from dataclasses import dataclass

from budgeting.results.models import Count, Outcome


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart: the outcome it shows and its length as a share of the longest, 0 to 100."""

    outcome: Outcome
    percent: int


def result_bars(count: Count) -> list[Bar]:
    """The outcomes in the order of their turns, with bars in proportion to their votes (one query)."""
    outcomes = list(count.outcomes.select_related("project__settlement"))
    most = max((outcome.votes for outcome in outcomes), default=0) or 1
    return [Bar(outcome, round(100 * outcome.votes / most)) for outcome in outcomes]


@dataclass(frozen=True, slots=True)
class Summary:
    """The result in five numbers; `same_as_official` only for an imported election whose file names winners."""

    ballots: int
    funded: int
    projects: int
    spent_tetri: int
    left_tetri: int
    same_as_official: bool | None


def summarise(count: Count, outcomes: list[Outcome]) -> Summary:
    funded = [outcome for outcome in outcomes if outcome.is_funded]
    spent = sum(outcome.cost_tetri for outcome in funded)
    official = [outcome.is_selected_officially for outcome in outcomes]
    agrees = None
    if outcomes and None not in official:
        agrees = all(outcome.is_funded == outcome.is_selected_officially for outcome in outcomes)
    return Summary(count.ballots, len(funded), len(outcomes), spent, count.envelope_tetri - spent, agrees)
