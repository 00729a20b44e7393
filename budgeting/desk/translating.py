"""The translation desk: what is missing, outdated or unchecked, over all of a translator's municipalities."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.desk.access import staff_only
from budgeting.errors import NotAllowed
from budgeting.proposals.models import Proposal
from budgeting.translating.forms import TranslationFilter
from budgeting.translating.permissions import may_translate
from budgeting.translating.queries import Line, lines, state_of, translation_list, waiting_counts
from budgeting.translating.sources import PROPOSALS
from budgeting.translating.tasks import queue_machine_translations
from budgeting.views.notices import say, say_refused
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import places_as
from portal.languages.machine import machine
from portal.languages.texts import PUBLIC_LANGUAGES, TranslationState

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
        {
            "code": code,
            "name": NAMES[code],
            "state": state,
            "is_original": state == TranslationState.ORIGINAL,
            "is_public": code in PUBLIC_LANGUAGES,
        }
        for code, state in line.states.items()
    ]
    return {
        "source": line.source,
        "thing": line.thing,
        "title": line.subject.title,
        "municipality": line.source.municipality(line.thing),
        "since": getattr(line.thing, line.source.since),
        "states": states,
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
