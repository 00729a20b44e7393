"""The rule of a count: a frozen object with every switch named, because each gives other winners.

The municipality's page, the export and the archive all name this one object; as data it is plain JSON.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

Utility = Literal["cost", "cardinality"]
Unfit = Literal["skip", "stop"]
Variant = Literal["add1", "add1-exhaustive", "plain"]
Completion = Literal["none", "greedy"]
Comparison = Literal["none", "preference"]


class RuleError(ValueError):
    """Data that names no rule; str() is one English sentence."""


@dataclass(frozen=True, slots=True)
class GreedyRule:
    """Projects take their turn by votes or points, while the money lasts.

    - `utility`: "cost" puts most votes first; "cardinality" most votes for the money (votes / cost).
    - `unfit`: a project that costs more than is left is skipped, or the count stops there.
    - `threshold`: fewer votes or points than this win nothing.
    - `most_winners`: no more projects than this win; None for any number.
    """

    utility: Utility = "cost"
    unfit: Unfit = "skip"
    threshold: int = 0
    most_winners: int | None = None

    def __post_init__(self) -> None:
        _among("utility", self.utility, Utility)
        _among("unfit", self.unfit, Unfit)
        _whole("threshold", self.threshold, least=0)
        if self.most_winners is not None:
            _whole("most_winners", self.most_winners, least=1)


@dataclass(frozen=True, slots=True)
class EqualSharesRule:
    """The Method of Equal Shares.

    - `variant`: "add1" gives everyone the whole units of budget / voters, then `step` more again and again, until
      the next outcome would pass the budget; "add1-exhaustive" starts at exactly budget / voters and also ends
      as soon as no further project fits the money left; "plain" is exactly budget / voters and no more.
    - `utility`: what a funded project gives a supporter: its cost, or one; with points, times the points.
    - `completion`: what is left over stays unspent, or goes to the projects with most votes that still fit.
    - `comparison`: "preference" counts by votes too, and lets that outcome stand if more voters get more
      utility from it than from this one. Source: the comparison step of Wieliczka 2023.
    - `threshold`: projects with fewer votes or points than this take no part.
    """

    variant: Variant = "add1"
    utility: Utility = "cost"
    completion: Completion = "none"
    step: int = 1
    comparison: Comparison = "none"
    threshold: int = 0

    def __post_init__(self) -> None:
        _among("variant", self.variant, Variant)
        _among("utility", self.utility, Utility)
        _among("completion", self.completion, Completion)
        _among("comparison", self.comparison, Comparison)
        _whole("step", self.step, least=1)
        _whole("threshold", self.threshold, least=0)


Rule = GreedyRule | EqualSharesRule
METHODS: dict[str, type[GreedyRule] | type[EqualSharesRule]] = {"greedy": GreedyRule, "equal-shares": EqualSharesRule}


def method_of(rule: Rule) -> str:
    return "greedy" if isinstance(rule, GreedyRule) else "equal-shares"


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """Every switch of the rule by name, with `method` first."""
    return {"method": method_of(rule), **asdict(rule)}


def rule_from_data(data: Mapping[str, Any]) -> Rule:
    """The rule that `rule_as_data` wrote; RuleError for anything else, a missing switch included."""
    given = dict(data)
    kind = METHODS.get(str(given.pop("method", "")))
    if kind is None:
        raise RuleError(f"The method is none of {', '.join(METHODS)}.")
    names = {field.name for field in fields(kind)}
    if given.keys() != names:
        raise RuleError(f"The rule names {sorted(given)}, not {sorted(names)}.")
    return kind(**given)


def _among(name: str, value: object, allowed: Any) -> None:
    if value not in get_args(allowed):
        raise RuleError(f"{name} is {value!r}, not one of {', '.join(get_args(allowed))}.")


def _whole(name: str, value: object, *, least: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise RuleError(f"{name} is {value!r}, not a whole number from {least}.")
