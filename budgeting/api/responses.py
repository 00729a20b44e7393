"""Offices with how they keep their word, and what they were asked and answered."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from budgeting.api.asking import Id, ListQuery, Slug
from budgeting.api.fields import Address, Instant, Text, absolute
from budgeting.api.views import ListView, OneView
from budgeting.responses.models import Ask, Level, Office, Response, ResponseOutcome
from budgeting.responses.queries import OfficeRecord, open_offices
from budgeting.responses.records import counted, records_by
from budgeting.responses.subjects import subjects_of
from portal.languages.texts import TranslationState


class RecordSerializer(serializers.Serializer):
    """How an office keeps its word: `asked` is `on_time` + `late` + `waiting`, judged by the first answer."""

    asked = serializers.IntegerField(help_text="How much it was asked that counts.")
    on_time = serializers.IntegerField(help_text="First answered in time.")
    late = serializers.IntegerField(help_text="First answered late.")
    waiting = serializers.IntegerField(help_text="Not answered yet.")
    overdue = serializers.IntegerField(help_text="Owed a word since an earlier day.")
    moved = serializers.IntegerField(help_text="Whose day was moved at least once.")
    median_days = serializers.FloatField(allow_null=True, help_text="Working days to the first answer, the middle one.")


class OfficeSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="office.pk", help_text="Its number here; asks name it.")
    url = Address("api_office", source="office", help_text="This record.")
    page = Address("office", source="office", help_text="The page for people.")
    municipality = serializers.CharField(
        source="office.municipality.slug", allow_null=True, default=None, help_text="Null for one above them all."
    )
    level = serializers.ChoiceField(Level.choices, source="office.level", help_text="Whose office it is.")
    name = Text("name", source="office", help_text="Its name.")
    is_active = serializers.BooleanField(source="office.is_active", help_text="Whether it answers now.")
    record = RecordSerializer(source="*", help_text="How it keeps its word.")


class AnswerSerializer(serializers.Serializer):
    """An official answer. Its words are null where what was asked can no longer be read."""

    id = serializers.IntegerField(help_text="Its number here.")
    outcome = serializers.ChoiceField(ResponseOutcome.choices, help_text="What was decided.")
    office = serializers.IntegerField(source="office_id", help_text="The office that answered.")
    answered_at = Instant(help_text="When, in UTC.")
    due_on = serializers.DateField(source="owed_on", allow_null=True, help_text="The day by which it was due.")
    is_on_time = serializers.BooleanField(help_text="Whether it came in time.")
    next_update_on = serializers.DateField(allow_null=True, help_text="The day by which a further word is promised.")
    reason = Text("reason", help_text="Why, in plain words.")
    detail = Text("detail", help_text="In detail.")
    change = Text("change", help_text="What has changed because of it.")
    next_step = Text("next_step", help_text="What happens next.")
    author_step = Text("author_step", help_text="What the author can do next.")
    evidence = serializers.CharField(help_text="A budget line, a document or a link; may be empty.")
    decision_number = serializers.CharField(help_text="The number of the decision; may be empty.")
    forwarded_to = serializers.CharField(help_text="Who it was forwarded to; may be empty.")


class SubjectSerializer(serializers.Serializer):
    title = serializers.CharField(source="title.text", help_text="What was asked, for a reader of `?lang=`.")
    title_language = serializers.ChoiceField(settings.LANGUAGES, source="title.language", help_text="Its language.")
    title_state = serializers.ChoiceField(
        TranslationState.choices, source="title.state", help_text="How far that text can be trusted."
    )
    page = serializers.SerializerMethodField(help_text="The page for people.")

    @extend_schema_field(serializers.URLField)
    def get_page(self, subject: Any) -> str:
        return absolute(subject.path)


class AskSerializer(serializers.Serializer):
    id = serializers.IntegerField(help_text="Its number here.")
    url = Address("api_ask", help_text="This record.")
    office = serializers.IntegerField(source="office_id", help_text="The office it was asked of.")
    municipality = serializers.CharField(
        source="municipality.slug", help_text="The slug of the municipality it is about."
    )
    written_in = serializers.ChoiceField(settings.LANGUAGES, help_text="The language it was asked in.")
    asked_at = Instant(help_text="When the clock started, in UTC.")
    term_days = serializers.IntegerField(help_text="Working days promised for the answer.")
    owed_on = serializers.DateField(allow_null=True, help_text="The day by which a word is owed; null when none is.")
    is_overdue = serializers.BooleanField(help_text="Whether that day is past.")
    subject = SubjectSerializer(allow_null=True, help_text="What was asked; null where it can no longer be read.")
    responses = AnswerSerializer(many=True, source="open_responses", help_text="The answers, the latest first.")


def with_records(offices: list[Office]) -> list[OfficeRecord]:
    """Each of these offices with its record, in one query more."""
    records = {office.pk: OfficeRecord(office=office) for office in offices}
    records_by("office", Ask.objects.filter(office__in=records), into=records)
    return list(records.values())


def offices() -> QuerySet[Office]:
    return open_offices().select_related("municipality").defer("municipality__outline").order_by("pk")


def asks() -> QuerySet[Ask]:
    """What stands in the public records of open offices, the newest first."""
    found = counted(Ask.objects.filter(office__in=open_offices().values("pk"))).select_related("municipality")
    answers = Prefetch("responses", Response.objects.order_by("-answered_at", "-pk"))
    return found.defer("municipality__outline").prefetch_related(answers).order_by("-asked_at", "-pk")


def with_subjects(found: list[Any]) -> list[Any]:
    """Each ask with `subject` and `open_responses`; where the subject is not public, the answers come without words."""
    subjects = subjects_of(found)
    for ask in found:
        ask.subject = subjects.get(ask.pk)
        ask.open_responses = list(ask.responses.all())
        for response in ask.open_responses if ask.subject is None else ():
            _silence(response)
    return found


def _silence(response: Response) -> None:
    """Takes the words out of this copy; what happened and when stays, as on the office's page."""
    for text in ("reason", "detail", "change", "next_step", "author_step"):
        for code, _name in settings.LANGUAGES:
            setattr(response, f"{text}_{code}", "")
    response.evidence = response.decision_number = response.forwarded_to = ""


