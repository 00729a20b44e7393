"""The third screen of a vote: asks who is voting, and with a valid proof casts the ballot."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.views.draft import (
    Draft,
    drop_draft,
    drop_reminder,
    keep_receipt,
    read_draft,
    read_receipt,
    read_reminder,
)
from budgeting.views.loading import load_cycle
from budgeting.views.vote import not_open
from budgeting.voting.actions import Receipt, cast_ballot, is_taken
from budgeting.voting.errors import VoteNotOpen
from budgeting.voting.identity import LEVELS, METHODS, AskFurther, FurtherForm, IdentityMethod, Visitor, Voter
from budgeting.voting.models import Step
from budgeting.voting.reminders.actions import forget_reminder
from budgeting.voting.steps import count_step
from budgeting.voting.traces import Circumstances
from budgeting.watching.queries import shared_address
from portal.clock import now
from portal.visitors import address_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def identify(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    draft = read_draft(request, cycle)
    if not is_taken(cycle):
        _count_late(request, cycle, draft)
        return not_open(request, cycle)
    if not draft.choices:
        # A last step sent again, because its answer was lost on the way, leads to the same receipt.
        return redirect("vote_receipt" if read_receipt(request, cycle) else "vote", cycle.address)
    method = next((one for one in _methods(cycle) if one.name == request.POST.get("method")), None)
    form = method and method.make_form(cycle, request.POST)
    if form and form.is_valid():
        try:
            visitor = Visitor(address_of(request), get_language(), draft.attempt)
            proof = method.identify(cycle, form.cleaned_data, visitor)
            if not isinstance(proof, AskFurther):
                return _to_receipt(request, cycle, _cast(cycle, draft, proof, visitor.address))
            form = proof.form
        except VoteNotOpen:
            refused = not_open(request, cycle)
            drop_draft(refused)  # the ten minutes after the end are not for this voter
            return refused
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return _page(request, cycle, method, form)


def _methods(cycle: Cycle) -> list[IdentityMethod]:
    """The cycle's methods, those that prove most first."""
    methods = [METHODS[name] for name in cycle.identity_methods if name in METHODS]
    return sorted(methods, key=lambda method: -method.level)


def _page(request: HttpRequest, cycle: Cycle, method: IdentityMethod | None, form: forms.Form | None) -> HttpResponse:
    """All the methods to choose from; the second step of one stands alone."""
    is_further = isinstance(form, FurtherForm)
    asked = [
        (one, form if form and one == method else one.make_form(cycle))
        for one in _methods(cycle)
        if one == method or not is_further
    ]
    for one, its_form in asked:
        its_form.auto_id = f"{one.name}_%s"
    context = {
        "cycle": cycle,
        "step": "identify",
        "methods": [(one, its_form, LEVELS[one.level]) for one, its_form in asked],
        "is_further": is_further,
    }
    return render(request, "budgeting/voting/identify.html", context, status=422 if form and form.errors else 200)


def _cast(cycle: Cycle, draft: Draft, voter: Voter, address: str) -> Receipt:
    seen = Circumstances(shared_address(cycle.municipality, address), now().timestamp() - draft.begun)
    try:
        receipt = cast_ballot(
            cycle, draft.choices, voter=voter, area=draft.area, attempt=draft.attempt, circumstances=seen
        )
    except NotPossible:
        count_step(cycle, Step.IDENTIFIED)
        raise
    count_step(cycle, Step.IDENTIFIED, Step.CAST)
    return receipt


def _to_receipt(request: HttpRequest, cycle: Cycle, receipt: Receipt) -> HttpResponse:
    response = redirect("vote_receipt", cycle.address)
    drop_draft(response)
    _end_reminder(request, response, cycle)
    keep_receipt(response, cycle, receipt.code, replaced_on=receipt.replaced_on)
    return response


def _end_reminder(request: HttpRequest, response: HttpResponse, cycle: Cycle) -> None:
    """Who has cast a ballot is not reminded of it."""
    reminder = read_reminder(request, cycle)
    if reminder is not None:
        forget_reminder(cycle, reminder)
        drop_reminder(response)


def _count_late(request: HttpRequest, cycle: Cycle, draft: Draft) -> None:
    """A ballot that somebody wanted to cast after the end is counted as late; `cast_ballot` counts those it refuses."""
    if request.method == "POST" and draft.choices and cycle.voting_cleared_at and now() >= cycle.voting_until_at:
        count_step(cycle, Step.LATE)
