"""Answers to campaigns at the translation desk, beside those to proposals."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from budgeting.responses.models import Response
from budgeting.responses.subjects import Subject
from budgeting.translating.sources import RESPONSES, SOURCES
from cms.campaigns.asked import asked_campaigns, public_campaigns


def _subjects(responses: Iterable[Response]) -> dict[int, Subject]:
    responses = list(responses)
    subjects = asked_campaigns([response.ask for response in responses])
    return {response.pk: subjects[response.ask_id] for response in responses if response.ask_id in subjects}


ANSWERS = replace(
    RESPONSES,
    name="campaign-answers",
    label=_("Answer to a campaign"),
    visible_to=lambda user: Response.objects.filter(ask__campaign__in=public_campaigns()),
    listed=lambda: Response.objects.filter(ask__campaign__in=public_campaigns()),
    subjects=_subjects,
    related=("ask__municipality",),
)
SOURCES[ANSWERS.name] = ANSWERS
