"""What happens in a municipality's budgets: new proposals, stages, results and answers, the newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.cycles.queries import public_cycles
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import LONG
from budgeting.responses.models import Response
from budgeting.responses.subjects import subjects_of
from budgeting.results.models import Count
from portal.clock import now
from portal.languages.texts import read_text
from portal.places.models import Municipality

NEWEST = 30


@dataclass(frozen=True, slots=True)
class Event:
    """`key` never changes; `kind` is in the reader's language, `title` where it is translated."""

    key: str
    kind: str
    title: str
    text: str
    path: str
    at: datetime


def newest_events(municipality: Municipality) -> list[Event]:
    """The newest 30 of all kinds together (four queries, and one for each kind of thing that was answered)."""
    cycles = list(public_cycles().filter(municipality=municipality))
    events = [*_proposals(municipality), *_stages(cycles), *_results(cycles), *_answers(municipality)]
    return sorted(events, key=lambda event: (event.at, event.key), reverse=True)[:NEWEST]


def _proposals(municipality: Municipality) -> Iterator[Event]:
    rows = Proposal.objects.visible_to(AnonymousUser()).filter(cycle__municipality=municipality)
    for one in rows.order_by("-published_at", "-pk").defer(*LONG)[:NEWEST]:
        title, path = read_text(one, "title"), reverse("proposal", args=[one.address])
        text = read_text(one, "summary").text
        yield Event(f"proposals/{one.pk}", _("New proposal"), title.text, text, path, one.published_at)


def _stages(cycles: Iterable[Cycle]) -> Iterator[Event]:
    for cycle in cycles:
        title = read_text(cycle, "title")
        cleared = {Stage.PROPOSING: cycle.proposing_cleared_at, Stage.VOTING: cycle.voting_cleared_at}
        for step in cycle.calendar:
            began_at = max(step.from_at, cleared.get(step.stage) or step.from_at)
            if (step.is_current or step.is_past) and step.from_at < step.until_at and began_at <= now():
                key, path = f"cycles/{cycle.pk}/{step.stage}", reverse("cycle", args=[cycle.address])
                text = read_text(cycle, "summary").text
                yield Event(key, str(step.stage.label), title.text, text, path, began_at)


def _results(cycles: list[Cycle]) -> Iterator[Event]:
    """Every published count: a further one is news as well."""
    by_pk = {cycle.pk: cycle for cycle in cycles}
    counts = Count.objects.published().filter(cycle__in=by_pk)
    rows: Iterable[Any] = counts.values_list("pk", "cycle", "published_at")[:NEWEST]
    for pk, cycle_pk, at in rows:
        cycle = by_pk[cycle_pk]
        title, path = read_text(cycle, "title"), reverse("results", args=[cycle.address])
        yield Event(f"counts/{pk}", _("Results"), title.text, "", path, at)


def _answers(municipality: Municipality) -> Iterator[Event]:
    """Answers to what may still be read."""
    rows = Response.objects.filter(ask__municipality=municipality).select_related("ask")
    answers = list(rows.order_by("-answered_at", "-pk")[:NEWEST])
    subjects = subjects_of({answer.ask_id: answer.ask for answer in answers}.values())
    for answer in answers:
        if subject := subjects.get(answer.ask_id):
            text = f"{answer.get_outcome_display()}. {read_text(answer, 'reason')}"
            key, title = f"responses/{answer.pk}", subject.title
            yield Event(key, _("Official response"), title.text, text, subject.path, answer.answered_at)
