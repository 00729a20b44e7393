"""Voting cards on the desk: issued as sheets to print, spoiled, exchanged; how many, by place."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.cards_forms import BatchForm, CardForm, IssueForm, MarkedForm
from budgeting.errors import NotAllowed, NotPossible
from budgeting.printing.cards import card_sheets
from budgeting.views.notices import say
from budgeting.voting.codes import show_code
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.identity.card.queries import cards_by_place, must_be_bound
from budgeting.voting.identity.card.spoiling import exchange_card, spoil_batch, spoil_card
from budgeting.voting.permissions import may_issue_cards


@staff_only
@never_cache
@sensitive_post_parameters()
def cards_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The counts by place, and the forms. What issues cards answers with their sheets: the codes exist nowhere else."""
    cycle = load_own_cycle(request, pk)
    may_issue = may_issue_cards(request.user, cycle)
    if request.method == "POST" and not may_issue:
        raise NotAllowed
    asked = request.POST.get("act", "")
    posted = {FORMS[asked]: request.POST} if asked in FORMS else {}
    issue = IssueForm(posted.get("issue"), prefix="issue")
    card = CardForm(posted.get("card"), prefix="card")
    batch = BatchForm(posted.get("batch"), prefix="batch", cycle=cycle)
    form = {"issue": issue, "card": card, "batch": batch}.get(FORMS.get(asked, ""))
    if form and form.is_valid():
        try:
            return ACTS[asked](request, cycle, form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            if isinstance(form, MarkedForm):
                form.renew()
    context = {
        "cycle": cycle,
        "may_issue": may_issue,
        "places": cards_by_place(cycle),
        "is_bound": must_be_bound(cycle),
        "issue": issue,
        "card": card,
        "batch": batch,
    }
    return render(request, "budgeting/desk/cards.html", context, status=422 if form and form.errors else 200)


def _issue(request: HttpRequest, cycle: Cycle, typed: dict[str, Any]) -> HttpResponse:
    return _sheets(cycle, issue_cards(cycle, by=request.user, **typed), typed["place"])


def _exchange(request: HttpRequest, cycle: Cycle, typed: dict[str, Any]) -> HttpResponse:
    code, place = exchange_card(cycle, by=request.user, **typed)
    return _sheets(cycle, [code], place)


def _spoil(request: HttpRequest, cycle: Cycle, typed: dict[str, Any]) -> HttpResponse:
    spoil_card(cycle, typed["code"], by=request.user)
    say(request, _("The card is spoiled: it opens no vote."))
    return redirect("desk_cards", cycle.address)


def _spoil_batch(request: HttpRequest, cycle: Cycle, typed: dict[str, Any]) -> HttpResponse:
    spoiled = spoil_batch(typed["batch"], by=request.user)
    say(request, ngettext("%(count)s card is spoiled.", "%(count)s cards are spoiled.", spoiled) % {"count": spoiled})
    return redirect("desk_cards", cycle.address)


def _sheets(cycle: Cycle, codes: list[str], place: str) -> HttpResponse:
    pdf = card_sheets(cycle, [show_code(code) for code in codes], place=place, is_bound=must_be_bound(cycle))
    headers = {"Content-Disposition": f'attachment; filename="khma-cards-{cycle.pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


FORMS = {"issue": "issue", "spoil": "card", "exchange": "card", "spoil_batch": "batch"}
ACTS: dict[str, Callable[[HttpRequest, Cycle, dict[str, Any]], HttpResponse]] = {
    "issue": _issue,
    "spoil": _spoil,
    "exchange": _exchange,
    "spoil_batch": _spoil_batch,
}
