"""Voting: choose, check, identify, receipt. Needs no account; the ballot waits in the browser until it is cast."""

from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budgeting.cycles.models import BallotKind, Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.views.draft import Draft, drop_draft, keep_draft, keep_receipt, read_draft, read_receipt
from budgeting.views.loading import load_cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.ballots import ballot_rules, check_choices
from budgeting.voting.codes import show_code
from budgeting.voting.identity import METHODS


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return _not_open(request, cycle)
    draft, refusal = read_draft(request, cycle), ""
    if request.method == "POST":
        draft = _posted(request, draft)
        refusal = _refusal(cycle, draft)
        if not refusal:
            return _keeping(redirect("vote_check", cycle.address), draft)
    rivals = Prefetch("rivals", Proposal.objects.on_ballot())
    projects = cycle.proposals.on_ballot().with_cards().prefetch_related(rivals).shuffled(draft.seed)
    context = {**_context(cycle, "choose"), "projects": projects, "draft": draft, "refusal": refusal}
    page = render(request, "budgeting/voting/choose.html", context, status=422 if refusal else 200)
    return _keeping(page, draft)


def _posted(request: HttpRequest, draft: Draft) -> Draft:
    typed = [number for number in request.POST.getlist("choice") if number.isdecimal() and len(number) < 9]
    seed = request.POST.get("seed", "")
    return replace(
        draft,
        choices=[int(number) for number in typed],
        seed=int(seed) if seed.isdecimal() and len(seed) < 9 else draft.seed,
    )


def _refusal(cycle: Cycle, draft: Draft) -> str:
    try:
        check_choices(ballot_rules(cycle), draft.choices)
    except NotPossible as reason:
        return str(reason)
    return ""


def _keeping(response: HttpResponse, draft: Draft) -> HttpResponse:
    if draft.choices:
        keep_draft(response, draft)
    return response


@require_safe
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return _not_open(request, cycle)
    draft = read_draft(request, cycle)
    if _refusal(cycle, draft):
        return redirect("vote", cycle.address)
    projects = list(cycle.proposals.on_ballot().with_cards().filter(number__in=draft.choices))
    context = {**_context(cycle, "check"), "projects": projects, "total": _total(projects)}
    return render(request, "budgeting/voting/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def identify(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks who is voting, and with a valid proof casts the ballot."""
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return _not_open(request, cycle)
    draft = read_draft(request, cycle)
    if not draft.choices:
        # A last step sent again, because its answer was lost on the way, leads to the same receipt.
        return redirect("vote_receipt" if read_receipt(request, cycle) else "vote", cycle.address)
    asked = request.POST.get("method")
    methods = [METHODS[name] for name in cycle.identity_methods if name in METHODS]
    forms = {method: method.form_class(request.POST if method.name == asked else None) for method in methods}
    for method, form in forms.items():
        if form.is_bound and form.is_valid():
            try:
                voter = method.identify(cycle, form.cleaned_data)
                receipt = cast_ballot(cycle, draft.choices, voter=voter)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
            else:
                response = redirect("vote_receipt", cycle.address)
                drop_draft(response)
                keep_receipt(response, cycle, receipt.code, has_replaced=receipt.has_replaced)
                return response
    is_refused = any(form.errors for form in forms.values())
    context = {**_context(cycle, "identify"), "methods": forms.items()}
    return render(request, "budgeting/voting/identify.html", context, status=422 if is_refused else 200)


@require_safe
@never_cache
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    stored = read_receipt(request, cycle)
    if stored is None:
        return redirect("cycle", cycle.address)
    context = {
        **_context(cycle, "receipt"),
        "code": show_code(stored["code"]),
        "has_replaced": stored["has_replaced"],
    }
    return render(request, "budgeting/voting/receipt.html", context)


def _context(cycle: Cycle, step: str) -> dict[str, Any]:
    return {"cycle": cycle, "is_knapsack": cycle.ballot_kind == BallotKind.KNAPSACK, "step": step}


def _total(projects: list[Proposal]) -> int:
    return sum(project.cost_tetri or 0 for project in projects)


def _not_open(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    context = {"cycle": cycle, "address_of": lambda: reverse("vote", args=[cycle.address])}
    response = render(request, "budgeting/voting/not_open.html", context, status=409)
    if read_draft(request, cycle).choices:
        drop_draft(response)  # it can no longer be cast, so nothing should ask for it
    return response
