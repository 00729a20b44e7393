"""Why a project won or lost, in words."""

import pytest
from django.utils.translation import override

from budgeting.counting.reasons import Reason
from budgeting.counting.rule import EqualSharesRule, GreedyRule, rule_as_data
from budgeting.cycles.models import Cycle
from budgeting.money import show_money
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count, Outcome
from budgeting.results.sentences import REASONS, Sentences, price_tetri
from tests.factories import LANGUAGES

# What a decision of each reason holds beside the reason itself, as the engine writes it.
DECISIONS: dict[str, dict[str, object]] = {
    "fits": {"held": 1_000_000, "missing": 0},
    "shared": {"round": 3, "price": "125/3"},
    "completed": {"round": 2, "held": 1, "missing": 2},
    "no_money_left": {"held": 1_234_500, "missing": 765_400},
    "stopped": {"held": 1_234_500, "missing": 0},
    "enough_winners": {"held": 1_234_500, "missing": 0},
    "no_votes": {},
    "below_threshold": {},
    "same_place": {"other": "B-7"},
    "withdrawn": {},
    "too_dear": {"round": 0, "held": 1_234_500, "missing": 765_400},
    "spent": {"round": 4, "held": 1_234_567, "missing": 765_433, "paid_for": [["B-7", 5]]},
}
# What of it stands in the sentence, in every language.
SAID: dict[str, list[object]] = {
    "shared": [3, 4166],
    "no_money_left": [1_234_500, 765_400],
    "below_threshold": [12],
    "same_place": [7],
    "too_dear": [1_234_500, 765_400],
    "spent": [4, 1_234_567, 765_433],
}
MONEY = {4166, 1_234_500, 765_400, 1_234_567, 765_433}


@pytest.fixture
def say() -> Sentences:
    projects = {"1": Proposal(number=1), "2": Proposal(number=2), "B-7": Proposal(number=7)}
    rule = rule_as_data(EqualSharesRule(threshold=12))
    return Sentences(Count(cycle=Cycle(currency="GEL"), rule=rule), projects)


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == set(DECISIONS) == {str(reason) for reason in Reason}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", DECISIONS)
def test_a_reason_says_its_money_and_numbers_in_every_language(say: Sentences, reason: str, language: str) -> None:
    with override(language):
        sentence = say.reason(Outcome(reason=reason, decision={"reason": reason, **DECISIONS[reason]}))
        expected = [show_money(fact) if fact in MONEY else str(fact) for fact in SAID.get(reason, [])]

    assert [fact for fact in expected if fact not in sentence] == []
    assert ("%(" in sentence, any(letter.isdigit() for letter in sentence)) == (False, bool(expected))


def test_sentences_of_one_count_in_english(say: Sentences) -> None:
    said = {reason: say.reason_of({"reason": reason, **facts}) for reason, facts in DECISIONS.items()}

    nbsp = "\N{NO-BREAK SPACE}"
    assert said["shared"] == f"Those who chose it paid for it together in round 3: 41.66{nbsp}₾ for each vote."
    assert said["no_money_left"] == f"When its turn came, 12,345{nbsp}₾ was left: 7,654{nbsp}₾ less than it costs."
    assert said["below_threshold"] == "It has fewer votes than the rule asks for: 12."
    assert said["same_place"] == "Only one project can be built in its place, and № 7 was funded."
    assert said["spent"] == (
        "Those who chose it paid for other projects too. After round 4 they held "
        f"12,345.67{nbsp}₾ together: 7,654.33{nbsp}₾ less than it costs."
    )


def test_another_currency_and_another_rule_are_said(say: Sentences) -> None:
    count = Count(cycle=Cycle(currency="PLN"), rule=rule_as_data(GreedyRule()))

    money = Sentences(count, {}).reason_of({"reason": "no_money_left", "held": 100, "missing": 200})
    tried = Sentences(count, {}, rule=rule_as_data(GreedyRule(threshold=5))).reason_of({"reason": "below_threshold"})

    assert money == "When its turn came, 1\N{NO-BREAK SPACE}PLN was left: 2\N{NO-BREAK SPACE}PLN less than it costs."
    assert tried == "It has fewer votes than the rule asks for: 5."


def test_an_outcome_from_before_there_was_a_trace_is_said_too(say: Sentences) -> None:
    decision = {"held": 40_000, "missing": 10_000, "tied_with": [], "by_lot": False}

    outcome = Outcome(reason="no_money_left", decision=decision)

    nbsp = "\N{NO-BREAK SPACE}"
    assert say.reason(outcome) == f"When its turn came, 400{nbsp}₾ was left: 100{nbsp}₾ less than it costs."
    assert say.tie(outcome) == ""


@pytest.mark.parametrize("decision", [{}, {"tied_with": [], "by_lot": False}])
def test_without_a_tie_nothing_is_said(say: Sentences, decision: dict[str, object]) -> None:
    assert say.tie(Outcome(decision=decision)) == ""


@pytest.mark.parametrize(
    ("by_lot", "sentence"),
    [
        (False, "Level with № 2, № 7. The lower cost went first, then more votes."),
        (True, "Level with № 2, № 7. Cost and votes were the same, so the lot decided the order."),
    ],
)
def test_a_tie_names_the_others_and_what_decided(say: Sentences, by_lot: bool, sentence: str) -> None:
    assert say.tie_of({"tied_with": ["2", "B-7"], "by_lot": by_lot}) == sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by_lot", [False, True])
def test_a_tie_names_the_others_in_every_language(say: Sentences, by_lot: bool, language: str) -> None:
    with override(language):
        sentence = say.tie_of({"tied_with": ["2", "B-7"], "by_lot": by_lot})

    assert ("№ 2, № 7" in sentence, "%(" in sentence) == (True, False)


@pytest.mark.parametrize(("price", "tetri"), [("1/3", 33), ("125/3", 4166), ("2/1", 200), ("0/1", 0), ("999/1000", 99)])
def test_a_price_is_rounded_down_to_a_tetri(price: str, tetri: int) -> None:
    assert price_tetri(price) == tetri
