"""What is asked of who files a complaint. What may be missing is the action's business."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.objections.models import LONGEST_COMPLAINT, Complaint, ComplaintSubject
from portal.languages.typed import TypedField


class ComplaintForm(forms.Form):
    subject = forms.ChoiceField(
        label=Complaint.subject.field.verbose_name,
        choices=[("", _("Choose")), *ComplaintSubject.choices],
        required=False,
    )
    text = TypedField(
        label=Complaint.text.field.verbose_name,
        help_text=_(
            "Say what happened, where and when. Do not write other people's personal data: everybody reads it."
        ),
        max_length=LONGEST_COMPLAINT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_COMPLAINT, "aria-required": "true"}),
    )
    written_in = forms.ChoiceField(label=Complaint.written_in.field.verbose_name, choices=settings.LANGUAGES)
    is_named = forms.BooleanField(
        label=Complaint.is_named.field.verbose_name,
        help_text=_("Without this the public reads that a resident wrote it. The municipality sees who you are."),
        required=False,
    )

    def __init__(self, data: Any = None, *, kept: dict[str, str] | None = None) -> None:
        """`kept` is what was typed before the session ended, by the names of the fields."""
        super().__init__(data, initial={"written_in": get_language(), **(kept or {})})
