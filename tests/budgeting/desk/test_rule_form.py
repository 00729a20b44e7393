"""The questions that make a counting rule, by themselves and on the form of a cycle."""

from itertools import product
from typing import Any, get_args

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.counting.rule import (
    Comparison,
    Completion,
    EqualSharesRule,
    GreedyRule,
    Rule,
    Unfit,
    Utility,
    Variant,
    rule_as_data,
)
from budgeting.cycles.actions import change_cycle, create_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Gate, Stage
from budgeting.desk.rule_form import MOST_STEP, MOST_VOTES, RuleForm, initial_of
from budgeting.errors import NotPossible
from budgeting.voting.checklist import sign_voting_gate
from budgeting.voting.keys import make_key
from tests.budgeting.desk.typed_cycle import CYCLE
from tests.factories import LANGUAGES, dates_at, make_cycle, make_feasible
from tests.people import Cast

RULES: list[Rule] = [
    *(
        GreedyRule(*switches)
        for switches in product(get_args(Utility), get_args(Unfit), (0, 1, MOST_VOTES), (None, 1, MOST_VOTES))
    ),
    *(
        EqualSharesRule(variant, utility, completion, step, comparison, threshold)
        for variant, utility, completion, step, comparison, threshold in product(
            get_args(Variant),
            get_args(Utility),
            get_args(Completion),
            (1, MOST_STEP),
            get_args(Comparison),
            (0, MOST_VOTES),
        )
    ),
]
SHARES = EqualSharesRule("add1-exhaustive", "cardinality", "greedy", 25, "preference", 7)
TYPED_SHARES = {
    "method": "equal-shares",
    "threshold": "7",
    "variant": "add1-exhaustive",
    "step": "25",
    "shares_utility": "cardinality",
    "completion": "greedy",
    "comparison": "on",
}


def typed(shown: dict[str, Any]) -> dict[str, str]:
    """What a browser sends for what the form shows."""
    return {name: "on" if value is True else str(value) for name, value in shown.items() if value not in (None, False)}


def rule_of(given: dict[str, str]) -> Rule:
    form = RuleForm(given)
    assert form.is_valid(), form.errors
    return form.rule


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_rule_survives_the_form(rule: Rule) -> None:
    shown = {field.name: field.value() for field in RuleForm(rule=rule)}

    assert rule_of(typed(shown)) == rule
    assert {name: shown[name] for name in initial_of(rule)} == initial_of(rule)


def test_a_new_form_proposes_the_usual_rule_by_votes() -> None:
    assert rule_of(typed(RuleForm().initial)) == GreedyRule()


@pytest.mark.parametrize(
    ("method", "rule"), [("greedy", GreedyRule()), ("equal-shares", EqualSharesRule())], ids=["greedy", "equal shares"]
)
def test_switches_that_nobody_answered_are_the_usual_ones(method: str, rule: Rule) -> None:
    assert rule_of({"method": method}) == rule
    blank = dict.fromkeys(RuleForm.base_fields, "")
    assert rule_of({**blank, "method": method}) == rule


WHOLE = "Enter a whole number."


@pytest.mark.parametrize(
    ("method", "field", "value", "sentence"),
    [
        ("greedy", "threshold", "-1", "Ensure this value is greater than or equal to 0."),
        ("greedy", "threshold", "many", WHOLE),
        ("greedy", "threshold", "1.5", WHOLE),
        ("greedy", "threshold", "9" * 400, f"Ensure this value is less than or equal to {MOST_VOTES}."),
        ("greedy", "threshold", "9" * 5000, WHOLE),
        ("greedy", "most_winners", "0", "Ensure this value is greater than or equal to 1."),
        ("greedy", "most_winners", str(MOST_VOTES + 1), f"Ensure this value is less than or equal to {MOST_VOTES}."),
        ("equal-shares", "step", "0", "Ensure this value is greater than or equal to 1."),
        ("equal-shares", "step", str(MOST_STEP + 1), f"Ensure this value is less than or equal to {MOST_STEP}."),
        ("equal-shares", "step", "1e3", WHOLE),
        ("equal-shares", "variant", "add2", "Select a valid choice. add2 is not one of the available choices."),
        ("equal-shares", "completion", "x", "Select a valid choice. x is not one of the available choices."),
        ("greedy", "unfit", "maybe", "Select a valid choice. maybe is not one of the available choices."),
        ("lottery", "method", "lottery", "Select a valid choice. lottery is not one of the available choices."),
        ("", "method", "", "This field is required."),
    ],
)
def test_a_bad_answer_is_said_at_its_question_and_kept(method: str, field: str, value: str, sentence: str) -> None:
    form = RuleForm({"method": method, field: value})

    assert form.errors == {field: [sentence]}
    assert form[field].value() == value


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"method": "greedy", "step": "0", "variant": "add2", "shares_utility": "x", "completion": "x"}, GreedyRule()),
        ({"method": "equal-shares", "most_winners": "0", "unfit": "x", "greedy_utility": "x"}, EqualSharesRule()),
        ({"method": "equal-shares", "most_winners": "3", "unfit": "stop"}, EqualSharesRule()),
    ],
)
def test_the_other_methods_switches_are_not_looked_at(given: dict[str, str], rule: Rule) -> None:
    assert rule_of(given) == rule


