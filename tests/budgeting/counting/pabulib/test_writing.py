"""What is written, and what is refused before the first line."""

import pytest

from budgeting.counting.pabulib import (
    PabulibError,
    PbElection,
    PbProject,
    PbVote,
    read_election,
    write_election,
)
from tests.budgeting.counting.pabulib.pb_files import DATA, META, Save

# By hand, in the manner of Częstochowa 2024.
POINTS = """META
key;value
description;Points by hand
num_projects;3
num_votes;3
budget;1000
vote_type;cumulative
rule;greedy
min_points;1
max_points;10
max_sum_points;10
PROJECTS
project_id;cost;votes;score;name;selected
P/2;500;2;10;"Bench; new";1
P/1;400;2;8;Well;1
P/3;600;2;7;Trees;0
VOTES
voter_id;vote;points;voting_method
n1;P/2,P/1,P/3;5,3,2;internet
n2;P/2,P/1;5,5;paper
n3;P/3;5;internet
"""


def written(election: PbElection) -> str:
    return "".join(write_election(election))


def test_write_election_writes_the_format_exactly() -> None:
    meta = {"rule": "greedy", "vote_type": "approval", "budget": "1000", "comment": "#1: a; b", "seed": "x"}
    projects = (
        PbProject("2", 500, "Bench", ("parks", "streets"), 2, 1, latitude=41.7, longitude=44.8),
        PbProject("1", 400, 'The "old" well', (), 1, 0),
    )
    votes = (PbVote("a", ("2",), voting_method="paper"), PbVote("b", ("2", "1"), voting_method="internet"))

    assert written(PbElection(meta, projects, votes)) == (
        "META\nkey;value\nnum_projects;2\nnum_votes;2\nbudget;1000\nvote_type;approval\nrule;greedy\n"
        'comment;"#1: a; b"\n'
        "PROJECTS\nproject_id;cost;votes;name;category;selected;latitude;longitude\n"
        '2;500;2;Bench;parks,streets;1;41.7;44.8\n1;400;1;"The ""old"" well";;0;;\n'
        "VOTES\nvoter_id;vote;voting_method\na;2;paper\nb;2,1;internet\n"
    )


@pytest.mark.parametrize("vote_type", ["cumulative", "scoring"])
def test_points_are_written_in_falling_order_with_their_choices(vote_type: str) -> None:
    meta = {"vote_type": vote_type, "budget": "1000", "max_points": "6", "min_points": "1", "max_sum_points": "10"}
    projects = (
        PbProject("1", 400, "Well", votes=2, score=7),
        PbProject("2", 500, "Bench", votes=1, score=3),
        PbProject("3", 600, "Trees", votes=2, score=4),
    )
    votes = (PbVote("a", ("3", "2", "1"), points=(1, 3, 6)), PbVote("b", ("3", "1"), points=(3, 3)))

    assert written(PbElection(meta, projects, votes)) == (
        f"META\nkey;value\nnum_projects;3\nnum_votes;2\nbudget;1000\nvote_type;{vote_type}\n"
        "min_points;1\nmax_points;6\nmax_sum_points;10\n"
        "PROJECTS\nproject_id;cost;votes;score;name\n1;400;2;7;Well\n2;500;1;3;Bench\n3;600;2;4;Trees\n"
        "VOTES\nvoter_id;vote;points\na;1,2,3;6,3,1\nb;3,1;3,3\n"
    )


def test_points_come_back_as_written(save: Save) -> None:
    assert read_election(save(POINTS)).votes[0] == PbVote(
        "n1", ("P/2", "P/1", "P/3"), voting_method="internet", points=(5, 3, 2)
    )
    assert written(read_election(save(POINTS))) == POINTS


def test_columns_that_nobody_fills_are_left_out() -> None:
    election = PbElection(META, (PbProject("1", 400), PbProject("2", 500)), (PbVote("a", ("1",)),))
    assert "PROJECTS\nproject_id;cost\n1;400\n2;500\nVOTES\nvoter_id;vote\na;1\n" in written(election)


@pytest.mark.parametrize(
    "name",
    [
        "სკვერი; „ძველი“ ბაღი",
        'წყარო "ანკარა"\nმეორე სტრიქონი',
        'Զբոսայգի; «Նոր» "այգի"\r\n\r\nերկրորդ տող',
        'Park; "yeni" bağ\nikinci sətir; Gəncə küçəsi',
        '"',
        "a\rb",
        "a\u2028b\x85c\x0bd",
        "VOTES",
    ],
)
def test_names_come_back_as_written(save: Save, name: str) -> None:
    projects = (PbProject("p1", 400, name), PbProject("p2", 500, "x", (name.replace(",", ""), "y")))
    meta = META | {"num_projects": "2", "num_votes": "1", "description": name}
    election = PbElection(meta, projects, (PbVote(name, ("p1", "p2"), voting_method=name),))

    assert read_election(save(written(election))) == election


@pytest.mark.parametrize(
    "name",
    ["Netherlands_Assen_2024", "Poland_Warszawa_2019_Targowek_Mieszkaniowy", "Poland_Warszawa_2022_Wola"],
)
def test_real_files_come_back_as_written(save: Save, name: str) -> None:
    election = read_election(DATA / f"{name}.pb", drop_repeats=True)
    assert read_election(save(written(election))) == election


@pytest.mark.parametrize(
    ("election", "sentence"),
    [
        (PbElection(META, (PbProject("a b", 4),), ()), '"a b" cannot serve as a project_id.'),
        (PbElection(META, (PbProject("a,b", 4),), ()), '"a,b" cannot serve as a project_id.'),
        (PbElection(META, (PbProject("Votes", 4),), ()), '"Votes" cannot serve as a project_id.'),
        (
            PbElection(META, (PbProject("1", 4, category=("parks, squares",)),), ()),
            'The category "parks, squares" of project "1" has a comma.',
        ),
        (
            PbElection(META | {"vote_type": "cumulative"}, (PbProject("1", 4),), (PbVote("a", ("1",)),)),
            'The points of voter "a" are 0 for 1 projects.',
        ),
        (
            PbElection(META | {"vote_type": "scoring"}, (PbProject("1", 4),), (PbVote("a", ("1",), points=(-1,)),)),
            'In line 13, the points of voter "a" is "-1", which is not a whole number from 0 to 1,000,000,000.',
        ),
        (PbElection({"vote_type": "approval"}, (), ()), 'META has no "budget".'),
        (
            PbElection(META, (PbProject("1", 4),), (PbVote("a", ()),)),
            'In line 13, the vote of voter "a" is empty.',
        ),
    ],
)
def test_write_election_refuses_before_the_first_line(election: PbElection, sentence: str) -> None:
    with pytest.raises(PabulibError) as caught:
        write_election(election)
    assert str(caught.value) == sentence
