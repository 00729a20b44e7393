"""What is asked of someone who writes a proposal."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import LONGEST_TEXT, Cycle, Theme
from budgeting.money import LariField
from budgeting.proposals.models import LONGEST_SUMMARY, LONGEST_TITLE, Proposal
from portal.languages.texts import PUBLIC_LANGUAGES
from portal.places.models import Settlement


class ProposalForm(forms.Form):
    """A draft may be saved with anything empty; only submitting asks for all of it."""

    written_in = forms.ChoiceField(
        label=_("The language you write in"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code in PUBLIC_LANGUAGES],
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What should be done, in a few words."),
        max_length=LONGEST_TITLE,
        required=False,
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        help_text=_("This is what people read in the list and on the ballot."),
        max_length=LONGEST_SUMMARY,
        required=False,
    )
    theme = forms.ModelChoiceField(Theme.objects.all(), label=_("Theme"), required=False, empty_label=_("Choose"))
    settlement = forms.ModelChoiceField(
        Settlement.objects.none(), label=_("Where"), required=False, empty_label=_("The whole municipality")
    )
    text = forms.CharField(
        label=_("What and why"),
        help_text=_("What is wrong today, what should be done, who will benefit."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
    )
    rough_cost_tetri = LariField(
        label=_("Rough cost in lari"),
        help_text=_("If you know it. The municipality works out the cost."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        cycle: Cycle,
        proposal: Proposal | None = None,
        kept: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`kept` is what was typed before the session ended, by the names of the fields."""
        language = get_language()
        initial = {"written_in": language if language in PUBLIC_LANGUAGES else PUBLIC_LANGUAGES[0]}
        if proposal:
            initial = {
                name: getattr(proposal, name) for name in ("settlement", "theme", "rough_cost_tetri", "written_in")
            }
            for field in ("title", "summary", "text"):
                initial[field] = getattr(proposal, f"{field}_{proposal.written_in}")
        super().__init__(*args, initial={**initial, **(kept or {})}, **kwargs)
        self.fields["settlement"].queryset = cycle.municipality.settlements.all()
        if proposal:
            del self.fields["written_in"]  # the texts are stored under it
