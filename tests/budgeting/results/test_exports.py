"""A counted cycle as a file that anybody can count again."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from budgeting.closing.models import SealedReceipt
from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import read_election
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, rule_as_data
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.errors import NotPossible
from budgeting.results.actions import count_cycle
from budgeting.results.exports import export_election
from budgeting.results.models import Count
from budgeting.results.queries import standing_count
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.models import Roll
from portal.clock import pinned
from tests.budgeting.results.closed import TOWN_BALLOTS, TOWN_COSTS, blank_one, close, make_over, winners
from tests.factories import make_vote, make_voters
from tests.people import Cast

REAL = [
    "Poland_Warszawa_2022_Wola.pb",
    "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb",
    "Netherlands_Assen_2024.pb",
]


def run_export(cycle: Cycle, path: Path) -> Path:
    call_command("export_election", cycle.pk, output=path, stdout=StringIO())
    return path


def run_import(path: Path) -> Cycle:
    call_command("import_election", str(path), municipality="marneuli", stdout=StringIO())
    return Cycle.objects.latest("pk")


def make_counted(cast: Cast, costs: tuple[int, ...] = (60_000, 50_000, 40_000), **facts: object) -> Cycle:
    cycle = make_vote(cast, costs, **{"envelope_tetri": 100_000, **facts})
    for voter, choices in zip(make_voters(cast, cycle, 4), ([1, 2], [1], [3], [1, 3]), strict=True):
        cast_ballot(cycle, choices, voter=voter)
    with pinned(cycle.voting_until_at + GRACE):
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    return cycle


def facts_of(cycle: Cycle) -> dict[str, object]:
    """Projects, ballots as a multiset, and every decision, by the references of the file."""
    references = dict(cycle.proposals.values_list("number", "reference"))
    ballots = cycle.sealed_ballots.values_list("choices", flat=True)
    outcomes = Count.objects.get(cycle=cycle).outcomes
    return {
        "projects": sorted(cycle.proposals.values_list("reference", "cost_tetri", "title_en", "category")),
        "ballots": Counter(tuple(sorted(references[number] for number in ballot)) for ballot in ballots),
        "outcomes": list(outcomes.values_list("project__reference", "decision", "is_funded_otherwise")),
        "limits": (cycle.envelope_tetri, cycle.min_projects, cycle.max_projects, cycle.ballot_kind, cycle.currency),
    }


@pytest.mark.parametrize("name", REAL)
def test_export_and_import_again_give_the_same_election(cast: Cast, pabulib: Path, tmp_path: Path, name: str) -> None:
    first = run_import(pabulib / name)

    second = run_import(run_export(first, tmp_path / "again.pb"))

    assert second.pk != first.pk
    assert facts_of(second) == facts_of(first)


def test_an_own_cycle_survives_the_way_through_a_file(cast: Cast, tmp_path: Path) -> None:
    cycle = make_counted(cast)
    cycle.municipality.slug = "marneuli"

    again = export_election(cycle)

    assert [(p.project_id, p.cost, p.votes, p.selected, p.category) for p in again.projects] == [
        ("1", 600, 3, 1, ("water",)),
        ("3", 400, 2, 1, ("water",)),
        ("2", 500, 1, 0, ("water",)),
    ]
    assert Counter(vote.choices for vote in again.votes) == Counter([("1", "2"), ("1",), ("3",), ("1", "3")])
    path = run_export(cycle, tmp_path / "own.pb")
    assert read_election(path).budget == 1000


@pytest.mark.parametrize(
    ("facts", "meta"),
    [
        ({}, {"vote_type": "approval", "min_length": "1", "max_length": "3"}),
        ({"max_projects": 2}, {"vote_type": "approval", "min_length": "1", "max_length": "2"}),
        (
            {"ballot_kind": BallotKind.KNAPSACK, "max_projects": None, "envelope_tetri": 200_000},
            {"vote_type": "approval", "min_length": "1", "max_sum_cost": "2000"},
        ),
    ],
)
def test_an_export_states_its_rule_and_limits(
    cast: Cast, tmp_path: Path, facts: dict[str, object], meta: dict[str, str]
) -> None:
    cycle = make_counted(cast, **facts)

    exported = read_election(run_export(cycle, tmp_path / "own.pb")).meta

    kept = ("vote_type", "min_length", "max_length", "max_sum_cost")
    assert {key: exported[key] for key in kept if key in exported} == meta
    assert (exported["rule"], exported["currency"], exported["country"]) == ("greedy", "GEL", "Georgia")
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", exported["date_begin"])


def test_an_export_before_the_count_is_refused(cast: Cast, tmp_path: Path) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible) as refusal:
        export_election(cycle)
    with pytest.raises(CommandError) as said:
        run_export(cycle, tmp_path / "early.pb")

    assert str(refusal.value) == str(said.value) == "Only a counted cycle can be exported."
    assert list(tmp_path.iterdir()) == []


def test_an_export_of_no_cycle_is_said(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as said:
        call_command("export_election", 77)

    assert str(said.value) == "There is no cycle 77."


def test_an_export_without_its_archive_is_refused(cast: Cast, tmp_path: Path) -> None:
    cycle = make_counted(cast)
    count = standing_count(cycle)

    for spoil in (b"no zip", None):
        count.archive.storage.delete(count.archive.name)
        if spoil:
            count.archive.storage.save(count.archive.name, ContentFile(spoil))
        with pytest.raises(CommandError) as said:
            run_export(cycle, tmp_path / "lost.pb")
        assert str(said.value) == "The archive of this count cannot be read."
    assert list(tmp_path.iterdir()) == []


def test_an_export_carries_nothing_of_voters(cast: Cast, tmp_path: Path) -> None:
    cycle = make_counted(cast)

    text = run_export(cycle, tmp_path / "own.pb").read_text()

    secrets = [entry.voter_key for entry in Roll.objects.all()]
    secrets += SealedReceipt.objects.values_list("digest", flat=True)
    secrets += [cast.resident.display_name, str(cast.resident.email), str(cycle.key_name)]
    assert [secret for secret in secrets if secret in text] == []
    assert re.search(r"VOTES\nvoter_id;vote\n(\d+;[\d,]+\n){4}\Z", text)
    assert [vote.voter_id for vote in export_election(cycle).votes] == ["1", "2", "3", "4"]


def test_an_export_is_what_its_count_published_and_a_recount_shuffles_anew(cast: Cast, pabulib: Path) -> None:
    cycle = run_import(pabulib / REAL[2])
    first, same = (export_election(cycle) for _time in range(2))

    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official, reason="To shuffle.")

    again = export_election(cycle)
    assert (first == same, first.votes == again.votes) == (True, False)
    assert Counter(vote.choices for vote in first.votes) == Counter(vote.choices for vote in again.votes)


def test_an_export_goes_to_standard_output_as_utf_8(cast: Cast, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    cycle = make_counted(cast)

    call_command("export_election", cycle.pk)

    assert capsysbinary.readouterr().out.decode().splitlines()[:2] == ["META", "key;value"]


@pytest.mark.parametrize(
    ("rule", "meta"),
    [
        (GreedyRule(), {"rule": "greedy"}),
        (GreedyRule(threshold=5), {"rule": "greedy-threshold", "min_project_score_threshold": "5"}),
        (
            EqualSharesRule(completion="greedy", threshold=2),
            {
                "rule": "unknown",
                "min_project_score_threshold": "2",
                "comment": (
                    "#1: counted by EqualSharesRule(variant='add1', utility='cost', completion='greedy', step=1, "
                    "comparison='none', threshold=2); lot drawn from the seed {seed}"
                ),
            },
        ),
    ],
    ids=str,
)
def test_an_exported_file_is_read_again_with_its_rule_its_winners_and_no_blank_ballot(
    cast: Cast, tmp_path: Path, rule: Rule, meta: dict[str, str]
) -> None:
    cycle = make_over(cast, TOWN_BALLOTS, TOWN_COSTS, envelope_tetri=10_000, rule=rule_as_data(rule))
    blank_one(cycle, [3])
    close(cast, cycle)
    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    exported = read_election(run_export(cycle, tmp_path / "town.pb"))

    named = ("rule", "min_project_score_threshold", "comment")
    said = {key: exported.meta[key] for key in named if key in exported.meta}
    assert said == {key: text.format(seed=cycle.lot_seed) for key, text in meta.items()}
    assert [project.project_id for project in exported.projects if project.selected] == list(map(str, winners(count)))
    assert Counter(vote.choices for vote in exported.votes) == {("1", "2"): 6, ("3",): 3}
    again = count_election(exported, rule, Conditions(lot_seed=cycle.lot_seed))
    assert list(again.selected) == list(map(str, winners(count)))
