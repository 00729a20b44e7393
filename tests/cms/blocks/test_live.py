"""Blocks that show the budget: as it is now, to everybody, and nothing that is not public."""

from typing import Any

import pytest
from django.test import Client

from budgeting.cycles.models import Cycle
from budgeting.cycles.queries import open_among, public_cycles
from budgeting.cycles.stages import Stage
from budgeting.moderation.actions import reject_proposal
from budgeting.proposals.queries import listed_proposals
from budgeting.results.actions import count_cycle, move_count, run_count, second_count
from budgeting.results.queries import cycles_with_results, decided_among, standing_outcomes
from cms.blocks.chosen import CycleBlock, MunicipalityBlock, SettlementBlock
from portal.clock import pinned
from tests.budgeting.results.closed import make_closed
from tests.cms.blocks.bodies import make_page_with
from tests.factories import (
    make_cycle,
    make_draft,
    make_published,
    make_settlement,
    make_submitted,
    make_theme,
    make_vote,
)
from tests.people import Cast, make_cast


def projects(cycle: Cycle, **facts: Any) -> tuple[str, dict[str, Any]]:
    return "projects", {"heading": "", "cycle": cycle.pk, "show": "all", "theme": None, "most": 12, **facts}


def shown(client: Client, *blocks: tuple[str, Any]) -> str:
    make_page_with(*blocks)
    return client.get("/en/text/").content.decode().partition('<div class="prose">')[2].partition("</article>")[0]


