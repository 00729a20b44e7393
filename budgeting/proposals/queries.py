"""Reading proposals for the people who work on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import MAY
from budgeting.proposals.states import TRANSITIONS, State
from budgeting.responses.models import Ask
from budgeting.waiting import NEVER, Task, Waiting
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import Person, places_as
from portal.clock import today
from portal.languages.texts import PUBLIC_LANGUAGES, Reading, read_text


def possible_transitions(user: Person, proposal: Proposal) -> list[str]:
    """The names of the transitions this person may make now."""
    stage = proposal.cycle.stage
    return [
        name
        for name, transition in TRANSITIONS.items()
        if proposal.state in transition.from_ and stage in transition.stages and MAY[transition.who](user, proposal)
    ]


def waiting_for(user: Person, kind: RoleKind) -> QuerySet[Proposal]:
    """What waits for this person in this role, the oldest first, over all their municipalities."""
    mine = Proposal.objects.filter(cycle__municipality__in=places_as(user, kind)).with_cards()
    if kind == RoleKind.REVIEWER:
        unready = Proposal.objects.short_of_backing().values("pk")
        found = mine.filter(state__in=[State.PUBLISHED, State.UNDER_REVIEW]).exclude(pk__in=unready).not_by(user)
    elif kind == RoleKind.OFFICIAL:
        found = mine.public().filter(ask__owed_on__isnull=False)
    elif kind == RoleKind.TRANSLATOR:
        found = mine.public().filter(cycle__voting_cleared_at__isnull=True).untranslated(PUBLIC_LANGUAGES)
    else:
        found = mine.none()
    return found.order_by("created_at", "pk")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an ask is about, as a list shows it."""

    title: Reading
    path: str


def subjects_of(asks: Iterable[Ask]) -> dict[int, Subject]:
    """{ask_pk: what was asked} of those asks that the public may read about, in one query."""
    proposals = Proposal.objects.public().filter(
        ask__in=[ask.pk for ask in asks], cycle__proposing_cleared_at__isnull=False
    )
    return {
        proposal.ask_id: Subject(read_text(proposal, "title"), reverse("proposal", args=[proposal.address]))
        for proposal in proposals.with_cards()
    }


def to_review(user: User) -> Waiting:
    return Waiting(waiting_for(user, RoleKind.REVIEWER), NEVER, ("published_at",), _as_task)


def to_answer(user: User) -> Waiting:
    """What this official's municipalities owe a word on, by the day by which it is due."""
    rows = waiting_for(user, RoleKind.OFFICIAL).select_related("ask", "cycle__municipality", "settlement", "theme")
    return Waiting(rows, Q(ask__owed_on__lt=today()), ("ask__owed_on",), _as_owed)


def to_translate(user: User) -> Waiting:
    return Waiting(waiting_for(user, RoleKind.TRANSLATOR), NEVER, ("published_at",), _as_task)


def _as_task(row: Any, due_on: date | None = None) -> Task:
    title = read_text(row, "title")
    since = localdate(row.published_at or row.created_at)
    path = reverse("desk_proposal", args=[row.address])
    place = row.cycle.municipality.name
    return Task(title.text, title.language, path, place, row.get_state_display(), since, due_on, row.is_late)


def _as_owed(row: Any) -> Task:
    return _as_task(row, due_on=row.ask.owed_on)
