"""Files, lines and sections: what is taken, what is refused and in which words."""

import csv

import pytest

from budgeting.counting.pabulib import read_election, rows
from tests.budgeting.counting.pabulib.pb_files import DATA, Save, pb_text, refusal

# What is read


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


def test_too_many_rows_are_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rows.MAX_ROWS, "VOTES", 1)
    assert refusal(save(pb_text())) == ("In line 16, the VOTES section has more than 1 rows.", 16)