def test_a_cycle_is_written_with_its_rule_and_shows_it_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    client.post(reverse("desk_new_cycle", args=["marneuli"]), {**CYCLE, **TYPED_SHARES})
    cycle = cast.municipality.cycles.get()
    assert cycle.counting == SHARES

    path = reverse("desk_edit_cycle", args=[cycle.pk])
    shown = client.get(path).context["rule_form"]
    assert {name: shown[name].value() for name in initial_of(SHARES)} == initial_of(SHARES)

    client.post(path, {**CYCLE, "method": "greedy", "unfit": "stop", "most_winners": "4"})
    cycle.refresh_from_db()
    assert cycle.rule == rule_as_data(GreedyRule(unfit="stop", most_winners=4))


@pytest.mark.parametrize("bad", [{"method": ""}, {"method": "equal-shares", "step": "0"}, {"threshold": "many"}])
def test_a_bad_rule_keeps_the_whole_form_and_stores_nothing(client: Client, cast: Cast, bad: dict[str, str]) -> None:
    client.force_login(cast.administrator)

    answer = client.post(reverse("desk_new_cycle", args=["marneuli"]), {**CYCLE, **bad})

    forms = answer.context["form"], answer.context["rule_form"]
    [wrong] = list(bad)[-1:]
    assert (answer.status_code, forms[0].errors, list(forms[1].errors)) == (422, {}, [wrong])
    assert (forms[0]["title_ka"].value(), forms[1][wrong].value()) == ("Budget ka", bad[wrong])
    assert 'class="error"' in answer.content.decode()
    assert not cast.municipality.cycles.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_of_a_cycle_asks_for_the_rule_in_every_language(client: Client, cast: Cast, language: str) -> None:
    client.force_login(cast.administrator)

    page = client.get(f"/{language}/desk/cycles/new/marneuli/")

    names = [name for name in RuleForm.base_fields if f'name="{name}"' not in page.content.decode()]
    assert (page.status_code, names) == (200, [])


def test_the_rule_is_frozen_once_the_call_is_open(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    client.force_login(cast.administrator)
    path = reverse("desk_edit_cycle", args=[cycle.pk])

    answers = [client.get(path).status_code, client.post(path, {**CYCLE, **TYPED_SHARES}).status_code]
    with pytest.raises(NotPossible) as refusal:
        change_cycle(Cycle.objects.get(), by=cast.administrator, rule=rule_as_data(SHARES))

    assert (answers, str(refusal.value)) == ([404, 404], "This is not possible at the cycle's present stage.")
    assert Cycle.objects.get().counting == GreedyRule()


def test_an_action_takes_no_data_that_is_no_rule(cast: Cast) -> None:
    facts = {"title_ka": "ბიუჯეტი", "envelope_tetri": 100, **dates_at(Stage.PREPARING)}

    with pytest.raises(NotPossible) as refusal:
        create_cycle(cast.municipality, by=cast.administrator, **facts, rule={"method": "greedy"})

    assert str(refusal.value) == "This is not a rule for counting."


def test_officials_sign_under_the_rule(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_feasible(cast, cycle)
    make_key(cycle)
    digests = []
    for rule in (GreedyRule(), GreedyRule(threshold=1), EqualSharesRule(), GreedyRule()):
        Cycle.objects.filter(pk=cycle.pk).update(rule=rule_as_data(rule))
        assert not sign_voting_gate(Cycle.objects.get(), by=cast.official)
        digests.append(cycle.signatures.get(gate=Gate.VOTING).digest)

    assert [digests.index(digest) for digest in digests] == [0, 1, 2, 0]