def test_a_cycle_that_is_not_public_leaves_nothing(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    text = shown(client, ("cycle", {"cycle": cycle.pk}), projects(cycle), ("results", {"cycle": cycle.pk, "most": 5}))

    assert (text.count("Budget 2026"), text.count("<h2"), text.count("<section")) == (0, 0, 0)


@pytest.mark.parametrize("pk", [None, 0, 10**9])
def test_a_cycle_that_is_gone_leaves_nothing(client: Client, cast: Cast, pk: int | None) -> None:
    blocks = {"projects": {"show": "winners", "theme": None, "most": 3}, "results": {"most": 3}, "cycle": {}}

    text = shown(client, *((kind, {"cycle": pk, **value}) for kind, value in blocks.items()))

    assert (text.count("<h2"), text.count("<a")) == (0, 0)


def test_staff_see_in_a_block_what_everybody_sees(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)
    client.force_login(cast.official)

    assert "Budget 2026" not in shown(client, ("cycle", {"cycle": cycle.pk}))


@pytest.mark.parametrize(
    ("stage", "said", "button"),
    [
        (Stage.PROPOSING, "Write what your village or town needs.", "/propose/"),
        (Stage.SUPPORTING, "back those you want", "/proposals/"),
    ],
)
def test_the_card_says_what_can_be_done_now(client: Client, cast: Cast, stage: Stage, said: str, button: str) -> None:
    cycle = make_cycle(cast, stage)

    text = shown(client, ("cycle", {"cycle": cycle.pk}))

    assert (said in text, f'<a class="button" href="/en/cycles/{cycle.address}{button}"' in text) == (True, True)


def test_the_card_changes_by_itself(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    assert 'class="button vote"' in shown(client, ("cycle", {"cycle": cycle.pk}))

    with pinned(cycle.voting_until_at):
        text = client.get("/en/text/").content.decode()

    assert ('class="button vote"' in text, "about to be counted" in text) == (False, True)


def test_a_list_holds_only_what_everybody_may_read(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_draft(cast, cycle, title="A draft")
    make_submitted(cast, cycle, title="Handed in")
    reject_proposal(
        make_submitted(cast, cycle, title="An advert"), by=cast.moderator, code="advert", reason="It sells something."
    )
    public = make_published(cast, cycle)

    assert listed_proposals([cycle.pk], 12) == [public]
    text = shown(client, projects(cycle))
    assert [title in text for title in ("A draft", "Handed in", "An advert", public.title_az)] == [False] * 3 + [True]


def test_a_list_of_a_theme_is_full_whatever_the_others_hold(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    for _number in range(14):
        make_published(cast, cycle)
    road = make_published(cast, cycle, theme=make_theme("roads"), title="The road")

    text = shown(client, projects(cycle, theme=road.theme_id, most=1))

    assert (text.count('class="card"'), "The road" in text) == (1, True)
    assert [one.theme_id for one in listed_proposals([cycle.pk], 2)].count(road.theme_id) == 1


def test_a_list_shows_no_more_than_it_should_of_each_cycle(client: Client, cast: Cast, elsewhere: Cast) -> None:
    one, other = make_cycle(cast), make_cycle(elsewhere)
    for _number in range(3):
        make_published(cast, one)
        make_published(elsewhere, other)

    text = shown(client, projects(one, most=2), projects(other, most=1))

    assert text.count('class="card"') == 3


def test_once_there_is_a_ballot_only_projects_are_listed(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast, (1000, 1000))
    make_published(cast, cycle, title="Too late")

    assert "Too late" not in shown(client, projects(cycle))
    assert {one.number for one in listed_proposals([cycle.pk], 12)} == {1, 2}


def test_winners_are_those_of_the_published_count(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    block = projects(cycle, show="winners")
    assert 'class="card"' not in shown(client, block)

    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    text = client.get("/en/text/").content.decode()
    assert text.count('<li class="card"') == 2


def test_a_count_that_is_not_published_is_not_drawn(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    run_count(second_count(move_count(cycle, by=cast.official), by=cast.other_official))

    text = shown(client, ("results", {"cycle": cycle.pk, "most": 10}), projects(cycle, show="winners"))

    assert (text.count("chart"), text.count("card"), standing_outcomes([cycle.pk])) == (0, 0, {})
    assert decided_among(cycles_with_results()) == []


def test_the_chart_has_its_numbers_in_a_table_too(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    text = shown(client, ("results", {"cycle": cycle.pk, "most": 10}))

    assert (text.count("<rect"), text.count('<td class="number">'), text.count("<tr")) == (4, 8, 5)
    assert (text.count('class="is-funded"'), text.count('class="tone-good"')) == (2, 1 + 2)


def test_a_recount_replaces_the_older_one(cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    newer = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official, reason="A ballot was found.")

    assert {outcome.count_id for outcome in standing_outcomes([cycle.pk])[cycle.pk]} == {newer.pk}
    assert [
        (one.standing, one.counted_ballots, one.won, one.projects, one.spent_tetri)
        for one in decided_among(cycles_with_results())
    ] == [(newer.pk, 4, 2, 4, 1000)]


def test_what_is_open_is_what_can_be_acted_on_soonest_end_first(cast: Cast) -> None:
    stages = {stage: make_cycle(make_cast(stage.value), stage) for stage in Stage if stage != Stage.VOTING}
    voting = make_vote(cast)

    # Proposing and voting end in five days, backing in three.
    assert open_among(public_cycles()) == [stages[Stage.SUPPORTING], stages[Stage.PROPOSING], voting]


def test_the_editor_is_offered_public_cycles_by_place_and_name(cast: Cast, elsewhere: Cast) -> None:
    public = make_cycle(cast)
    make_cycle(elsewhere, Stage.PREPARING)

    assert CycleBlock().field.choices[1:] == [
        (public.pk, f"{cast.municipality.name} · Budget 2026 en ({public.voting_until_at.year})")
    ]
    with pytest.raises(Exception, match="Select a valid choice"):
        CycleBlock().clean(10**6)


def test_the_editor_is_offered_places_of_the_map(cast: Cast) -> None:
    village = make_settlement(cast.municipality)

    assert MunicipalityBlock().field.choices == [("", "—"), (cast.municipality.pk, cast.municipality.name)]
    assert SettlementBlock().field.choices[1:] == [(cast.municipality.name, [(village.pk, village.name)])]
