"""What an editor of another site asks for: which thing, in which language, in which look."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.embeds.finding import look_at
from budgeting.embeds.kinds import KINDS, NO_SUCH_ADDRESS
from budgeting.embeds.looks import Look
from portal.languages.typed import TypedField

_THEMES = [("auto", _("As the reader's device")), ("light", _("Light")), ("dark", _("Dark"))]


class EmbedForm(forms.Form):
    """An address that was pasted, or a thing that was picked; cleans to the `look` wanted."""

    what = forms.ChoiceField(label=_("What to show"), required=False)
    url = TypedField(label=_("Or the address of a page here"), required=False, max_length=2000)
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Colours"), choices=_THEMES, required=False)
    compact = forms.BooleanField(label=_("Short, without the chart"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lang"].initial = get_language()
        self.fields["what"].choices = [("", _("Choose")), *_choices()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        found = self._found(cleaned)
        if found is None:
            if "url" not in self.errors and "what" not in self.errors:
                self.add_error("url", NO_SUCH_ADDRESS)
            return cleaned
        language = cleaned.get("lang") or found.language
        theme, is_compact = cleaned.get("theme") or found.theme, bool(cleaned.get("compact")) or found.is_compact
        return cleaned | {"look": Look(found.kind, found.pk, language, theme, is_compact)}

    def _found(self, cleaned: dict[str, Any]) -> Look | None:
        """What was pasted; what was picked counts only where nothing was pasted."""
        if url := cleaned.get("url"):
            return look_at(url)
        name, _colon, pk = cleaned.get("what", "").partition(":")
        return Look(KINDS[name], int(pk), settings.LANGUAGE_CODE) if pk else None


def _choices() -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """What can be picked, by kind."""
    for kind in KINDS.values():
        listed = [(f"{kind.name}:{one.pk}", f"{one.title} · {kind.label}") for one in kind.listed()]
        if listed:
            yield str(kind.label), listed
