"""A cycle's counting rule: stored, checked and said in words."""

from itertools import product
from typing import Any, get_args

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from budgeting.counting.rule import (
    METHODS,
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
from budgeting.cycles.models import Cycle
from budgeting.cycles.rules import METHOD_NAMES, check_rule, default_rule, rule_sentences
from tests.budgeting.cycles.whole_cycle import bare_cycle
from tests.factories import LANGUAGES
from tests.people import Cast

GREEDY = [
    GreedyRule(utility, unfit, threshold, most)
    for utility, unfit, threshold, most in product(get_args(Utility), get_args(Unfit), (0, 12), (None, 34))
]
SHARES = [
    EqualSharesRule(variant, utility, completion, 56, comparison, threshold)
    for variant, utility, completion, comparison, threshold in product(
        get_args(Variant), get_args(Utility), get_args(Completion), get_args(Comparison), (0, 12)
    )
]


def test_a_cycle_counts_by_votes_unless_it_says_otherwise(cast: Cast) -> None:
    bare_cycle(cast).save()

    cycle = Cycle.objects.get()
    assert (cycle.rule, cycle.counting) == (default_rule(), GreedyRule())
    assert str(cycle.rule_name) == "Most votes first, while the money lasts"


def test_every_method_has_a_name() -> None:
    assert set(METHOD_NAMES) == set(METHODS)


@pytest.mark.parametrize("rule", [*GREEDY, *SHARES], ids=str)
def test_every_rule_is_stored_as_it_is(cast: Cast, rule: Rule) -> None:
    cycle = bare_cycle(cast)
    cycle.rule = rule_as_data(rule)
    cycle.full_clean(exclude=["title_ka", "rule_document"])
    cycle.save()

    assert Cycle.objects.get().counting == rule


BAD: dict[str, Any] = {
    "no rule": {},
    "an unknown method": {"method": "lottery"},
    "a switch missing": {"method": "greedy", "utility": "cost", "unfit": "skip", "threshold": 0},
    "a switch too many": {**default_rule(), "step": 1},
    "an unknown word": {**default_rule(), "unfit": "maybe"},
    "a number as text": {**default_rule(), "threshold": "1"},
    "a fraction": {**default_rule(), "threshold": 1.5},
    "true": {**default_rule(), "threshold": True},
    "less than nothing": {**default_rule(), "threshold": -1},
    "no winners": {**default_rule(), "most_winners": 0},
    "a step of nothing": {**rule_as_data(EqualSharesRule()), "step": 0},
    "a list in a switch": {**default_rule(), "utility": ["cost"]},
    "a list": ["greedy"],
    "a list of pairs": [list(pair) for pair in default_rule().items()],
    "text": "greedy",
    "a number": 5,
    "null": None,
}


@pytest.mark.parametrize("what", BAD)
def test_data_that_is_no_rule_is_refused_in_one_sentence(what: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        check_rule(BAD[what])

    assert refusal.value.messages == ["This is not a rule for counting."]


def test_a_rule_by_votes_is_said_switch_by_switch() -> None:
    assert rule_sentences(GreedyRule()) == [
        "The project with the most votes takes its turn first.",
        "A project that costs more than what is left is skipped, and the next one is tried.",
    ]
    assert rule_sentences(GreedyRule("cardinality", "stop", 12, 34)) == [
        "The project with the most votes for its cost takes its turn first.",
        "The count ends at the first project that costs more than what is left.",
        "At most this many projects win: 34.",
        "A project needs at least this many votes: 12.",
    ]


def test_equal_shares_are_said_switch_by_switch() -> None:
    first = "Every voter has the same share of the money and pays only for projects they chose."
    grows = "All shares then grow by 56\N{NO-BREAK SPACE}₾ again and again, until"

    assert rule_sentences(EqualSharesRule(step=56)) == [
        first,
        f"{grows} the projects would cost too much.",
        "A project is worth its cost to those who chose it.",
        "What is left over stays unspent.",
    ]
    assert rule_sentences(EqualSharesRule("add1-exhaustive", "cardinality", "greedy", 56, "preference", 12)) == [
        first,
        f"{grows} no further project fits.",
        "Every project is worth the same to those who chose it.",
        "What is left over goes to the projects with the most votes that still fit.",
        "The result by votes is found too. If more voters get more from it, it stands instead.",
        "A project needs at least this many votes: 12.",
    ]
    assert rule_sentences(EqualSharesRule("plain"))[1] == (
        "A share is the envelope divided by the number of voters, and no more."
    )


def test_a_share_grows_in_the_cycles_currency() -> None:
    assert "by 3\N{NO-BREAK SPACE}PLN again" in rule_sentences(EqualSharesRule(step=3), "PLN")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_rules_are_never_said_in_the_same_words(language: str) -> None:
    """Except for the step of "plain", which does nothing."""
    with override(language):
        said = {rule: tuple(rule_sentences(rule)) for rule in [*GREEDY, *SHARES]}

    assert len(set(said.values())) == len(said)
    assert [sentence for sentences in said.values() for sentence in sentences if "%(" in sentence] == []
