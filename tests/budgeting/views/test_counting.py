"""How the votes are counted, and the program that counts them again."""

import ast
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.counting.archive import SCRIPT_PATH
from budgeting.counting.rule import EqualSharesRule, GreedyRule
from budgeting.money import show_money
from budgeting.results.actions import count_cycle
from budgeting.results.example import COSTS_LARI, NAMES, VOTERS, example
from tests.budgeting.counting.elections import election, part
from tests.budgeting.results.closed import make_closed
from tests.factories import LANGUAGES
from tests.people import Cast

# A known example of proportionality: a town with 60 voters and two villages with 25 and 15.
COSTS = {"1": 25_000, "2": 25_000, "3": 25_000, "4": 25_000, "5": 20_000, "6": 5_000, "7": 15_000}
BALLOTS = [["1", "2", "3", "4"]] * 60 + [["5", "6"]] * 25 + [["7"]] * 15
GOLDEN = election(COSTS, BALLOTS, 100_000)


def text_of(client: Client, language: str) -> str:
    answer = client.get(f"/{language}/how-votes-are-counted/")
    assert (answer.status_code, answer.cookies) == (200, {})
    return answer.content.decode()


def test_the_example_is_the_known_one() -> None:
    assert (COSTS_LARI, [list(choices) for choices, times in VOTERS.items() for _time in range(times)]) == (
        COSTS,
        BALLOTS,
    )


def test_the_numbers_of_the_example_are_the_engines() -> None:
    by_votes, by_shares = part(GOLDEN, GreedyRule()), part(GOLDEN, EqualSharesRule("plain"))

    shown = example()

    projects = dict(zip(NAMES, shown.projects, strict=True))
    assert [one for one in projects if projects[one].wins_by_votes] == sorted(by_votes.selected)
    assert [one for one in projects if projects[one].wins_by_shares] == sorted(by_shares.selected)
    assert [projects[one.project] for one in by_shares.rounds] == list(shown.rounds)
    assert [one.payers for one in shown.rounds] == [one.paid_in_full for one in by_shares.rounds]
    assert (shown.nothing_by_votes, shown.nothing_by_shares) == (by_votes.with_nothing, by_shares.with_nothing)
    assert shown.left_tetri == 100 * (by_shares.envelope - by_shares.total_cost)


def test_the_numbers_of_the_example_are_these() -> None:
    shown = example()

    assert (shown.voters, shown.envelope_tetri, shown.share_tetri, shown.left_tetri) == (100, 10**7, 100_000, 1_000_000)
    assert (shown.nothing_by_votes, shown.nothing_by_shares) == (40, 0)
    assert [(one.cost_tetri, one.payers, one.price_tetri) for one in shown.rounds] == [
        (2_500_000, 60, 41_666),
        (2_500_000, 60, 41_666),
        (500_000, 25, 20_000),
        (2_000_000, 25, 80_000),
        (1_500_000, 15, 100_000),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_how_votes_are_counted_is_said_with_its_numbers_in_every_language(client: Client, language: str) -> None:
    text = text_of(client, language)

    with override(language):
        shown = example()
        numbers = [
            f"<strong>{shown.nothing_by_votes}</strong></td><td><strong>{shown.nothing_by_shares}</strong>",
            *(show_money(tetri) for tetri in (10_000_000, 100_000, 41_666, shown.left_tetri)),
            *(show_money(project.cost_tetri) for project in shown.projects),
            *(str(project.name) for project in shown.projects),
        ]
    assert [number for number in numbers if number.replace("'", "&#x27;") not in text] == []
    assert reverse("recount_script").rpartition("/")[2] in text
    assert f'<html lang="{language}">' in text


@pytest.mark.django_db
def test_how_votes_are_counted_reads_no_database(client: Client, django_assert_num_queries: object) -> None:
    text_of(client, "en")

    with django_assert_num_queries(0):
        text_of(client, "en")


def test_the_program_is_the_one_in_the_archive(client: Client, cast: Cast) -> None:
    count = count_cycle(make_closed(cast), by=cast.official, seconded_by=cast.other_official)

    answer = client.get(reverse("recount_script"))

    with zipfile.ZipFile(count.archive.path) as bundle:
        assert answer.content == bundle.read("recount.py") == SCRIPT_PATH.read_bytes()
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"], answer.cookies) == (
        200,
        "text/x-python; charset=utf-8",
        'attachment; filename="recount.py"',
        {},
    )


def test_the_program_needs_nothing_but_python() -> None:
    tree = ast.parse(SCRIPT_PATH.read_text(encoding="utf-8"))

    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} == {
        *("__future__", "collections", "csv", "fractions", "hashlib", "io", "json", "sys", "typing", "zipfile")
    }


@pytest.mark.parametrize("name", ["counting", "recount_script"])
@pytest.mark.django_db
def test_pages_about_counting_take_no_posts(client: Client, name: str) -> None:
    assert client.post(reverse(name)).status_code == 405
