"""What the commands share: naming a rule by options, counting a .pb file by it, telling the outcome."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from budgeting.counting.count import count_election
from budgeting.counting.pabulib import PbElection, read_election
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, RuleError

# The rules of the format that are ours; "greedy-custom", "greedy-exclusive" and "unknown" say too little.
RULES_OF_FILES: dict[str, Rule] = {
    "greedy": GreedyRule(),
    "greedy-threshold": GreedyRule(),
    "greedy-no-skip": GreedyRule(unfit="stop"),
    "equalshares": EqualSharesRule("plain"),
    "equalshares/add1": EqualSharesRule(),
    "equalshares/add1-comparison": EqualSharesRule(comparison="preference"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What a command prints: ids in the order of selection, sums in the file's unit.

    `endowment` ("2033/1") and `steps` are those of Equal Shares; `ties` is how often the order of ties decided:
    lowest cost, most votes or points, project id as text.
    """

    rule: str
    variant: str
    budget: int
    selected: tuple[str, ...]
    total_cost: int
    endowment: str | None
    steps: int | None
    ties: int


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rule", choices=["greedy", "equal-shares"], default="equal-shares")
    parser.add_argument("--variant", choices=["add1", "add1-exhaustive", "plain"], default="add1")
    parser.add_argument("--utility", choices=["cost", "cardinality"], default="cost")
    parser.add_argument("--completion", choices=["none", "greedy"], default="none")
    parser.add_argument("--comparison", choices=["none", "preference"], default="none")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--unfit", choices=["skip", "stop"], default="skip", help="greedy: what does not fit")
    parser.add_argument("--threshold", type=int, default=0, help="fewest votes or points of a winner")
    parser.add_argument("--most-winners", type=int, default=None, help="greedy: at most so many")
    parser.add_argument("--json", action="store_true")


def rule_of_options(options: Mapping[str, Any]) -> Rule:
    """The rule the options name; RuleError for a number out of range."""
    kind = GreedyRule if options["rule"] == "greedy" else EqualSharesRule
    return kind(**{name: options[name] for name in kind.__dataclass_fields__})


def rule_of_file(election: PbElection) -> Rule:
    """The rule the file says its city used; RuleError for one that says too little to count by."""
    if rule := RULES_OF_FILES.get(election.rule):
        return replace(rule, threshold=election.threshold)
    raise RuleError(f"The file names the rule {election.rule or 'of nobody'!r}, which says too little to count by.")


def tally_file(path: Path, rule: Rule) -> Tally:
    """Counts a .pb file. PabulibError for a bad one, OSError for one that cannot be opened."""
    election = read_election(path, drop_repeats=True)
    (part,) = count_election(election, rule).parts
    return Tally(
        rule="greedy" if isinstance(rule, GreedyRule) else "equal-shares",
        variant=rule.unfit if isinstance(rule, GreedyRule) else rule.variant,
        budget=election.budget,
        selected=part.selected,
        total_cost=part.total_cost,
        endowment=part.endowment,
        steps=part.steps,
        ties=part.ties,
    )


def told(tally: Tally, *, as_json: bool) -> str:
    facts = asdict(tally)
    if as_json:
        return json.dumps(facts)
    return "\n".join(f"{name}: {', '.join(value) if name == 'selected' else value}" for name, value in facts.items())
