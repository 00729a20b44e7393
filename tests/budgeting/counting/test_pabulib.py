"""Reading and writing .pb files: what is taken, what is refused and in which words."""

import csv
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from budgeting.counting import pabulib
from budgeting.counting.pabulib import (
    PabulibError,
    PbElection,
    PbProject,
    PbVote,
    read_election,
    write_election,
)

DATA = Path(__file__).parents[2] / "data" / "pabulib"
META = {"num_projects": "3", "num_votes": "2", "budget": "1000", "vote_type": "approval", "rule": "greedy"}
PROJECTS = ("project_id;cost;name", "1;400;Well", "2;500;Bench", "3;600;Trees")
VOTES = ("voter_id;vote", "a;1,2", "b;3")
WHOLE = "which is not a whole number from 1 to 1,000,000,000,000"

Save = Callable[[str | bytes], Path]


def pb_text(
    *,
    meta: dict[str, str] | None = None,
    projects: tuple[str, ...] = PROJECTS,
    votes: tuple[str, ...] = VOTES,
) -> str:
    """Return a small file: META in lines 1-7 (and one more for each added key), then PROJECTS and VOTES."""
    rows = [f"{key};{value}" for key, value in (META | (meta or {})).items()]
    return "\n".join(["META", "key;value", *rows, "PROJECTS", *projects, "VOTES", *votes, ""])


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(content: str | bytes) -> Path:
        path = tmp_path / "election.pb"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return saved


def refusal(path: Path) -> tuple[str, int | None]:
    with pytest.raises(PabulibError) as caught:
        read_election(path)
    return str(caught.value), caught.value.line


def written(election: PbElection) -> str:
    return "".join(write_election(election))


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


def test_election_properties_give_limits_as_numbers(save: Save) -> None:
    limits = {"min_length": "1", "max_length": "2", "max_sum_cost": "900.0"}

    election = read_election(save(pb_text(meta=limits)))

    assert (election.vote_type, election.rule, election.budget) == ("approval", "greedy", 1000)
    assert (election.min_length, election.max_length, election.max_sum_cost) == (1, 2, 900)


def test_election_without_limits_has_none(save: Save) -> None:
    election = read_election(save(pb_text(meta={"min_length": "", "comment": ""})))

    assert (election.min_length, election.max_length, election.max_sum_cost) == (None, None, None)
    assert election.meta == META


def test_election_without_budget_refuses_to_name_one() -> None:
    with pytest.raises(PabulibError, match=r"^META has no \"budget\"\.$"):
        _ = PbElection({}, (), ()).budget


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_read_election_takes_both_line_ends_and_a_byte_order_mark(save: Save, start: str, end: str) -> None:
    assert read_election(save(start + pb_text().replace("\n", end))) == read_election(save(pb_text()))


def test_read_election_takes_blank_lines_and_a_missing_last_line_end(save: Save) -> None:
    text = pb_text().replace("PROJECTS\n", "\nPROJECTS\n  \n").removesuffix("\n")

    election = read_election(save(text))

    assert [vote.line for vote in election.votes] == [17, 18]


def test_quoted_line_breaks_keep_line_numbers_right(save: Save) -> None:
    projects = ("project_id;cost;name", '1;400;"Well; ""old""\r\n\r\nand new"', "2;500;Bench", "3;600;Trees")

    election = read_election(save(pb_text(projects=projects)))

    assert election.projects[0].name == 'Well; "old"\r\n\r\nand new'
    assert [project.line for project in election.projects] == [10, 13, 14]


def test_progress_rises_to_the_size_of_the_file() -> None:
    path = DATA / "Poland_Warszawa_2022_Wola.pb"
    seen: list[tuple[int, int]] = []

    read_election(path, on_progress=lambda done, total: seen.append((done, total)), drop_repeats=True)

    assert len(seen) == 3
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert {total for _, total in seen} == {path.stat().st_size}
    assert seen[-1] == (599_891, 599_891)


# Refusals of the file as a whole


def test_too_large_file_is_refused_unread(save: Save) -> None:
    path = save("")
    with path.open("r+b") as stream:
        stream.truncate(100_000_001)

    assert refusal(path) == ("The file is larger than 100 MB.", None)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"%PDF-1.7\n", "a PDF document"),
        ("META\n".encode("utf-16"), "UTF-16 text"),
        (b"\xfe\xff\x00M", "UTF-16 text"),
    ],
)
def test_binary_file_is_refused_by_its_first_bytes(save: Save, start: bytes, kind: str) -> None:
    assert refusal(save(start)) == (f"The file is {kind}, not the UTF-8 text of a .pb file.", None)


def test_nul_byte_is_refused(save: Save) -> None:
    text = pb_text().replace("Bench", "Be\0nch")
    assert refusal(save(text)) == ("In line 11, there is a NUL byte, so this is not a text file.", 11)


def test_text_that_is_not_utf8_is_refused_with_its_line(save: Save) -> None:
    content = pb_text().replace("Bench", "Ławka").encode("iso-8859-2")
    assert refusal(save(content)) == ("In line 11, the text is not UTF-8.", 11)


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_empty_file_is_refused(save: Save, content: str) -> None:
    assert refusal(save(content)) == ("The file is empty.", None)


