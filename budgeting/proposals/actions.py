"""Changes to proposals: writing, translating, and the one door every change of state goes through."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible, sentences_of
from budgeting.proposals.locking import lock_for_writing
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.permissions import (
    MAY,
    is_late,
    may_edit_proposal,
    may_translate_proposal,
    may_write_proposal,
)
from budgeting.proposals.states import TRANSITIONS, State
from budgeting.proposals.telling import tell_of_event
from budgeting.proposals.words import index_proposals
from budgeting.responses.actions import open_ask, publish_response
from budgeting.responses.models import Response
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import TranslationState, in_languages

TEXTS = ("title", "summary", "text")


def start_proposal(cycle: Cycle, *, by: User, written_in: str, **facts: Any) -> Proposal:
    """Creates a draft, seen by its author alone. `facts` as in `save_draft`."""
    if cycle.stage != Stage.PROPOSING:
        raise NotPossible(_("This cycle does not take proposals now."))
    if not may_write_proposal(by, cycle):
        raise NotAllowed
    draft = Proposal(cycle=cycle, author=by, author_name=str(by), written_in=written_in)
    return _save_text(draft, **facts)


def save_draft(proposal: Proposal, *, by: User, **facts: Any) -> Proposal:
    """Keeps what was typed, complete or not: title, summary and text in the author's language, and other fields."""
    if not may_edit_proposal(by, proposal):
        raise NotAllowed
    with transaction.atomic():
        lock_for_writing(proposal, by=by)
        return _save_text(proposal, **facts)


def _save_text(proposal: Proposal, **facts: Any) -> Proposal:
    stored = {field: f"{field}_{proposal.written_in}" if field in TEXTS else field for field in facts}
    changed = [field for field in TEXTS if field in facts and getattr(proposal, stored[field], None) != facts[field]]
    for field, value in facts.items():
        setattr(proposal, stored[field], value)
    _check(proposal)
    proposal.outdate_translations(changed)
    proposal.save()
    index_proposals([proposal])
    return proposal


def _check(proposal: Proposal) -> None:
    if proposal.settlement and proposal.settlement.municipality_id != proposal.cycle.municipality_id:
        raise NotPossible(_("This settlement belongs to another municipality."))
    if len(getattr(proposal, f"text_{proposal.written_in}", "") or "") > proposal.cycle.longest_text:
        raise NotPossible(_("The text is longer than this budget allows."))
    try:
        proposal.clean_fields(
            exclude=["author", "ask", "settlement", "theme", "cycle", "merged_into", "split_from", "entered_by"]
        )
    except ValidationError as error:
        raise NotPossible(sentences_of(error)) from error


def submit_proposal(proposal: Proposal, *, by: User) -> None:
    """Hands the draft to the moderators. NotPossible while title, summary, text or theme is empty."""
    written = [getattr(proposal, f"{field}_{proposal.written_in}") for field in ("title", "summary", "text")]
    if not all(written) or proposal.theme is None:
        raise NotPossible(_("Fill in the title, the summary, the text and the theme first."))
    if is_late(proposal):
        raise NotPossible(_("This budget no longer takes proposals. Your draft is kept."))
    change_state(proposal, "resubmit" if proposal.state == State.RETURNED else "submit", by=by, submitted_at=now())


@transaction.atomic
def publish_proposal(proposal: Proposal, *, by: User) -> None:
    """Makes the proposal public; from now on the municipality owes it an answer."""
    change_state(proposal, "publish", by=by)
    give_to_public(proposal)


def give_to_public(proposal: Proposal) -> None:
    """Dates the publication and opens the ask, once; call it with the change of state that publishes."""
    proposal.published_at = proposal.published_at or now()
    proposal.ask = proposal.ask or open_ask(
        proposal.cycle.municipality, by=proposal.author, written_in=proposal.written_in
    )
    proposal.save(update_fields=["published_at", "ask"])


