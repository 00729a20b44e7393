"""Real elections against outcomes that other programs found for them, in exact arithmetic.

Those in tests/data are always here. More are taken from the folder that PABULIB_FOLDER names, and from
shared/pabulib if the project lies beside it.
"""

import json
import os
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from budgeting.counting.command import RULES_OF_FILES, rule_of_file
from budgeting.counting.pabulib import PbElection, read_election
from budgeting.counting.reasons import Reason
from budgeting.counting.rule import EqualSharesRule, GreedyRule
from budgeting.counting.trace import Preference
from tests.budgeting.counting.elections import part

ROOT = Path(__file__).parents[3]
OWN = ROOT / "tests" / "data" / "pabulib"
FOLDERS = (OWN, ROOT.parent / "shared" / "pabulib", Path(os.environ.get("PABULIB_FOLDER", OWN)))
FILES = sorted({path.name: path for folder in FOLDERS for path in folder.glob("*.pb")}.values())
RULES = {
    "mes_cost_plain": EqualSharesRule("plain", "cost"),
    "mes_card_plain": EqualSharesRule("plain", "cardinality"),
    "mes_cost_add1_pabulib": EqualSharesRule("add1", "cost"),
    "mes_cost_add1u_exhaustive_stop": EqualSharesRule("add1-exhaustive", "cost"),
    "mes_card_add1u_exhaustive_stop": EqualSharesRule("add1-exhaustive", "cardinality"),
}


def stored(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.with_suffix(".outcomes.json").read_text()))


def is_recountable(file: Path) -> bool:
    """Whether the file names its winners and a rule of ours, and no tie was settled in another way than here."""
    facts = stored(file)
    settled_otherwise = ("Poland_Krakow_2022_Czyzyny.pb", "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb")
    return bool(facts["official_selected"]) and facts["rule"] in RULES_OF_FILES and file.name not in settled_otherwise


@cache
def election_in(file: Path) -> PbElection:
    return read_election(file, drop_repeats=True)


def cases() -> list[Any]:
    """Every outcome of Equal Shares in every file, with the step of its file."""
    found = []
    for file in FILES:
        facts = stored(file)
        for name in RULES.keys() & facts["outcomes"]:
            step = facts["outcomes"][name].get("step", facts["conventions"]["add1_step"])
            found.append(pytest.param(file, name, step, id=f"{file.stem}-{name}"))
    return sorted(found, key=lambda case: str(case.id))


def is_same_price(price: str, expected: str) -> bool:
    """Some programs give a fraction and some a rounded decimal number."""
    if "/" in expected:
        return price == expected
    return float(Fraction(price)) == pytest.approx(float(expected), rel=1e-15)


@pytest.mark.parametrize(("file", "name", "step"), cases())
def test_equal_shares_gives_the_stored_outcome_in_its_order(file: Path, name: str, step: int) -> None:
    outcome = stored(file)["outcomes"][name]
    rule = replace(RULES[name], step=step, completion="greedy" if "completed" in outcome else "none")

    found = part(election_in(file), rule)

    shared = [decision for decision in found.decisions if decision.reason is Reason.SHARED]
    assert [decision.project for decision in shared] == outcome["winners"]
    assert f"{sum(decision.cost for decision in shared)}/1" == outcome["total_cost"]
    assert set(found.selected) == set(outcome.get("completed", outcome["winners"]))
    if "endowment" in outcome:
        assert (found.endowment, found.steps) == (outcome["endowment"], outcome["runs"])
    prices = {one["project"]: one["price_per_vote_or_point"] for one in outcome.get("rounds", [])}
    wrong = {
        one.project: one.price for one in found.rounds if prices and not is_same_price(one.price, prices[one.project])
    }
    assert wrong == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize(("name", "utility"), [("greedy_cost", "cost"), ("greedy_card", "cardinality")])
def test_greedy_gives_the_stored_outcome(file: Path, name: str, utility: Any) -> None:
    outcome = stored(file)["outcomes"][name]

    found = part(election_in(file), GreedyRule(utility))

    assert set(found.selected) == set(outcome["winners"])
    assert f"{found.total_cost}/1" == outcome["total_cost"]


def official(file: Path) -> set[str]:
    return {project.project_id for project in election_in(file).projects if project.is_selected}


@pytest.mark.parametrize("file", [file for file in FILES if is_recountable(file)], ids=lambda file: file.stem)
def test_cities_are_reproduced_by_the_rule_their_file_names(file: Path) -> None:
    found = part(election_in(file), rule_of_file(election_in(file)))
    assert set(found.selected) == official(file)


def test_wieliczka_prefers_equal_shares_in_its_comparison() -> None:
    found = part(election_in(OWN / "Poland_Wieliczka_2023_Green_Budget.pb"), EqualSharesRule(comparison="preference"))

    assert (found.stands, found.steps, found.endowment, found.total_cost) == ("equal-shares", 166, "315/1", 995_079)
    assert found.preference == Preference(equal_shares=1_576, greedy=1_050)


def test_targowek_differs_from_its_city_only_in_the_tie() -> None:
    """Three tie at 173 votes. The city took the dearest, 797; we take the two cheaper, and then 98 fits as well."""
    file = OWN / "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb"

    ours = set(part(election_in(file), GreedyRule()).selected)

    assert (official(file) - ours, ours - official(file)) == ({"797"}, {"845", "1159", "98"})


def test_wola_counts_the_vote_that_names_a_project_twice_once() -> None:
    election = election_in(OWN / "Poland_Warszawa_2022_Wola.pb")
    stated = {project.project_id: project.votes for project in election.projects}

    decisions = part(election, GreedyRule()).decisions

    differing = {one.project: (one.votes, stated[one.project]) for one in decisions if one.votes != stated[one.project]}
    assert differing == {"1040": (1_268, 1_269)}


@pytest.mark.parametrize("file", [file for file in FILES if file.stem == "Poland_Warszawa_2022_Bielany"])
def test_bielany_is_reproduced_with_the_two_projects_for_one_place(file: Path) -> None:
    found = part(election_in(file), GreedyRule(), one_of=(("201", "1932"),))
    assert set(found.selected) == official(file)