class OfficeQuery(ListQuery):
    municipality = Slug(help_text="Only those of the municipality with this slug.")
    level = serializers.ChoiceField(Level.choices, required=False, help_text="Only those of this level.")


class Offices(ListView):
    """The offices that answer the public, with their record."""

    serializer_class = OfficeSerializer
    query_class = OfficeQuery

    def rows(self) -> QuerySet[Office]:
        columns = {"municipality": "municipality__slug", "level": "level"}
        return offices().filter(**{column: self.asked[name] for name, column in columns.items() if name in self.asked})

    def loaded(self, rows: list[Any]) -> list[Any]:
        return with_records(rows)


class OneOffice(OneView):
    """One office with its record."""

    serializer_class = OfficeSerializer

    def one(self, pk: int) -> OfficeRecord:
        return with_records([get_object_or_404(offices(), pk=pk)])[0]


class AskQuery(ListQuery):
    office = Id(help_text="Only what was asked of the office with this id.")
    municipality = Slug(help_text="Only what is about the municipality with this slug.")


class Asks(ListView):
    """What offices were asked and what they answered, the newest first."""

    serializer_class = AskSerializer
    query_class = AskQuery

    def rows(self) -> QuerySet[Ask]:
        columns = {"office": "office", "municipality": "municipality__slug"}
        return asks().filter(**{column: self.asked[name] for name, column in columns.items() if name in self.asked})

    def loaded(self, rows: list[Any]) -> list[Any]:
        return with_subjects(rows)


class OneAsk(OneView):
    """One ask with its answers."""

    serializer_class = AskSerializer

    def one(self, pk: int) -> Any:
        return with_subjects([get_object_or_404(asks(), pk=pk)])[0]
