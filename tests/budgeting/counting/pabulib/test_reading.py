"""META, PROJECTS and VOTES: what is taken, what is refused and in which words."""

import pytest

from budgeting.counting.pabulib import PbElection, PbProject, PbVote, read_election
from tests.budgeting.counting.pabulib.pb_files import (
    DATA,
    META,
    VOTES,
    Save,
    pb_text,
    refusal,
)

WHOLE = "which is not a whole number from 1 to 1,000,000,000,000"
VOTE_TYPES = "approval, ordinal, cumulative, scoring, choose-1"


# What is read


def test_read_election_returns_projects_votes_and_lines(save: Save) -> None:
    election = read_election(save(pb_text()))

    assert election == PbElection(
        META,
        (PbProject("1", 400, "Well"), PbProject("2", 500, "Bench"), PbProject("3", 600, "Trees")),
        (PbVote("a", ("1", "2")), PbVote("b", ("3",))),
    )
    assert [project.line for project in election.projects] == [10, 11, 12]
    assert [vote.line for vote in election.votes] == [15, 16]


def test_read_election_reads_every_column_in_use(save: Save) -> None:
    header = "project_id;cost;votes;name;category;target;selected;latitude;longitude"
    rows = ("1;400.0;1;Well;water, streets,;all;1;41.7;44,8", "2;500;;;;;2;0;200", "3;600;0;;;;;;")
    votes = ("voter_id;vote;age;voting_method", "a;1, 2;44;paper", "b;3;;")

    election = read_election(save(pb_text(projects=(header, *rows), votes=votes)))

    assert election.projects == (
        PbProject("1", 400, "Well", ("water", "streets"), 1, 1, latitude=41.7, longitude=44.8),
        PbProject("2", 500, selected=2),
        PbProject("3", 600, votes=0),
    )
    assert [project.is_selected for project in election.projects] == [True, False, None]
    assert election.votes == (PbVote("a", ("1", "2"), voting_method="paper"), PbVote("b", ("3",)))


def test_read_election_reads_points_and_scores(save: Save) -> None:
    projects = ("project_id;cost;votes;score", "1;400;1;3", "2;500;1;2.0", "3;600;;")
    votes = ("voter_id;vote;points", "a;1,2;3, 2", "b;3;")

    election = read_election(save(pb_text(meta={"vote_type": "cumulative"}, projects=projects, votes=votes)))

    assert [(project.votes, project.score) for project in election.projects] == [(1, 3), (1, 2), (None, None)]
    assert [vote.points for vote in election.votes] == [(3, 2), ()]


def test_real_file_has_the_published_numbers() -> None:
    election = read_election(DATA / "Netherlands_Assen_2024.pb")

    assert (election.rule, election.budget, election.min_length) == ("equalshares/add1", 100_000, 2)
    assert (len(election.projects), len(election.votes)) == (14, 84)
    assert sum(project.cost for project in election.projects if project.is_selected) == 76_700


def test_real_file_with_a_repeat_is_refused_unless_repeats_are_dropped() -> None:
    sentence = 'In line 3096, the vote of voter "37051" names project "1040" more than once.'
    assert refusal(DATA / "Poland_Warszawa_2022_Wola.pb") == (sentence, 3096)


# Refusals in META


@pytest.mark.parametrize("key", ["budget", "vote_type", "num_projects", "num_votes"])
def test_missing_meta_key_is_refused(save: Save, key: str) -> None:
    lines = [line for line in pb_text().split("\n") if not line.startswith(key)]
    sentence = f'META has no "{key}".'

    assert refusal(save("\n".join(lines))) == (sentence, None)
    assert refusal(save(pb_text(meta={key: ""}))) == (sentence, None)


def test_repeated_meta_key_is_refused(save: Save) -> None:
    text = pb_text().replace("PROJECTS\n", "budget;2000\nPROJECTS\n", 1)
    assert refusal(save(text)) == ('In line 8, META has "budget" again, first given in line 5.', 8)


@pytest.mark.parametrize(
    ("meta", "sentence", "line"),
    [
        ({"budget": "1000.5"}, f'the budget in META is "1000.5", {WHOLE}', 5),
        ({"budget": "0"}, f'the budget in META is "0", {WHOLE}', 5),
        (
            {"num_votes": "two"},
            'the num_votes in META is "two", which is not a whole number from 0 to 1,000,000,000,000',
            4,
        ),
        ({"max_length": "0"}, f'the max_length in META is "0", {WHOLE}', 8),
        ({"max_sum_cost": "much"}, f'the max_sum_cost in META is "much", {WHOLE}', 8),
        (
            {"vote_type": "yes-no"},
            f'the vote_type in META is "yes-no", which is none of {VOTE_TYPES}',
            6,
        ),
    ],
)
def test_meta_value_is_refused(save: Save, meta: dict[str, str], sentence: str, line: int) -> None:
    assert refusal(save(pb_text(meta=meta))) == (f"In line {line}, {sentence}.", line)


@pytest.mark.parametrize(
    ("meta", "sentence"),
    [
        (
            {"num_projects": "4"},
            "META gives num_projects as 4 and the PROJECTS section has 3, so the file may be cut short.",
        ),
        ({"num_projects": "2"}, "META gives num_projects as 2 and the PROJECTS section has 3."),
        (
            {"num_votes": "3"},
            "META gives num_votes as 3 and the VOTES section has 2, so the file may be cut short.",
        ),
        ({"num_votes": "1"}, "META gives num_votes as 1 and the VOTES section has 2."),
    ],
)
def test_count_that_disagrees_is_refused(save: Save, meta: dict[str, str], sentence: str) -> None:
    assert refusal(save(pb_text(meta=meta))) == (sentence, None)


