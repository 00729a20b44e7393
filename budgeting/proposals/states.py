"""What may become of a proposal. Winning is an outcome of a count, progress is a milestone: neither is here."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.cycles.stages import Stage


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a proposal", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a proposal", "Waiting for moderation")
    RETURNED = "returned", pgettext_lazy("state of a proposal", "Sent back to be improved")
    REJECTED = "rejected", pgettext_lazy("state of a proposal", "Rejected")
    PUBLISHED = "published", pgettext_lazy("state of a proposal", "Published")
    UNDER_REVIEW = "under_review", pgettext_lazy("state of a proposal", "Under review")
    FEASIBLE = "feasible", pgettext_lazy("state of a proposal", "Feasible")
    NOT_FEASIBLE = "not_feasible", pgettext_lazy("state of a proposal", "Not feasible")
    ON_BALLOT = "on_ballot", pgettext_lazy("state of a proposal", "On the ballot")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposal", "Withdrawn by the author")


PRIVATE = (State.DRAFT, State.SUBMITTED, State.RETURNED)
PUBLIC = tuple(state for state in State if state not in PRIVATE)

_OPEN_TO_RESIDENTS = (Stage.PROPOSING,)
_BEFORE_THE_VOTE = (Stage.PROPOSING, Stage.SUPPORTING, Stage.REVIEWING)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `who` names the permission asked: author, moderator, reviewer or ballot_maker."""

    to: State
    from_: tuple[State, ...]
    stages: tuple[Stage, ...]
    who: str
    sentence: str | Promise
    needs_reason: bool = False


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(
        State.SUBMITTED,
        (State.DRAFT, State.RETURNED),
        _OPEN_TO_RESIDENTS,
        "author",
        _("The author submitted the proposal."),
    ),
    "withdraw": Transition(
        State.WITHDRAWN,
        (State.SUBMITTED, State.RETURNED, State.PUBLISHED, State.UNDER_REVIEW, State.FEASIBLE),
        _BEFORE_THE_VOTE,
        "author",
        _("The author withdrew the proposal."),
    ),
    "publish": Transition(
        State.PUBLISHED,
        (State.SUBMITTED,),
        _BEFORE_THE_VOTE,
        "moderator",
        _("The municipality checked and published the proposal."),
    ),
    "send_back": Transition(
        State.RETURNED,
        (State.SUBMITTED,),
        _OPEN_TO_RESIDENTS,
        "moderator",
        _("The municipality sent the proposal back to be improved."),
        needs_reason=True,
    ),
    "reject": Transition(
        State.REJECTED,
        (State.SUBMITTED, State.PUBLISHED),
        _BEFORE_THE_VOTE,
        "moderator",
        _("The municipality rejected the proposal."),
        needs_reason=True,
    ),
    "start_review": Transition(
        State.UNDER_REVIEW,
        (State.PUBLISHED,),
        _BEFORE_THE_VOTE,
        "reviewer",
        _("The review of the proposal began."),
    ),
    "find_feasible": Transition(
        State.FEASIBLE,
        (State.UNDER_REVIEW,),
        _BEFORE_THE_VOTE,
        "reviewer",
        _("The review found the proposal feasible and gave its cost."),
    ),
    "find_not_feasible": Transition(
        State.NOT_FEASIBLE,
        (State.UNDER_REVIEW,),
        _BEFORE_THE_VOTE,
        "reviewer",
        _("The review found the proposal not feasible."),
        needs_reason=True,
    ),
    "put_on_ballot": Transition(
        State.ON_BALLOT,
        (State.FEASIBLE,),
        _BEFORE_THE_VOTE,
        "ballot_maker",
        _("The project was put on the ballot."),
    ),
}

SENTENCES: dict[str, str | Promise] = {
    **{name: transition.sentence for name, transition in TRANSITIONS.items()},
    "answer": _("The municipality published an official response."),
    "import": _("The project was imported from a published election."),
}
