"""Reading asks: what is owed to whom, and how each office keeps its word."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from budgeting.responses.models import Ask, Level, Office, Response, ResponseTemplate
from budgeting.responses.permissions import asks_answered_by
from budgeting.responses.records import Record, records_by
from portal.accounts.roles import Person
from portal.clock import today
from portal.places.models import Municipality


@dataclass(slots=True)
class OfficeRecord(Record):
    """How one office has answered."""

    office: Office = field(kw_only=True)


def open_offices() -> QuerySet[Office]:
    """Those whose record everybody may read: above the municipalities all, a municipality's as soon as it takes part."""
    return Office.objects.filter(Q(municipality__isnull=True) | Q(municipality__is_active=True))


def office_records(municipality: Municipality) -> list[OfficeRecord]:
    """The record of each office that answers or has been asked, in two queries.

    Of an office above the municipality only what was asked here counts.
    """
    asked = Office.objects.filter(Q(municipality=municipality) | Q(asks__municipality=municipality)).distinct()
    offices = {office.pk: OfficeRecord(office=office) for office in asked}
    records_by("office", Ask.objects.filter(municipality=municipality), into=offices)
    return [record for record in offices.values() if record.asked or record.office.is_active]


def overdue_asks(municipality: Municipality) -> QuerySet[Ask]:
    """Those whose office owes a word since an earlier day, by office, the longest overdue first."""
    owed = Ask.objects.filter(municipality=municipality, owed_on__lt=today())
    return owed.select_related("office").order_by("office", "owed_on", "pk")


def owed_asks(user: Person) -> QuerySet[Ask]:
    """What this official's offices owe an answer to, the overdue first and then by the day it is owed."""
    owed = Ask.objects.filter(asks_answered_by(user), owed_on__isnull=False)
    owed = owed.exclude(asked_by=user.pk)  # as `may_answer_ask`
    return owed.select_related("municipality", "office").order_by("owed_on", "pk")


def answers_to(ask: Ask) -> list[Response]:
    """All answers to the ask with their office and earlier words, the latest first."""
    return list(ask.responses.select_related("office").prefetch_related("edits"))


def answering_offices(ask: Ask) -> QuerySet[Office]:
    """Those that may give the answer: any of the municipality's, or the very office above it that was asked."""
    asked = Office.objects.filter(pk=ask.office_id)
    return ask.municipality.offices.filter(is_active=True) | asked if ask.office.level == Level.LOCAL else asked


def templates_for(ask: Ask) -> QuerySet[ResponseTemplate]:
    """The texts an answer may start from: those of the municipality, where it answers itself."""
    if ask.office.level == Level.LOCAL:
        return ask.municipality.response_templates.all()
    return ResponseTemplate.objects.none()
