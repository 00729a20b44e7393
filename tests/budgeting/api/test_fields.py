"""Exactly these fields: a column that a model gets later is not open by itself."""

import pytest

from tests.access.world import World
from tests.budgeting.api.asking import answer, rows

TEXT = {"ka", "hy", "az", "en", "written_in", "states", "shown", "shown_in"}
PROPOSAL = {
    *("id", "url", "page", "cycle", "municipality", "state", "rejection_code", "title", "summary", "written_in"),
    *("authors", "origin", "theme", "settlement", "area", "lat", "lon", "beneficiaries", "rough_cost_tetri"),
    *("cost_tetri", "number", "is_withdrawn", "merged_into", "split_from", "published_at"),
}
CYCLE = {
    *("id", "url", "page", "municipality", "title", "summary", "eligibility", "stage", "stages", "envelope_tetri"),
    *("cost_cap_tetri", "currency", "areas", "min_age", "ballot_kind", "min_projects", "max_projects", "votes_in"),
    *("identity_methods", "rule_method", "rule_sentences", "lot_seed", "silence_days"),
}
RESULT_LINE = {
    *("cycle", "url", "page", "municipality", "title", "published_at", "is_final", "ballots", "projects", "funded"),
    "spent_tetri",
}
RESULT = {
    *("cycle", "page", "municipality", "title", "is_final", "count", "ballots", "projects", "funded", "spent_tetri"),
    *("left_tetri", "rule_sentences", "outcomes"),
}
COUNT = {
    *("id", "counted_at", "published_at", "ballots", "envelope_tetri", "rule_method", "lot_seed", "recount_reason"),
    "archive",
}
OUTCOME = {
    *("project", "url", "number", "title", "area", "place", "votes", "cost_tetri", "is_funded", "reason_code"),
    *("reason", "tie", "is_funded_otherwise"),
}
OFFICE = {"id", "url", "page", "municipality", "level", "name", "is_active", "record"}
RECORD = {"asked", "on_time", "late", "waiting", "overdue", "moved", "median_days"}
ASK = {
    *("id", "url", "office", "municipality", "written_in", "asked_at", "term_days", "owed_on", "is_overdue"),
    *("subject", "responses"),
}
RESPONSE = {
    *("id", "outcome", "office", "answered_at", "due_on", "is_on_time", "next_update_on", "reason", "detail"),
    *("change", "next_step", "author_step", "evidence", "decision_number", "forwarded_to"),
}
CAMPAIGN = {
    *("id", "url", "demand", "organisation", "on_behalf_of", "municipality", "office", "ask", "is_petition", "state"),
    *("goal", "total", "online", "on_paper", "opened_at", "reached_at", "closed_at", "silent_until"),
}
LISTS = {
    "municipalities": {
        *("id", "slug", "url", "name", "region_name", "population", "registered_voters", "lat", "lon"),
    },
    "settlements": {"id", "slug", "url", "municipality", "name", "lat", "lon"},
    "cycles": CYCLE,
    "proposals": PROPOSAL,
    "results": RESULT_LINE,
    "offices": OFFICE,
    "asks": ASK,
    "campaigns": CAMPAIGN,
    "pages": {
        *("id", "text", "type", "language", "written_in", "state", "title", "page"),
        *("first_published_at", "last_published_at"),
    },
}
ONES = {
    "municipalities/{municipality}": LISTS["municipalities"],
    "settlements/{settlement}": LISTS["settlements"],
    "cycles/{counted}": CYCLE,
    "proposals/{published}": PROPOSAL | {"text", "backing"},
    "results/{counted}": RESULT,
    "offices/{office}": OFFICE,
    "asks/{ask}": ASK,
    "campaigns/{campaign}": CAMPAIGN,
    "cycles/{counted}/turnout": {"cycle", "voters", "areas", "channels"},
}


def test_every_list_has_exactly_its_fields(world: World) -> None:
    found = {name: {frozenset(row) for row in rows(f"{name}/", page_size=100)} for name in LISTS}

    assert found == {name: {frozenset(fields)} for name, fields in LISTS.items()}


def test_every_single_thing_has_exactly_its_fields(world: World) -> None:
    found = {path: set(answer(f"{path.format(**world.things)}/")) for path in ONES}

    assert found == ONES


def test_what_stands_inside_has_exactly_its_fields(world: World) -> None:
    result = answer(f"results/{world.things['counted']}/")
    office = answer(f"offices/{world.things['office']}/")
    ask = answer(f"asks/{world.things['ask']}/")
    proposal = answer(f"proposals/{world.things['published']}/")
    campaign = answer(f"campaigns/{world.things['campaign']}/")
    cycle = answer(f"cycles/{world.things['cycle']}/")

    assert set(result["count"]) == COUNT
    assert {frozenset(one) for one in result["outcomes"]} == {frozenset(OUTCOME)}
    assert set(office["record"]) == RECORD
    assert {frozenset(one) for one in ask["responses"]} == {frozenset(RESPONSE)}
    assert set(ask["subject"]) == {"title", "title_language", "title_state", "page"}
    assert set(proposal["title"]) == TEXT
    assert set(campaign["demand"]) == {"titles", "shown", "shown_in", "page"}
    assert {frozenset(step) for step in cycle["stages"]} == {frozenset({"stage", "from_at", "until_at", "is_current"})}


@pytest.mark.parametrize("path", ["", "log/roots/"])
def test_the_root_and_the_log_have_exactly_their_fields(world: World, path: str) -> None:
    from portal.log.sealing import seal_log

    seal_log()
    found = answer(path)

    if path:
        assert [set(row) for row in found["results"]] == [{"number", "root", "entries", "sealed_at"}]
    else:
        assert set(found) == {"document", "licence", "lists"}
        assert set(found["lists"]) == {*LISTS, "log_roots"}
