"""The offices that answer, and the templates they start from."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, refuse, save_checked
from budgeting.responses.models import Office, ResponseTemplate
from budgeting.responses.permissions import may_manage_offices, may_write_templates
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE, missing_languages, read_text
from portal.log.models import record
from portal.places.models import Municipality


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
    for field, value in facts.items():
        setattr(office, field, value)
    refuse({f"name_{code}": _("Give the name in this language.") for code in missing_languages(office, "name")})
    others = municipality.offices.filter(is_active=True).exclude(pk=office.pk)
    if not office.is_active and not others.exists():
        refuse({"is_active": _("At least one office answers.")})
    save_checked(office)
    record(
        "save_office",
        read_text(office, "name", OFFICIAL_LANGUAGE),
        by=by,
        municipality=municipality,
        office=office.pk,
        is_active=office.is_active,
    )
    return office


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
