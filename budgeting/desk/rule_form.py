"""The questions that make a counting rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.cycles.rules import METHOD_NAMES

MOST_VOTES, MOST_STEP = 1_000_000, 1_000_000
DEFAULTS: dict[str, Any] = {
    "greedy_utility": "cost",
    "unfit": "skip",
    "variant": "add1",
    "step": 1,
    "shares_utility": "cost",
    "completion": "none",
}


SWITCHES = {
    "greedy": ("greedy_utility", "unfit", "most_winners"),
    "equal-shares": ("variant", "step", "shares_utility", "completion", "comparison"),
}


class RuleForm(forms.Form):
    """Asks for one method and its switches; the switches of the other method are not looked at."""

    method = forms.ChoiceField(
        label=_("How the votes are counted"), choices=list(METHOD_NAMES.items()), widget=forms.RadioSelect
    )
    threshold = forms.IntegerField(
        label=_("Fewest votes a project needs"), min_value=0, max_value=MOST_VOTES, required=False
    )
    greedy_utility = forms.ChoiceField(
        label=_("Which project takes its turn first"),
        choices=[
            ("cost", _("The one with the most votes")),
            ("cardinality", _("The one with the most votes for its cost")),
        ],
        required=False,
    )
    unfit = forms.ChoiceField(
        label=_("When a project costs more than what is left"),
        choices=[("skip", _("Skip it and try the next")), ("stop", _("End the count there"))],
        required=False,
    )
    most_winners = forms.IntegerField(
        label=_("Most projects that can win"), min_value=1, max_value=MOST_VOTES, required=False
    )
    variant = forms.ChoiceField(
        label=_("How large a voter's share is"),
        choices=[
            ("add1", _("It grows until the projects would cost too much")),
            ("add1-exhaustive", _("It grows until no further project fits")),
            ("plain", _("The envelope divided by the number of voters")),
        ],
        required=False,
    )
    step = forms.IntegerField(label=_("By how many lari it grows"), min_value=1, max_value=MOST_STEP, required=False)
    shares_utility = forms.ChoiceField(
        label=_("What a project is worth to those who chose it"),
        choices=[("cost", _("Its cost")), ("cardinality", _("Every project the same"))],
        required=False,
    )
    completion = forms.ChoiceField(
        label=_("What is left over"),
        choices=[
            ("none", _("It stays unspent")),
            ("greedy", _("It goes to the projects with the most votes that fit")),
        ],
        required=False,
    )
    comparison = forms.BooleanField(
        label=_("Compare with the result by votes, and let it stand if more voters get more from it"), required=False
    )

    def __init__(self, *args: Any, rule: Rule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial_of(rule or GreedyRule()), **kwargs)

    def clean(self) -> None:
        """Forgets what is wrong with the other method's switches: they are folded away where nobody sees them."""
        method = self.cleaned_data.get("method")
        for name in (name for other, names in SWITCHES.items() if method not in (None, other) for name in names):
            self.errors.pop(name, None)

    @property
    def rule(self) -> Rule:
        """The rule that was asked for; call it on a valid form."""
        given = {**DEFAULTS, **{name: value for name, value in self.cleaned_data.items() if value}}
        threshold = self.cleaned_data["threshold"] or 0
        if given["method"] == "greedy":
            return GreedyRule(given["greedy_utility"], given["unfit"], threshold, self.cleaned_data["most_winners"])
        comparison = "preference" if self.cleaned_data["comparison"] else "none"
        return EqualSharesRule(
            variant=given["variant"],
            utility=given["shares_utility"],
            completion=given["completion"],
            step=given["step"],
            comparison=comparison,
            threshold=threshold,
        )


def initial_of(rule: Rule) -> dict[str, Any]:
    """What the form shows for a rule; the other method's questions have their usual answers."""
    if isinstance(rule, GreedyRule):
        own = {"greedy_utility": rule.utility, "unfit": rule.unfit, "most_winners": rule.most_winners}
        return {**DEFAULTS, **own, "method": "greedy", "threshold": rule.threshold}
    own = {
        "variant": rule.variant,
        "step": rule.step,
        "shares_utility": rule.utility,
        "completion": rule.completion,
        "comparison": rule.comparison == "preference",
    }
    return {**DEFAULTS, **own, "method": "equal-shares", "threshold": rule.threshold}
