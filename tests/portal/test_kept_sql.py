"""A kept query answers as the queryset it was made of."""

import pytest
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from portal.kept_sql import KeptQuery, Slot
from tests.factories import make_vote
from tests.people import Cast

pytestmark = pytest.mark.django_db


def _costs(cycle: int | Slot):
    return Proposal.objects.filter(cycle=cycle).ever_on_ballot().values_list("number", "cost_tetri", "withdrawal")


def _dates(cycle: int | Slot):
    return Cycle.objects.filter(pk=cycle).values_list("voting_until_at", "voting_closed_at", "voting_from_at")


def _titles(cycle: int | Slot):
    return Proposal.objects.filter(cycle=cycle).order_by("number").values_list("title", flat=True)


@pytest.mark.parametrize("make", [_costs, _dates, _titles])
def test_values_stand_in_the_order_asked_for_in_each_language(cast: Cast, make) -> None:
    cycle, kept = make_vote(cast), KeptQuery(make)
    cycle.proposals.update(title_az="Həyət")

    for language in ("az", "ka", "az"):
        with override(language):
            assert kept(cycle.pk) == list(make(cycle.pk))
    assert kept(cycle.pk + 1) == []


def test_a_row_is_read_anew_with_what_it_points_at(cast: Cast, django_assert_num_queries) -> None:
    cycle = make_vote(cast)
    kept = KeptQuery(lambda pk: Cycle.objects.select_related("municipality").filter(pk=pk))
    assert kept(cycle.pk) == [cycle]

    Cycle.objects.update(max_projects=7, identity_methods=["desk"])

    with django_assert_num_queries(1):
        [read] = kept(cycle.pk)
        assert read.municipality == cast.municipality
    assert (read.max_projects, read.identity_methods) == (7, ["desk"])
    assert read.voting_until_at == cycle.voting_until_at


def test_a_text_is_a_value_and_never_sql(cast: Cast) -> None:
    cycle = make_vote(cast)
    kept = KeptQuery(lambda pk, currency: Cycle.objects.filter(pk=pk, currency=currency))

    assert kept(cycle.pk, "GEL") == [cycle]
    assert kept(cycle.pk, "' OR 1=1 -- %s") == []
