"""Who holds which role where."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from portal.accounts.models import ORGANISATION_ROLES, STAFF_ROLES, Organisation, Role, RoleKind, User
from portal.accounts.roles import grant_role, has_role, is_staff_anywhere, places_as
from portal.places.models import Municipality
from tests.factories import make_municipality
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def marneuli() -> Municipality:
    return make_municipality("marneuli")


@pytest.fixture
def bolnisi() -> Municipality:
    return make_municipality("bolnisi")


@pytest.fixture
def bridge() -> Organisation:
    return Organisation.objects.create(name="Bridge")


@pytest.fixture
def nino() -> User:
    return User.objects.create_user("nino@example.ge")


@pytest.mark.parametrize("kind", RoleKind)
def test_a_role_in_both_places_or_in_none_is_refused_by_the_database(
    nino: User, marneuli: Municipality, bridge: Organisation, kind: RoleKind
) -> None:
    for places in ({"municipality": marneuli, "organisation": bridge}, {}):
        with pytest.raises(IntegrityError, match="role_in_one_place"):
            _add(user=nino, kind=kind, **places)


@pytest.mark.parametrize("kind", RoleKind)
def test_a_role_in_the_wrong_kind_of_place_is_refused_by_the_database(
    nino: User, marneuli: Municipality, bridge: Organisation, kind: RoleKind
) -> None:
    wrong = {"municipality": marneuli} if kind in ORGANISATION_ROLES else {"organisation": bridge}

    with pytest.raises(IntegrityError, match="role_in_one_place"):
        _add(user=nino, kind=kind, **wrong)


def test_an_unknown_role_is_refused_by_the_database(nino: User, marneuli: Municipality, bridge: Organisation) -> None:
    for places in ({"municipality": marneuli}, {"organisation": bridge}):
        with pytest.raises(IntegrityError, match="role_in_one_place"):
            _add(user=nino, kind="king", **places)


def test_the_same_role_twice_is_refused_by_the_database(
    nino: User, marneuli: Municipality, bridge: Organisation
) -> None:
    for kind, place in (
        (RoleKind.OFFICIAL, {"municipality": marneuli}),
        (RoleKind.CSO_OWNER, {"organisation": bridge}),
    ):
        _add(user=nino, kind=kind, **place)
        with pytest.raises(IntegrityError):
            _add(user=nino, kind=kind, **place)


def _add(**facts: object) -> None:
    from django.db import transaction

    with transaction.atomic():
        Role.objects.create(**facts)


def test_grant_role_twice_gives_one_role(nino: User, marneuli: Municipality) -> None:
    first, second = (grant_role(nino, RoleKind.OFFICIAL, marneuli) for _time in range(2))

    assert first == second
    assert nino.held_roles == [first]


def test_grant_role_in_an_organisation(nino: User, bridge: Organisation) -> None:
    role = grant_role(nino, RoleKind.CSO_AUTHOR, bridge)

    assert (role.organisation, role.municipality) == (bridge, None)
    assert places_as(nino, *RoleKind) == set()


def test_has_role_asks_for_this_role_in_this_municipality(
    nino: User, marneuli: Municipality, bolnisi: Municipality
) -> None:
    grant_role(nino, RoleKind.OFFICIAL, marneuli)

    assert has_role(nino, RoleKind.OFFICIAL, marneuli)
    assert has_role(nino, RoleKind.OFFICIAL, marneuli.pk)
    assert not has_role(nino, RoleKind.OFFICIAL, bolnisi)
    assert not has_role(nino, RoleKind.MODERATOR, marneuli)


def test_a_role_elsewhere_does_not_count(cast: Cast, elsewhere: Cast) -> None:
    for person in (elsewhere.official, elsewhere.moderator, elsewhere.administrator):
        assert [kind for kind in RoleKind if has_role(person, kind, cast.municipality)] == []


def test_places_as_gathers_the_places_of_any_of_the_roles(
    nino: User, marneuli: Municipality, bolnisi: Municipality
) -> None:
    grant_role(nino, RoleKind.OFFICIAL, marneuli)
    grant_role(nino, RoleKind.MODERATOR, bolnisi)

    assert places_as(nino, RoleKind.OFFICIAL) == {marneuli.pk}
    assert places_as(nino, RoleKind.OFFICIAL, RoleKind.MODERATOR) == {marneuli.pk, bolnisi.pk}
    assert places_as(nino, RoleKind.TRANSLATOR) == set()


@pytest.mark.parametrize("kind", RoleKind)
def test_is_staff_anywhere_counts_those_who_work_for_a_municipality(
    nino: User, marneuli: Municipality, bridge: Organisation, kind: RoleKind
) -> None:
    grant_role(nino, kind, bridge if kind in ORGANISATION_ROLES else marneuli)

    assert is_staff_anywhere(nino) == (kind in STAFF_ROLES)


def test_observers_and_organisations_are_not_staff() -> None:
    assert set(RoleKind) - set(STAFF_ROLES) == {RoleKind.OBSERVER, RoleKind.CSO_AUTHOR, RoleKind.CSO_OWNER}


def test_a_resident_is_not_staff_and_whoever_runs_the_site_is(nino: User) -> None:
    assert not is_staff_anywhere(nino)
    assert is_staff_anywhere(User.objects.create_superuser("root@example.ge"))


def test_a_superuser_holds_no_role_by_that_alone(marneuli: Municipality) -> None:
    root = User.objects.create_superuser("root@example.ge")

    assert not has_role(root, RoleKind.OFFICIAL, marneuli)
    assert places_as(root, *RoleKind) == set()


def test_a_stranger_holds_nothing(marneuli: Municipality) -> None:
    stranger = AnonymousUser()

    assert not has_role(stranger, RoleKind.OFFICIAL, marneuli)
    assert (places_as(stranger, *RoleKind), is_staff_anywhere(stranger)) == (set(), False)


def test_a_closed_account_holds_nothing(nino: User, marneuli: Municipality) -> None:
    grant_role(nino, RoleKind.OFFICIAL, marneuli)
    nino.is_active = False

    assert not has_role(nino, RoleKind.OFFICIAL, marneuli)
    assert (places_as(nino, *RoleKind), is_staff_anywhere(nino)) == (set(), False)


def test_roles_are_read_once(nino: User, marneuli: Municipality, django_assert_num_queries: object) -> None:
    grant_role(nino, RoleKind.OFFICIAL, marneuli)

    with django_assert_num_queries(1):
        has_role(nino, RoleKind.OFFICIAL, marneuli)
        places_as(nino, RoleKind.OFFICIAL)
        is_staff_anywhere(nino)
