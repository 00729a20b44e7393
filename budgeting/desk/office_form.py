"""What is asked about an office and about a template; what may be missing is the actions' business."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.desk.answer_form import NAMES, ROWS
from budgeting.responses.models import LONGEST_REASON, Office, ResponseOutcome, ResponseTemplate

CODES = [code for code, _name in settings.LANGUAGES]


class OfficeForm(forms.Form):
    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name of the office"),
                help_text=NAMES[code],
                max_length=200,
                required=False,
                initial=getattr(office, f"name_{code}", ""),
                widget=forms.TextInput(attrs={"lang": code}),
            )
        self.fields["is_active"] = forms.BooleanField(
            label=_("Answers now"), required=False, initial=office.is_active if office else True
        )


class TemplateForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), help_text=_("Only the desk sees it."), max_length=80, required=False, widget=forms.TextInput
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("Choose")), *ResponseOutcome.choices], required=False
    )

    def __init__(self, *args: Any, template: ResponseTemplate | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in CODES:
            for field, longest in (("reason", LONGEST_REASON), ("next_step", 6000)):
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=ResponseTemplate._meta.get_field(field).verbose_name,
                    help_text=NAMES[code],
                    max_length=longest,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": ROWS[field], "lang": code}),
                )
        for name, asked in self.fields.items():
            asked.initial = getattr(template, name, "")
