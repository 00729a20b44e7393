"""What may have become of a proposal in the end, and the sentence that tells it."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.proposals.states import SENTENCES, State
from budgeting.responses.models import ResponseOutcome


class Ending(models.TextChoices):
    """In the order in which a page shows them; those in OPEN are not final yet."""

    DONE = "done", pgettext_lazy("what became of a proposal", "Done")
    DISPUTED = "disputed", pgettext_lazy("what became of a proposal", "Done, but a resident disputes it")
    IN_PROGRESS = "in_progress", pgettext_lazy("what became of a proposal", "Works under way")
    FUNDED = "funded", pgettext_lazy("what became of a proposal", "Funded")
    GIVEN_UP = "given_up", pgettext_lazy("what became of a proposal", "Funded, but it will not be done")
    NOT_FUNDED = "not_funded", pgettext_lazy("what became of a proposal", "Not funded")
    LEFT_THE_VOTE = "left_the_vote", pgettext_lazy("what became of a proposal", "Withdrawn from the vote")
    NOT_FEASIBLE = "not_feasible", pgettext_lazy("what became of a proposal", "Not feasible")
    UNBACKED = "unbacked", pgettext_lazy("what became of a proposal", "Not backed by enough people")
    MERGED = "merged", pgettext_lazy("what became of a proposal", "Merged into another proposal")
    WITHDRAWN = "withdrawn", pgettext_lazy("what became of a proposal", "Withdrawn by the author")
    REJECTED = "rejected", pgettext_lazy("what became of a proposal", "Rejected")
    ON_BALLOT = "on_ballot", pgettext_lazy("what became of a proposal", "On the ballot")
    FEASIBLE = "feasible", pgettext_lazy("what became of a proposal", "Feasible")
    UNDER_REVIEW = "under_review", pgettext_lazy("what became of a proposal", "Under review")
    PUBLISHED = "published", pgettext_lazy("what became of a proposal", "Waiting for its review")

    @property
    def sentence(self) -> str:
        return str(ENDED[self])

    @property
    def is_final(self) -> bool:
        """Whether nothing more is to come: works that are not done are neither done nor given up."""
        return self not in OPEN


OPEN = (
    *(Ending.DISPUTED, Ending.IN_PROGRESS, Ending.FUNDED),
    *(Ending.ON_BALLOT, Ending.FEASIBLE, Ending.UNDER_REVIEW, Ending.PUBLISHED),
)
# What may be said of a project that was funded.
WORKS = (Ending.DONE, Ending.DISPUTED, Ending.IN_PROGRESS, Ending.FUNDED, Ending.GIVEN_UP)

ENDED: dict[Ending, str | Promise] = {
    Ending.DONE: _("The vote gave it the money, and it is done."),
    Ending.DISPUTED: _(
        "The municipality says that it is done. A resident says that it is not, and waits for an answer."
    ),
    Ending.IN_PROGRESS: _("The vote gave it the money, and the works are under way."),
    Ending.FUNDED: _("The vote gave it the money. The municipality has not said yet that it is done."),
    Ending.GIVEN_UP: _("The vote gave it the money, but the municipality says that it will not be done."),
    Ending.NOT_FUNDED: _("It was on the ballot, and the vote did not give it the money."),
    Ending.LEFT_THE_VOTE: SENTENCES["withdraw_from_vote"],
    Ending.NOT_FEASIBLE: SENTENCES["find_not_feasible"],
    Ending.UNBACKED: SENTENCES["fall_short"],
    Ending.MERGED: SENTENCES["merge"],
    Ending.WITHDRAWN: SENTENCES["withdraw"],
    Ending.REJECTED: SENTENCES["reject"],
    Ending.ON_BALLOT: _("It is on the ballot. The result of the vote is not published yet."),
    Ending.FEASIBLE: SENTENCES["find_feasible"],
    Ending.UNDER_REVIEW: _("The municipality is reviewing it."),
    Ending.PUBLISHED: _("The municipality has published it and will review it."),
}

# A project on the ballot ends by what the count decided; every other public state is its own ending.
BY_STATE: dict[str, Ending] = {
    State.PUBLISHED: Ending.PUBLISHED,
    State.UNDER_REVIEW: Ending.UNDER_REVIEW,
    State.FEASIBLE: Ending.FEASIBLE,
    State.NOT_FEASIBLE: Ending.NOT_FEASIBLE,
    State.ON_BALLOT: Ending.ON_BALLOT,
    State.WITHDRAWN: Ending.WITHDRAWN,
    State.MERGED: Ending.MERGED,
    State.UNBACKED: Ending.UNBACKED,
    State.REJECTED: Ending.REJECTED,
}

# What an answer that comes after the result says of a funded project; the other outcomes say nothing of its works.
BY_ANSWER: dict[str, Ending] = {
    ResponseOutcome.DONE: Ending.DONE,
    ResponseOutcome.IN_PROGRESS: Ending.IN_PROGRESS,
    ResponseOutcome.NOT_POSSIBLE_NOW: Ending.GIVEN_UP,
    ResponseOutcome.DECLINED: Ending.GIVEN_UP,
}
