"""The translation desk: what is missing, outdated or unchecked, and an editor with the original beside."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.desk.access import staff_only
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.translating.actions import Changed, save_translation, seen, suggest_translation
from budgeting.translating.forms import TranslationFilter, TranslationForm
from budgeting.translating.permissions import may_translate
from budgeting.translating.queries import (
    Line,
    address_of,
    is_public,
    lines,
    state_of,
    title_of,
    translation_list,
    waiting_counts,
    waiting_translations,
)
from budgeting.translating.sources import PROPOSALS, SOURCES, Source
from budgeting.translating.tasks import queue_machine_translations
from budgeting.views.notices import say, say_refused
from portal.accounts.models import STAFF_ROLES, RoleKind, User
from portal.accounts.roles import places_as
from portal.languages.machine import machine
from portal.languages.texts import TranslationState
from portal.languages.translated import Translated

PER_PAGE = 20
NAMES = dict(settings.LANGUAGES)


@staff_only
def translation_desk(request: HttpRequest) -> HttpResponse:
    """The list, over all municipalities. A post hands the page's missing texts of one language to the machine."""
    if not places_as(request.user, RoleKind.TRANSLATOR):
        raise NotAllowed
    form = TranslationFilter(request.GET, user=request.user)
    page = Paginator(translation_list(request.user, **form.chosen), PER_PAGE).get_page(request.GET.get("page"))
    keys = list(page)
    language = form.chosen["language"]
    if request.method == "POST":
        if language and machine() and queue_machine_translations([key[:2] for key in keys], language, by=request.user):
            say(request, _("The machine is at work. Its translations are marked until a person has checked them."))
        else:
            say_refused(request, _("The machine gave no translation. Translate it yourself, or try again later."))
        return redirect(f"{reverse('desk_translations')}?{form.as_query()}&page={page.number}")
    context = {
        "form": form,
        "page": page,
        "lines": [_line(line) for line in lines(keys)],
        "query": form.as_query(),
        "language": language,
        "language_name": NAMES.get(language),
        "counts": [
            {
                "code": code,
                "name": NAMES[code],
                "states": [{"state": state, "count": count} for state, count in states.items()],
            }
            for code, states in waiting_counts(request.user).items()
        ],
        "has_machine": machine() is not None,
    }
    return render(request, "budgeting/desk/translations.html", context)


def _line(line: Line) -> dict[str, Any]:
    states = [
        {"code": code, "name": NAMES[code], "state": state, "is_original": state == TranslationState.ORIGINAL}
        for code, state in line.states.items()
    ]
    return {
        "source": line.source,
        "thing": line.thing,
        "title": title_of(line.source, line.thing),
        "municipality": line.source.municipality(line.thing),
        "since": getattr(line.thing, line.source.since),
        "states": states,
    }


@staff_only
def translation_editor(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """One text in one language. A post saves it, saves it and goes on to the next, or asks the machine."""
    source, thing = _load(request, kind, pk, language)
    form = TranslationForm(request.POST or None, source=source, thing=thing, language=language)
    started_from = request.POST.get("started_from") or seen(source, thing, language)
    context: dict[str, Any] = {}
    if request.POST.get("act") == "suggest":
        try:
            suggested = suggest_translation(source, thing, language, by=request.user)
            typed = form.typed
            filled = {name: text or suggested.get(name, "") for name, text in typed.items()}
            form = TranslationForm(source=source, thing=thing, language=language, typed=filled)
            context = {
                "suggestions": {name: suggested.get(name) for name in typed if typed[name]},
                "is_suggested": True,
            }
        except NotPossible as refusal:
            context["refusal"] = str(refusal)
    elif form.is_bound and form.is_valid():
        try:
            save_translation(
                source, thing, language, by=request.user, texts=form.cleaned_data, started_from=started_from
            )
        except Changed as refusal:
            form.add_error(None, str(refusal))
            context["stored"] = source.texts(thing, language)
            started_from = seen(source, thing, language)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Saved."))
            return redirect(
                _after(source, thing, language, user=request.user) if "next" in request.POST else request.path
            )
    context |= _shown(source, thing, language) | {"form": form, "started_from": started_from}
    context["pairs"] = _pairs(form, source.original(thing), context.get("suggestions", {}))
    is_refused = form.is_bound and (bool(form.errors) or "refusal" in context)
    return render(request, "budgeting/desk/translation.html", context, status=422 if is_refused else 200)


def _load(request: HttpRequest, kind: str, pk: int, language: str) -> tuple[Source, Translated]:
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
    return source, thing


def _after(source: Source, thing: Translated, language: str, *, user: User) -> str:
    """Where the next text waits in this language; the list when nothing else does."""
    for kind, pk, *_rest in waiting_translations(user, language)[:2]:
        if (kind, pk) != (source.name, thing.pk):
            return reverse("desk_translation", args=[kind, pk, language])
    return reverse("desk_translations")


def _pairs(form: TranslationForm, original: dict[str, str], suggestions: dict[str, str]) -> list[dict[str, Any]]:
    """Each question with the original that it translates, and what the machine makes of it."""
    return [
        {"field": form[name], "original": original[name], "suggestion": suggestions.get(name)} for name in form.fields
    ]


def _shown(source: Source, thing: Translated, language: str) -> dict[str, Any]:
    others = [
        {"code": code, "name": name, "texts": [text for text in source.texts(thing, code).values() if text]}
        for code, name in NAMES.items()
        if code not in (thing.written_in, language)
    ]
    cycle = source.freezes(thing)
    return {
        "source": source,
        "thing": thing,
        "title": title_of(source, thing),
        "address": address_of(source, thing),
        "municipality": source.municipality(thing),
        "language": language,
        "language_name": NAMES[language],
        "original_name": NAMES[thing.written_in],
        "state": state_of(source, thing, language),
        "others": [other for other in others if other["texts"]],
        "is_frozen": cycle is not None and cycle.is_frozen,
        "has_machine": machine() is not None and is_public(source, thing),
    }


def translation_links(user: User, proposal: Proposal) -> list[dict[str, Any]]:
    """The languages into which this person may translate the proposal, with the state of each."""
    if proposal.cycle.is_frozen or not may_translate(user, PROPOSALS, proposal):
        return []
    return [
        {"code": code, "name": name, "state": state_of(PROPOSALS, proposal, code)}
        for code, name in NAMES.items()
        if code != proposal.written_in
    ]