def test_other_text_is_refused(save: Save) -> None:
    assert refusal(save("\nname,cost\n")) == (
        'In line 2, the file starts with "name,cost" instead of META.',
        2,
    )


def test_overlong_line_is_refused(save: Save) -> None:
    content = pb_text().replace("Bench", "x" * 5_000_000)
    assert refusal(save(content)) == ("In line 11, the line is longer than 1,048,576 bytes.", 11)


@pytest.mark.parametrize(
    "cell",
    ["x" * 200_000, '"' + "x\n" * 100_000 + '"', '"never closed', '"closed" too early', "broken\rhere"],
)
def test_unreadable_cell_is_refused_where_its_row_starts(save: Save, cell: str) -> None:
    sentence = (
        "In line 11, a cell is badly quoted, never closed, broken by a lone carriage return"
        " or longer than 131,072 characters."
    )
    assert refusal(save(pb_text().replace("Bench", cell))) == (sentence, 11)
    assert csv.field_size_limit() == 131_072


# Refusals of files cut short or put together wrongly


@pytest.mark.parametrize("rest", ["", "VOTES\nvoter_id;vote\na;1\nb;3\n"])
def test_missing_projects_section_is_refused(save: Save, rest: str) -> None:
    text = pb_text().partition("PROJECTS")[0] + rest
    assert refusal(save(text)) == (
        "The PROJECTS section is missing or out of order, so the file may be cut short.",
        None,
    )


def test_missing_votes_section_is_refused(save: Save) -> None:
    text = pb_text().partition("VOTES")[0]
    assert refusal(save(text)) == (
        "The VOTES section is missing or out of order, so the file may be cut short.",
        None,
    )


def test_section_without_header_is_refused(save: Save) -> None:
    text = pb_text().partition("voter_id")[0]
    assert refusal(save(text)) == ("In line 13, the file ends before the header of the VOTES section.", 13)


@pytest.mark.parametrize(
    ("old", "new", "sentence", "line"),
    [
        ("key;value", "key;text", 'the header of the META section has no "value"', 2),
        (
            "project_id;cost;name",
            "project_id;price;name",
            'the header of the PROJECTS section has no "cost"',
            9,
        ),
        ("voter_id;vote", "voter_id;votes", 'the header of the VOTES section has no "vote"', 14),
        ("cost;name", "cost;cost", "the header of the PROJECTS section has a column twice", 9),
    ],
)
def test_header_is_refused(save: Save, old: str, new: str, sentence: str, line: int) -> None:
    assert refusal(save(pb_text().replace(old, new))) == (f"In line {line}, {sentence}.", line)


def test_section_after_votes_is_refused(save: Save) -> None:
    sentence = "In line 17, a META section follows VOTES, which should be the last."
    assert refusal(save(pb_text() + "META\n")) == (sentence, 17)


@pytest.mark.parametrize(
    ("old", "new", "sentence", "line"),
    [
        ("b;3\n", "b", "the number of cells is 1 where the header has 2", 16),
        ("2;500;Bench", "2;500", "the number of cells is 2 where the header has 3", 11),
        ("2;500;Bench", "2;500;Bench;red", "the number of cells is 4 where the header has 3", 11),
        ("rule;greedy", "rule", "the number of cells is 1 where the header has 2", 7),
    ],
)
def test_wrong_number_of_cells_is_refused(save: Save, old: str, new: str, sentence: str, line: int) -> None:
    assert refusal(save(pb_text().replace(old, new))) == (f"In line {line}, {sentence}.", line)


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


def test_too_many_rows_are_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pabulib.MAX_ROWS, "VOTES", 1)
    assert refusal(save(pb_text())) == ("In line 16, the VOTES section has more than 1 rows.", 16)


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
            'the vote_type in META is "yes-no",'
            " which is none of approval, ordinal, cumulative, scoring, choose-1",
            6,
        ),
    ],
)
def test_meta_value_is_refused(save: Save, meta: dict[str, str], sentence: str, line: int) -> None:
    assert refusal(save(pb_text(meta=meta))) == (f"In line {line}, {sentence}.", line)


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


def test_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(PabulibError("the text is not UTF-8", 7)))
    assert (str(error), error.line) == ("In line 7, the text is not UTF-8.", 7)


# What is written


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


def test_real_file_has_the_published_numbers() -> None:
    election = read_election(DATA / "Netherlands_Assen_2024.pb")

    assert (election.rule, election.budget, election.min_length) == ("equalshares/add1", 100_000, 2)
    assert (len(election.projects), len(election.votes)) == (14, 84)
    assert sum(project.cost for project in election.projects if project.is_selected) == 76_700


def test_real_file_with_a_repeat_is_refused_unless_repeats_are_dropped() -> None:
    sentence = 'In line 3096, the vote of voter "37051" names project "1040" more than once.'
    assert refusal(DATA / "Poland_Warszawa_2022_Wola.pb") == (sentence, 3096)


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
            PbElection(META | {"vote_type": "cumulative"}, (), ()),
            "A cumulative election cannot be written, because points are not kept.",
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
