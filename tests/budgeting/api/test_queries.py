"""How many queries an answer takes does not depend on how many rows it has."""

from collections.abc import Callable

import pytest

from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import answer_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.models import Office
from budgeting.results.actions import count_cycle
from portal.languages.texts import in_languages
from portal.log.models import record
from portal.log.sealing import seal_log
from tests.budgeting.api.asking import answer, queries
from tests.cms.campaigns.making import make_asked
from tests.cms.making import make_news
from tests.factories import (
    in_all,
    make_cycle,
    make_feasible,
    make_municipality,
    make_published,
    make_settlement,
    open_vote,
)
from tests.people import Cast


def _answered(cast: Cast) -> None:
    proposal = make_feasible(cast, make_cycle(cast))
    texts = in_languages("reason", in_all("Done"))
    answer_proposal(proposal, by=cast.official, outcome="done", evidence="Line 5", **texts)


def _sealed(cast: Cast) -> None:
    record("test", "x", by=cast.official)
    seal_log()


def _place(cast: Cast) -> None:
    number = Office.objects.count() + Proposal.objects.count()
    make_municipality(f"place-{number}-{make_settlement(cast.municipality, f'Village {next(_numbers)}').pk}")


_numbers = iter(range(1000))
MAKERS: dict[str, Callable[[Cast], object]] = {
    "municipalities/": _place,
    "settlements/": _place,
    "cycles/": make_cycle,
    "proposals/": lambda cast: make_published(cast, make_cycle(cast)),
    "offices/": lambda cast: Office.objects.create(
        municipality=cast.municipality, **in_languages("name", in_all("Roads"))
    ),
    "asks/": _answered,
    "log/roots/": _sealed,
    "campaigns/": make_asked,
    "pages/": lambda cast: make_news(),
}


@pytest.mark.parametrize("path", MAKERS)
def test_more_rows_take_no_more_queries(cast: Cast, path: str) -> None:
    MAKERS[path](cast)
    answer(path)  # what is remembered from now on
    few, one = queries(path), answer(path)["count"]
    for _each in range(2):
        MAKERS[path](cast)

    assert answer(path)["count"] > one
    assert queries(path) == few > 0


def test_a_result_with_more_projects_takes_no_more_queries(cast: Cast) -> None:
    cycles = [make_cycle(cast, Stage.OBJECTIONS) for _each in range(2)]
    for cycle, projects in zip(cycles, (1, 3), strict=True):
        for _each in range(projects):
            make_feasible(cast, cycle)
        open_vote(cast, cycle)
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    made = [queries(f"results/{cycle.pk}/") for cycle in cycles]
    assert made[0] == made[1] > 0
