"""What a trial count asks: the rule with its switches, the envelope, how many projects a ballot must name."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgeting.counting.rule import method_of
from budgeting.desk.rule_form import DEFAULTS, SWITCHES, RuleForm, initial_of
from budgeting.money import LARGEST_LARI, TETRI_PER_LARI, LariField
from budgeting.results.models import Count

MOST_CHOICES = 50


class SimulationForm(RuleForm):
    """What stands in an address; bound once it names anything of this. Without a method, the rule is as published."""

    envelope = LariField(
        label=_("Envelope"),
        required=False,
        help_text=_("Left empty, it stays as it was."),
        error_messages={"invalid": _("Write the amount in whole numbers, for example 25 000.")},
    )
    min_choices = forms.IntegerField(
        label=_("Fewest projects a ballot must name"),
        min_value=1,
        max_value=MOST_CHOICES,
        required=False,
        help_text=_(
            "Only ballots that name at least this many projects are counted; the others are left out, as if nobody "
            "had cast them. Write 3 to see what asking everyone for three would have meant. Some people would then "
            "have named more projects, which cannot be seen here."
        ),
    )

    def __init__(self, given: QueryDict, *, count: Count) -> None:
        self._count = count
        super().__init__(_completed(given, count), rule=count.counting)
        self.initial.update(_as_published(count))
        self.fields["step"].label = _("By how much the share grows at a time")  # other cities count in no lari

    def clean_envelope(self) -> int:
        envelope: int | None = self.cleaned_data["envelope"]
        if envelope == 0:
            raise forms.ValidationError(_("The envelope must hold some money."))
        return envelope or self._count.envelope_tetri

    def clean_min_choices(self) -> int:
        return self.cleaned_data["min_choices"] or 1

    @property
    def parameters(self) -> dict[str, Any]:
        """All that a link must name to give the same result for good; call it on a valid form."""
        rule, envelope = self.rule, self.cleaned_data["envelope"]
        answers = initial_of(rule)
        own = {name: answers.get(name) for name in ("threshold", *SWITCHES[method_of(rule)])}
        facts = {"count": self._count.pk, "min_choices": self.cleaned_data["min_choices"], "method": method_of(rule)}
        if envelope != self._count.envelope_tetri:
            facts["envelope"] = envelope // TETRI_PER_LARI
        return {**facts, **{name: value for name, value in own.items() if value}}


def _as_published(count: Count) -> dict[str, Any]:
    lari = count.envelope_tetri // TETRI_PER_LARI  # of an imported election it may be more than can be typed
    return {"envelope": str(lari) if lari <= LARGEST_LARI else "", "min_choices": 1}


def _completed(given: QueryDict, count: Count) -> dict[str, Any] | None:
    """The answers, with the published or usual ones where the address names none; None where it asks nothing."""
    if not SimulationForm.base_fields.keys() & given.keys():
        return None
    rule = {**DEFAULTS, "threshold": 0} if "method" in given else initial_of(count.counting)
    return {**_as_published(count), **rule, **given.dict()}
