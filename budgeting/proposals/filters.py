"""What is asked of someone who looks for proposals; nonsense in the address is simply ignored."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Theme
from budgeting.proposals.queryset import ProposalQuerySet
from budgeting.proposals.states import PUBLIC, State
from portal.places.models import Settlement

LONGEST_QUERY = 100
NOWHERE = "none"  # the proposals of no settlement in particular
BEST, RANDOM, NEWEST = "best", "random", "newest"


class ProposalSearch(forms.Form):
    """Words, theme and state: what the list and the map have in common."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"maxlength": LONGEST_QUERY}))
    theme = forms.ModelChoiceField(
        Theme.objects.all(), label=_("Theme"), required=False, empty_label=_("All themes"), to_field_name="slug"
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *((state.value, state.label) for state in State if state in PUBLIC)],
        required=False,
    )

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"][:LONGEST_QUERY])

    @property
    def words(self) -> str:
        """What is searched for; empty if nothing is."""
        return str(self.cleaned_data.get("q") or "")

    def narrow(self, proposals: ProposalQuerySet) -> ProposalQuerySet:
        """Those that were asked for, in no order."""
        chosen = self.cleaned_data
        if self.words:
            proposals = proposals.search(self.words)
        if chosen.get("theme"):
            proposals = proposals.filter(theme=chosen["theme"])
        if chosen.get("state"):
            proposals = proposals.filter(state=chosen["state"])
        return proposals

    def as_query(self, **others: Any) -> str:
        """The choice as a query string; `others` are added, or take the place of what was chosen."""
        return urlencode(
            {name: value for name, value in {**self._parts(), **others}.items() if value not in (None, "")}
        )

    def _parts(self) -> dict[str, Any]:
        theme = self.cleaned_data.get("theme")
        return {"q": self.words, "theme": theme and theme.slug, "state": self.cleaned_data.get("state")}


class ProposalFilter(ProposalSearch):
    """The list's: also the settlement and the order."""

    settlement = forms.ChoiceField(label=_("Settlement"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)
    seed = forms.IntegerField(required=False, widget=forms.HiddenInput())
    field_order = ["q", "settlement", "theme", "state", "order"]

    def __init__(self, *args: Any, settlements: QuerySet[Settlement], visitor_seed: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settlement"].choices = [
            ("", _("All settlements")),
            (NOWHERE, _("The whole municipality")),
            *((str(place.pk), place.name) for place in settlements),
        ]
        first = (BEST, _("Best match first")) if self.data.get("q") else (RANDOM, _("In random order"))
        self.fields["order"].choices = [first, (NEWEST, _("Newest first"))]
        self._visitor_seed = visitor_seed
        self.is_valid()

    @property
    def _is_shuffled(self) -> bool:
        return not self.words and self.cleaned_data.get("order") != NEWEST

    @property
    def _seed(self) -> int:
        given = self.cleaned_data.get("seed")
        return self._visitor_seed if given is None else given

    @property
    def is_personal(self) -> bool:
        """Whether the page was made for this visitor alone: shuffled by a seed not in the address."""
        return self._is_shuffled and self.cleaned_data.get("seed") is None

    def apply(self, proposals: ProposalQuerySet) -> ProposalQuerySet:
        """Those that were asked for: the best matches first, or in the order that was chosen."""
        found = self.narrow(proposals)
        if place := self.cleaned_data.get("settlement"):
            found = found.filter(settlement=None if place == NOWHERE else place)
        if self.cleaned_data.get("order") == NEWEST:
            return found.order_by("-published_at", "-pk")
        return found.shuffled(self._seed) if self._is_shuffled else found.best_first(self.words)

    def _parts(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        return {
            **super()._parts(),
            "settlement": chosen.get("settlement"),
            "order": chosen.get("order"),
            "seed": self._seed if self._is_shuffled else None,
        }
