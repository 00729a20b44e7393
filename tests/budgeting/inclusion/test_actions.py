"""Answers become numbers and nothing else; a report is made once in a stage."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.inclusion.actions import (
    ask_report,
    count_answers,
    forget_author_answer,
    keep_author_answer,
    make_report,
    merge_tallies,
    new_token,
)
from budgeting.inclusion.models import AuthorAnswer, InclusionReport, Part, Tally, UsedForm
from portal.clock import now, pinned
from tests.budgeting.inclusion.telling import WOMAN, answer, make_counted, numbers
from tests.factories import make_cycle, make_published, make_vote
from tests.people import Cast

COLUMNS = {
    Tally: {"id", "cycle_id", "part", "question", "answer", "number"},
    UsedForm: {"id", "cycle_id", "mark"},
    AuthorAnswer: {"id", "proposal_id", "gender", "age"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", COLUMNS)
def test_no_table_of_answers_has_room_for_a_person_a_ballot_or_a_time(model: type) -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
        relations = connection.introspection.get_relations(cursor, model._meta.db_table)

    pointed_at = {"budgeting_proposal"} if model is AuthorAnswer else {"budgeting_cycle"}
    assert {column.name for column in columns} == COLUMNS[model]
    assert {relation[1] for relation in relations.values()} == pointed_at


def test_an_answer_only_makes_numbers_grow(cast: Cast) -> None:
    cycle = make_cycle(cast)

    answer(cycle, Part.COMMENT, times=2)
    answer(cycle, Part.COMMENT, gender="man", language="ka")

    found = {name: numbers(cycle, name, Part.COMMENT) for name in ("gender", "age", "settlement", "language")}
    assert found == {
        "gender": {"woman": 2, "man": 1},
        "age": {"30-44": 3},
        "settlement": {"none": 3},
        "language": {"az": 2, "ka": 1},
    }


def test_a_form_sent_twice_counts_once(cast: Cast) -> None:
    cycle = make_cycle(cast)
    token = new_token(cycle, Part.COMMENT)

    counted = [count_answers(cycle, Part.COMMENT, token=token, language="az", answers=WOMAN) for _time in range(2)]

    assert (counted, numbers(cycle, "gender", Part.COMMENT)) == ([True, False], {"woman": 1})


def test_a_token_of_another_cycle_another_part_or_another_hand_is_refused(cast: Cast) -> None:
    cycle, other = make_cycle(cast), make_cycle(cast)
    forged = signing.dumps([cycle.pk, "comment", "x"], salt="another")

    for token in (new_token(other, Part.COMMENT), new_token(cycle, Part.BACK), forged, "", "x\x00"):
        with pytest.raises(NotPossible):
            count_answers(cycle, Part.COMMENT, token=token, language="az", answers=WOMAN)

    assert Tally.objects.count() == 0


def test_a_token_names_nobody(cast: Cast) -> None:
    cycle = make_cycle(cast)

    first, second = (signing.loads(new_token(cycle, Part.VOTE), salt="khma about you") for _time in range(2))

    assert first[:2] == second[:2] == [cycle.pk, "vote"]
    assert first[2] != second[2]


def test_voters_answer_only_while_the_vote_is_open(cast: Cast) -> None:
    cycle = make_vote(cast)
    answer(cycle)

    with pinned(cycle.voting_until_at + timedelta(minutes=1)), pytest.raises(NotPossible):
        answer(cycle)

    assert numbers(cycle, "gender") == {"woman": 1}


def test_merging_writes_every_row_anew_and_changes_no_number(cast: Cast) -> None:
    cycle = make_cycle(cast)
    answer(cycle, Part.COMMENT, times=3)
    answer(cycle, Part.COMMENT, gender="man")
    before = set(Tally.objects.values_list("pk", flat=True))
    rows = sorted(Tally.objects.values_list("part", "question", "answer", "number"))

    merge_tallies(cycle)

    after = list(Tally.objects.order_by("pk").values_list("part", "question", "answer", "number"))
    assert sorted(after) == rows == after
    assert not before & set(Tally.objects.values_list("pk", flat=True))


def test_the_marks_of_forms_are_gone_after_the_vote(cast: Cast) -> None:
    cycle = make_vote(cast)
    answer(cycle)
    merge_tallies(cycle)
    kept = UsedForm.objects.count()

    with pinned(cycle.voting_until_at + timedelta(minutes=1)):
        merge_tallies(cycle)

    assert (kept, UsedForm.objects.count()) == (1, 0)


def test_an_author_answers_changes_and_takes_back(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))

    keep_author_answer(proposal, by=cast.resident, gender="woman", age="18-29")
    keep_author_answer(proposal, by=cast.resident, gender="other", age="")
    changed = AuthorAnswer.objects.values_list("gender", "age").get()
    forget_author_answer(proposal, by=cast.resident)

    assert (changed, AuthorAnswer.objects.count()) == (("other", ""), 0)


def test_two_empty_answers_of_an_author_leave_nothing(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    keep_author_answer(proposal, by=cast.resident, gender="woman", age="")

    keep_author_answer(proposal, by=cast.resident, gender="", age="")

    assert AuthorAnswer.objects.count() == 0


def test_nobody_else_answers_for_an_author(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    keep_author_answer(proposal, by=cast.resident, gender="woman", age="")

    for act in (
        lambda: keep_author_answer(proposal, by=cast.official, gender="man", age=""),
        lambda: forget_author_answer(proposal, by=cast.neighbour),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert AuthorAnswer.objects.get().gender == "woman"


def test_only_officials_of_the_place_have_a_report_made(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)

    for person in (cast.moderator, cast.observer, cast.resident, elsewhere.official):
        with pytest.raises(NotAllowed):
            ask_report(cycle, by=person)

    assert ask_report(cycle, by=cast.official).stage == Stage.PROPOSING


def test_a_report_is_made_once_in_a_stage_so_that_two_do_not_differ_by_one_person(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_report(ask_report(cycle, by=cast.official))

    with pytest.raises(NotPossible):
        ask_report(cycle, by=cast.official)
    with pinned(cycle.proposing_until_at + timedelta(hours=1)):
        later = ask_report(cycle, by=cast.official)

    assert (InclusionReport.objects.count(), later.stage) == (2, Stage.REVIEWING)


def test_a_report_that_was_broken_off_is_taken_up_again(cast: Cast) -> None:
    cycle = make_cycle(cast)
    report = ask_report(cycle, by=cast.official)

    with pytest.raises(NotPossible):
        ask_report(cycle, by=cast.official)
    with pinned(now() + timedelta(minutes=3)):
        again = ask_report(cycle, by=cast.official)

    assert (again.pk, make_report(again).percent) == (report.pk, 100)


def test_a_report_says_how_far_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = make_counted(cast)
    seen: list[int] = []
    monkeypatch.setattr(
        "budgeting.inclusion.actions.announce",
        lambda topic: seen.append(InclusionReport.objects.get().percent),
    )

    make_report(ask_report(cycle, by=cast.official))

    assert seen == [14, 28, 42, 57, 71, 85, 100, 100]
