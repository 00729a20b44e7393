"""Checking a document: an officer types the personal number, reads the verdict, hands over a code or a card.

The number comes by POST alone and is in no answer; from one form to the next it goes sealed.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.cards_forms import BindForm, NumberForm, PersonForm
from budgeting.errors import NotAllowed, NotPossible
from budgeting.printing.cards import scanned_address, vote_address
from budgeting.views.notices import say
from budgeting.voting.codes import show_code
from budgeting.voting.identity.card.binding import bind_card, takes_bound_cards
from budgeting.voting.identity.checking.actions import look_up
from budgeting.voting.identity.checking.person import open_person, seal_person
from budgeting.voting.identity.checking.queries import verdict_on
from budgeting.voting.identity.desk.actions import issue_desk_code
from budgeting.voting.identity.desk.method import DeskCheck
from budgeting.voting.permissions import may_check_identity
from portal.languages.templatetags.languages import moment
from portal.languages.texts import PUBLIC_LANGUAGES, read_text


@staff_only
@never_cache
@sensitive_post_parameters()
def identity_desk(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_own_cycle(request, pk)
    if not may_check_identity(request.user, cycle):
        raise NotAllowed
    shown: dict[str, Any] = {"form": NumberForm()}
    if _takes_checks(cycle) and request.method == "POST":
        try:
            answer = ANSWERS.get(request.POST.get("act", ""), _look)(request, cycle)
        except NotPossible as refusal:
            answer = {"refusal": str(refusal)}
        if isinstance(answer, HttpResponse):
            return answer
        shown |= answer
    is_refused = "refusal" in shown or any(getattr(shown.get(name), "errors", None) for name in ("form", "bind"))
    context = {
        "cycle": cycle,
        "takes_checks": _takes_checks(cycle),
        "gives_codes": DeskCheck.name in cycle.identity_methods,
        "days": cycle.check_days.select_related("officer")[:DAYS_SHOWN],
        **shown,
    }
    return render(request, "budgeting/desk/identity.html", context, status=422 if is_refused else 200)


def _takes_checks(cycle: Cycle) -> bool:
    return DeskCheck.name in cycle.identity_methods or takes_bound_cards(cycle)


@sensitive_variables()
def _look(request: HttpRequest, cycle: Cycle) -> dict[str, Any]:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return {"form": form}
    number = form.cleaned_data["number"]
    verdict = look_up(cycle, number, by=request.user)
    person = seal_person(cycle, number, by=request.user)
    return {"verdict": verdict, **_next_forms(cycle, person)}


def _next_forms(cycle: Cycle, person: str) -> dict[str, Any]:
    bind = BindForm(initial={"person": person}) if takes_bound_cards(cycle) else None
    return {"hand_over": PersonForm(initial={"person": person}), "bind": bind}


@sensitive_variables()
def _hand_over_code(request: HttpRequest, cycle: Cycle) -> dict[str, Any]:
    person = request.POST.get("person", "")
    number = open_person(cycle, person, by=request.user)
    code = issue_desk_code(cycle, number, by=request.user, mark=sha256(person.encode()).hexdigest())
    return {"slip": _slip(cycle, code)}


@sensitive_variables()
def _hand_over_card(request: HttpRequest, cycle: Cycle) -> dict[str, Any] | HttpResponse:
    person = request.POST.get("person", "")
    number = open_person(cycle, person, by=request.user)
    bind = BindForm(request.POST)
    if bind.is_valid():
        try:
            has_replaced = bind_card(cycle, number, bind.cleaned_data["code"], by=request.user)
        except NotPossible as refusal:
            bind.add_error(None, str(refusal))
        else:
            say(request, _("The card is bound to this person. Hand it over."))
            if has_replaced:
                say(request, _("The card they had before opens the vote no more."))
            return redirect("desk_identity", cycle.address)
    return {"verdict": verdict_on(cycle, number), **_next_forms(cycle, person), "bind": bind}


def _slip(cycle: Cycle, code: str) -> dict[str, Any]:
    """What is printed for the voter: the code, where it is typed, and what to know, in every language."""
    square = segno.make(scanned_address(cycle, DeskCheck.name, code), error="m")
    lines = []
    for language in PUBLIC_LANGUAGES:
        with override(language):
            until = {"until": moment(cycle.voting_until_at)}
            lines.append(
                {
                    "language": language,
                    "title": f"{cycle.municipality.name} · {read_text(cycle, 'title')}",
                    "text": _(
                        "Choose, check, and type this code at the end. You can change your ballot until %(until)s. Give the code to nobody: it votes in your name."
                    )
                    % until,
                }
            )
    return {
        "code": show_code(code),
        "address": vote_address(cycle),
        "square": mark_safe(square.svg_inline(border=3, light="#fff", omitsize=True)),
        "lines": lines,
    }


DAYS_SHOWN = 14
ANSWERS: dict[str, Callable[[HttpRequest, Cycle], dict[str, Any] | HttpResponse]] = {
    "code": _hand_over_code,
    "bind": _hand_over_card,
}
