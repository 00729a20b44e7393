"""The count: case 35 of the forty; T12, T13 and T18 of the thirty. How the rules count is tested in budgeting/counting."""

import json
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from budgeting.counting.archive import differences
from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import read_election
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, rule_as_data
from budgeting.counting.trace import as_text, result_of
from budgeting.cycles.actions import change_cycle
from budgeting.errors import NotPossible
from budgeting.results import actions
from budgeting.results.actions import ask_count, count_cycle, run_count
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import published_archive, standing_count
from budgeting.reviews.actions import write_review
from portal.clock import now, pinned
from tests.budgeting.counting.archives import archive_of, files_in, zipped
from tests.budgeting.counting.elections import villages
from tests.budgeting.results.closed import EQUAL_SHARES, make_closed, make_town, published, winners
from tests.factories import make_vote, review_facts
from tests.people import Cast

SAME = "The same as published, to the last character."
GOLDEN = {"T1", "T2", "A1", "A2", "H1"}


def second_program(folder: Path, archive: bytes) -> str:
    """What the one-file program says that anybody may take from the site; it stands alone, in another folder."""
    (folder / "recount.py").write_bytes(Client().get(reverse("recount_script")).content)
    (folder / "archive.zip").write_bytes(archive)
    run = subprocess.run(
        [sys.executable, "-I", "recount.py", "archive.zip"], cwd=folder, capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


def shuffled(archive: bytes) -> bytes:
    """The same archive with its ballots in another order, under other voters' numbers."""
    files = files_in(archive)
    head, votes = files["ballots.pb"].decode().split("voter_id;", 1)
    columns, *rows = votes.splitlines()
    Random(3).shuffle(rows)
    files["ballots.pb"] = f"{head}voter_id;{columns}\n{chr(10).join(rows)}\n".encode()
    return zipped(files)


@pytest.mark.parametrize("rule", [{}, {"rule": EQUAL_SHARES}], ids=["by votes", "equal shares"])
def test_case_35_a_second_program_finds_the_same_bytes_from_shuffled_rows(
    cast: Cast, tmp_path: Path, rule: dict[str, object]
) -> None:
    count = count_cycle(make_town(cast, **rule), by=cast.official, seconded_by=cast.other_official)
    archive = Path(count.archive.path).read_bytes()
    other = shuffled(archive)

    assert files_in(other)["ballots.pb"] != files_in(archive)["ballots.pb"]
    assert SAME in second_program(tmp_path, archive)
    assert SAME in second_program(tmp_path, other)


def test_case_35_a_changed_ballot_is_not_the_same(cast: Cast, tmp_path: Path) -> None:
    count = count_cycle(make_town(cast), by=cast.official, seconded_by=cast.other_official)
    files = files_in(Path(count.archive.path).read_bytes())
    files["ballots.pb"] = files["ballots.pb"].replace(b";1,2\n", b";3\n", 1)

    assert "DIFFERENT" in second_program(tmp_path, zipped(files))


def test_case_35_a_tie_is_settled_by_what_was_fixed_before_the_opening(cast: Cast, tmp_path: Path) -> None:
    """Two projects of one price and one vote each, and money for one: the lot's seed was drawn at the signing."""
    signed = make_vote(cast)
    assert len(signed.lot_seed) == 32
    with pytest.raises(NotPossible):
        change_cycle(signed, by=cast.administrator, rule=rule_as_data(GreedyRule(threshold=2)))
    cycle = make_closed(cast, [[1], [2]], (1000, 1000))

    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert count.lot_seed == cycle.lot_seed
    assert {decision["by_lot"] for decision in count.outcomes.values_list("decision", flat=True)} == {True}
    again = count_election(published_archive(count).election, GreedyRule(), Conditions(lot_seed=cycle.lot_seed))
    assert list(again.selected) == [str(number) for number in winners(count)]
    assert SAME in second_program(tmp_path, Path(count.archive.path).read_bytes())
    assert cycle.lot_seed in Client().get(reverse("results", args=[cycle.pk])).content.decode()


@pytest.mark.parametrize(
    ("rule", "funded"),
    [(GreedyRule(), {"T1", "T2", "T3", "T4"}), (EqualSharesRule(), GOLDEN)],
    ids=["greedy", "shares"],
)
def test_t12_the_golden_case_by_both_programs(tmp_path: Path, rule: Rule, funded: set[str]) -> None:
    """What pabutools finds for it too; that and random elections are compared by hand (tests/oracles)."""
    outcome = count_election(villages(), rule)

    assert set(outcome.selected) == funded
    assert SAME in second_program(tmp_path, archive_of(villages(), rule, Conditions()))


def test_t12_a_vote_counts_the_same_from_its_file(cast: Cast, tmp_path: Path) -> None:
    """The count of the site, and the same rule on the .pb file that the site writes of it, ten times over."""
    cycle = make_town(cast, rule=EQUAL_SHARES)
    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    path = tmp_path / "town.pb"
    call_command("export_election", cycle.pk, output=path, stdout=StringIO())

    conditions = Conditions(lot_seed=cycle.lot_seed)
    found = {
        as_text(result_of(count_election(read_election(path), EqualSharesRule(), conditions))) for _time in range(10)
    }

    with zipfile.ZipFile(count.archive.path) as bundle:
        assert found == {bundle.read("result.json").decode()}
    assert json.loads(found.pop())["parts"][0]["selected"] == [str(number) for number in winners(count)]


def test_t13_a_vote_counted_twice_has_the_same_result_twice(cast: Cast) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    before = list(first.outcomes.values_list())

    with pytest.raises(NotPossible):
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)  # a second count needs a reason
    second = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official, reason="To compare.")

    assert published_archive(second).result == published_archive(first).result
    assert list(first.outcomes.values_list()) == before


def test_t13_a_crash_mid_way_changes_nothing_and_the_count_is_taken_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, before = ask_count(make_closed(cast), by=cast.official), published()

    def crash(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Outcome.objects, "bulk_create", crash)
        with pytest.raises(KeyboardInterrupt):
            run_count(count)
    assert (published(), standing_count(count.cycle)) == (before, None)

    with pinned(now() + 2 * actions.STALE_AFTER):
        run_count(Count.objects.get())
    assert (winners(count), differences(published_archive(Count.objects.get()))) == ([1, 3], [])


def test_t18_the_price_of_a_project_is_locked_once_it_is_on_the_ballot(cast: Cast) -> None:
    cycle = make_vote(cast)
    project = cycle.proposals.get(number=1)

    with pytest.raises(NotPossible):
        write_review(project, by=cast.reviewer, **review_facts(cost_tetri=1))

    project.refresh_from_db()
    assert project.cost_tetri == 1_000_000
