"""Why a project won or lost, in a sentence of the reader's language."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.counting.reasons import Reason
from budgeting.counting.trace import HUNDREDTHS
from budgeting.money import show_money
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count, Outcome

REASONS: dict[str, str | Promise] = {
    Reason.FITS: gettext_lazy("Its turn came while there was enough money for it."),
    Reason.SHARED: gettext_lazy("Those who chose it paid for it together in round %(round)s: %(price)s for each vote."),
    Reason.COMPLETED: gettext_lazy(
        "It was paid from what was left over: among those that fitted it has the most votes."
    ),
    Reason.NO_MONEY_LEFT: gettext_lazy("When its turn came, %(held)s was left: %(missing)s less than it costs."),
    Reason.STOPPED: gettext_lazy("A project before it no longer fitted, and by this rule the count ends there."),
    Reason.ENOUGH_WINNERS: gettext_lazy("As many projects as the rule allows had won before its turn."),
    Reason.NO_VOTES: gettext_lazy("Nobody chose it."),
    Reason.BELOW_THRESHOLD: gettext_lazy("It has fewer votes than the rule asks for: %(threshold)s."),
    Reason.SAME_PLACE: gettext_lazy("Only one project can be built in its place, and № %(other)s was funded."),
    Reason.WITHDRAWN: gettext_lazy("It was withdrawn before the count."),
    Reason.TOO_DEAR: gettext_lazy("Those who chose it held %(held)s together: %(missing)s less than it costs."),
    Reason.SPENT: gettext_lazy(
        "Those who chose it paid for other projects too. After round %(round)s they held %(held)s together: "
        "%(missing)s less than it costs."
    ),
}


def price_tetri(price: str) -> int:
    """A price of the trace in whole tetri, rounded down."""
    return floor(Fraction(price) * HUNDREDTHS)


class Sentences:
    """Words the decisions of one count; `projects` by their ids in the election, `rule` if another was tried."""

    def __init__(
        self, count: Count, projects: Mapping[str, Proposal], *, rule: Mapping[str, Any] | None = None
    ) -> None:
        self._currency, self._projects = count.cycle.currency, projects
        self._threshold = (rule or count.rule).get("threshold", 0)

    def reason(self, outcome: Outcome) -> str:
        return self.reason_of({"reason": outcome.reason, **outcome.decision})

    def reason_of(self, decision: Mapping[str, Any]) -> str:
        """The sentence of a decision, or of a project barred in a round, from the trace."""
        return str(REASONS[decision["reason"]]) % {
            "round": decision.get("round"),
            "held": show_money(decision.get("held", 0), self._currency),
            "missing": show_money(decision.get("missing", 0), self._currency),
            "price": show_money(price_tetri(decision["price"]), self._currency) if decision.get("price") else "",
            "other": self._number(decision.get("other")),
            "threshold": self._threshold,
        }

    def tie(self, outcome: Outcome) -> str:
        return self.tie_of(outcome.decision)

    def tie_of(self, decision: Mapping[str, Any]) -> str:
        """What is said openly where the order of ties decided; nothing otherwise."""
        if not decision.get("tied_with"):
            return ""
        level = {"others": ", ".join(f"№ {self._number(one)}" for one in decision["tied_with"])}
        if decision["by_lot"]:
            return _("Level with %(others)s. Cost and votes were the same, so the lot decided the order.") % level
        return _("Level with %(others)s. The lower cost went first, then more votes.") % level

    def _number(self, project: str | None) -> int | None:
        return self._projects[project].number if project else None
