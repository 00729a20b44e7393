"""`python -m budgeting.counting count FILE`: what it prints, and how it refuses a file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from budgeting.counting.command import RULES_OF_FILES
from budgeting.counting.pabulib import write_election
from tests.budgeting.counting.conftest import DATA, Run
from tests.budgeting.counting.elections import election, villages, votes_for

COUNT = ("-m", "budgeting.counting", "count")
RECOUNT = ("-m", "budgeting.counting", "recount")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "villages.pb"
    path.write_text("".join(write_election(villages())), encoding="utf-8")
    return path


def test_count_prints_json_with_these_keys(run: Run, file: Path) -> None:
    code, told, error = run(*COUNT, file, "--json", "--variant", "plain")

    assert (code, error) == (0, "")
    assert json.loads(told) == {
        "rule": "equal-shares",
        "variant": "plain",
        "budget": 100_000,
        "selected": ["T1", "T2", "A2", "A1", "H1"],
        "total_cost": 90_000,
        "endowment": "1000/1",
        "steps": 1,
        "ties": 3,
    }


def test_count_prints_a_line_for_each_fact(run: Run, file: Path) -> None:
    assert run(*COUNT, file, "--rule", "greedy", "--unfit", "stop")[1].splitlines() == [
        "rule: greedy",
        "variant: stop",
        "budget: 100000",
        "selected: T1, T2, T3, T4",
        "total_cost: 100000",
        "endowment: None",
        "steps: None",
        "ties: 4",
    ]


@pytest.mark.parametrize(
    ("options", "selected", "steps"),
    [
        (["--rule", "greedy"], ["T1", "T2", "T3", "T4"], None),
        (["--rule", "greedy", "--threshold", "61"], [], None),
        (["--rule", "greedy", "--most-winners", "1"], ["T1"], None),
        (["--rule", "greedy", "--utility", "cardinality"], ["A2", "T1", "T2", "T3", "A1"], None),
        ([], ["T1", "T2", "A2", "A1", "H1"], 251),
        (["--step", "100"], ["T1", "T2", "A2", "A1", "H1"], 4),
        (["--variant", "add1-exhaustive"], ["T1", "T2", "A2", "A1", "H1"], 1),
        (["--variant", "plain", "--threshold", "25", "--completion", "greedy"], ["T1", "T2", "A2", "A1", "T3"], 1),
        (["--variant", "plain", "--comparison", "preference"], ["T1", "T2", "T3", "T4"], None),
    ],
    ids=lambda value: "_".join(value) if isinstance(value, list) else str(value),
)
def test_options_name_every_switch(
    run: Run, file: Path, options: list[str], selected: list[str], steps: int | None
) -> None:
    code, told, _error = run(*COUNT, file, "--json", *options)

    found = json.loads(told)
    assert (code, found["selected"], found["steps"]) == (0, selected, steps)


def test_count_of_wieliczka(run: Run) -> None:
    found = json.loads(run(*COUNT, DATA / "Poland_Wieliczka_2023_Green_Budget.pb", "--json")[1])
    assert (found["endowment"], found["steps"], found["total_cost"], found["ties"]) == ("315/1", 166, 995_079, 0)


SELECTED_BY = {
    "greedy": "ac",
    "greedy-threshold": "a",
    "greedy-no-skip": "a",
    "equalshares": "",
    "equalshares/add1": "a",
    "equalshares/add1-comparison": "ac",
}


@pytest.mark.parametrize("marked", ["", "a", "ac"])
@pytest.mark.parametrize("rule", RULES_OF_FILES)
def test_recount_of_a_file_compares_with_the_projects_it_marks(
    run: Run, tmp_path: Path, rule: str, marked: str
) -> None:
    meta = {"rule": rule} | ({"min_project_score_threshold": "2"} if rule == "greedy-threshold" else {})
    small = election({"a": 6, "b": 5, "c": 3}, votes_for({"a": 3, "b": 2, "c": 1}), 10, **meta)
    projects = tuple(replace(one, selected=int(one.project_id in marked)) for one in small.projects)
    path = tmp_path / "small.pb"
    path.write_text("".join(write_election(replace(small, projects=projects))), encoding="utf-8")

    code, told, _error = run(*RECOUNT, path)

    is_same = marked == SELECTED_BY[rule]
    assert (code, told.splitlines()[1]) == (0 if is_same else 1, f"Selected: {', '.join(SELECTED_BY[rule]) or 'none'}")
    assert (told.splitlines()[-1] == "The same projects as the file says.") == is_same


def test_recount_of_a_file_without_marks_has_nothing_to_compare_with(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.pb"
    path.write_text("".join(write_election(election({"a": 6}, [["a"]], 10, rule="greedy"))), encoding="utf-8")

    code, told, _error = run(*RECOUNT, path)

    nothing = "The file does not say what was selected, so there is nothing to compare with."
    assert (code, told.splitlines()[1:]) == (0, ["Selected: a", nothing])


def test_recount_refuses_a_file_whose_rule_says_too_little(run: Run, file: Path) -> None:
    sentence = "The file names the rule 'unknown', which says too little to count by."
    assert run(*RECOUNT, file) == (2, "", f"villages.pb is not counted. {sentence}\n")


SMALL = "".join(write_election(election({"a": 6, "b": 5}, [["a"], ["b", "a"]], 10)))
TYPES = "approval, ordinal, cumulative, scoring, choose-1"
WHOLE = "which is not a whole number from 1 to 1,000,000,000,000"
CUT_SHORT = "META gives num_votes as 2 and the VOTES section has 1, so the file may be cut short."
BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file is empty."),
    "no UTF-8": (SMALL.encode().replace(b"b;5", b"\xff;5"), "In line 11, the text is not UTF-8."),
    "project twice": (
        SMALL.replace("b;5", "a;5").encode(),
        'In line 11, project "a" is listed again, first in line 10.',
    ),
    "voter twice": (SMALL.replace("v1", "v0").encode(), 'In line 15, voter "v0" votes again, first in line 14.'),
    "cost 0": (SMALL.replace("b;5", "b;0").encode(), f'In line 11, the cost of project "b" is "0", {WHOLE}.'),
    "vote type": (
        SMALL.replace("approval", "veto").encode(),
        f'In line 6, the vote_type in META is "veto", which is none of {TYPES}.',
    ),
    "cut short": (SMALL[: SMALL.index("v1")].encode(), CUT_SHORT),
    "cut in a line": (
        SMALL[: SMALL.index("v1") + 2].encode(),
        "In line 15, the number of cells is 1 where the header has 2.",
    ),
    "cut in META": (SMALL[: SMALL.index("vote_type")].encode(), 'META has no "vote_type".'),
    "no points": (SMALL.replace("approval", "scoring").encode(), "Its scoring votes have no points to count."),
}


@pytest.mark.parametrize(("content", "sentence"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_file_is_refused_in_one_sentence(run: Run, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "bad.pb"
    path.write_bytes(content)

    assert run(*COUNT, path) == (2, "", f"bad.pb is not counted. {sentence}\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--step", "0"], "step is 0, not a whole number from 1."),
        (["--rule", "greedy", "--threshold", "-1"], "threshold is -1, not a whole number from 0."),
    ],
)
def test_number_out_of_range_is_refused(run: Run, file: Path, options: list[str], sentence: str) -> None:
    assert run(*COUNT, file, *options) == (2, "", f"villages.pb is not counted. {sentence}\n")


def test_file_that_is_not_there_is_said_so(run: Run) -> None:
    assert run(*COUNT, "nothing.pb") == (2, "", "nothing.pb cannot be read: No such file or directory.\n")


def test_folder_is_said_to_be_one(run: Run) -> None:
    assert run(*COUNT, ".") == (2, "", ". cannot be read: Is a directory.\n")
