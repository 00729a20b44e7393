"""The archive of a count: written, read back, and refused in one sentence whatever is wrong with it."""

import random
from io import BytesIO

import pytest

from budgeting.counting.archive import FILES, Archive, ArchiveError, differences, read_archive
from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.rule import GreedyRule
from budgeting.counting.trace import as_text, result_of, trace_of
from tests.budgeting.counting.archives import CONDITIONS, RULE, WHOLE, archive_of, changed, files_in, without
from tests.budgeting.counting.conftest import SCRIPT
from tests.budgeting.counting.elections import election, villages


def test_archive_comes_back_as_written() -> None:
    outcome = count_election(villages(), RULE, CONDITIONS)

    archive = read_archive(BytesIO(WHOLE))

    texts = as_text(result_of(outcome)).encode(), as_text(trace_of(outcome)).encode()
    assert archive == Archive(archive.election, RULE, CONDITIONS, *texts)
    assert archive.election.projects == villages().projects
    assert archive.election.votes == villages().votes
    assert differences(archive) == []


def test_archive_of_points_comes_back() -> None:
    points = election({"a": 5, "b": 4}, [{"a": 3, "b": 1}, {"b": 2}], 7)

    archive = read_archive(BytesIO(archive_of(points, GreedyRule(), Conditions())))

    assert archive.election.votes == points.votes
    assert differences(archive) == []


def test_archive_is_the_same_whenever_it_is_written() -> None:
    assert archive_of(villages(), RULE, CONDITIONS) == WHOLE


def test_archive_holds_the_script_that_stands_beside_the_engine() -> None:
    assert files_in(WHOLE)["recount.py"] == SCRIPT.read_bytes()


def test_changed_reason_in_the_trace_is_found() -> None:
    trace = files_in(WHOLE)["trace.json"].replace(b'"reason": "withdrawn"', b'"reason": "no_votes"')
    assert differences(read_archive(BytesIO(changed("trace.json", trace)))) == ["trace.json"]


def refusal(content: bytes) -> str:
    with pytest.raises(ArchiveError) as caught:
        read_archive(BytesIO(content))
    return str(caught.value)


NO_ZIP = "This is not a zip file that can be read."
CUT_SHORT = "In line 1, the file ends before the header of the META section."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NO_ZIP),
        (WHOLE[:-30], NO_ZIP),
        (WHOLE.replace(b"ballots.pb", b"ballots.pc"), "The archive has no ballots.pb."),
        (changed("SHA256SUMS", b"", summed=False), "ballots.pb is not the file that was published: its hash differs."),
        (changed("rule.json", b"{"), "rule.json is not JSON."),
        (changed("rule.json", b"\xff"), "rule.json is not JSON."),
        (changed("rule.json", b"[" * 100_000), "rule.json is not JSON."),
        (changed("rule.json", b"[]"), "rule.json is not a JSON object."),
        (changed("rule.json", b"{}"), "The method is none of greedy, equal-shares."),
        (changed("conditions.json", b"7"), "conditions.json is not a JSON object."),
        (changed("ballots.pb", b"META\n"), f"ballots.pb cannot be counted. {CUT_SHORT}"),
        (changed("trace.json", bytes(100_000_001)), "trace.json is larger than 100 MB."),
    ],
    ids=range(12),
)
def test_archive_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


@pytest.mark.parametrize("name", [*FILES, "SHA256SUMS"])
def test_missing_file_is_named(name: str) -> None:
    files = without(name) if name in FILES else WHOLE.replace(b"SHA256SUMS", b"SHA256LIST")
    assert refusal(files) == f"The archive has no {name}."


@pytest.mark.parametrize("name", FILES)
def test_file_with_another_hash_is_named(name: str) -> None:
    content = changed(name, files_in(WHOLE)[name] + b"\n", summed=False)
    assert refusal(content) == f"{name} is not the file that was published: its hash differs."


@pytest.mark.parametrize("seed", range(5))
def test_damaged_archive_is_refused_or_read_as_it_was(seed: int) -> None:
    """A byte may change where nothing depends on it: in a date, or a flag."""
    chance, expected = random.Random(seed), read_archive(BytesIO(WHOLE))
    refused = 0
    for _damage in range(200):
        content = bytearray(WHOLE)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        try:
            assert read_archive(BytesIO(content)) == expected
        except ArchiveError:
            refused += 1
    assert refused > 150
