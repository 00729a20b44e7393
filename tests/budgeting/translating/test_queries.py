"""The translation desk's lists and counts."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.translating.queries import (
    lines,
    state_of,
    to_translate,
    translation_list,
    waiting_counts,
    waiting_translations,
)
from budgeting.translating.sources import PROPOSALS, SOURCES
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.languages.texts import TranslationState
from tests.budgeting.proposals.states_in_play import make_in
from tests.budgeting.translating.texts import make_text
from tests.factories import make_cycle, make_feasible, make_published, make_vote
from tests.people import ROLES, Cast

MISSING, OUTDATED, MACHINE = TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.MACHINE


def texts(found: Any) -> list[tuple[str, int]]:
    return [(kind, pk) for kind, pk, *_rest in found]


def make_whole(cast: Cast, cycle: Cycle, **facts: Any) -> Proposal:
    """A public proposal in every language, but for the facts."""
    proposal = make_in(State.PUBLISHED, cast, cycle)
    Proposal.objects.filter(pk=proposal.pk).update(**facts)
    return Proposal.objects.get(pk=proposal.pk)


FACTS = [
    ({}, TranslationState.CHECKED),
    ({"translations": {"hy": "checked"}}, TranslationState.CHECKED),
    ({"translations": {"hy": "machine"}}, MACHINE),
    ({"translations": {"hy": "outdated"}}, OUTDATED),
    ({"translations": {"hy": "outdated"}, "text_hy": ""}, OUTDATED),
    ({"title_hy": ""}, MISSING),
    ({"text_hy": None}, MISSING),
    ({"text_hy": None, "translations": {"hy": "machine"}}, MISSING),
    ({"text_hy": None, "text_az": ""}, TranslationState.CHECKED),  # the original does not say it either
    ({"text_hy": None, "text_az": None}, TranslationState.CHECKED),
    ({"written_in": "hy"}, TranslationState.ORIGINAL),
]


@pytest.mark.parametrize(("facts", "state"), FACTS)
def test_the_state_of_a_text_is_the_same_for_python_and_for_the_database(
    cast: Cast, facts: dict[str, Any], state: TranslationState
) -> None:
    proposal = make_whole(cast, make_cycle(cast), **facts)
    others = [MISSING, OUTDATED, MACHINE, TranslationState.CHECKED]

    found = [one for one in others if translation_list(cast.translator, kind="proposals", language="hy", states=[one])]

    assert state_of(PROPOSALS, proposal, "hy") == state
    assert found == [one for one in others if one == state]


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
def test_every_kind_of_text_waits_for_the_translator_of_its_municipality(
    cast: Cast, elsewhere: Cast, source: Any
) -> None:
    thing = make_text(cast, source)
    source.model.objects.filter(pk=thing.pk).update(translations={"hy": "outdated"})

    assert (source.name, thing.pk) in texts(waiting_translations(cast.translator, "hy"))
    assert texts(waiting_translations(elsewhere.translator)) == []
    for name in ("resident", *(name for name in ROLES if name != "translator")):
        assert texts(waiting_translations(getattr(cast, name))) == []


def test_the_most_urgent_comes_first_and_of_those_the_oldest(cast: Cast) -> None:
    cycle = make_cycle(cast)
    checked = make_whole(cast, cycle)
    machine = make_whole(cast, cycle, translations={"ka": "machine"})
    outdated = make_whole(cast, cycle, translations={"ka": "outdated"})
    missing = make_whole(cast, cycle, title_hy="")
    later = make_whole(cast, cycle, title_ka="")

    listed = [pk for _kind, pk in texts(translation_list(cast.translator, kind="proposals"))]

    assert listed == [missing.pk, later.pk, outdated.pk, machine.pk, checked.pk]
    assert [pk for _kind, pk in texts(waiting_translations(cast.translator))] == listed[:4]
    assert [pk for _kind, pk in texts(waiting_translations(cast.translator, "hy"))] == [missing.pk]


def test_the_inbox_leads_to_the_language_that_is_most_urgent(cast: Cast) -> None:
    proposal = make_whole(cast, make_cycle(cast), translations={"ka": "machine", "hy": "outdated"})

    waiting = to_translate(cast.translator)

    (task,) = waiting[0:20]
    assert (waiting.count(), waiting.overdue) == (1, 0)
    assert task.path == reverse("desk_translation", args=["proposals", proposal.pk, "hy"])
    assert (str(task.what), task.due_on, task.is_overdue) == ("Proposal", None, False)


def test_the_inbox_of_a_translator_holds_every_kind_of_text(cast: Cast) -> None:
    for source in SOURCES.values():
        source.model.objects.filter(pk=make_text(cast, source).pk).update(translations={"hy": "outdated"})

    tasks = to_translate(cast.translator)[0:50]

    assert {str(task.what) for task in tasks} == {str(source.label) for source in SOURCES.values()}


def test_english_is_no_work_unless_asked_for(cast: Cast) -> None:
    proposal = make_whole(cast, make_cycle(cast), title_en="")

    assert texts(waiting_translations(cast.translator)) == []
    assert texts(waiting_translations(cast.translator, "en")) == [("proposals", proposal.pk)]


def test_what_nobody_votes_on_or_may_change_is_no_work(cast: Cast) -> None:
    cycle = make_cycle(cast)
    for state in (State.SUBMITTED, State.RETURNED, State.DRAFT, State.REJECTED, State.WITHDRAWN, State.MERGED):
        make_in(state, cast, cycle)
    make_vote(cast, (1_000_000,))
    Proposal.objects.update(title_hy="")

    assert texts(translation_list(cast.translator, kind="proposals")) == []


def test_the_list_is_cut_by_kind_and_by_municipality(cast: Cast, elsewhere: Cast) -> None:
    grant_role(cast.translator, RoleKind.TRANSLATOR, elsewhere.municipality)
    here, there = make_published(cast, make_cycle(cast)), make_published(elsewhere, make_cycle(elsewhere))

    everything = texts(translation_list(cast.translator))
    proposals = texts(translation_list(cast.translator, kind="proposals"))
    municipal = texts(translation_list(cast.translator, municipality=elsewhere.municipality.pk))

    assert proposals == [("proposals", here.pk), ("proposals", there.pk)]
    assert len(everything) == 4
    assert municipal == [("proposals", there.pk), ("cycles", there.cycle.pk)]


def test_waiting_counts_are_by_language_and_state(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_whole(cast, cycle, title_hy="", translations={"ka": "machine"})
    make_whole(cast, cycle, translations={"hy": "outdated"})

    assert waiting_counts(cast.translator) == {
        "ka": {MISSING: 0, OUTDATED: 0, MACHINE: 1},
        "hy": {MISSING: 1, OUTDATED: 1, MACHINE: 0},
        "az": {MISSING: 0, OUTDATED: 0, MACHINE: 0},
    }


def test_a_proposal_with_title_and_summary_alone_still_waits_for_its_text(cast: Cast) -> None:
    proposal = make_feasible(cast, make_cycle(cast, Stage.REVIEWING))

    assert ("proposals", proposal.pk) in texts(waiting_translations(cast.translator, "hy"))


def test_lines_keep_the_order_and_cost_one_query_a_kind(cast: Cast) -> None:
    cycle = make_cycle(cast)
    pks = [make_whole(cast, cycle).pk for _number in range(3)]
    keys = [("proposals", pks[2]), ("cycles", cycle.pk), ("proposals", pks[0]), ("proposals", 999_999)]

    with CaptureQueriesContext(connection) as queries:
        found = [(line.source.name, line.thing.pk) for line in lines(keys)]

    assert found == keys[:3]
    assert len(queries) == 2
