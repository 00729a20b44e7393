"""Voting: choose, check, identify, receipt. Needs no account; the ballot waits in the session until it is cast."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budgeting.cycles.models import BallotKind, Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.views.cycles import visitor_seed
from budgeting.views.loading import load_cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.ballots import ballot_rules, check_choices
from budgeting.voting.codes import show_code
from budgeting.voting.identity import METHODS

UNCAST = "uncast_ballot"  # {"cycle": id, "choices": [numbers]}; portal/context.py shows its banner


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return _not_open(request, cycle)
    choices, refusal = _uncast_choices(request, cycle), ""
    if request.method == "POST":
        choices = [int(number) for number in request.POST.getlist("choice") if number.isdecimal() and len(number) < 9]
        request.session[UNCAST] = {"cycle": cycle.pk, "choices": choices}
        try:
            check_choices(ballot_rules(cycle), choices)
            return redirect("vote_check", cycle.address)
        except NotPossible as reason:
            refusal = str(reason)
    projects = cycle.proposals.filter(pk__in=cycle.proposals.on_ballot().values("pk"))
    context = {
        **_context(cycle),
        "projects": projects.with_cards().shuffled(visitor_seed(request)),
        "choices": choices,
        "refusal": refusal,
        "step": "choose",
    }
    return render(request, "budgeting/voting/choose.html", context, status=422 if refusal else 200)


@require_safe
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return _not_open(request, cycle)
    projects = _chosen_projects(request, cycle)
    if not projects:
        return redirect("vote", cycle.address)
    context = {**_context(cycle), "projects": projects, "total": _total(projects), "step": "check"}
    return render(request, "budgeting/voting/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def identify(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks who is voting, and with a valid proof casts the ballot."""
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return _not_open(request, cycle)
    choices = _uncast_choices(request, cycle)
    if not choices:
        return redirect("vote", cycle.address)
    asked = request.POST.get("method")
    methods = [METHODS[name] for name in cycle.identity_methods if name in METHODS]
    forms = {method: method.form_class(request.POST if method.name == asked else None) for method in methods}
    for method, form in forms.items():
        if form.is_bound and form.is_valid():
            try:
                voter = method.identify(cycle, form.cleaned_data)
                receipt = cast_ballot(cycle, choices, voter=voter)
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
            else:
                del request.session[UNCAST]
                request.session["receipt"] = {
                    "cycle": cycle.pk,
                    "code": receipt.code,
                    "has_replaced": receipt.has_replaced,
                }
                return redirect("vote_receipt", cycle.address)
    is_refused = any(form.errors for form in forms.values())
    context = {**_context(cycle), "methods": forms.items(), "chosen_total": len(choices), "step": "identify"}
    return render(request, "budgeting/voting/identify.html", context, status=422 if is_refused else 200)


@require_safe
@never_cache
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    stored = request.session.get("receipt", {})
    if stored.get("cycle") != cycle.pk:
        return redirect("cycle", cycle.address)
    context = {**_context(cycle), "code": show_code(stored["code"]), "has_replaced": stored["has_replaced"]}
    return render(request, "budgeting/voting/receipt.html", context)


def _context(cycle: Cycle) -> dict[str, Any]:
    return {"cycle": cycle, "is_knapsack": cycle.ballot_kind == BallotKind.KNAPSACK}


def _uncast_choices(request: HttpRequest, cycle: Cycle) -> list[int]:
    stored = request.session.get(UNCAST, {})
    return stored["choices"] if stored.get("cycle") == cycle.pk else []


def _chosen_projects(request: HttpRequest, cycle: Cycle) -> list[Proposal]:
    return list(cycle.proposals.on_ballot().with_cards().filter(number__in=_uncast_choices(request, cycle)))


def _total(projects: list[Proposal]) -> int:
    return sum(project.cost_tetri for project in projects)


def _not_open(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    if _uncast_choices(request, cycle):
        del request.session[UNCAST]  # it can no longer be cast, so nothing should ask for it
    context = {"cycle": cycle, "Stage": Stage, "address_of": lambda: reverse("vote", args=[cycle.address])}
    return render(request, "budgeting/voting/not_open.html", context, status=409)