# Refusals in PROJECTS


@pytest.mark.parametrize(
    "cost",
    ["12.5", "abc", "0", "0.0", "-5", "+5", "nan", "inf", "1e9", "", "1,000", "1 000", "٣", "1000000000001"],
)
def test_cost_is_refused(save: Save, cost: str) -> None:
    sentence = f'In line 11, the cost of project "2" is "{cost}", {WHOLE}.'
    assert refusal(save(pb_text().replace("2;500", f"2;{cost}"))) == (sentence, 11)


def test_cost_beyond_the_digits_of_int_is_refused_with_a_short_quotation(save: Save) -> None:
    sentence = f'In line 11, the cost of project "2" is "{"9" * 39}…", {WHOLE}.'
    assert refusal(save(pb_text().replace("2;500", "2;" + "9" * 5000))) == (sentence, 11)


@pytest.mark.parametrize("cost", ["1000", "1000.0", "1000.00", " 1000 ", "1000000000000"])
def test_cost_is_taken(save: Save, cost: str) -> None:
    election = read_election(save(pb_text().replace("2;500", f"2;{cost}")))
    assert election.projects[1].cost == int(cost.partition(".")[0])


def test_duplicate_project_is_refused(save: Save) -> None:
    sentence = 'In line 12, project "1" is listed again, first in line 10.'
    assert refusal(save(pb_text().replace("3;600", "1;600"))) == (sentence, 12)


def test_empty_project_id_is_refused(save: Save) -> None:
    assert refusal(save(pb_text().replace("3;600", ";600"))) == ("In line 12, the project_id is empty.", 12)


@pytest.mark.parametrize("mark", ["4", "yes", "01"])
def test_selected_mark_is_refused(save: Save, mark: str) -> None:
    projects = ("project_id;cost;selected", "1;400;0", f"2;500;{mark}", "3;600;1")
    sentence = f'In line 11, the selected mark of project "2" is "{mark}", which is not 0, 1, 2 or 3.'
    assert refusal(save(pb_text(projects=projects))) == (sentence, 11)


def test_number_of_votes_is_refused(save: Save) -> None:
    projects = ("project_id;cost;votes", "1;400;0", "2;500;-1", "3;600;1")
    sentence = (
        'In line 11, the number of votes of project "2" is "-1",'
        " which is not a whole number from 0 to 1,000,000,000,000."
    )
    assert refusal(save(pb_text(projects=projects))) == (sentence, 11)


def test_score_is_refused(save: Save) -> None:
    projects = ("project_id;cost;score", "1;400;0", "2;500;1.5", "3;600;1")
    sentence = (
        'In line 11, the score of project "2" is "1.5", which is not a whole number from 0 to 9,007,199,254,740,992.'
    )
    assert refusal(save(pb_text(projects=projects))) == (sentence, 11)


# Refusals in VOTES


@pytest.mark.parametrize(
    ("meta", "row", "sentence"),
    [
        ({}, "a;3", 'voter "a" votes again, first in line 16'),
        ({}, ";3", "the voter_id is empty"),
        ({}, "b;1,9", 'the vote of voter "b" names project "9", which PROJECTS does not list'),
        ({}, "b;1,,2", 'the vote of voter "b" names project "", which PROJECTS does not list'),
        ({}, "b;1,3, 1", 'the vote of voter "b" names project "1" more than once'),
        ({}, "b;", 'the vote of voter "b" is empty'),
        ({"min_length": "2"}, "b;3", 'the vote of voter "b" has length 1, under the min_length 2'),
        ({"max_length": "2"}, "b;1,2,3", 'the vote of voter "b" has length 3, over the max_length 2'),
        ({"max_sum_cost": "900"}, "b;1,3", 'the vote of voter "b" costs 1000, over the max_sum_cost 900'),
    ],
)
def test_vote_is_refused(save: Save, meta: dict[str, str], row: str, sentence: str) -> None:
    text = pb_text(meta={"edition": "1"} | meta, votes=(*VOTES[:2], row))
    line = text.split("\n").index(row) + 1

    assert refusal(save(text)) == (f"In line {line}, {sentence}.", line)


@pytest.mark.parametrize(
    ("points", "fault"),
    [
        ("3", "are 1 for 2 projects"),
        ("3,2,1", "are 3 for 2 projects"),
        ("3,-2", 'is "-2", which is not a whole number from 0 to 1,000,000,000'),
    ],
)
def test_points_are_refused(save: Save, points: str, fault: str) -> None:
    votes = ("voter_id;vote;points", f"a;1,2;{points}", "b;3;3")
    sentence = f'In line 15, the points of voter "a" {fault}.'
    assert refusal(save(pb_text(meta={"vote_type": "scoring"}, votes=votes))) == (sentence, 15)


def test_vote_for_several_is_refused_where_one_may_be_chosen(save: Save) -> None:
    sentence = 'In line 15, the vote of voter "a" has length 2, over the max_length 1.'
    assert refusal(save(pb_text(meta={"vote_type": "choose-1"}))) == (sentence, 15)


def test_drop_repeats_counts_a_repeated_project_once(save: Save) -> None:
    path = save(pb_text(votes=("voter_id;vote", "a;2,1,2", "b;3")))
    assert read_election(path, drop_repeats=True).votes[0].choices == ("2", "1")


def test_foreign_text_in_a_sentence_stays_on_one_line(save: Save) -> None:
    sentence = 'In line 16, the vote of voter "b" names project "x  y z", which PROJECTS does not list.'
    text = pb_text(votes=(*VOTES[:2], 'b;"x\r\ny\u202ez"'))
    assert refusal(save(text)) == (sentence, 16)
