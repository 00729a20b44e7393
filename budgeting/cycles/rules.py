"""A cycle's counting rule: how it is stored, checked, and said in words."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule, RuleError, rule_as_data, rule_from_data
from budgeting.money import TETRI_PER_LARI, show_money

METHOD_NAMES: dict[str, str | Promise] = {
    "greedy": gettext_lazy("Most votes first, while the money lasts"),
    "equal-shares": gettext_lazy("Method of Equal Shares"),
}


def default_rule() -> dict[str, Any]:
    return rule_as_data(GreedyRule())


def check_rule(data: Mapping[str, Any]) -> None:
    """ValidationError for data that is no rule."""
    try:
        rule_from_data(data if isinstance(data, Mapping) else {})  # a list of pairs would pass for one
    except (RuleError, TypeError, ValueError) as error:
        raise ValidationError(_("This is not a rule for counting.")) from error


def rule_sentences(rule: Rule, currency: str = "GEL") -> list[str]:
    """What every switch of the rule means, one sentence each, in the reader's language."""
    said = _greedy_sentences(rule) if isinstance(rule, GreedyRule) else _shares_sentences(rule, currency)
    if rule.threshold:
        said.append(_("A project needs at least this many votes: %(votes)s.") % {"votes": rule.threshold})
    return said


def _greedy_sentences(rule: GreedyRule) -> list[str]:
    first = {
        "cost": _("The project with the most votes takes its turn first."),
        "cardinality": _("The project with the most votes for its cost takes its turn first."),
    }
    unfit = {
        "skip": _("A project that costs more than what is left is skipped, and the next one is tried."),
        "stop": _("The count ends at the first project that costs more than what is left."),
    }
    said = [first[rule.utility], unfit[rule.unfit]]
    if rule.most_winners is not None:
        said.append(_("At most this many projects win: %(winners)s.") % {"winners": rule.most_winners})
    return said


def _shares_sentences(rule: EqualSharesRule, currency: str) -> list[str]:
    step = {"step": show_money(rule.step * TETRI_PER_LARI, currency)}
    variant = {
        "add1": _("All shares then grow by %(step)s again and again, until the projects would cost too much.") % step,
        "add1-exhaustive": _("All shares then grow by %(step)s again and again, until no further project fits.") % step,
        "plain": _("A share is the envelope divided by the number of voters, and no more."),
    }
    utility = {
        "cost": _("A project is worth its cost to those who chose it."),
        "cardinality": _("Every project is worth the same to those who chose it."),
    }
    completion = {
        "none": _("What is left over stays unspent."),
        "greedy": _("What is left over goes to the projects with the most votes that still fit."),
    }
    said = [
        _("Every voter has the same share of the money and pays only for projects they chose."),
        variant[rule.variant],
        utility[rule.utility],
        completion[rule.completion],
    ]
    if rule.comparison == "preference":
        said.append(_("The result by votes is found too. If more voters get more from it, it stands instead."))
    return said
