"""What is asked about an office, a person in it and a template; what may be missing is the actions' business."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budgeting.desk.answer_form import NAMES, ROWS
from budgeting.responses.keeping import LEVELS_ABOVE
from budgeting.responses.models import LONGEST_REASON, DutyBearer, Office, ResponseOutcome, ResponseTemplate
from portal.accounts.addresses import read_address

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


class OfficeAboveForm(OfficeForm):
    level = forms.ChoiceField(label=_("Level"), choices=[(one.value, one.label) for one in LEVELS_ABOVE])

    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, office=office, **kwargs)
        if office:
            self.fields["level"].initial = office.level


class OfficialForm(forms.Form):
    """A person in office; `with_address` asks also whose account answers for the office."""

    def __init__(
        self, *args: Any, official: DutyBearer | None, offices: QuerySet[Office], with_address: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if official is None:
            self.fields["office"] = forms.ModelChoiceField(offices, label=_("Office"), empty_label=_("Choose"))
        for field, longest in (("name", 120), ("position", 200)):
            for code in CODES:
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=DutyBearer._meta.get_field(field).verbose_name,
                    help_text=NAMES[code],
                    max_length=longest,
                    required=False,
                    initial=getattr(official, f"{field}_{code}", ""),
                    widget=forms.TextInput(attrs={"lang": code}),
                )
        if with_address:
            self.fields["address"] = forms.CharField(
                label=_("Email or phone of the account that answers"),
                help_text=_("Not obligatory. Whoever signs in with it answers at the desk what this office is asked."),
                required=False,
                initial=official.user.reached_at[1] if official and official.user else "",
            )
        self.fields["is_active"] = forms.BooleanField(
            label=_("In office now"), required=False, initial=official.is_active if official else True
        )

    def clean_address(self) -> tuple[str, str] | None:
        address = self.cleaned_data["address"]
        return read_address(address) if address else None


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
