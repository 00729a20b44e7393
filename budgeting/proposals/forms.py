"""What is asked of someone who writes or looks for proposals."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import LONGEST_TEXT, Cycle, Theme
from budgeting.money import LariField
from budgeting.proposals.models import LONGEST_SUMMARY, LONGEST_TITLE, Proposal
from budgeting.proposals.queryset import ProposalQuerySet
from portal.languages.texts import PUBLIC_LANGUAGES
from portal.places.models import Settlement

ORDERS = [("random", _("In random order")), ("newest", _("Newest first"))]


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


class ProposalFilter(forms.Form):
    """Search, settlement, theme and order of a list of proposals; nonsense in the address is simply ignored."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    settlement = forms.ModelChoiceField(
        Settlement.objects.none(), label=_("Settlement"), required=False, empty_label=_("All settlements")
    )
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label=_("Theme"),
        required=False,
        empty_label=_("All themes"),
        to_field_name="slug",
    )
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    seed = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, cycle: Cycle, visitor_seed: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settlement"].queryset = cycle.municipality.settlements.all()
        self.is_valid()
        self._visitor_seed = visitor_seed

    @property
    def _seed(self) -> int:
        given = self.cleaned_data.get("seed")
        return self._visitor_seed if given is None else given

    @property
    def is_personal(self) -> bool:
        """Whether the page was made for this visitor alone: shuffled by a seed not in the address."""
        return self.cleaned_data.get("order") != "newest" and self.cleaned_data.get("seed") is None

    def apply(self, proposals: ProposalQuerySet) -> ProposalQuerySet:
        chosen = self.cleaned_data
        if chosen.get("q"):
            proposals = proposals.search(chosen["q"])
        if chosen.get("settlement"):
            proposals = proposals.filter(settlement=chosen["settlement"])
        if chosen.get("theme"):
            proposals = proposals.filter(theme=chosen["theme"])
        if chosen.get("order") == "newest":
            return proposals.order_by("-published_at", "-pk")
        return proposals.shuffled(self._seed)

    def as_query(self) -> str:
        """The choice as a query string that leads back to the very same order."""
        chosen = self.cleaned_data
        parts = {
            "q": chosen.get("q"),
            "settlement": chosen["settlement"].pk if chosen.get("settlement") else None,
            "theme": chosen["theme"].slug if chosen.get("theme") else None,
            "order": chosen.get("order"),
            "seed": None if chosen.get("order") == "newest" else self._seed,
        }
        return urlencode({name: value for name, value in parts.items() if value not in (None, "")})
