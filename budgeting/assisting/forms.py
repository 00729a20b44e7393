"""What is asked of staff who write a proposal down for a resident."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import LONGEST_TEXT, Cycle, Theme
from budgeting.money import LariField
from budgeting.proposals.models import LONGEST_SUMMARY, LONGEST_TITLE, Origin
from portal.accounts.addresses import Kind, read_address
from portal.clock import today
from portal.languages.texts import PUBLIC_LANGUAGES
from portal.languages.typed import TypedField
from portal.places.models import Settlement

# What stays the same for the next proposal from the same meeting.
KEPT = ("origin", "origin_place", "consented_on", "written_in", "settlement")


class EnteredProposalForm(forms.Form):
    """The whole proposal on one page, with how it came and the resident's consent."""

    origin = forms.ChoiceField(label=_("How it came"), choices=[("", _("Choose")), *Origin.choices])
    origin_place = TypedField(
        label=_("Where it was written down"),
        help_text=_("The public reads it: the place of the meeting, or where the form was handed in."),
        max_length=120,
        required=False,
    )
    author_name = TypedField(
        label=_("Name of the resident"), help_text=_("As the resident wants it to be shown."), max_length=80
    )
    address = forms.CharField(
        label=_("Email or phone number"),
        help_text=_("If the resident wants to hear what becomes of the proposal. Nobody else sees it."),
        max_length=254,
        required=False,
    )
    written_in = forms.ChoiceField(
        label=_("Language of the proposal"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code in PUBLIC_LANGUAGES],
    )
    title = TypedField(label=_("Title"), max_length=LONGEST_TITLE)
    summary = TypedField(label=_("In one sentence"), max_length=LONGEST_SUMMARY)
    theme = forms.ModelChoiceField(Theme.objects.all(), label=_("Theme"), empty_label=_("Choose"))
    settlement = forms.ModelChoiceField(
        Settlement.objects.none(), label=_("Where"), required=False, empty_label=_("The whole municipality")
    )
    text = TypedField(label=_("What and why"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 10}))
    rough_cost_tetri = LariField(label=_("Rough cost in lari"), required=False)
    consented_on = forms.DateField(
        label=_("Day on which the resident agreed"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    has_consented = forms.BooleanField(
        label=_("The resident has agreed that the proposal is handed in and shown under this name"),
        error_messages={
            "required": _("Ask the resident first: a proposal is handed in for somebody only if they agree.")
        },
    )

    def __init__(self, *args: Any, cycle: Cycle, kept: dict[str, str], **kwargs: Any) -> None:
        """`kept` is what the last proposal from the same meeting had, by the names in KEPT."""
        language = get_language()
        initial = {
            "written_in": language if language in PUBLIC_LANGUAGES else PUBLIC_LANGUAGES[0],
            "consented_on": today(),
        }
        super().__init__(*args, initial={**initial, **kept}, **kwargs)
        self.fields["settlement"].queryset = cycle.municipality.settlements.all()

    def clean_address(self) -> tuple[Kind, str] | None:
        typed = self.cleaned_data["address"]
        return read_address(typed) if typed.strip() else None

    @property
    def facts(self) -> dict[str, Any]:
        """What `enter_proposal` takes; call it on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "has_consented"}

    @property
    def same_meeting(self) -> dict[str, str]:
        return {name: self.data[name] for name in KEPT if self.data.get(name)}
