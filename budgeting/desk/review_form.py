"""The form in which a review is written: verdict, checklist, costs, who benefits, conflict of interest, reason."""

from copy import copy
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.money import LariField
from budgeting.proposals.models import Beneficiary, Proposal
from budgeting.reviews.completeness import COSTS, misplaced_costs, missing_in, reason_languages
from budgeting.reviews.models import LONGEST_NOTE, LONGEST_VERDICT, Check, Finding, Review
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.places.models import Settlement

HAND_OVER = "hand_over"
FEW_SETTLEMENTS = 8
GEORGIAN = {"lang": OFFICIAL_LANGUAGE}  # what the office notes down in one language only
NAMES = dict(settings.LANGUAGES)
_VERDICTS = {True: "yes", False: "no", None: ""}
_COST_LABELS = dict(
    zip(COSTS, (_("Lowest cost in lari"), _("Likely cost in lari"), _("Highest cost in lari")), strict=True)
)


class ReviewForm(forms.Form):
    """Cleans to fields of Review, with `seen` and `then`. Only what is handed over has to be complete."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    then = forms.CharField(required=False, widget=forms.HiddenInput)
    is_feasible = forms.TypedChoiceField(
        label=_("Verdict"),
        choices=[("yes", _("Feasible")), ("no", _("Not feasible"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    cost_source = forms.CharField(
        label=_("Where the cost comes from"), max_length=200, required=False, widget=forms.TextInput(attrs=GEORGIAN)
    )
    beneficiaries = forms.MultipleChoiceField(
        label=_("People"),
        choices=Beneficiary.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose those whose daily life it changes most."),
    )
    benefit_settlements = forms.ModelMultipleChoiceField(
        label=_("Which settlements benefit"),
        queryset=Settlement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    benefit_note = forms.CharField(
        label=_("Effect on care or safety"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **GEORGIAN}),
        help_text=_("For example less time spent carrying water, or a safer way home in the dark."),
    )
    has_no_conflict = forms.BooleanField(label=_("I have no conflict of interest in this proposal"), required=False)
    conflict = forms.CharField(
        label=_("If you have one, write which"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Then somebody else has to decide."),
    )

    def __init__(self, *args: Any, proposal: Proposal, review: Review, by: User, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(review, by), **kwargs)
        self.review = review
        for check in Check:
            self.fields[f"finding_{check}"] = forms.ChoiceField(
                label=check.label, choices=Finding.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"note_{check}"] = forms.CharField(
                label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.TextInput(attrs=GEORGIAN)
            )
        for name, label in _COST_LABELS.items():
            self.fields[name] = LariField(label=label, required=False)
        for language, name in NAMES.items():
            widget = forms.Textarea(attrs={"rows": 4, "lang": language})
            self.fields[f"reason_{language}"] = forms.CharField(
                label=_("Reason the public reads"),
                help_text=name,
                max_length=LONGEST_VERDICT,
                required=False,
                widget=widget,
            )
        self.fields["benefit_settlements"].queryset = proposal.cycle.municipality.settlements.order_by("pk")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for field, sentence in misplaced_costs(*(typed.get(name) for name in COSTS)).items():
            self.add_error(field, sentence)
        facts = {field: value for field, value in typed.items() if not field.startswith(("finding_", "note_"))}
        facts["findings"] = {
            check.value: {"finding": typed.get(f"finding_{check}", ""), "note": typed.get(f"note_{check}", "")}
            for check in Check
        }
        if facts.get("then") == HAND_OVER:
            self._ask_for_what_is_missing(facts)
        return facts

    def _ask_for_what_is_missing(self, facts: dict[str, Any]) -> None:
        left_out = ("seen", "then", "benefit_settlements")
        written = {name: value for name, value in facts.items() if name not in left_out}
        review = Review(proposal=copy(self.review.proposal), **written)  # the page's own keeps its stored review
        for field, sentence in missing_in(review).items():
            if field not in self.errors:
                self.add_error(field, sentence)

    def take_up(self) -> None:
        """After a refusal, the form stands on what is stored now: the next time it is saved on purpose."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.review.digest if self.review.pk else ""

    @property
    def checklist(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"finding_{check}"], self[f"note_{check}"]) for check in Check]

    @property
    def costs(self) -> list[forms.BoundField]:
        return [self[name] for name in COSTS]

    @property
    def owed_reasons(self) -> list[forms.BoundField]:
        return [self[f"reason_{language}"] for language in reason_languages(self.review.proposal)]

    @property
    def other_reasons(self) -> list[forms.BoundField]:
        owed = reason_languages(self.review.proposal)
        return [self[f"reason_{language}"] for language in NAMES if language not in owed]

    @property
    def has_other_reasons(self) -> bool:
        return any(field.value() or field.errors for field in self.other_reasons)

    @property
    def folds_settlements(self) -> bool:
        """Whether there are so many settlements, and none chosen, that the list is kept closed."""
        return len(self["benefit_settlements"]) > FEW_SETTLEMENTS and not self["benefit_settlements"].value()


def _initial(review: Review, by: User) -> dict[str, Any]:
    """What is stored; a statement about conflicts of interest is one's own, and is made again by another reviewer."""
    if not review.pk:
        return {"seen": ""}
    facts = {field.name: getattr(review, field.name) for field in Review._meta.fields}
    found = {
        f"{key}_{check}": review.findings.get(check, {}).get(key, "") for check in Check for key in ("finding", "note")
    }
    own = {} if review.reviewer_id == by.pk else {"conflict": "", "has_no_conflict": False}
    return {
        **facts,
        **found,
        **own,
        "is_feasible": _VERDICTS[review.is_feasible],
        "benefit_settlements": [one.pk for one in review.benefit_settlements.all()],
        "seen": review.digest,
    }
