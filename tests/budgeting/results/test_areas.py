"""A vote with areas from the ballot to the recount: every list is counted with its own envelope."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from budgeting.counting.archive import differences
from budgeting.counting.recount import main as recount
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, rule_as_data
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.results.actions import count_cycle
from budgeting.results.models import Count
from budgeting.results.queries import EnvelopeUsed, envelopes_used, published_archive, result_bars
from budgeting.results.simulation import simulate
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.queries import turnout
from portal.clock import pinned
from tests.budgeting.cycles.test_areas import make_area
from tests.budgeting.results.closed import winners
from tests.factories import make_cycle, make_feasible, make_settlement, make_voters, open_vote
from tests.people import Cast

LARI = 100
GREEDY, SHARES = GreedyRule(), EqualSharesRule()


def make_counted(cast: Cast, rule: Rule) -> Count:
    """An envelope of 1,000 lari, 300 of it the North's and 200 the South's. Twelve live in the North, ten in the South.

    Projects 1 and 2 (300, 250) are for all, 3 and 4 (200 each) for the North, 5 (200) for the South. In one pot
    project 4 would win before 5; within the North there is money for one of its two.
    """
    cycle = make_cycle(
        cast, Stage.VOTING, envelope_tetri=1000 * LARI, cost_cap_tetri=None, max_projects=2, rule=rule_as_data(rule)
    )
    north, south = make_settlement(cast.municipality, "North"), make_settlement(cast.municipality, "South")
    areas = [
        make_area(cast, cycle, north, name="North", envelope_tetri=300 * LARI),
        make_area(cast, cycle, south, name="South", envelope_tetri=200 * LARI),
    ]
    for cost, place in ((300, None), (250, None), (200, north), (200, north), (200, south)):
        make_feasible(cast, cycle, cost * LARI, settlement=place)
    open_vote(cast, cycle)
    for number, voter in enumerate(make_voters(cast, cycle, 22)):
        with pinned(cycle.voting_from_at):
            if number < 12:
                cast_ballot(cycle, [1, 3] if number % 4 == 0 else [1, 3, 4], voter=voter, area=areas[0].pk)
            else:
                cast_ballot(cycle, [2, 5] if number % 2 else [1], voter=voter, area=areas[1].pk)
    with pinned(cycle.voting_until_at + GRACE):
        return count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)


@pytest.mark.parametrize("rule", [GREEDY, SHARES], ids=["greedy", "equal-shares"])
def test_each_list_is_counted_with_its_own_envelope_and_anybody_gets_the_same(
    cast: Cast, rule: Rule, capsys: pytest.CaptureFixture[str]
) -> None:
    count = make_counted(cast, rule)
    archive = published_archive(count)

    assert 5 in winners(count)
    assert not {3, 4} <= set(winners(count))
    assert [(area.name, area.envelope) for area in archive.conditions.areas] == [
        ("Marneuli en", 500),
        ("North en", 300),
        ("South en", 200),
    ]
    assert differences(archive) == []
    assert recount([count.archive.path]) == 0, capsys.readouterr().out


def test_money_is_told_by_area_and_never_exceeds_an_envelope(cast: Cast) -> None:
    count = make_counted(cast, GREEDY)
    told = envelopes_used(count.cycle, [bar.outcome for bar in result_bars(count)])

    assert told == [
        EnvelopeUsed(None, 500 * LARI, 300 * LARI),
        EnvelopeUsed("North en", 300 * LARI, 200 * LARI),
        EnvelopeUsed("South en", 200 * LARI, 200 * LARI),
    ]
    assert told[1].left_tetri == 100 * LARI


def test_turnout_is_told_by_area_before_and_after(cast: Cast) -> None:
    cycle = make_counted(cast, GREEDY).cycle
    assert [(line.label, line.voters) for line in turnout(cycle).areas] == [("North en", 12), ("South en", 10)]


@pytest.mark.parametrize("rule", [GREEDY, SHARES], ids=["greedy", "equal-shares"])
def test_every_page_of_the_result_stands(cast: Cast, rule: Rule) -> None:
    count = make_counted(cast, rule)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            page = Client().get(reverse("results", args=[count.cycle_id]))
        assert (code, page.status_code, f"North {code}" in page.content.decode()) == (code, 200, True)
    for number in range(1, 4):
        assert Client().get(reverse("results_step", args=[count.cycle_id, number])).status_code == 200
    assert Client().get(reverse("embed_results", args=[count.cycle_id])).status_code == 200


def test_cycle_without_areas_has_no_table_of_them(cast: Cast) -> None:
    cycle: Cycle = make_cycle(cast)
    assert envelopes_used(cycle, []) == []


def test_simulator_tries_a_cycle_with_areas(cast: Cast) -> None:
    count = make_counted(cast, GREEDY)
    tried = simulate(count, SHARES, envelope_tetri=count.envelope_tetri, min_choices=1)
    assert tried.trial is not None
    assert tried.trial.spent_tetri <= count.envelope_tetri
