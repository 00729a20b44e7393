"""The editor of the translation desk: one text in one language, with the original beside."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.desk.access import staff_only
from budgeting.errors import NotAllowed, NotPossible
from budgeting.translating.actions import Changed, save_translation, seen, suggest_translation
from budgeting.translating.forms import TranslationForm
from budgeting.translating.permissions import may_translate
from budgeting.translating.queries import is_public, state_of, subject_of, waiting_translations
from budgeting.translating.sources import SOURCES, Source
from budgeting.views.notices import say
from portal.accounts.models import STAFF_ROLES
from portal.accounts.roles import places_as
from portal.languages.machine import machine
from portal.languages.translated import Translated

NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class _Text:
    """What is translated here, and into which language."""

    source: Source
    thing: Translated
    language: str

    def form(self, data: Any = None, *, typed: dict[str, str] | None = None) -> TranslationForm:
        return TranslationForm(data, source=self.source, thing=self.thing, language=self.language, typed=typed)

    @property
    def seen(self) -> str:
        return seen(self.source, self.thing, self.language)


@staff_only
def translation_editor(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """A post saves the text, saves it and goes on to the next, or asks the machine for a suggestion."""
    text = _load(request, kind, pk, language)
    if request.method != "POST":
        return _show(request, text, text.form())
    return _suggest(request, text) if request.POST.get("act") == "suggest" else _save(request, text)


def _load(request: HttpRequest, kind: str, pk: int, language: str) -> _Text:
    """The text, if it belongs to a municipality this person works for; only its translators may go on."""
    source = SOURCES.get(kind)
    if source is None or language not in NAMES:
        raise Http404
    own = source.visible_to(request.user).filter(**{f"{source.place}__in": places_as(request.user, *STAFF_ROLES)})
    thing = get_object_or_404(own.select_related(*source.related), pk=pk)
    if language == thing.written_in:
        raise Http404
    if not may_translate(request.user, source, thing):
        raise NotAllowed
    return _Text(source, thing, language)


def _save(request: HttpRequest, text: _Text) -> HttpResponse:
    form = text.form(request.POST)
    started_from = request.POST.get("started_from", "")
    if form.is_valid():
        try:
            save_translation(
                text.source,
                text.thing,
                text.language,
                by=request.user,
                texts=form.cleaned_data,
                started_from=started_from,
            )
        except Changed as refusal:
            form.add_error(None, str(refusal))
            return _show(request, text, form, stored=text.source.texts(text.thing, text.language))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Saved."))
            return redirect(_after(request, text) if "next" in request.POST else request.path)
    return _show(request, text, form, started_from=started_from)


def _suggest(request: HttpRequest, text: _Text) -> HttpResponse:
    """Fills what is empty, and shows the machine's words under what is not. Nothing is stored."""
    typed = text.form(request.POST).typed
    started_from = request.POST.get("started_from", "")
    try:
        suggested = suggest_translation(text.source, text.thing, text.language, by=request.user)
    except NotPossible as refusal:
        return _show(request, text, text.form(typed=typed), started_from=started_from, refusal=str(refusal))
    filled = {name: words or suggested.get(name, "") for name, words in typed.items()}
    beside = {name: suggested[name] for name, words in typed.items() if words and name in suggested}
    return _show(request, text, text.form(typed=filled), started_from=started_from, suggestions=beside)


def _after(request: HttpRequest, text: _Text) -> str:
    """Where the next text waits in this language; the list when nothing else does."""
    for kind, pk, *_rest in waiting_translations(request.user, text.language)[:2]:
        if (kind, pk) != (text.source.name, text.thing.pk):
            return reverse("desk_translation", args=[kind, pk, text.language])
    return reverse("desk_translations")


def _show(
    request: HttpRequest,
    text: _Text,
    form: TranslationForm,
    *,
    started_from: str | None = None,
    stored: dict[str, str] | None = None,
    suggestions: dict[str, str] | None = None,
    refusal: str = "",
) -> HttpResponse:
    """The page. `started_from` is kept from the page before, unless what is stored now is shown (None)."""
    source, thing, language = text.source, text.thing, text.language
    original, cycle, subject = source.original(thing), source.freezes(thing), subject_of(source, thing)
    context = {
        "source": source,
        "thing": thing,
        "title": subject.title,
        "address": subject.path,
        "municipality": source.municipality(thing),
        "language": language,
        "language_name": NAMES[language],
        "original_name": NAMES[thing.written_in],
        "state": state_of(source, thing, language),
        "form": form,
        "pairs": [
            {"field": form[name], "original": original[name], "suggestion": (suggestions or {}).get(name)}
            for name in form.fields
        ],
        "others": _others(text),
        "is_frozen": cycle is not None and cycle.is_frozen,
        "has_machine": machine() is not None and is_public(source, thing),
        "started_from": text.seen if started_from is None else started_from,
        "stored": stored,
        "is_suggested": suggestions is not None,
        "refusal": refusal,
    }
    is_refused = bool(refusal or form.errors)
    return render(request, "budgeting/desk/translation.html", context, status=422 if is_refused else 200)


def _others(text: _Text) -> list[dict[str, Any]]:
    """The languages that are neither the original's nor this one, as far as there is a text."""
    rows = [
        {
            "code": code,
            "name": name,
            "texts": [words for words in text.source.texts(text.thing, code).values() if words],
        }
        for code, name in NAMES.items()
        if code not in (text.thing.written_in, text.language)
    ]
    return [row for row in rows if row["texts"]]
