"""What is asked of someone who looks for proposals."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle, Theme
from budgeting.proposals.queryset import ProposalQuerySet
from portal.places.models import Settlement

ORDERS = [("random", _("In random order")), ("newest", _("Newest first"))]


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
