"""The README's tables, read and counted: they say what the program does."""

from fractions import Fraction
from typing import Any, get_args, get_type_hints

from budgeting.counting import archive
from budgeting.counting.pabulib import PbElection
from budgeting.counting.rule import METHODS, EqualSharesRule, GreedyRule
from tests.budgeting.counting.conftest import SCRIPT
from tests.budgeting.counting.elections import election, part, villages

README = SCRIPT.with_name("README.md")


def table(header: str) -> list[list[str]]:
    """The rows of the table that begins with these column names."""
    lines = iter(README.read_text(encoding="utf-8").splitlines())
    assert any(line == f"| {header} |" for line in lines), header
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("\\_", "_") for cell in line.strip("|").split("|")])
    return rows[1:]


def number(text: str) -> Fraction:
    """416 2/3, or 75,000."""
    return sum((Fraction(one) for one in text.replace(",", "").split()), Fraction(0))


def worked_case() -> PbElection:
    costs = {project: int(number(cost)) for project, cost, _votes in table("Project | Cost | Votes")}
    groups = [(int(voters), choices.split(", ")) for voters, _where, choices in table("Voters | Where | They choose")]
    return election(costs, [choices for voters, choices in groups for _voter in range(voters)], 100_000)


def test_worked_case_is_the_golden_one() -> None:
    assert worked_case() == villages()


def test_votes_of_the_worked_case() -> None:
    counted = {one.project: one.votes for one in part(worked_case(), GreedyRule()).decisions}
    assert {project: int(votes) for project, _cost, votes in table("Project | Cost | Votes")} == counted


def test_greedy_of_the_worked_case() -> None:
    found = part(worked_case(), GreedyRule())
    sentence = 'By votes ("greedy"), T1, T2, T3 and T4 are funded, and 40 voters get nothing.'

    assert (found.selected, found.with_nothing) == (("T1", "T2", "T3", "T4"), 40)
    assert README.read_text(encoding="utf-8").count(sentence) == 1


def test_rounds_of_the_worked_case() -> None:
    """Each row again from the trace: nobody in this case pays for two places, so who paid share one history."""
    found = part(worked_case(), EqualSharesRule("plain"))
    where = {c: place for _n, place, choices in table("Voters | Where | They choose") for c in choices.split(", ")}
    costs = {one.project: one.cost for one in found.decisions}

    rows, keeps, left = [], dict.fromkeys(where.values(), Fraction(found.endowment or 0)), found.envelope
    for one in found.rounds:
        place = where[one.project]
        keeps[place] -= Fraction(one.price)
        left -= costs[one.project]
        who = f"{one.paid_in_full} of {'the ' if place == 'town' else ''}{place}"
        rows.append((one.number, one.project, Fraction(one.price), who, keeps[place], left))

    header = "Round | Project | Price per supporter | Who paid | Each of them keeps | Left of the pot"
    told = [(int(a), b, number(c), d, number(e), number(f)) for a, b, c, d, e, f in table(header)]
    assert told == rows
    assert (found.endowment, found.total_cost, found.with_nothing) == ("1000/1", 90_000, 0)


def switch(kind: Any, name: str) -> tuple[str, str]:
    """The values and the default of a switch, as the table says them."""
    hint, default = get_type_hints(kind)[name], kind.__dataclass_fields__[name].default
    if get_args(hint) and all(isinstance(value, str) for value in get_args(hint)):
        return ", ".join(get_args(hint)), default
    least = "from 0" if name == "threshold" else "from 1"
    return (f"{least}, or none", "none") if default is None else (least, str(default))


def test_switches_are_those_of_the_rules() -> None:
    told = {
        (method, name): (values, default)
        for method, name, values, default in table("Method | Switch | Values | Default")
    }
    assert told == {
        (method, name): switch(kind, name) for method, kind in METHODS.items() for name in kind.__dataclass_fields__
    }


def test_files_of_the_archive_are_those_it_has() -> None:
    assert [name for name, _holds in table("File | Holds")] == [*archive.FILES, archive.SUMS]


def test_files_of_the_folder_are_those_it_has() -> None:
    there = {path.name for path in SCRIPT.parent.glob("*.py") if path.name != "__init__.py"}
    assert {name for name, _what in table("File | What is in it")} == there | {"pabulib/"}
