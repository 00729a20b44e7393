"""What is asked about a project's implementation: one form for each act. What may be missing is the actions' business."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.attachments.forms import DocumentForm, PhotoForm
from budgeting.milestones.models import (
    DETAILS,
    LONGEST_DETAILS,
    LONGEST_NOTE,
    LONGEST_REASON,
    Kind,
    Milestone,
    Shows,
    Spending,
)
from budgeting.money import LariField
from portal.languages.typed import TypedField

_REQUIRED = {"aria-required": "true"}


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class _NoteForm(forms.Form):
    """A note in one language, which a translator carries over into the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["note"] = TypedField(
            label=_("Note"),
            help_text=_("Not obligatory. Everybody reads it."),
            max_length=LONGEST_NOTE,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("Language of the note"), choices=settings.LANGUAGES, initial=language
        )


class PlanForm(_NoteForm):
    kind = forms.ChoiceField(label=_("Step"))
    planned_on = day_field(_("Planned for"))

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]  # of a choice field


class ReachForm(_NoteForm):
    """The day a step was taken, and what must be said of a step of this kind."""

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"] = day_field(_("The day it happened"))
        for name in DETAILS.get(milestone.step, ()):
            field = Milestone._meta.get_field(name)
            if name == "decree_on":
                self.fields[name] = day_field(field.verbose_name, required=False)
            else:
                attrs = forms.TextInput(attrs=_REQUIRED)
                label = field.verbose_name
                self.fields[name] = TypedField(
                    label=label, required=False, max_length=LONGEST_DETAILS[name], widget=attrs
                )
        self.order_fields(["done_on", *DETAILS.get(milestone.step, ()), "note", "written_in"])


class MoveForm(forms.Form):
    planned_on = day_field(_("New day"))
    reason = TypedField(
        label=_("Reason"),
        help_text=_("Everybody reads it, and the old day stays readable."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **_REQUIRED}),
    )
    seen = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": milestone.planned_on.isoformat()}, **kwargs)


class SpendingForm(forms.Form):
    planned_tetri = LariField(label=_("Planned"), help_text=_("In whole lari."))
    contracted_tetri = LariField(label=_("Contracted"), required=False, help_text=_("In whole lari. Empty: nothing."))
    paid_tetri = LariField(label=_("Paid"), required=False, help_text=_("In whole lari. Empty: nothing."))
    reason = TypedField(
        label=_("Why more is paid than contracted"),
        help_text=_("Asked only if more is paid than contracted. Everybody reads it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, spending: Spending | None, cost_tetri: int, **kwargs: Any) -> None:
        names = ("planned_tetri", "contracted_tetri", "paid_tetri", "reason", "seen")
        told = {name: getattr(spending, name) for name in names} if spending else {"planned_tetri": cost_tetri}
        super().__init__(*args, initial=told, **kwargs)

    def clean_contracted_tetri(self) -> int:
        return self.cleaned_data["contracted_tetri"] or 0

    def clean_paid_tetri(self) -> int:
        return self.cleaned_data["paid_tetri"] or 0


class _StepForm(forms.Form):
    """To which step something is added: a project's own ones alone."""

    def __init__(self, *args: Any, milestones: Iterable[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(one.pk): one for one in milestones}
        self.fields["milestone"] = forms.TypedChoiceField(
            label=_("Step"), choices=[(pk, one.step.label) for pk, one in known.items()], coerce=known.__getitem__
        )
        self.order_fields(self.field_order)


class MilestonePhotoForm(_StepForm, PhotoForm):
    shows = forms.ChoiceField(label=_("Before or after the works"), choices=Shows.choices)

    field_order = ["milestone", "shows", "upload", "alt"]


class MilestoneDocumentForm(_StepForm, DocumentForm):
    field_order = ["milestone", "upload"]


class FindingForm(forms.Form):
    finding = TypedField(
        label=_("What the municipality found"),
        help_text=_("Everybody reads it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, **_REQUIRED}),
    )


class ConfirmForm(forms.Form):
    is_done = forms.TypedChoiceField(
        label=_("Is it done as it was decided?"),
        choices=[("yes", _("Yes, it is done")), ("no", _("No, something is not done"))],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = TypedField(
        label=_("What is not done"),
        help_text=_("Asked for a “no”. Say where, and what you saw. Only the municipality reads it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ImportForm(forms.Form):
    upload = forms.FileField(
        label=_("A CSV file from this device"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Choose another one.")},
        max_length=500,
    )
