"""The desk of the people in office, and how far a duty above the municipalities carries."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.responses.actions import city_hall
from budgeting.responses.keeping import save_duty_bearer, save_office_above
from budgeting.responses.models import DutyBearer, Office
from portal.accounts.models import User
from portal.languages.texts import in_languages
from tests.access.test_table import ROWS
from tests.access.world import make_world
from tests.factories import LANGUAGES, in_all
from tests.people import Cast

NAMES = {**in_languages("name", in_all("Nino")), **in_languages("position", in_all("Mayor"))}
MINISTRY = {"level": "national", **in_languages("name", in_all("Ministry"))}
# What does not belong to a municipality, or shows only what everybody can download.
OPEN_TO_A_DUTY = {"desk", "desk_simulator", "desk_simulators"}


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@khma.example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_desks_open_in_every_language(client: Client, cast: Cast, root: User, language: str) -> None:
    save_duty_bearer(city_hall(cast.municipality), by=cast.administrator, **NAMES)
    save_duty_bearer(save_office_above(by=root, **MINISTRY), by=root, user=cast.resident, **NAMES)
    for person, path in (
        (cast.administrator, "officials/marneuli"),
        (root, "officials/above"),
        (root, "offices/above"),
    ):
        client.force_login(person)
        assert client.get(f"/{language}/desk/{path}/").status_code == 200


def test_administrator_keeps_the_people_in_office(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    path = reverse("desk_officials", args=["marneuli"])
    office = city_hall(cast.municipality)

    assert client.post(path, {**NAMES, "office": office.pk, "is_active": "on"}).status_code == 302
    official = DutyBearer.objects.get()
    client.post(f"{path}?official={official.pk}", {**NAMES, "name_ka": "ნინო"})
    refused = client.post(f"{path}?official={official.pk}", {**NAMES, "position_az": ""})

    official.refresh_from_db()
    assert (official.name_ka, official.is_active, official.office) == ("ნინო", False, office)
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["position_az"])
    assert refused.context["form"]["name_ka"].value() == "Nino ka"


def test_desk_of_officials_knows_only_its_own(client: Client, cast: Cast, elsewhere: Cast, root: User) -> None:
    foreign = save_duty_bearer(city_hall(elsewhere.municipality), by=elsewhere.administrator, **NAMES)
    above = save_duty_bearer(save_office_above(by=root, **MINISTRY), by=root, **NAMES)
    path = reverse("desk_officials", args=["marneuli"])
    client.force_login(cast.administrator)

    for chosen in (foreign.pk, above.pk, "x", "0", "99999999999999999999"):
        assert client.get(path, {"official": chosen}).status_code == 404
    refused = client.post(path, {**NAMES, "office": city_hall(elsewhere.municipality).pk})
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["office"])
    for person, status in ((cast.official, 404), (elsewhere.administrator, 404), (cast.resident, 403)):
        client.force_login(person)
        assert client.get(path).status_code == status


def test_a_municipal_form_names_no_account(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    office = city_hall(cast.municipality)
    typed = {**NAMES, "office": office.pk, "address": cast.resident.email}

    client.post(reverse("desk_officials", args=["marneuli"]), typed)

    assert DutyBearer.objects.get().user is None


def test_who_runs_the_site_keeps_what_is_above(client: Client, cast: Cast, root: User) -> None:
    client.force_login(root)
    offices, officials = reverse("desk_offices_above"), reverse("desk_officials_above")

    assert client.post(offices, {**MINISTRY, "is_active": "on"}).status_code == 302
    office = Office.objects.get()
    assert client.post(f"{offices}?office={office.pk}", {**MINISTRY, "level": "local"}).status_code == 422
    typed = {**NAMES, "office": office.pk, "address": "Minister@gov.example", "is_active": "on"}
    assert client.post(officials, typed).status_code == 302
    official = DutyBearer.objects.get()
    assert official.user == User.objects.get(email="minister@gov.example")
    wrong = client.post(f"{officials}?official={official.pk}", {**NAMES, "address": "nobody"})
    assert (wrong.status_code, [*wrong.context["form"].errors]) == (422, ["address"])
    client.post(f"{officials}?official={official.pk}", {**NAMES, "address": "", "is_active": "on"})

    official.refresh_from_db()
    assert official.user is None


def test_a_refused_person_invites_nobody(client: Client, root: User) -> None:
    office = save_office_above(by=root, **MINISTRY)
    client.force_login(root)

    typed = {**NAMES, "name_hy": "", "office": office.pk, "address": "new@gov.example"}
    assert client.post(reverse("desk_officials_above"), typed).status_code == 422

    assert not User.objects.filter(email="new@gov.example").exists()


def test_only_who_runs_the_site_keeps_what_is_above(client: Client, cast: Cast) -> None:
    for person in (cast.administrator, cast.official):
        client.force_login(person)
        for name in ("desk_offices_above", "desk_officials_above"):
            assert client.get(reverse(name)).status_code == 403
            assert client.post(reverse(name), {**NAMES, **MINISTRY}).status_code == 403


def test_a_duty_above_opens_no_municipalitys_desk(client: Client, cast: Cast, elsewhere: Cast, root: User) -> None:
    world = make_world(cast, elsewhere)
    minister = User.objects.create_user("minister@gov.example")
    save_duty_bearer(save_office_above(by=root, **MINISTRY), by=root, user=minister, **NAMES)
    client.force_login(minister)

    reached = {
        (name, client.get(reverse(name, args=world.args(keys))).status_code)
        for name, keys, method, *_statuses in ROWS
        if name.startswith("desk") and method == "GET" and name not in OPEN_TO_A_DUTY
    }

    assert {(name, status) for name, status in reached if status not in (403, 404, 405)} == set()
    for name in OPEN_TO_A_DUTY - {"desk_simulator"}:
        assert client.get(reverse(name)).status_code == 200


def test_the_frame_leads_to_the_desk(client: Client, cast: Cast, root: User) -> None:
    office = save_office_above(by=root, **MINISTRY)
    save_duty_bearer(office, by=root, user=cast.neighbour, **NAMES)

    for person, is_led in ((cast.neighbour, True), (cast.resident, False)):
        client.force_login(person)
        assert (reverse("desk") in client.get(reverse("cycles")).content.decode()) == is_led
