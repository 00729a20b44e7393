"""Reading proposals for the people who work on them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import MAY
from budgeting.proposals.queryset import LONG, seed_for
from budgeting.proposals.states import TRANSITIONS, State
from budgeting.responses.models import Ask
from budgeting.responses.queries import owed_asks
from budgeting.responses.subjects import Subject, reads_subjects
from budgeting.waiting import Task, Waiting
from portal.accounts.models import User
from portal.accounts.roles import Person
from portal.clock import today
from portal.languages.texts import read_text


def possible_transitions(user: Person, proposal: Proposal) -> list[str]:
    """The names of the transitions this person may make now."""
    stage = proposal.cycle.stage
    return [
        name
        for name, transition in TRANSITIONS.items()
        if proposal.state in transition.from_ and stage in transition.stages and MAY[transition.who](user, proposal)
    ]


@reads_subjects
def asked_proposals(asks: Iterable[Ask]) -> dict[int, Subject]:
    """{ask_pk: the proposal, as a list shows it} of the asks about a proposal that the public may read."""
    proposals = Proposal.objects.public().filter(
        ask__in=[ask.pk for ask in asks], cycle__proposing_cleared_at__isnull=False
    )
    return {
        proposal.ask_id: Subject(read_text(proposal, "title"), reverse("proposal", args=[proposal.address]))
        for proposal in proposals.with_cards()
    }


# What may still be chosen: not what was withdrawn, refused, or merged into another.
_LISTED = Q(state=State.ON_BALLOT, withdrawal=None) | Q(
    state__in=(State.PUBLISHED, State.UNDER_REVIEW, State.FEASIBLE), cycle__voting_cleared_at__isnull=True
)


def listed_proposals(cycles: Collection[int], most: int) -> list[Proposal]:
    """Of each of these public cycles the proposals, or the projects once there is a ballot, in today's fair order (one query).

    At most `most` of a cycle, and as many of each of its themes.
    """
    listed = Proposal.objects.public().filter(_LISTED, cycle__in=cycles, cycle__proposing_cleared_at__isnull=False)
    return list(listed.first_of_each(most, seed_for(on=today())).with_cards()) if cycles else []


def to_answer(user: User) -> Waiting:
    """What this official's municipalities owe a word on, by the day by which it is due."""
    rows = owed_asks(user).filter(proposal__isnull=False).select_related("proposal__cycle__municipality")
    return Waiting(
        rows.defer(*(f"proposal__{field}" for field in LONG)), Q(owed_on__lt=today()), ("owed_on",), _as_task
    )


def _as_task(ask: Any) -> Task:
    proposal = ask.proposal
    title = read_text(proposal, "title")
    return Task(
        title=title.text,
        language=title.language,
        path=reverse("desk_proposal", args=[proposal.address]),
        municipality=ask.municipality.name,
        what=proposal.get_state_display(),
        since=localdate(ask.asked_at),
        due_on=ask.owed_on,
        is_overdue=ask.is_late,
    )
