"""What is translated: one Source for each kind of text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import Field, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.objections.models import Complaint
from budgeting.objections.queries import asked_complaints
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.responses.models import Response
from budgeting.responses.subjects import Subject
from budgeting.reviews.models import Review, ReviewState
from portal.accounts.roles import Person
from portal.languages.texts import read_text
from portal.languages.translated import Translated
from portal.places.models import Municipality

# Nobody waits for the rest of these any more; they can still be translated from their own page.
_LEFT_BEHIND = (State.WITHDRAWN, State.MERGED, State.REJECTED)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of text.

    `fields` stand in the order in which they are read: a translation is complete when all that the original says
    is there, and cannot be saved without those `needed`. `listed` are the rows on which there may be work,
    `place` and `since` look-ups from a row: its municipality, and the instant by which the oldest comes first.
    `subjects` gives {pk: what the public reads the text on} of several rows at once; `freezes` the cycle whose vote,
    once signed for, ends all change.
    """

    name: str
    label: str | Promise
    model: type[Translated]
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    visible_to: Callable[[Person], QuerySet[Any]]
    listed: Callable[[], QuerySet[Any]]
    place: str
    since: str
    municipality: Callable[[Any], Municipality]
    subjects: Callable[[Iterable[Any]], dict[int, Subject]]
    freezes: Callable[[Any], Cycle | None]
    related: tuple[str, ...]

    def name_of(self, field: str) -> str:
        """What people call the field, in the active language."""
        return str(cast("Field[Any, Any]", self.model._meta.get_field(field)).verbose_name)

    def texts(self, thing: Translated, language: str) -> dict[str, str]:
        """{field: text} in this language; "" where there is none."""
        return {field: getattr(thing, f"{field}_{language}") or "" for field in self.fields}

    def original(self, thing: Translated) -> dict[str, str]:
        return self.texts(thing, thing.written_in)


def _on(address: str, shown: Callable[[Any], Proposal | Cycle]) -> Callable[[Iterable[Any]], dict[int, Subject]]:
    """The `subjects` of texts that are read on a proposal or a cycle, which `related` brings along."""

    def subjects(things: Iterable[Any]) -> dict[int, Subject]:
        pages = {thing.pk: shown(thing) for thing in things}
        return {
            pk: Subject(read_text(page, "title"), reverse(address, args=[page.address])) for pk, page in pages.items()
        }

    return subjects


def _on_complaints(responses: Iterable[Response]) -> dict[int, Subject]:
    responses = list(responses)
    subjects = asked_complaints([response.ask for response in responses])
    return {response.pk: subjects[response.ask_id] for response in responses if response.ask_id in subjects}


PROPOSALS = Source(
    name="proposals",
    label=_("Proposal"),
    model=Proposal,
    fields=("title", "summary", "text"),
    needed=("title", "summary"),
    visible_to=lambda user: Proposal.objects.visible_to(user).exclude(state=State.DRAFT),
    listed=lambda: (
        Proposal.objects.public().filter(cycle__voting_cleared_at__isnull=True).exclude(state__in=_LEFT_BEHIND)
    ),
    place="cycle__municipality",
    since="created_at",
    municipality=lambda proposal: proposal.cycle.municipality,
    subjects=_on("proposal", lambda proposal: proposal),
    freezes=lambda proposal: proposal.cycle,
    related=("cycle__municipality",),
)
RESPONSES = Source(
    name="responses",
    label=_("Official response"),
    model=Response,
    fields=("reason", "detail", "change", "next_step", "author_step"),
    needed=("reason",),
    visible_to=lambda user: Response.objects.filter(ask__proposal__in=Proposal.objects.visible_to(user)),
    listed=lambda: Response.objects.filter(ask__proposal__in=Proposal.objects.public()),
    place="ask__municipality",
    since="answered_at",
    municipality=lambda response: response.ask.municipality,
    subjects=_on("proposal", lambda response: response.ask.proposal),
    freezes=lambda response: None,
    related=("ask__municipality", "ask__proposal__cycle"),
)
COMPLAINT_ANSWERS = replace(
    RESPONSES,
    name="complaint-answers",
    label=_("Answer to a complaint about a vote"),
    visible_to=lambda user: Response.objects.filter(ask__complaint__in=Complaint.objects.public()),
    listed=lambda: Response.objects.filter(ask__complaint__in=Complaint.objects.public()),
    subjects=_on_complaints,
    related=("ask__municipality",),
)
REVIEWS = Source(
    name="reviews",
    label=_("Review"),
    model=Review,
    fields=("reason",),
    needed=("reason",),
    visible_to=lambda user: Review.objects.filter(
        state=ReviewState.PUBLISHED, proposal__in=Proposal.objects.visible_to(user)
    ),
    listed=lambda: Review.objects.filter(state=ReviewState.PUBLISHED, proposal__in=Proposal.objects.public()),
    place="proposal__cycle__municipality",
    since="published_at",
    municipality=lambda review: review.proposal.cycle.municipality,
    subjects=_on("proposal", lambda review: review.proposal),
    freezes=lambda review: None,
    related=("proposal__cycle__municipality",),
)
CYCLES = Source(
    name="cycles",
    label=pgettext_lazy("one participatory budget", "Budget"),
    model=Cycle,
    fields=("title", "summary", "eligibility", "writing_hint"),
    needed=("title",),
    visible_to=lambda user: Cycle.objects.visible_to(user),
    listed=lambda: Cycle.objects.filter(voting_cleared_at__isnull=True),
    place="municipality",
    since="proposing_from_at",
    municipality=lambda cycle: cycle.municipality,
    subjects=_on("cycle", lambda cycle: cycle),
    freezes=lambda cycle: cycle,
    related=("municipality",),
)
# Parts above budgeting add kinds of their own when the site starts.
SOURCES = {source.name: source for source in (PROPOSALS, RESPONSES, COMPLAINT_ANSWERS, REVIEWS, CYCLES)}
