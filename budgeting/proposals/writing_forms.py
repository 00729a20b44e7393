"""The questions of writing a proposal, one form a screen; a draft may be saved with any of them open."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle, Theme
from budgeting.money import LariField
from budgeting.proposals.models import LONGEST_SUMMARY, LONGEST_TITLE, Beneficiary, Proposal
from budgeting.proposals.point_map import is_within_reach
from budgeting.proposals.steps import own_text
from portal.languages.texts import PUBLIC_LANGUAGES
from portal.languages.typed import TypedField
from portal.places.models import Settlement

WHOLE = "whole"  # the choice of no settlement in particular
Kept = dict[str, list[str]]  # what was typed before a session ended, by the names of the fields


def _title_field() -> TypedField:
    return TypedField(
        label=_("Title"),
        help_text=_("What should be done, in a few words."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Write a title.")},
    )


class StartForm(forms.Form):
    """The first question: with it a draft begins."""

    written_in = forms.ChoiceField(
        label=_("The language you write in"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code in PUBLIC_LANGUAGES],
    )
    title = _title_field()

    def __init__(self, *args: Any, kept: Kept, **kwargs: Any) -> None:
        language = get_language()
        initial = {"written_in": language if language in PUBLIC_LANGUAGES else PUBLIC_LANGUAGES[0]}
        super().__init__(*args, initial={**initial, **{name: values[0] for name, values in kept.items()}}, **kwargs)


class StepForm(forms.Form):
    """One question about a proposal. `facts` is what `save_draft` is given once it is answered."""

    def __init__(self, *args: Any, proposal: Proposal, kept: Kept, **kwargs: Any) -> None:
        self.proposal = proposal
        super().__init__(*args, initial=self.stored(), **kwargs)
        for name, values in kept.items():
            if name in self.fields:
                is_several = isinstance(self.fields[name], forms.MultipleChoiceField)
                self.initial[name] = values if is_several else values[0]

    def stored(self) -> dict[str, Any]:
        """What the proposal says now."""
        return {name: getattr(self.proposal, name) for name in self.base_fields}

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class TextForm(StepForm):
    """A question answered in the author's own language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["lang"] = self.proposal.written_in

    def stored(self) -> dict[str, Any]:
        return {name: own_text(self.proposal, name) for name in self.base_fields}


class TitleForm(TextForm):
    title = _title_field()


class SummaryForm(TextForm):
    summary = TypedField(
        label=_("In one sentence"),
        help_text=_("This is what people read in the list and on the ballot."),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write one sentence that says what should be done.")},
    )


class WhatAndWhyForm(TextForm):
    text = TypedField(
        label=_("What and why"),
        help_text=_("What is wrong today, what should be done, who will benefit."),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write what is wrong today and what should be done.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self.fields["text"], self.proposal.cycle)


def _limit(field: forms.Field, cycle: Cycle) -> None:
    """The cycle's own limit; the field itself does not cut off what is pasted, so that nothing is lost."""
    field.validators.append(MaxLengthValidator(cycle.longest_text))


class ThemeForm(StepForm):
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label=_("Theme"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a theme.")},
    )


class PlaceForm(StepForm):
    settlement = forms.ChoiceField(
        label=_("Where"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a place, or the whole municipality.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.proposal.cycle.municipality.settlements.all()
        self._places: dict[str, Settlement] = {str(place.pk): place for place in places}
        self.fields["settlement"].choices = [*((pk, str(place)) for pk, place in self._places.items()), (WHOLE, "")]

    def stored(self) -> dict[str, Any]:
        return {"settlement": str(self.proposal.settlement_id or "")}

    @property
    def facts(self) -> dict[str, Any]:
        """A point that does not lie near the place that is chosen now goes with the place it was in."""
        chosen = self._places.get(self.cleaned_data["settlement"])
        self.proposal.settlement = chosen
        point = self.proposal.point
        is_lost = self.proposal.lat is not None and point and not is_within_reach(self.proposal, point)
        return {"settlement": chosen, **({"lat": None, "lon": None} if is_lost else {})}


class BeneficiariesForm(StepForm):
    beneficiaries = forms.MultipleChoiceField(
        label=_("Who benefits"),
        help_text=_("Choose all that apply. You may leave it open."),
        choices=Beneficiary.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class CostForm(StepForm):
    rough_cost_tetri = LariField(
        label=_("Rough cost in lari"),
        help_text=_("If you know it. The municipality works out the cost."),
        required=False,
    )


FORMS: dict[str, type[StepForm]] = {
    "title": TitleForm,
    "summary": SummaryForm,
    "text": WhatAndWhyForm,
    "theme": ThemeForm,
    "place": PlaceForm,
    "beneficiaries": BeneficiariesForm,
    "cost": CostForm,
}
