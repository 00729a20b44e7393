"""What an official is asked: an answer, a later date, a correction. What may be missing is the actions' business."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from budgeting.responses.completeness import PLAIN, TRANSLATED, languages_of
from budgeting.responses.models import (
    LONGEST_DETAIL,
    LONGEST_REASON,
    Ask,
    Response,
    ResponseOutcome,
    ResponseTemplate,
)
from budgeting.responses.placeholders import fill
from budgeting.responses.queries import answering_offices, templates_for

NAMES = dict(settings.LANGUAGES)
ROWS = {"reason": 3, "detail": 4, "change": 3, "next_step": 2, "author_step": 2}
HELP = {
    "forwarded_to": _("Asked for what is not your competence."),
    "duplicate_of": _("Asked for a duplicate: the whole address of the other page."),
}
_REQUIRED = {"aria-required": "true"}


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class _Words(forms.Form):
    """The texts of an answer, in Georgian and in the language of who asked, and the office that gives it.

    Where readers of every language stand behind what was asked, the reason is welcome in the other languages too.
    """

    takes_all_languages = False

    def __init__(self, *args: Any, ask: Ask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        obligatory = languages_of(ask)
        for field in TRANSLATED:
            for language in obligatory:
                self.fields[f"{field}_{language}"] = _text(field, language)
        for language in NAMES if self.takes_all_languages else ():
            if language not in obligatory:
                self.fields[f"reason_{language}"] = _text("reason", language, is_welcome=True)
        for field in PLAIN:
            label = Response._meta.get_field(field).verbose_name
            help_text = HELP.get(field, "")
            self.fields[field] = forms.CharField(label=label, help_text=help_text, max_length=500, required=False)
        self.fields["office"] = forms.ModelChoiceField(
            answering_offices(ask),
            label=_("Office"),
            required=False,
            empty_label=_("Choose"),
            initial=ask.office_id,
            widget=forms.Select(attrs=_REQUIRED),
        )
        self._put_first("reason", "next_step", "evidence", "office")

    def _put_first(self, *names: str) -> None:
        """What every answer needs stands first; a translated field stands for all its languages."""
        order = [field for name in names for field in self.fields if field == name or field.rpartition("_")[0] == name]
        self.order_fields(order)


class AnswerForm(_Words):
    """An official answer; a template may start it, with the placeholders filled that the portal knows."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("Choose")), *ResponseOutcome.choices],
        required=False,
        widget=forms.Select(attrs=_REQUIRED),
    )
    next_update_on = day_field(
        _("We write again by"),
        required=False,
        help_text=_("Asked for what is planned or in progress. If the day passes, the answer counts as overdue again."),
    )

    def __init__(
        self,
        *args: Any,
        ask: Ask,
        template: ResponseTemplate | None = None,
        values: Mapping[str, Mapping[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`values` is {language: {placeholder: what it stands for}}."""
        initial = _from_template(template, values or {}) if template else {}
        super().__init__(*args, ask=ask, initial=initial, **kwargs)
        self._put_first("outcome", "reason", "next_step", "evidence", "office", "next_update_on")
        self.templates = templates_for(ask)
        self.template = template


def _from_template(template: ResponseTemplate, values: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    texts = {
        f"{field}_{language}": fill(getattr(template, f"{field}_{language}") or "", known)
        for language, known in values.items()
        for field in ("reason", "next_step")
    }
    return {"outcome": template.outcome, **texts}


class CorrectionForm(_Words):
    """The words of a published answer, to be corrected."""

    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, ask=response.ask, **kwargs)
        for name, asked in self.fields.items():
            asked.initial = getattr(response, name)


class WiderAnswerForm(AnswerForm):
    """An answer that many people wait for: the reason may be given in every language at once."""

    takes_all_languages = True


class WiderCorrectionForm(CorrectionForm):
    takes_all_languages = True


class ExtensionForm(forms.Form):
    new_owed_on = day_field(_("New date"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The author and the public read it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **_REQUIRED}),
    )


def _text(field: str, language: str, *, is_welcome: bool = False) -> forms.CharField:
    is_required = field == "reason" and not is_welcome
    attrs = {"rows": ROWS[field], "lang": language, **(_REQUIRED if is_required else {})}
    return forms.CharField(
        label=Response._meta.get_field(field).verbose_name,
        help_text=_welcome(NAMES[language]) if is_welcome else NAMES[language],
        max_length=LONGEST_REASON if field == "reason" else LONGEST_DETAIL,
        required=False,
        widget=forms.Textarea(attrs=attrs),
    )


def _welcome(language: str) -> Any:
    return format_lazy("{} · {}", language, _("Not obligatory"))
