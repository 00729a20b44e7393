"""Offices and templates: who keeps them, and what they need."""

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.keeping import delete_template, save_office, save_template
from budgeting.responses.models import Office, ResponseTemplate
from portal.languages.texts import in_languages
from portal.log.models import Entry
from tests.factories import in_all
from tests.people import ROLES, Cast

NAMES = in_languages("name", in_all("Roads"))
TEMPLATE = {"name": "Later", "outcome": "not_possible_now", "reason_ka": "ახლა არა, {month}"}


def test_save_office_adds_and_renames(cast: Cast) -> None:
    office = save_office(cast.municipality, by=cast.administrator, **NAMES)
    save_office(cast.municipality, by=cast.administrator, office=office, name_ka="გზები")

    assert Office.objects.get().name_ka == "გზები"
    entries = Entry.objects.filter(act="save_office").order_by("pk")
    assert [(entry.subject, entry.by) for entry in entries] == [
        ("Roads ka", cast.administrator),
        ("გზები", cast.administrator),
    ]


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_office_has_a_name_in_each_public_language(cast: Cast, language: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        save_office(cast.municipality, by=cast.administrator, **{**NAMES, f"name_{language}": ""})

    assert refusal.value.faults == {f"name_{language}": "Give the name in this language."}
    assert not Office.objects.exists()


def test_last_office_that_answers_stays(cast: Cast) -> None:
    first = save_office(cast.municipality, by=cast.administrator, **NAMES)

    with pytest.raises(NotPossible) as refusal:
        save_office(cast.municipality, by=cast.administrator, office=first, is_active=False)
    assert refusal.value.faults == {"is_active": "At least one office answers."}

    save_office(cast.municipality, by=cast.administrator, **NAMES)
    first.refresh_from_db()
    save_office(cast.municipality, by=cast.administrator, office=first, is_active=False)
    assert Office.objects.filter(is_active=True).count() == 1


@pytest.mark.parametrize("name", ["resident", *(name for name in ROLES if name != "administrator")])
def test_offices_are_the_administrators(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        save_office(cast.municipality, by=getattr(cast, name), **NAMES)


def test_save_template_adds_changes_and_deletes(cast: Cast) -> None:
    template = save_template(cast.municipality, by=cast.official, **TEMPLATE)
    save_template(cast.municipality, by=cast.administrator, template=template, reason_ka="სხვა")
    assert ResponseTemplate.objects.get().reason_ka == "სხვა"

    delete_template(template, by=cast.official)

    assert not ResponseTemplate.objects.exists()
    acts = Entry.objects.order_by("pk").values_list("act", "by")
    assert list(acts)[-3:] == [
        ("save_template", cast.official.pk),
        ("save_template", cast.administrator.pk),
        ("delete_template", cast.official.pk),
    ]


@pytest.mark.parametrize("field", ["name", "outcome", "reason_ka"])
def test_template_needs_a_name_an_outcome_and_a_georgian_reason(cast: Cast, field: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        save_template(cast.municipality, by=cast.official, **{**TEMPLATE, field: ""})

    assert [*refusal.value.faults] == [field]


def test_two_templates_of_a_municipality_do_not_share_a_name(cast: Cast, elsewhere: Cast) -> None:
    save_template(cast.municipality, by=cast.official, **TEMPLATE)
    save_template(elsewhere.municipality, by=elsewhere.official, **TEMPLATE)

    with pytest.raises(NotPossible):
        save_template(cast.municipality, by=cast.official, **TEMPLATE)


@pytest.mark.parametrize(
    "name", ["resident", *(name for name in ROLES if name != "administrator" and "official" not in name)]
)
def test_templates_are_the_officials_and_administrators(cast: Cast, name: str) -> None:
    template = save_template(cast.municipality, by=cast.official, **TEMPLATE)

    with pytest.raises(NotAllowed):
        save_template(cast.municipality, by=getattr(cast, name), **TEMPLATE)
    with pytest.raises(NotAllowed):
        delete_template(template, by=getattr(cast, name))
