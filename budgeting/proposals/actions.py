"""Changes to proposals: writing, and the one door every change of state goes through."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.areas import place_areas
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible, sentences_of
from budgeting.proposals.locking import lock_for_writing
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.permissions import (
    MAY,
    is_late,
    may_edit_proposal,
    may_write_proposal,
)
from budgeting.proposals.states import TRANSITIONS, UNOWED, State
from budgeting.proposals.telling import tell_of_event
from budgeting.proposals.words import index_proposals
from budgeting.responses.actions import (
    edit_response,
    extend_ask,
    open_ask,
    publish_response,
    reopen_ask,
    start_clock,
    stop_clock,
)
from budgeting.responses.models import Extension, Reopening, Response, ResponseEdit
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import in_languages
from portal.log.models import record

TEXTS = ("title", "summary", "text")
AUTHORS = ("author", "first_author")


def start_proposal(cycle: Cycle, *, by: User, written_in: str, **facts: Any) -> Proposal:
    """Creates a draft, seen by its author alone. `facts` as in `save_draft`."""
    if cycle.stage != Stage.PROPOSING:
        raise NotPossible(_("This cycle does not take proposals now."))
    if not may_write_proposal(by, cycle):
        raise NotAllowed
    draft = Proposal(cycle=cycle, author=by, author_name=str(by), written_in=written_in)
    return save_text(draft, **facts)


def save_draft(proposal: Proposal, *, by: User, **facts: Any) -> Proposal:
    """Keeps what was typed, complete or not: title, summary and text in the author's language, and other fields."""
    if not may_edit_proposal(by, proposal):
        raise NotAllowed
    with transaction.atomic():
        lock_for_writing(proposal, by=by)
        return save_text(proposal, **facts)


def save_text(proposal: Proposal, **facts: Any) -> Proposal:
    """Stores the facts of somebody who was found to have the right to; texts that changed outdate their translations.

    NotPossible if a fact does not fit its field, the cycle or the municipality.
    """
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
    """Hands the draft to the moderators. NotPossible while title, summary, text or theme is empty, or too late."""
    refuse_unfinished(proposal)
    if is_late(proposal):
        raise NotPossible(_("This budget no longer takes proposals. Your draft is kept."))
    change_state(proposal, "resubmit" if proposal.state == State.RETURNED else "submit", by=by, submitted_at=now())


def refuse_unfinished(proposal: Proposal) -> None:
    """NotPossible while title, summary, text or theme is empty."""
    written = [getattr(proposal, f"{field}_{proposal.written_in}") for field in ("title", "summary", "text")]
    if not all(written) or proposal.theme is None:
        raise NotPossible(_("Fill in the title, the summary, the text and the theme first."))


@transaction.atomic
def publish_proposal(proposal: Proposal, *, by: User) -> None:
    """Makes the proposal public; from now on the municipality owes it an answer."""
    change_state(proposal, "publish", by=by)
    give_to_public(proposal)


def give_to_public(proposal: Proposal) -> None:
    """Dates the publication and opens the ask, once; call it with the change of state that publishes.

    The clock of an ask that was stopped before any answer starts again.
    """
    proposal.published_at = proposal.published_at or now()
    if proposal.ask is None:
        proposal.ask = open_ask(proposal.cycle.municipality, by=proposal.author, written_in=proposal.written_in)
    elif proposal.ask.owed_on is None and not proposal.ask.responses.exists():
        start_clock(proposal.ask)
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
    unchanged = Proposal.objects.filter(pk=proposal.pk, state=proposal.state)  # as this person saw it
    if proposal.state not in transition.from_ or not unchanged.update(state=transition.to, **facts):
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))
    for field, value in {"state": transition.to, **facts}.items():
        setattr(proposal, field, value)
    if proposal.ask and proposal.state in UNOWED:
        stop_clock(proposal.ask)
    if transition.who not in AUTHORS:  # the log is of people in office; it keeps no title, which may have to be hidden
        place = proposal.cycle.municipality
        record("decide_proposal", proposal.cycle, by=by, municipality=place, proposal=proposal.pk, change=name)
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
def extend_answer(
    proposal: Proposal, *, by: User, new_owed_on: date | None, reason: str, reason_language: str | None = None
) -> Extension:
    """Moves the day by which the proposal's next answer is owed; as `extend_ask`."""
    if proposal.ask is None:
        raise NotPossible(_("Only a published proposal can be answered."))
    extension = extend_ask(proposal.ask, by=by, new_owed_on=new_owed_on, reason=reason, reason_language=reason_language)
    add_event(proposal, "extend", by=by, reason=extension.reason, reason_language=extension.reason_language)
    return extension


@transaction.atomic
def say_not_done(proposal: Proposal, *, by: User, reason: str, reason_language: str | None = None) -> Reopening:
    """A resident says that what was answered is not done, and the municipality answers again; as `reopen_ask`."""
    if proposal.ask is None:
        raise NotPossible(_("The municipality has not answered yet."))
    reopening = reopen_ask(proposal.ask, by=by, reason=reason, reason_language=reason_language)
    add_event(proposal, "reopen", by=by, reason=reopening.reason, reason_language=reopening.reason_language)
    return reopening


@transaction.atomic
def edit_answer(proposal: Proposal, response: Response, *, by: User, **facts: Any) -> ResponseEdit:
    """Corrects an answer to the proposal; as `edit_response`."""
    edit = edit_response(response, by=by, **facts)
    add_event(proposal, "edit_answer", by=by)
    return edit


@transaction.atomic
def make_ballot(cycle: Cycle, *, by: User) -> list[Proposal]:
    """Puts every feasible proposal on the ballot, numbered in the order they were published, in the list of its area."""
    feasible = list(cycle.proposals.filter(state=State.FEASIBLE).order_by("published_at", "pk"))
    areas = place_areas(cycle)
    for number, proposal in enumerate(feasible, start=1):
        proposal.number, proposal.area_id = number, areas.get(proposal.settlement_id)
        proposal.save(update_fields=["number", "area"])
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


def make_part(source: Proposal, *, state: State, title: str, summary: str, text: str) -> Proposal:
    """Stores a part of a proposal as one of its own, by the same people; the caller adds the events.

    NotPossible while title, summary or text is empty.
    """
    if not (title.strip() and summary.strip() and text.strip()):
        raise NotPossible(_("Fill in the title, the summary, the text and the theme first."))
    kept = ("cycle", "author", "author_name", "written_in", "settlement", "theme", "lat", "lon")
    entered = ("origin", "origin_place", "entered_by", "consented_on")
    part = Proposal(split_from=source, state=state, **{field: getattr(source, field) for field in (*kept, *entered)})
    part.submitted_at = now()
    return save_text(part, title=title, summary=summary, text=text)
