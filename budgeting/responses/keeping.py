"""The offices that answer, the people in them, and the templates they start from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, refuse, save_checked
from budgeting.responses.models import DutyBearer, Level, Office, ResponseTemplate
from budgeting.responses.permissions import (
    may_manage_duty_bearers,
    may_manage_offices,
    may_manage_offices_above,
    may_write_templates,
)
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE, missing_languages, read_text
from portal.languages.typed import plain_text
from portal.log.models import record
from portal.places.models import Municipality

LEVELS_ABOVE = (Level.REGIONAL, Level.NATIONAL)


@transaction.atomic
def save_office(municipality: Municipality, *, by: User, office: Office | None = None, **facts: Any) -> Office:
    """Adds an office, or renames one or takes it out of use; `facts` are its names and `is_active`.

    NotPossible without a name in the three public languages, and for the last office that answers. An office is
    never deleted, because its answers stay.
    """
    if not may_manage_offices(by, municipality):
        raise NotAllowed
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # two may close each other's last office
    office = office or Office(municipality=municipality)
    _set(office, facts, named=["name"])
    others = municipality.offices.filter(is_active=True).exclude(pk=office.pk)
    if not office.is_active and not others.exists():
        refuse({"is_active": _("At least one office answers.")})
    save_checked(office)
    _record(office, by=by)
    return office


@transaction.atomic
def save_office_above(*, by: User, office: Office | None = None, **facts: Any) -> Office:
    """Adds an office above the municipalities or changes it; `facts` are its names, its `level` and `is_active`.

    NotPossible without a name in the three public languages. It is never deleted, because its answers stay.
    """
    if not may_manage_offices_above(by):
        raise NotAllowed
    office = office or Office(level=Level.NATIONAL)
    if office.municipality_id is not None:
        raise NotAllowed
    _set(office, facts, named=["name"])
    if office.level not in LEVELS_ABOVE:
        refuse({"level": _("Choose the level of the office.")})
    save_checked(office)
    _record(office, by=by)
    return office


@transaction.atomic
def save_duty_bearer(office: Office, *, by: User, duty_bearer: DutyBearer | None = None, **facts: Any) -> DutyBearer:
    """Adds a person who can be asked by name, or changes what is said of one; `facts` are fields of DutyBearer.

    NotPossible without a name and a position in the three public languages. A person is never deleted, only out of
    office, because what was asked of them stays. Only above the municipalities does a `user` answer by this office:
    in a municipality it is the role that counts.
    """
    duty_bearer = duty_bearer or DutyBearer(office=office)
    if not may_manage_duty_bearers(by, office) or duty_bearer.office_id != office.pk:
        raise NotAllowed
    _set(duty_bearer, facts, named=["name", "position"])
    if duty_bearer.user and office.level == Level.LOCAL:
        refuse({"user": _("In a municipality, people answer by their role.")})
    save_checked(duty_bearer)
    name = read_text(duty_bearer, "name", OFFICIAL_LANGUAGE)
    facts = {"office": office.pk, "is_active": duty_bearer.is_active, "user": duty_bearer.user_id}
    record("save_duty_bearer", name, by=by, municipality=office.municipality, **facts)
    return duty_bearer


def _set(row: Office | DutyBearer, facts: Mapping[str, Any], *, named: Sequence[str]) -> None:
    """Sets the fields; NotPossible for each of the texts `named` that is missing in a public language."""
    for field, value in facts.items():
        setattr(row, field, plain_text(value) if isinstance(value, str) else value)
    sentences = {"name": _("Give the name in this language."), "position": _("Give the position in this language.")}
    refuse({f"{field}_{code}": sentences[field] for field in named for code in missing_languages(row, field)})


def _record(office: Office, *, by: User) -> None:
    name = read_text(office, "name", OFFICIAL_LANGUAGE)
    facts = {"office": office.pk, "is_active": office.is_active}
    record("save_office", name, by=by, municipality=office.municipality, **facts)


@transaction.atomic
def save_template(
    municipality: Municipality, *, by: User, template: ResponseTemplate | None = None, **facts: Any
) -> ResponseTemplate:
    """Adds a template or changes one; `facts` are its fields. NotPossible without a Georgian reason."""
    if not may_write_templates(by, municipality):
        raise NotAllowed
    template = template or ResponseTemplate(municipality=municipality)
    for field, value in facts.items():
        setattr(template, field, value)
    if not getattr(template, f"reason_{OFFICIAL_LANGUAGE}"):
        refuse({f"reason_{OFFICIAL_LANGUAGE}": _("Write the reason in Georgian.")})
    save_checked(template)
    record("save_template", template, by=by, municipality=municipality, template=template.pk)
    return template


@transaction.atomic
def delete_template(template: ResponseTemplate, *, by: User) -> None:
    """Takes the template away; answers that began with it stay as they are."""
    if not may_write_templates(by, template.municipality_id):
        raise NotAllowed
    record("delete_template", template, by=by, municipality=template.municipality, template=template.pk)
    template.delete()
