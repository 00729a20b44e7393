"""Giving and taking roles."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from budgeting.errors import NotAllowed, NotPossible
from budgeting.staff.actions import give_role, take_role
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.accounts.roles import grant_role, has_role
from portal.log.models import Entry
from tests.people import ROLES, Cast

NOT_ADMINISTRATORS = ["resident", "neighbour", *(name for name in ROLES if name != "administrator")]


def test_give_role_gives_it_and_is_on_the_record(cast: Cast) -> None:
    role = give_role(cast.municipality, by=cast.administrator, user=cast.neighbour, kind=RoleKind.REVIEWER)

    assert (role.user, role.kind, role.municipality) == (cast.neighbour, RoleKind.REVIEWER, cast.municipality)
    assert has_role(cast.neighbour, RoleKind.REVIEWER, cast.municipality)
    entry = Entry.objects.get(act="give_role")
    assert (entry.by, entry.municipality) == (cast.administrator, cast.municipality)
    assert entry.facts == {"user": cast.neighbour.pk, "kind": "reviewer"}


def test_give_role_twice_leaves_one(cast: Cast) -> None:
    for _time in range(2):
        give_role(cast.municipality, by=cast.administrator, user=cast.neighbour, kind=RoleKind.REVIEWER)

    assert cast.neighbour.roles.count() == 1


def test_a_role_given_in_one_municipality_holds_in_no_other(cast: Cast, elsewhere: Cast) -> None:
    give_role(cast.municipality, by=cast.administrator, user=cast.neighbour, kind=RoleKind.REVIEWER)

    assert not has_role(cast.neighbour, RoleKind.REVIEWER, elsewhere.municipality)


@pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
def test_roles_are_an_administrators_alone(cast: Cast, name: str) -> None:
    role = Role.objects.get(user=cast.reviewer)

    with pytest.raises(NotAllowed):
        give_role(cast.municipality, by=getattr(cast, name), user=cast.neighbour, kind=RoleKind.REVIEWER)
    with pytest.raises(NotAllowed):
        take_role(role, by=getattr(cast, name))

    assert (Role.objects.count(), Entry.objects.count()) == (len(ROLES), 0)


def test_another_municipalitys_administrator_reaches_no_role_here(cast: Cast, elsewhere: Cast) -> None:
    with pytest.raises(NotAllowed):
        give_role(cast.municipality, by=elsewhere.administrator, user=elsewhere.resident, kind=RoleKind.OFFICIAL)
    with pytest.raises(NotAllowed):
        take_role(Role.objects.get(user=cast.reviewer), by=elsewhere.administrator)

    assert Role.objects.count() == 2 * len(ROLES)


def test_take_role_takes_it_and_is_on_the_record(cast: Cast) -> None:
    take_role(Role.objects.get(user=cast.reviewer), by=cast.administrator)

    assert not has_role(User.objects.get(pk=cast.reviewer.pk), RoleKind.REVIEWER, cast.municipality)
    entry = Entry.objects.get(act="take_role")
    assert (entry.by, entry.facts) == (cast.administrator, {"user": cast.reviewer.pk, "kind": "reviewer"})


def test_take_role_keeps_the_last_administrator(cast: Cast, elsewhere: Cast) -> None:
    """Elsewhere's administrator does not count here."""
    last = Role.objects.get(user=cast.administrator)

    with pytest.raises(NotPossible) as refusal:
        take_role(last, by=cast.administrator)

    assert str(refusal.value) == "A municipality keeps at least one administrator."
    assert list(cast.administrator.roles.all()) == [last]


def test_take_role_takes_an_administrators_role_while_another_remains(cast: Cast) -> None:
    first = Role.objects.get(user=cast.administrator)
    second = give_role(cast.municipality, by=cast.administrator, user=cast.neighbour, kind=RoleKind.ADMINISTRATOR)

    take_role(first, by=cast.administrator)

    assert list(Role.objects.filter(kind=RoleKind.ADMINISTRATOR)) == [second]


def test_take_role_refuses_a_role_in_an_organisation(cast: Cast) -> None:
    role = grant_role(cast.neighbour, RoleKind.CSO_OWNER, Organisation.objects.create(name="Water for all"))

    with pytest.raises(NotAllowed):
        take_role(role, by=cast.administrator)


def _take_in_thread(role_pk: int, by_pk: int) -> bool:
    try:
        take_role(Role.objects.get(pk=role_pk), by=User.objects.get(pk=by_pk))
    except (NotPossible, NotAllowed):
        return False
    finally:
        connections.close_all()
    return True


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_take_each_others_role_at_once_do_not_lock_all_out(cast: Cast) -> None:
    for _round in range(10):
        Role.objects.filter(kind=RoleKind.ADMINISTRATOR).delete()
        people = [cast.administrator, cast.neighbour]
        roles = [grant_role(person, RoleKind.ADMINISTRATOR, cast.municipality) for person in people]

        with ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(_take_in_thread, roles[1 - n].pk, people[n].pk) for n in range(2)]
            taken = [job.result() for job in jobs]

        assert sum(taken) == 1
        assert Role.objects.filter(kind=RoleKind.ADMINISTRATOR).count() == 1
