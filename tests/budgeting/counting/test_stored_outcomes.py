"""Real elections against outcomes that other programs found for them, in exact arithmetic."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from budgeting.counting.pabulib import read_election
from budgeting.counting.sweep import EqualSharesRule
from budgeting.counting.tally import tally_equal_shares, tally_greedy

OWN = Path(__file__).parents[2] / "data" / "pabulib"
# A folder of more elections, each with its .outcomes.json, may be named; the small ones are always here.
FOLDER = Path(os.environ.get("PABULIB_FOLDER", OWN))
RULES = {
    "mes_cost_plain": EqualSharesRule("plain", "cost"),
    "mes_card_plain": EqualSharesRule("plain", "cardinality"),
    "mes_cost_add1_pabulib": EqualSharesRule("add1", "cost"),
    "mes_cost_add1u_exhaustive_stop": EqualSharesRule("add1-exhaustive", "cost"),
    "mes_card_add1u_exhaustive_stop": EqualSharesRule("add1-exhaustive", "cardinality"),
}
FILES = sorted(FOLDER.glob("*.pb"))


def stored(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.with_suffix(".outcomes.json").read_text())["outcomes"])


def with_switches(rule: EqualSharesRule, outcome: dict[str, Any], completion: str) -> EqualSharesRule:
    return EqualSharesRule(rule.variant, rule.utility, completion, outcome.get("step") or 1)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("name", RULES)
def test_equal_shares_gives_the_stored_outcome_in_its_order(file: Path, name: str) -> None:
    outcome = stored(file).get(name)
    if outcome is None:
        return  # no other program has counted this file by this rule
    tally = tally_equal_shares(read_election(file, drop_repeats=True), with_switches(RULES[name], outcome, "none"))

    assert list(tally.selected) == outcome["winners"]
    assert f"{tally.total_cost}/1" == outcome["total_cost"]
    if "endowment" in outcome:
        assert tally.endowment == outcome["endowment"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("name", RULES)
def test_greedy_completion_gives_the_stored_outcome(file: Path, name: str) -> None:
    outcome = stored(file).get(name)
    if outcome is None or "completed" not in outcome:
        return
    tally = tally_equal_shares(read_election(file, drop_repeats=True), with_switches(RULES[name], outcome, "greedy"))
    assert sorted(tally.selected) == sorted(outcome["completed"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize(("name", "utility"), [("greedy_cost", "cost"), ("greedy_card", "cardinality")])
def test_greedy_gives_the_stored_outcome(file: Path, name: str, utility: Any) -> None:
    tally = tally_greedy(read_election(file, drop_repeats=True), utility)
    assert sorted(tally.selected) == sorted(stored(file)[name]["winners"])


@pytest.mark.parametrize("city", ["Netherlands_Assen_2024", "Poland_Wieliczka_2023_Green_Budget"])
def test_cities_that_counted_by_equal_shares_are_reproduced(city: str) -> None:
    election = read_election(OWN / f"{city}.pb")
    official = {project.project_id for project in election.projects if project.is_selected}
    assert set(tally_equal_shares(election, EqualSharesRule()).selected) == official
