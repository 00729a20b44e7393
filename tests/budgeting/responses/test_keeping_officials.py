"""People in office are named and never deleted; those above the municipalities by who runs the site."""

from typing import Any

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.actions import city_hall
from budgeting.responses.keeping import save_duty_bearer, save_office_above
from budgeting.responses.models import DutyBearer, Level, Office
from portal.accounts.models import User
from portal.languages.texts import in_languages
from portal.log.models import Entry
from tests.factories import in_all
from tests.people import Cast

NAMES = {**in_languages("name", in_all("Nino")), **in_languages("position", in_all("Mayor"))}
MINISTRY = {"level": Level.NATIONAL, **in_languages("name", in_all("Ministry"))}


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@khma.example")


def test_administrator_names_a_person_in_office_and_takes_them_out(cast: Cast) -> None:
    office = city_hall(cast.municipality)

    official = save_duty_bearer(office, by=cast.administrator, **NAMES)
    save_duty_bearer(office, by=cast.administrator, duty_bearer=official, is_active=False)

    assert [(one.name_hy, one.is_active) for one in DutyBearer.objects.all()] == [("Nino hy", False)]
    assert Entry.objects.filter(act="save_duty_bearer", municipality=cast.municipality).count() == 2


@pytest.mark.parametrize("missing", ["name_ka", "name_hy", "name_az", "position_ka", "position_hy", "position_az"])
def test_a_name_is_needed_in_every_public_language(cast: Cast, missing: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        save_duty_bearer(city_hall(cast.municipality), by=cast.administrator, **{**NAMES, missing: " \u200b"})

    assert {*refusal.value.faults} == {missing}
    assert not DutyBearer.objects.exists()


def test_only_the_own_administrator_names_people(cast: Cast, elsewhere: Cast, root: User) -> None:
    office = city_hall(cast.municipality)
    official = save_duty_bearer(office, by=cast.administrator, **NAMES)
    foreign = city_hall(elsewhere.municipality)

    for person, of, who in (
        (cast.official, office, None),
        (elsewhere.administrator, office, None),
        (cast.resident, office, None),
        (root, office, None),
        (elsewhere.administrator, foreign, official),  # takes a person away from another municipality
    ):
        with pytest.raises(NotAllowed):
            save_duty_bearer(of, by=person, duty_bearer=who, **NAMES)


def test_in_a_municipality_nobody_answers_by_name_alone(cast: Cast) -> None:
    with pytest.raises(NotPossible) as refusal:
        save_duty_bearer(city_hall(cast.municipality), by=cast.administrator, user=cast.resident, **NAMES)

    assert {*refusal.value.faults} == {"user"}


def test_offices_above_are_kept_by_who_runs_the_site(cast: Cast, root: User) -> None:
    office = save_office_above(by=root, **MINISTRY)
    save_office_above(by=root, office=office, level=Level.REGIONAL, is_active=False)
    save_duty_bearer(office, by=root, user=cast.resident, **NAMES)

    assert [*Office.objects.values_list("level", "is_active", "municipality")] == [("regional", False, None)]
    assert cast.resident.has_duties
    for person in (cast.administrator, cast.official, cast.resident):
        with pytest.raises(NotAllowed):
            save_office_above(by=person, **MINISTRY)
        with pytest.raises(NotAllowed):
            save_duty_bearer(office, by=person, **NAMES)


@pytest.mark.parametrize(
    ("changed", "field"), [({"level": "local"}, "level"), ({"level": "x"}, "level"), ({"name_az": ""}, "name_az")]
)
def test_office_above_is_refused_at_the_field(root: User, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        save_office_above(by=root, **{**MINISTRY, **changed})

    assert {*refusal.value.faults} == {field}


def test_a_municipalitys_office_does_not_become_one_above(cast: Cast, root: User) -> None:
    with pytest.raises(NotAllowed):
        save_office_above(by=root, office=city_hall(cast.municipality), **MINISTRY)
