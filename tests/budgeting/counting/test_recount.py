"""Counting an archive again, by the command and by the script that stands in it, each in a process of its own."""

import ast
import json
import sys
from pathlib import Path

import pytest

from budgeting.counting.conditions import Area, Conditions
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import read_election
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.counting.trace import as_text
from tests.budgeting.counting.archives import CONDITIONS, WHOLE, archive_of, changed, files_in, without
from tests.budgeting.counting.conftest import DATA, SCRIPT, Run
from tests.budgeting.counting.elections import villages

COMMAND = ("-m", "budgeting.counting", "recount")


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "archive.zip"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("rule", [GreedyRule(), EqualSharesRule(comparison="preference")], ids=["greedy", "shares"])
def test_command_and_script_find_the_published_result(run: Run, tmp_path: Path, rule: Rule) -> None:
    path = saved(tmp_path, archive_of(villages(), rule, CONDITIONS))
    script = tmp_path / "recount.py"
    script.write_bytes(files_in(path.read_bytes())["recount.py"])

    code, told, error = run(*COMMAND, path)
    assert (code, error) == (0, "")
    assert told.splitlines()[-1] == "The same result and the same trace as published, byte for byte."

    code, told, error = run("-I", script, path)  # nothing but the standard library
    assert (code, error) == (0, "")
    assert told.splitlines()[-1] == "The same as published, to the last character."


def test_script_recounts_a_real_city_and_says_what_it_found(run: Run, tmp_path: Path) -> None:
    assen, rule = read_election(DATA / "Netherlands_Assen_2024.pb"), EqualSharesRule()
    path = saved(tmp_path, archive_of(assen, rule, Conditions()))

    code, told, _error = run("-I", SCRIPT, path)

    assert (code, told.splitlines()[1:]) == (
        0,
        [
            "Result: 84 voters, 76700 of 100000 spent.",
            f"Funded, in this order: {', '.join(count_election(assen, rule).selected)}.",
            "The same as published, to the last character.",
        ],
    )


def test_changed_winner_with_fitting_hashes_is_found(run: Run, tmp_path: Path) -> None:
    result = json.loads(files_in(WHOLE)["result.json"])
    result["parts"][0]["selected"][0] = "T4"
    path = saved(tmp_path, changed("result.json", as_text(result).encode()))

    code, told, _error = run(*COMMAND, path)
    assert (code, told.splitlines()[-1]) == (1, "NOT the published result. What comes out otherwise: result.json.")

    code, told, _error = run("-I", SCRIPT, path)
    assert (code, told.splitlines()[-1]) == (1, "DIFFERENT from what is published.")


def test_changed_ballot_with_fitting_hashes_is_found(run: Run, tmp_path: Path) -> None:
    ballots = files_in(WHOLE)["ballots.pb"].replace(b"v99;H1\n", b"v99;T1\n")
    path = saved(tmp_path, changed("ballots.pb", ballots))

    assert [run(*COMMAND, path)[0], run("-I", SCRIPT, path)[0]] == [1, 1]


@pytest.mark.parametrize(
    ("content", "by_command", "by_script"),
    [
        (b"PK\x03\x04 and no more", "The file is a zip archive or", "Reading it failed (BadZipFile: "),
        (without("rule.json"), "The archive has no rule.json.", "Reading it failed (KeyError: "),
        (changed("rule.json", b"{}", summed=False), "rule.json is not the", "The hash of rule.json is not the"),
        (changed("ballots.pb", b"META\n"), "ballots.pb cannot be counted.", "Reading it failed (KeyError: "),
        (changed("conditions.json", b"{}"), "The conditions name []", "Reading it failed (KeyError: "),
        (changed("trace.json", bytes(100_000_001)), "trace.json is larger", "One of its files is too large."),
    ],
    ids=["cut", "missing", "hash", "ballots", "conditions", "bomb"],
)
def test_what_cannot_be_counted_is_told_in_one_line(
    run: Run, tmp_path: Path, content: bytes, by_command: str, by_script: str
) -> None:
    path = saved(tmp_path, content)

    code, _told, error = run(*COMMAND, path)
    start = f"archive.zip is not counted. {by_command}"
    assert (code, error.count("\n"), error[: len(start)]) == (2, 1, start)

    code, _told, error = run("-I", SCRIPT, path)
    start = f"The archive cannot be counted. {by_script}"
    assert (code, error.count("\n"), error[: len(start)]) == (2, 1, start)


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("rule.json", b'"add1"', b'"add2"', "The rule has an unknown variant."),
        ("ballots.pb", b"v99;", b"v98;", "A project or a voter stands in ballots.pb more than once."),
        ("ballots.pb", b"H1;15000", b"T1;15000", "A project or a voter stands in ballots.pb more than once."),
        ("ballots.pb", b"v99;H1", b"v99;H2", "A ballot names H2, which is no project."),
        (
            *("conditions.json", b'"areas": []', b'"areas": [{"name": "", "envelope": 1, "projects": ["T1"]}]'),
            "Every project must stand in exactly one area.",
        ),
    ],
)
def test_script_refuses_what_has_no_meaning(
    run: Run, tmp_path: Path, name: str, old: bytes, new: bytes, sentence: str
) -> None:
    path = saved(tmp_path, changed(name, files_in(WHOLE)[name].replace(old, new)))

    code, _told, error = run("-I", SCRIPT, path)

    assert (code, error) == (2, f"The archive cannot be counted. {sentence}\n")


def test_console_that_lacks_a_script_still_shows_the_rest(run: Run, tmp_path: Path) -> None:
    area = Area("მთა", 100_000, tuple(project.project_id for project in villages().projects))
    path = saved(tmp_path, archive_of(villages(), GreedyRule(), Conditions(areas=(area,))))

    code, told, _error = run(
        "-I", "-X", "utf8=0", SCRIPT, path, PYTHONIOENCODING="", LC_ALL="C", PYTHONCOERCECLOCALE="0"
    )

    assert (code, told.splitlines()[1]) == (0, "???: 100 voters, 100000 of 100000 spent.")


def test_script_without_an_archive_says_how_to_call_it(run: Run) -> None:
    assert run("-I", SCRIPT) == (2, "", "Say which archive: python recount.py ARCHIVE.zip\n")
    assert run("-I", SCRIPT, "nothing.zip")[0] == 2


def test_file_that_is_not_there_is_said_so(run: Run) -> None:
    assert run(*COMMAND, "nothing.zip") == (2, "", "nothing.zip cannot be read: No such file or directory.\n")


def test_script_needs_python_3_9_and_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 9))

    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported - sys.stdlib_module_names == set()
