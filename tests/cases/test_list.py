"""The seventy cases, each with the files whose tests have its number in the name, or with the reason why there are none.

`case_NN` are the forty abuse and fault tests, `tNN` the thirty that other systems taught. In REASONS stands a whole case
that does not apply, in PARTS a part of one whose rest is tested.
"""

import re
from pathlib import Path

FORTY = [f"case_{number:02}" for number in range(1, 41)]
THIRTY = [f"t{number:02}" for number in range(1, 31)]
TESTS = Path(__file__).parents[1]

# Files of this folder without "test_" and ".py", others by their path.
WHERE = {
    "case_01": "cards_and_desk identity",
    "case_02": "casting exactly_once",
    "case_03": "casting exactly_once",
    "case_04": "casting exactly_once",
    "case_05": "outage",
    "case_06": "identity",
    "case_07": "identity",
    "case_08": "identity",
    "case_09": "codes",
    "case_10": "codes",
    "case_11": "codes",
    "case_12": "cards_and_desk identity",
    "case_13": "end_of_the_vote identity",
    "case_14": "casting end_of_the_vote",
    "case_15": "ballot_limits",
    "case_16": "ballot_limits withdrawal",
    "case_17": "ballot_limits",
    "case_18": "budgeting/closing/test_checklist.py end_of_the_vote",
    "case_19": "casting",
    "case_20": "casting",
    "case_21": "booths",
    "case_22": "booths",
    "case_23": "booths",
    "case_24": "linkage",
    "case_25": "identity markers",
    "case_26": "reach watching",
    "case_27": "reach",
    "case_28": "reach",
    "case_29": "shown",
    "case_30": "shown",
    "case_31": "shown",
    "case_32": "shown",
    "case_33": "addresses",
    "case_34": "log",
    "case_35": "count",
    "case_36": "end_of_the_vote",
    "case_37": "watching",
    "case_38": "reach",
    "case_39": "withdrawal",
    "case_40": "cards_and_desk restore",
    "t01": "casting exactly_once",
    "t02": "booths cards_and_desk",
    "t03": "casting end_of_the_vote",
    "t04": "ballot_limits withdrawal",
    "t05": "ballot_limits",
    "t06": "casting",
    "t07": "linkage",
    "t08": "interim shown watching",
    "t09": "codes",
    "t10": "cards_and_desk codes",
    "t11": "cards_and_desk codes",
    "t12": "count",
    "t13": "count",
    "t14": "shown watching",
    "t15": "booths",
    "t16": "booths",
    "t17": "withdrawal",
    "t18": "count end_of_the_vote",
    "t19": "end_of_the_vote",
    "t20": "cards_and_desk end_of_the_vote log",
    "t23": "languages",
    "t24": "languages",
    "t25": "watching",
    "t26": "end_of_the_vote",
    "t27": "shown",
    "t28": "cards_and_desk",
    "t29": "reach watching",
    "t30": "browser/test_slow.py",
}
REASONS = {
    "t21": "Evaluation is no part of the vote: there are no groups of evaluators, a reviewer is named for each proposal "
    "(tests/budgeting/reviews), and the vote's one outside reader, the observer, is in the access table.",
    "t22": "A verdict is no part of the vote: nothing is told to an author before a second reviewer has signed "
    "(tests/budgeting/reviews/test_signing.py).",
}
PARTS = {
    "case_08": "There is no page for assisted voting: who is refused is sent to the municipality or a booth.",
    "case_12": "Sizes and statements are compared exactly; 50 ms are measured in the test's process, not over a network.",
    "case_20": "The log never holds a voter's act, so what would be in it are the counts of casts, and the roll's one entry.",
    "case_28": "No download is a link that carries a right or a file that waits: each is drawn for who asks, so nothing "
    "expires, and a stranger is sent to sign in or gets 403 or 404.",
    "case_29": "A vote gives no CSV; the .pb of a count keeps its cells as they are, because a program has to read them.",
    "case_30": "Nobody uploads a picture, an SVG or rich text for a vote, and the policy against scripts reports to nobody.",
    "case_31": "There is no feed, sitemap, preview tag, search or API of votes.",
    "case_40": "The 30 minutes are a drill of the administrator (docs/keys.md); here a copy of SQLite and a dump of PostgreSQL take seconds.",
    "t02": "Both happen in the same second on PostgreSQL, which has two writers at once.",
    "t10": "A CAPTCHA is nowhere asked for.",
    "t12": "There is no counter in the browser; pabutools is compared by hand, being GPL (tests/oracles), and its results "
    "for real cities are stored (tests/budgeting/counting/test_stored_outcomes.py).",
    "t14": "After the close ballots are published with the count on purpose, in a random order and with nobody's name.",
    "t17": "Who has cast a ballot cannot be told, because nothing leads from a ballot to a person: everybody reads it on the "
    "ballot, and drafts are told.",
    "t26": "There is no command to archive: the close does it.",
    "t27": "The site fetches no address that somebody typed.",
    "t28": "Staff do not act for a resident in a vote: an officer sees a document and hands over a code, or a sheet.",
    "t29": "There is no API.",
}


def numbers_in(file: Path) -> set[str]:
    """The numbers in the names of its tests, "t1" like "t01"; one name may have several."""
    found = set()
    for name in re.findall(r"def test_(\w+)", file.read_text()):
        head = re.match(r"case(?:_\d{2})+|", name)[0]
        found |= {f"case_{number}" for number in re.findall(r"\d{2}", head)}
        found |= {f"t{int(number):02}" for number in re.findall(r"(?:^|_)t(\d{1,2})(?=_)", name)}
    return found


def files_of(case: str) -> list[Path]:
    return [TESTS / (file if "/" in file else f"cases/test_{file}.py") for file in WHERE[case].split()]


def test_every_case_has_a_test_with_its_number_or_a_reason() -> None:
    assert [case for case in (*FORTY, *THIRTY) if case not in WHERE.keys() | REASONS.keys()] == []
    assert [(case, file.name) for case in WHERE for file in files_of(case) if case not in numbers_in(file)] == []


def test_every_test_with_a_number_stands_in_the_list() -> None:
    found = {(case, file) for file in TESTS.rglob("test_*.py") for case in numbers_in(file)}

    assert found - {(case, file) for case in WHERE for file in files_of(case)} == set()


def test_a_reason_is_a_sentence_for_what_is_not_tested() -> None:
    assert (WHERE.keys() & REASONS.keys(), PARTS.keys() - WHERE.keys()) == (set(), set())
    assert [text for text in (*REASONS.values(), *PARTS.values()) if not text.endswith(".")] == []
