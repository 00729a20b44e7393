"""The order of the questions, and which is next."""

from typing import Any

import pytest

from budgeting.proposals.models import Proposal
from budgeting.proposals.steps import BY_NAME, STEPS, answer_to, is_answered, missing_steps, next_step, step_before
from tests.factories import make_cycle, make_draft, make_settlement
from tests.people import Cast

EMPTY: dict[str, Any] = {"title": "", "summary": "", "text": "", "theme": None}


def names(steps: Any) -> list[str]:
    return [step.name for step in steps]


def test_every_question_that_must_be_answered_is_missing_in_an_empty_draft(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast), **EMPTY)
    assert names(missing_steps(draft)) == ["title", "summary", "text", "theme"]
    assert [step.name for step in STEPS if is_answered(draft, step)] == []


def test_complete_draft_misses_nothing(cast: Cast) -> None:
    assert missing_steps(make_draft(cast, make_cycle(cast))) == []


@pytest.mark.parametrize(
    ("step", "facts", "answer"),
    [
        ("title", {"title": "Körpü"}, "Körpü"),
        ("point", {"lat": 41.0, "lon": 44.0}, (382.0, 330.0)),
        ("beneficiaries", {"beneficiaries": ["girls", "boys"]}, ["Girls", "Boys"]),
        ("cost", {"rough_cost_tetri": 0}, 0),
    ],
)
def test_question_is_answered_by_its_own_facts(cast: Cast, step: str, facts: dict[str, Any], answer: Any) -> None:
    draft = make_draft(cast, make_cycle(cast), **{**EMPTY, **facts})
    answered = [one.name for one in STEPS if is_answered(draft, one)]
    assert answered == [step]
    if step != "point":
        assert answer_to(draft, BY_NAME[step]) == answer
    else:
        assert answer_to(draft, BY_NAME[step]) == draft.point


def test_point_of_the_settlement_is_no_answer_to_the_map(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast), settlement=make_settlement(cast.municipality))
    assert (is_answered(draft, BY_NAME["place"]), is_answered(draft, BY_NAME["point"])) == (True, False)
    assert answer_to(draft, BY_NAME["point"]) is None


def walk(draft: Proposal, start: str) -> list[str]:
    """The questions in the order they are asked when each is skipped."""
    step, seen = BY_NAME[start], []
    while (step := next_step(draft, step)) and step.name not in seen:
        seen.append(step.name)
    return seen


def test_questions_follow_one_another_and_answered_ones_are_passed_over(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast), summary="", beneficiaries=["men"])
    assert walk(draft, "title") == ["summary", "place", "point", "cost", "photos", "documents", "coauthors"]


def test_after_the_last_question_the_first_missing_one_comes_again(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast), theme=None)
    assert next_step(draft, STEPS[-1]) == BY_NAME["theme"]
    assert next_step(make_draft(cast, draft.cycle), STEPS[-1]) is None


def test_step_before() -> None:
    assert [step_before(BY_NAME[name]) for name in ("title", "summary")] == [None, BY_NAME["title"]]
