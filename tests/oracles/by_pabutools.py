"""Count a .pb file with pabutools, by the conventions of budgeting.counting; see README.md.

As a script it counts one file by `add1-exhaustive` and the cost utility, and prints the winners in their order.
"""

import json
import sys
from pathlib import Path

from pabutools.election import Cardinality_Sat, Cost_Sat
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.election.satisfaction import Additive_Cardinal_Sat, AdditiveSatisfaction, SatisfactionMeasure
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule


class PointsTimesCost(AdditiveSatisfaction):
    """The cost utility of votes with points, which pabutools has not got."""

    def __init__(self, instance, profile, ballot) -> None:
        super().__init__(
            instance,
            profile,
            ballot,
            lambda _instance, _profile, own, project, _known: own.get(project, 0) * project.cost,
        )


class Count:
    """One election as pabutools reads it; each method returns the winners' ids in the order of their selection.

    ValueError for an ordinal one, whose votes pabutools does not turn into points as we do.
    """

    def __init__(self, text: str) -> None:
        self._instance, profile = parse_pabulib_from_string(text)
        if self._instance.meta["vote_type"] == "ordinal":
            raise ValueError("pabutools has no count of ordinal votes to compare with")
        self._votes = dict.fromkeys((project.name for project in self._instance), 0)
        for ballot in profile:
            for project in ballot:
                self._votes[project.name] += ballot[project] if self._has_points else 1
        # Equal ballots once: up to four times faster, and the outcome is the same.
        self._profile = profile.as_multiprofile()

    def equal_shares(self, variant: str, utility: str) -> list[str]:
        """The variant is "plain" or "add1-exhaustive": pabutools knows no other."""
        won = method_of_equal_shares(
            self._instance,
            self._profile,
            self._satisfaction(utility),
            tie_breaking=self._ties,
            voter_budget_increment=1 if variant == "add1-exhaustive" else None,
        )
        return [project.name for project in won]

    def greedy(self, utility: str) -> list[str]:
        """Without the projects nobody chose, which pabutools funds from what is left and we do not."""
        won = greedy_utilitarian_welfare(
            self._instance, self._profile, self._satisfaction(utility), tie_breaking=self._ties
        )
        return [project.name for project in won if self._votes[project.name]]

    @property
    def _has_points(self) -> bool:
        return self._instance.meta["vote_type"] in ("cumulative", "scoring")

    def _satisfaction(self, utility: str) -> type[SatisfactionMeasure]:
        if self._has_points:
            return PointsTimesCost if utility == "cost" else Additive_Cardinal_Sat
        return Cost_Sat if utility == "cost" else Cardinality_Sat

    @property
    def _ties(self) -> TieBreakingRule:
        """A total order: pabutools keeps tied projects in a set, so that a partial one changes with the hash seed."""
        return TieBreakingRule(lambda _instance, _profile, one: (one.cost, -self._votes[one.name], one.name))


if __name__ == "__main__":
    count = Count(Path(sys.argv[1]).read_text(encoding="utf-8-sig"))
    print(json.dumps(count.equal_shares("add1-exhaustive", "cost")))
