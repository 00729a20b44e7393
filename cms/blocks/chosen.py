"""Fields of blocks that hold the id of a thing of budgeting or of a place, chosen from a list in the editor's language.

A block keeps the id and nothing else; what it names is read again, for the public, each time the block is shown.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from budgeting.cycles.models import Theme
from budgeting.cycles.queries import public_cycles
from portal.places.models import Municipality, Settlement

Choice = tuple[Any, Any]


class ChosenBlock(blocks.FieldBlock):
    """A list to choose one id from; it is read whenever the editor's form is shown or checked."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.TypedChoiceField(
            choices=self._choices, coerce=int, empty_value=None, required=required, help_text=help_text
        )
        super().__init__(**kwargs)

    def named(self) -> Iterator[Choice]:
        """(id, name) of each thing, or (heading, those below it)."""
        raise NotImplementedError

    def _choices(self) -> list[Choice]:
        return [("", "—"), *self.named()]

    class Meta:
        icon = "list-ul"


class CycleBlock(ChosenBlock):
    """One of the cycles that the public may see, the newest first."""

    def named(self) -> Iterator[Choice]:
        for cycle in public_cycles():
            yield cycle.pk, f"{cycle.municipality.name} · {cycle.title} ({cycle.voting_until_at.year})"

    class Meta:
        label = _("Participatory budget")


class ThemeBlock(ChosenBlock):
    def named(self) -> Iterator[Choice]:
        yield from ((theme.pk, theme.name) for theme in Theme.objects.all())

    class Meta:
        label = _("Theme")


class MunicipalityBlock(ChosenBlock):
    """One of the municipalities whose outline is known."""

    def named(self) -> Iterator[Choice]:
        places = Municipality.objects.exclude(outline="").defer("outline", "sources")
        yield from sorted(((place.pk, place.name) for place in places), key=lambda choice: choice[1])

    class Meta:
        label = _("Municipality")


class SettlementBlock(ChosenBlock):
    """A town or village with a place on the map, below its municipality."""

    def named(self) -> Iterator[Choice]:
        below: dict[str, list[Choice]] = {}
        places = Settlement.objects.filter(lat__isnull=False, lon__isnull=False).defer("source")
        for place in places.select_related("municipality").defer("municipality__outline", "municipality__sources"):
            below.setdefault(place.municipality.name, []).append((place.pk, place.name))
        yield from sorted(below.items())

    class Meta:
        label = _("Town or village")


def first_of(block: type[ChosenBlock]) -> Callable[[], Any]:
    """Gives the first thing of the list, for a preview; None where there is nothing yet."""
    return lambda: next((pk for pk, _name in block().named()), None)
