"""What is asked of a translator."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.translating.queries import WAITING
from budgeting.translating.sources import SOURCES, Source
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as
from portal.languages.texts import TranslationState
from portal.languages.translated import Translated
from portal.places.models import Municipality


class TranslationFilter(forms.Form):
    """Which texts are listed; nonsense in the address is simply ignored."""

    kind = forms.ChoiceField(
        label=_("Kind of text"),
        required=False,
        choices=lambda: [("", _("All kinds")), *((source.name, source.label) for source in SOURCES.values())],
    )
    language = forms.ChoiceField(
        label=_("Translated into"), required=False, choices=[("", _("All languages")), *settings.LANGUAGES]
    )
    state = forms.ChoiceField(
        label=_("How far it is checked"),
        required=False,
        choices=[
            ("", _("All texts")),
            *((state.value, state.label) for state in (*WAITING, TranslationState.CHECKED)),
        ],
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Municipality"), required=False, empty_label=_("All municipalities")
    )

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Municipality.objects.filter(pk__in=places_as(user, RoleKind.TRANSLATOR))
        self.fields["municipality"].queryset = own
        self.is_valid()

    @property
    def chosen(self) -> dict[str, Any]:
        """The choice as `translation_list` takes it."""
        given = self.cleaned_data
        return {
            "kind": given.get("kind", ""),
            "language": given.get("language", ""),
            "states": [TranslationState(given["state"])] if given.get("state") else [],
            "municipality": given["municipality"].pk if given.get("municipality") else None,
        }

    def as_query(self) -> str:
        chosen = self.chosen
        chosen["state"] = "".join(chosen.pop("states"))
        return urlencode({name: value for name, value in chosen.items() if value})


class TranslationForm(forms.Form):
    """The texts of one thing in one other language; only what the original says is asked for."""

    def __init__(
        self,
        *args: Any,
        source: Source,
        thing: Translated,
        language: str,
        typed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`typed` stands in the fields instead of what is stored."""
        super().__init__(*args, initial=source.texts(thing, language) if typed is None else typed, **kwargs)
        for field, original in source.original(thing).items():
            if original:
                self.fields[field] = _asked(source, field, language, original)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in each field now."""
        return {field: self[field].value() or "" for field in self.fields}


def _asked(source: Source, name: str, language: str, original: str) -> forms.CharField:
    column = source.model._meta.get_field(f"{name}_{language}")
    limits = [check.limit_value for check in column.validators if check.code == "max_length"]
    asked = forms.CharField(
        label=source.name_of(name),
        max_length=min(limits, default=column.max_length),
        required=name in source.needed,
        widget=forms.TextInput() if name == "title" else forms.Textarea({"rows": min(16, 3 + len(original) // 60)}),
    )
    asked.widget.attrs["lang"] = language
    return asked
