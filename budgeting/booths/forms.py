"""What is asked at the booths. Limits and duties are the actions' business; here only the questions stand."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from budgeting.booths.actions import LARGEST_BATCH
from budgeting.booths.entries import LARGEST_BOX, Marks
from budgeting.booths.models import Booth
from budgeting.booths.serials import LARGEST
from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.voting.identity.numbers import NumberField
from portal.clock import today
from portal.languages.texts import read_text
from portal.languages.typed import TypedField

DIGITS_ONLY = {"inputmode": "numeric", "autocomplete": "off"}


class BoothForm(forms.ModelForm):
    name = TypedField(label=_("Name"), max_length=100, help_text=_("Where the table stands: Sadakhlo, the school."))

    class Meta:
        model = Booth
        fields = ("name", "settlement")

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settlement"].queryset = cycle.municipality.settlements.all()
        self.fields["settlement"].label = _("Town or village")


class AreaForm(forms.Form):
    """Asks for which area a sheet is, in a cycle with areas; `cleaned_data["area"]` is there in any cycle."""

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = cycle.areas.all()
        if areas:
            self.fields["area"] = forms.ModelChoiceField(areas, label=_("Area of the sheet"), empty_label=_("Choose"))

    def clean(self) -> dict[str, Any]:
        return {"area": None, **super().clean()}


class BatchForm(AreaForm):
    count = forms.IntegerField(label=_("How many sheets"), min_value=1, max_value=LARGEST_BATCH, initial=100)


class SpoiledForm(forms.Form):
    typed = TypedField(
        label=_("Serial on the stub"),
        max_length=20,
        help_text=_("With its last sign, as in 000123-K."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class BoxForm(forms.Form):
    ballots = forms.IntegerField(
        label=_("Ballots in the box"),
        min_value=0,
        max_value=LARGEST_BOX,
        widget=forms.NumberInput(attrs=DIGITS_ONLY),
        help_text=_("Mix them first, count them, and write a number from 1 on each: in no order of coming."),
    )


class NumberForm(forms.Form):
    number = NumberField()


class StampForm(AreaForm):
    """`sealed` is the number that was looked up, unreadable to anybody but the server."""

    sealed = forms.CharField(max_length=400, widget=forms.HiddenInput)


class OfflineForm(AreaForm):
    voted_on = forms.DateField(
        label=_("Day of the printed roll"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    numbers = forms.CharField(
        label=_("Personal numbers"),
        max_length=20_000,
        help_text=_("One on each line, in the order of the roll. They are not stored."),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false", **DIGITS_ONLY}),
    )
    field_order = ("voted_on", "area", "numbers")

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, cycle=cycle, **kwargs)
        self.fields["voted_on"].initial = min(today(), localdate(cycle.voting_until_at))
        self.order_fields(self.field_order)


class MarksForm(forms.Form):
    """What is marked on a ballot. A mark that is on no project of the list is not asked for."""

    number = forms.IntegerField(
        label=_("Number on the ballot"),
        min_value=1,
        max_value=LARGEST_BOX,
        widget=forms.NumberInput(attrs=DIGITS_ONLY),
    )
    choices = forms.TypedMultipleChoiceField(
        label=_("Marked projects"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Enter what is marked, also where it is too many: whether the ballot is valid is worked out."),
    )
    is_unclear = forms.BooleanField(label=_("Blank, or its marks cannot be read"), required=False)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = Proposal.objects.filter(cycle=cycle).ever_on_ballot()  # printed, also where withdrawn since
        self.fields["choices"].choices = [
            (project.number, f"№ {project.number} · {read_text(project, 'title')}") for project in projects
        ]

    @property
    def marks(self) -> Marks:
        return Marks(self.cleaned_data["choices"], self.cleaned_data["is_unclear"])


class ProtocolForm(forms.Form):
    unused = forms.IntegerField(
        label=_("Sheets unused"),
        min_value=0,
        max_value=LARGEST,
        widget=forms.NumberInput(attrs=DIGITS_ONLY),
        help_text=_("Count the sheets that are left over."),
    )
    note = TypedField(
        label=_("Why the numbers differ"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only where they differ. The public reads it."),
    )
