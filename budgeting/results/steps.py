"""A count step by step: one round of Equal Shares, or one project's turn, at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from budgeting.results.election import election_id
from budgeting.results.models import Count
from budgeting.results.sentences import Sentences, price_tetri


@dataclass(frozen=True, slots=True)
class Barred:
    """A project that could no longer win after this step, and why."""

    project: Proposal
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the project, what was decided, what every voter had and who paid how much (only in Equal Shares),
    and what is left of the list's envelope then."""

    number: int
    project: Proposal
    cost_tetri: int
    is_funded: bool
    reason: str
    tie: str
    share_tetri: int | None
    price_tetri: int | None
    paid_in_full: int
    paid_the_rest: int
    rest_tetri: int
    barred: tuple[Barred, ...]
    left_tetri: int


def steps_of(count: Count) -> list[Step]:
    """Every step of a count that has a trace (one query)."""
    projects = {election_id(one.project): one.project for one in count.outcomes.select_related("project__area")}
    return _Steps(count, projects).all()


class _Steps:
    def __init__(self, count: Count, projects: Mapping[str, Proposal]) -> None:
        self._parts: list[Any] = count.trace["parts"] if count.trace else []
        self._projects, self._say = projects, Sentences(count, projects)
        self._steps: list[Step] = []

    def all(self) -> list[Step]:
        for part in self._parts:
            left = part["envelope"] * TETRI_PER_LARI
            rounds = {one["project"]: one for one in part["rounds"]}
            turns = [one for one in part["decisions"] if not rounds or one["reason"] in ("shared", "completed")]
            for decision in turns:
                is_funded = decision["reason"] in ("fits", "shared", "completed")
                left -= decision["cost"] * TETRI_PER_LARI * is_funded
                self._add(part, decision, rounds.get(decision["project"]), left, is_funded)
        return self._steps

    def _add(
        self,
        part: Mapping[str, Any],
        decision: Mapping[str, Any],
        round_: Mapping[str, Any] | None,
        left: int,
        is_funded: bool,
    ) -> None:
        barred = round_["barred"] if round_ else ()
        self._steps.append(
            Step(
                number=len(self._steps) + 1,
                project=self._projects[decision["project"]],
                cost_tetri=decision["cost"] * TETRI_PER_LARI,
                is_funded=is_funded,
                reason=self._say.reason_of(decision),
                tie=self._say.tie_of(decision),
                share_tetri=price_tetri(part["endowment"]) if part["endowment"] else None,
                price_tetri=price_tetri(round_["price"]) if round_ else None,
                paid_in_full=round_["paid_in_full"] if round_ else 0,
                paid_the_rest=round_["paid_the_rest"] if round_ else 0,
                rest_tetri=round_["rest"] if round_ else 0,
                barred=tuple(self._barred(one, round_) for one in barred),
                left_tetri=left,
            )
        )

    def _barred(self, barred: Mapping[str, Any], round_: Mapping[str, Any] | None) -> Barred:
        facts = {**barred, "round": round_ and round_["number"], "other": round_ and round_["project"]}
        return Barred(self._projects[barred["project"]], self._say.reason_of(facts))
