"""Who sees a cycle: the predicate and the query must agree."""

from dataclasses import fields

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.cycles.models import Cycle
from budgeting.cycles.permissions import may_view_cycle
from budgeting.cycles.stages import Stage
from portal.accounts.models import User
from portal.accounts.roles import Person
from tests.factories import make_cycle
from tests.people import ROLES, Cast

EVERYONE = [field.name for field in fields(Cast) if field.name != "municipality"]


def agreed(user: Person) -> set[Cycle]:
    """What the query shows, once the predicate has said the same of every cycle."""
    visible = set(Cycle.objects.visible_to(user))
    assert {cycle for cycle in Cycle.objects.all() if may_view_cycle(user, cycle)} == visible
    return visible


@pytest.mark.parametrize("name", EVERYONE)
def test_a_municipalitys_own_people_see_its_unopened_cycle(cast: Cast, elsewhere: Cast, name: str) -> None:
    unopened, opened = make_cycle(cast, Stage.PREPARING), make_cycle(cast)
    foreign, foreign_opened = make_cycle(elsewhere, Stage.PREPARING), make_cycle(elsewhere)

    here, there = agreed(getattr(cast, name)), agreed(getattr(elsewhere, name))

    public = {opened, foreign_opened}
    assert here == (public | {unopened} if name in ROLES else public)
    assert there == (public | {foreign} if name in ROLES else public)


def test_a_stranger_sees_opened_cycles_alone(cast: Cast) -> None:
    make_cycle(cast, Stage.PREPARING)
    opened = make_cycle(cast)

    assert agreed(AnonymousUser()) == {opened}


def test_who_runs_the_site_sees_every_cycle(cast: Cast) -> None:
    cycles = {make_cycle(cast, Stage.PREPARING), make_cycle(cast)}

    assert agreed(User.objects.create_superuser("root@khma.example")) == cycles


def test_a_dismissed_official_sees_what_a_stranger_sees(cast: Cast) -> None:
    make_cycle(cast, Stage.PREPARING)
    cast.official.is_active = False
    cast.official.save()

    assert agreed(User.objects.get(pk=cast.official.pk)) == set()