@transaction.atomic
def change_state(
    proposal: Proposal, name: str, *, by: User, reason: str = "", reason_language: str | None = None, **facts: Any
) -> None:
    """The only writer of a proposal's state, and of the `facts` that change with it. Adds the event, tells people.

    NotAllowed if this person may not; NotPossible at the wrong stage, without a needed reason, or when
    somebody else was faster: of two people acting at once, one wins and the other is told.
    """
    transition = TRANSITIONS[name]
    if not MAY[transition.who](by, proposal):
        raise NotAllowed
    if proposal.cycle.stage not in transition.stages:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if transition.needs_reason and not reason.strip():
        raise NotPossible(_("Write a reason the author and the public can understand."))
    moved = Proposal.objects.filter(pk=proposal.pk, state__in=transition.from_).update(state=transition.to, **facts)
    if not moved:
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))
    for field, value in {"state": transition.to, **facts}.items():
        setattr(proposal, field, value)
    add_event(proposal, name, by=by, reason=reason, reason_language=reason_language)


def add_event(
    proposal: Proposal, name: str, *, by: User | None, reason: str = "", reason_language: str | None = None
) -> ProposalEvent:
    """Adds a line to the timeline, tells open pages of the cycle, and the authors and followers.

    A reason's language is the active one unless given.
    """
    announce(topic_of_cycle(proposal.cycle_id))
    event = ProposalEvent.objects.create(
        proposal=proposal,
        name=name,
        by=by,
        reason=reason.strip(),
        reason_language=(reason_language or get_language() or "") if reason else "",
    )
    tell_of_event(event)
    return event


@transaction.atomic
def answer_proposal(proposal: Proposal, *, by: User, **facts: Any) -> Response:
    """Publishes an official response to the proposal; `facts` as in `publish_response`."""
    if proposal.ask is None:
        raise NotPossible(_("Only a published proposal can be answered."))
    response = publish_response(proposal.ask, by=by, **facts)
    add_event(proposal, "answer", by=by)
    return response


@transaction.atomic
def translate_proposal(
    proposal: Proposal,
    language: str,
    *,
    by: User,
    state: TranslationState = TranslationState.CHECKED,
    **texts: str,
) -> None:
    """Writes title, summary or text in a language other than the author's, and how far it is checked."""
    if language == proposal.written_in:
        raise NotPossible(_("The author's own text is not a translation."))
    proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())  # the page may have been left open
    if not may_translate_proposal(by, proposal):
        raise NotAllowed
    for field, text in texts.items():
        setattr(proposal, f"{field}_{language}", text)
    _check(proposal)
    proposal.translations = {**proposal.translations, language: state.value}
    proposal.save()
    index_proposals([proposal])


@transaction.atomic
def make_ballot(cycle: Cycle, *, by: User) -> list[Proposal]:
    """Puts every feasible proposal on the ballot and numbers them in the order they were published."""
    feasible = list(cycle.proposals.filter(state=State.FEASIBLE).order_by("published_at", "pk"))
    for number, proposal in enumerate(feasible, start=1):
        proposal.number = number
        proposal.save(update_fields=["number"])
        change_state(proposal, "put_on_ballot", by=by)
    return feasible


def import_projects(cycle: Cycle, projects: list[dict[str, Any]], *, written_in: str) -> list[Proposal]:
    """Stores a published election's projects, already on its ballot; each {"reference", "title", "cost_tetri", …}."""
    if cycle.imported_from is None:
        raise NotPossible(_("Projects are imported only into a cycle made for an import."))
    rows = []
    for number, facts in enumerate(projects, start=1):
        title = facts.pop("title")
        row = Proposal(
            cycle=cycle,
            written_in=written_in,
            number=number,
            state=State.ON_BALLOT,
            published_at=cycle.voting_from_at,
            **in_languages("title", {written_in: title}),
            **facts,
        )
        rows.append(row)
    Proposal.objects.bulk_create(rows)
    index_proposals(rows)
    return rows
