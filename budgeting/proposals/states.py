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
    MERGED = "merged", pgettext_lazy("state of a proposal", "Merged into another proposal")
    UNBACKED = "unbacked", pgettext_lazy("state of a proposal", "Not backed by enough people")


class RejectionCode(models.TextChoices):
    """Why a moderator rejects a text, or a reader reports it."""

    DUPLICATE = "duplicate", _("It repeats another proposal")
    NOT_HERE = "not_here", _("It is not about this municipality")
    NO_PROJECT = "no_project", _("It is not a project that could be built or done")
    UNCLEAR = "unclear", _("Nobody can understand what is asked")
    PARTISAN = "partisan", _("It is campaigning for a party or a candidate")
    ADVERT = "advert", _("It advertises something for sale")
    HATE = "hate", _("It insults people or calls for hatred")
    PERSONAL = "personal", _("It shows somebody's personal data")
    OFFENCE = "offence", _("It breaks the law")
    OTHER = "other", _("Another reason")


# What is rejected for these reasons is read by nobody; every other rejection stays readable with its reason.
HIDING = (RejectionCode.ADVERT, RejectionCode.HATE, RejectionCode.PERSONAL, RejectionCode.OFFENCE)


PRIVATE = (State.DRAFT, State.SUBMITTED, State.RETURNED)
PUBLIC = tuple(state for state in State if state not in PRIVATE)
# No official answer is owed to these: the author took it back, or why it ended is told with its end.
UNOWED = (State.WITHDRAWN, State.REJECTED, State.MERGED, State.UNBACKED)

_OPEN_TO_RESIDENTS = (Stage.PROPOSING,)
_BEFORE_THE_VOTE = (Stage.PROPOSING, Stage.SUPPORTING, Stage.REVIEWING)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `who` names the permission asked, a key of `permissions.MAY`."""

    to: State
    from_: tuple[State, ...]
    stages: tuple[Stage, ...]
    who: str
    sentence: str | Promise
    needs_reason: bool = False


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(
        State.SUBMITTED,
        (State.DRAFT,),
        _OPEN_TO_RESIDENTS,
        "author",
        _("The author submitted the proposal."),
    ),
    "resubmit": Transition(
        State.SUBMITTED,
        (State.RETURNED,),
        _BEFORE_THE_VOTE,
        "author",
        _("The author improved the proposal and submitted it again."),
    ),
    "withdraw": Transition(
        State.WITHDRAWN,
        (State.SUBMITTED, State.RETURNED, State.PUBLISHED, State.UNDER_REVIEW, State.FEASIBLE),
        _BEFORE_THE_VOTE,
        "first_author",
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
        _BEFORE_THE_VOTE,
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
    "restore": Transition(
        State.PUBLISHED,
        (State.REJECTED,),
        _BEFORE_THE_VOTE,
        "appeal_judge",
        _("The appeal was upheld, and the municipality published the proposal."),
        needs_reason=True,
    ),
    "merge": Transition(
        State.MERGED,
        (State.SUBMITTED, State.PUBLISHED),
        _BEFORE_THE_VOTE,
        "moderator",
        _("The municipality merged the proposal into another one that asks for the same."),
        needs_reason=True,
    ),
    "fall_short": Transition(
        State.UNBACKED,
        (State.PUBLISHED,),
        (Stage.REVIEWING,),
        "moderator_or_reviewer",
        _("Fewer people backed the proposal than this budget asks for."),
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
    "enter": _("The municipality wrote the proposal down for a resident and handed it in."),
    "receive_merged": _("Another proposal that asks for the same was merged into this one."),
    "split": _("The municipality divided the proposal: a part of it became a proposal of its own."),
    "split_off": _("The municipality made this proposal out of a part of another one."),
    "move": _("The municipality changed the settlement or the theme."),
    "appeal": _("The author appealed against the rejection."),
    "dismiss_appeal": _("The appeal was decided by another person: the rejection stands."),
    "ask_question": _("The reviewers asked the author a question."),
    "answer_question": _("The author answered the reviewers' question."),
    "reply": _("The author replied to the review."),
    "update": _("The author told how things are going."),
    "answer": _("The municipality published an official response."),
    "edit_answer": _("The municipality changed its official response."),
    "extend": _("The municipality moved the date of its answer."),
    "reopen": _("A resident said that it is not done. The municipality answers again."),
    "withdraw_from_vote": _("Two officials withdrew the project from the vote."),
    "import": _("The project was imported from a published election."),
    "plan_milestone": _("The municipality gave the days by which it wants to take the next steps."),
    "move_milestone": _("The municipality moved the day of a step and said why."),
    "reach_budget": _("The project is in the budget of the municipality."),
    "reach_tender": _("The tender for the project is announced."),
    "reach_contract": _("The contract for the project is signed."),
    "reach_works": _("The works have begun."),
    "reach_done": _("The project is done, says the municipality. Residents can confirm or dispute it."),
    "answer_disputes": _("The municipality looked again at what residents said is not done."),
}
