"""What a published count consists of."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from budgeting.announce import topic_of_counting
from budgeting.counting.archive import FILES, SUMS, differences
from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import PabulibError
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, rule_as_data
from budgeting.counting.trace import trace_of
from budgeting.errors import NotPossible
from budgeting.results.actions import count_cycle
from budgeting.results.election import conditions_of, election_of
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import published_archive
from budgeting.results.storing import other_rule
from portal.log.models import Entry
from tests.budgeting.results.closed import (
    EQUAL_SHARES,
    blank_one,
    close,
    make_closed,
    make_over,
    make_town,
    published,
    winners,
)
from tests.people import Cast

RULES = [
    GreedyRule(),
    GreedyRule("cardinality", "stop", threshold=2, most_winners=1),
    EqualSharesRule(),
    EqualSharesRule("add1-exhaustive", completion="greedy", comparison="preference"),
    EqualSharesRule("plain", "cardinality"),
]


def test_a_count_stores_what_was_decided_and_why(cast: Cast) -> None:
    cycle = make_closed(cast)

    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    count = Count.objects.get()
    assert (count.ballots, count.envelope_tetri, count.counting, count.lot_seed, count.asked_by, count.percent) == (
        4,
        1000,
        GreedyRule(),
        cycle.lot_seed,
        cast.other_official,
        100,
    )
    fields = ("project__number", "place", "votes", "cost_tetri", "is_funded", "reason", "is_selected_officially")
    assert list(Outcome.objects.values_list(*fields)) == [
        (1, 1, 3, 600, True, "fits", None),
        (2, 2, 2, 500, False, "no_money_left", None),
        (3, 3, 1, 400, True, "fits", None),
        (4, 4, 0, 100, False, "no_votes", None),
    ]
    kept = ("held", "missing", "tied_with", "by_lot")
    assert [[decision[key] for key in kept] for decision in Outcome.objects.values_list("decision", flat=True)] == [
        [1000, 0, [], False],
        [400, 100, [], False],
        [400, 0, [], False],
        [0, 100, [], False],
    ]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_what_is_stored_is_what_the_engine_finds_in_the_published_archive(cast: Cast, rule: Rule) -> None:
    cycle = make_town(cast, rule=rule_as_data(rule))

    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    count = Count.objects.get()
    archive = published_archive(count)
    outcome = count_election(archive.election, rule, Conditions(lot_seed=cycle.lot_seed))
    assert (archive.rule, archive.conditions) == (rule, Conditions(lot_seed=cycle.lot_seed))
    assert differences(archive) == []
    assert count.trace == json.loads(archive.trace) == json.loads(json.dumps(trace_of(outcome)))
    assert [one.decision for one in count.outcomes.all()] == count.trace["parts"][0]["decisions"]
    assert [str(number) for number in winners(count)] == list(outcome.selected)


def test_equal_shares_give_the_village_its_part_and_votes_stand_beside_it(cast: Cast) -> None:
    count_cycle(make_town(cast, rule=EQUAL_SHARES), by=cast.official, seconded_by=cast.other_official)

    count = Count.objects.get()
    fields = ("project__number", "is_funded", "is_funded_otherwise", "reason")
    assert list(count.outcomes.values_list(*fields)) == [
        (1, True, True, "shared"),
        (3, True, False, "shared"),
        (2, False, True, "spent"),
    ]
    assert count.other == {
        "rule": rule_as_data(GreedyRule()),
        "selected": ["1", "2"],
        "total_cost": 99,
        "with_nothing": 4,
    }


def test_by_votes_the_village_gets_nothing_and_equal_shares_stand_beside_it(cast: Cast) -> None:
    count_cycle(make_town(cast), by=cast.official, seconded_by=cast.other_official)

    count = Count.objects.get()
    assert list(count.outcomes.values_list("project__number", "is_funded", "is_funded_otherwise")) == [
        (1, True, True),
        (2, True, False),
        (3, False, True),
    ]
    assert count.other == {"rule": EQUAL_SHARES, "selected": ["1", "3"], "total_cost": 89, "with_nothing": 0}


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        (GreedyRule("cardinality", "stop", 7, 2), EqualSharesRule(threshold=7)),
        (EqualSharesRule("plain", step=5, threshold=3), GreedyRule(threshold=3)),
    ],
)
def test_the_other_method_has_its_usual_switches_and_the_same_threshold(rule: Rule, other: Rule) -> None:
    assert other_rule(rule) == other


def test_a_comparison_that_takes_too_long_is_left_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgeting.results.actions.LONGEST_COMPARISON", timedelta(seconds=-1))

    count_cycle(make_town(cast), by=cast.official, seconded_by=cast.other_official)

    count = Count.objects.get()
    assert (winners(count), count.other) == ([1, 2], None)
    assert set(count.outcomes.values_list("is_funded_otherwise", flat=True)) == {None}
    assert differences(published_archive(count)) == []


def test_the_archive_is_one_zip_with_the_hash_of_every_file(cast: Cast) -> None:
    cycle = make_closed(cast)

    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert count.archive.name.startswith(f"archives/khma-{cycle.pk}-{count.pk}")
    with zipfile.ZipFile(count.archive.path) as bundle:
        assert bundle.namelist() == [*FILES, SUMS]
        sums = dict(reversed(line.split("  ")) for line in bundle.read(SUMS).decode().splitlines())
        assert sums == {name: sha256(bundle.read(name)).hexdigest() for name in FILES}


@pytest.mark.parametrize("facts", [{}, {"rule": EQUAL_SHARES}])
def test_anybody_counts_the_archive_again_with_the_program_in_it(
    cast: Cast, tmp_path: Path, facts: dict[str, object]
) -> None:
    count = count_cycle(make_town(cast, **facts), by=cast.official, seconded_by=cast.other_official)
    with zipfile.ZipFile(count.archive.path) as bundle:
        script = Path(bundle.extract("recount.py", tmp_path))

    run = subprocess.run(
        [sys.executable, "-I", script, count.archive.path], capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert "The same" in run.stdout


def test_the_log_has_the_hash_of_the_published_result(cast: Cast) -> None:
    cycle = make_closed(cast)

    count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    counted, shown = Entry.objects.get(act="count_cycle"), Entry.objects.get(act="publish_count")
    result = sha256(published_archive(count).result).hexdigest()
    assert (counted.by, counted.facts) == (
        cast.other_official,
        {"cycle": cycle.pk, "count": count.pk, "ballots": 4},
    )
    assert (shown.by, shown.municipality, shown.facts) == (
        cast.other_official,
        cast.municipality,
        {"count": count.pk, "result": result},
    )


def test_a_count_is_announced_once_it_is_published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, int]] = []
    cycle = make_closed(cast)
    monkeypatch.setattr(
        "budgeting.results.storing.announce", lambda topic: heard.append((topic, Outcome.objects.count()))
    )

    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert heard == [(topic_of_counting(cycle.pk), 4)]


def test_an_election_that_no_archive_holds_is_refused_and_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle, before = make_closed(cast), published()

    def refuse(*_args: object) -> bytes:
        raise PabulibError('"a b" cannot serve as a project_id')

    monkeypatch.setattr("budgeting.results.storing.write_archive", refuse)
    with pytest.raises(NotPossible) as refusal:
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert str(refusal.value) == Count.objects.get().failure
    assert published() == before


def test_ballots_leave_the_database_in_a_random_order_and_without_what_is_blank(cast: Cast) -> None:
    cycle = make_over(cast, [[number % 4 + 1] for number in range(40)])
    blank_one(cycle, [1])
    close(cast, cycle)

    first, second = election_of(cycle), election_of(cycle)

    assert (len(first.votes), [vote.voter_id for vote in first.votes]) == (39, [str(n) for n in range(1, 40)])
    assert [vote.choices for vote in first.votes] != [vote.choices for vote in second.votes]
    assert sorted(vote.choices for vote in first.votes) == sorted(vote.choices for vote in second.votes)
    assert replace(first, votes=()) == replace(second, votes=())
    assert count_cycle(cycle, by=cast.official, seconded_by=cast.other_official).ballots == 39


def test_conditions_name_withdrawn_projects_as_the_election_does(cast: Cast) -> None:
    cycle = make_closed(cast)
    projects = list(cycle.proposals.on_ballot().order_by("number"))
    cycle.proposals.filter(pk=projects[1].pk).update(reference="B-7")

    assert conditions_of(cycle, projects[:2]) == Conditions(withdrawn=("1", "B-7"), lot_seed=cycle.lot_seed)
