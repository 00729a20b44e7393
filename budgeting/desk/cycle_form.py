"""What is asked about a cycle: its texts in every language, its calendar, its limits."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.money import LariField
from budgeting.voting.identity import LEVELS, METHODS

DATES = [
    *("proposing_from_at", "proposing_until_at", "supporting_until_at", "voting_from_at", "voting_until_at"),
    *("objections_until_at", "implementing_until_at"),
]
LIMITS = [
    *("longest_text", "max_photos", "backing_threshold", "holds_comments"),
    *("min_age", "ballot_kind", "min_projects", "max_projects", "advised_projects", "votes_in"),
    "silence_days",
]
TEXTS = ("title", "summary", "eligibility", "writing_hint")


_LABELS = {
    "title": _("Title"),
    "summary": _("What it is about"),
    "eligibility": _("Who may take part"),
    "writing_hint": _("A hint for those who write"),
}


class CycleForm(forms.ModelForm):
    """A cycle in preparation. What may not contradict is said by the model's constraints, through the action."""

    envelope_tetri = LariField(label=_("Envelope"))
    cost_cap_tetri = LariField(label=_("Most a project may cost"), required=False)
    identity_methods = forms.MultipleChoiceField(
        label=_("How identity is checked"),
        choices=[
            (name, format_lazy("{} · {}", method.label, LEVELS[method.level])) for name, method in METHODS.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    min_age = forms.TypedChoiceField(
        label=_("Age from"), choices=[(age, age) for age in (14, 16, 18)], coerce=int, initial=16
    )

    class Meta:
        model = Cycle
        fields = [
            *(f"{field}_{code}" for code, _name in settings.LANGUAGES for field in TEXTS),
            *("rule_document", "envelope_tetri", "cost_cap_tetri", *DATES, *LIMITS, "identity_methods"),
        ]
        widgets = {
            **{date: forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M") for date in DATES},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*DATES, *LIMITS, "rule_document"):  # Django's own label has a capital, which breaks Georgian
            self.fields[name].label = Cycle._meta.get_field(name).verbose_name
        for code, name in settings.LANGUAGES:
            for field in TEXTS:
                asked = self.fields[f"{field}_{code}"]
                asked.label, asked.help_text, asked.required = _LABELS[field], name, False
                asked.widget.attrs.update({"lang": code, **({} if field == "title" else {"rows": 3})})

    def _post_clean(self) -> None:
        """The action checks and saves the row; a form that did it too would need every rule twice."""
