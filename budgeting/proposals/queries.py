"""Reading proposals for the people who work on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import MAY
from budgeting.proposals.states import TRANSITIONS, State
from budgeting.responses.models import Ask
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as
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
    if kind == RoleKind.MODERATOR:
        found = mine.filter(state=State.SUBMITTED).not_by(user)
    elif kind == RoleKind.REVIEWER:
        unready = Proposal.objects.short_of_backing().values("pk")
        found = mine.filter(state__in=[State.PUBLISHED, State.UNDER_REVIEW]).exclude(pk__in=unready).not_by(user)
    elif kind == RoleKind.OFFICIAL:
        found = mine.public().filter(ask__isnull=False, ask__responses__isnull=True)
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
