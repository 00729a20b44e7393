"""Voting: choose and check. Needs no account; the ballot waits in the browser until `identifying` casts it."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from budgeting.cycles.models import BallotKind, Cycle, VotesIn
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.views.ballot import ballot_projects, sections_of
from budgeting.views.draft import (
    Draft,
    drop_draft,
    has_draft,
    keep_draft,
    new_attempt,
    read_draft,
    read_draft_of,
    read_reminder,
)
from budgeting.views.loading import load_cycle
from budgeting.views.outage import keeps_through_an_outage
from budgeting.voting.actions import is_taken
from budgeting.voting.ballots import BallotRules, ballot_rules, check_choices, swaps
from budgeting.voting.models import Step
from budgeting.voting.reminders.forms import ReminderForm
from budgeting.voting.reminders.moments import takes_reminders
from budgeting.voting.steps import count_step

MOST_KEPT = 200  # numbers in a cookie, whatever is sent


def _keep_posted(request: HttpRequest, response: HttpResponse, pk: int) -> None:
    numbers = [number for number in _posted_numbers(request) if number]
    keep_draft(response, _chosen(read_draft_of(request, pk), numbers[:MOST_KEPT]))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_through_an_outage(_keep_posted)
@sensitive_post_parameters()
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballot. Posted with "show" it shows the list of the named area, with "swap" that project is taken out."""
    cycle = load_cycle(request, pk)
    if cycle.stage != Stage.VOTING:
        return not_open(request, cycle)
    draft, rules = read_draft(request, cycle), ballot_rules(cycle)
    if request.method != "POST":
        if request.method == "GET" and not has_draft(request, cycle.pk):
            count_step(cycle, Step.STARTED)
        return _ballot_page(request, cycle, rules, draft)
    draft, numbers = _with_area(request, draft, rules), _posted_numbers(request)
    on_lists = {number for one in rules.open_to(draft.area) for number in one.costs_tetri}
    kept = _chosen(draft, [number for number in numbers if number in on_lists])
    is_showing = "show" in request.POST
    if refusal := "" if is_showing else refusal_of(rules, numbers, draft.area):
        page = _ballot_page(request, cycle, rules, kept, refusal)
        if kept.choices != numbers:  # a part of what was refused is no ballot of this voter's
            return page
    else:
        page = redirect("vote" if is_showing else "vote_check", cycle.address)
    keep_draft(page, kept)
    return page


def _posted_numbers(request: HttpRequest) -> list[int]:
    """The chosen numbers as they were sent, without the one to be taken out; 0, which no project has, for what is none."""
    sent = [number for number in request.POST.getlist("choice") if number != request.POST.get("swap")]
    return [int(number) if number.isdecimal() and len(number) < 9 else 0 for number in sent]


def _with_area(request: HttpRequest, draft: Draft, rules: BallotRules) -> Draft:
    areas = {str(one.area): one.area for one in rules.areas}
    return replace(draft, area=areas.get(request.POST.get("area", ""), draft.area if areas else None))


def _chosen(draft: Draft, numbers: list[int]) -> Draft:
    """The draft with these choices, each once; others than before are another attempt."""
    choices = list(dict.fromkeys(numbers))
    attempt = draft.attempt if set(choices) == set(draft.choices) else new_attempt()
    return replace(draft, choices=choices, attempt=attempt)


def refusal_of(rules: BallotRules, choices: list[int], area: int | None) -> str:
    """The sentence that refuses these choices; "" where they can be cast."""
    try:
        check_choices(rules, choices, area)
    except NotPossible as reason:
        return str(reason)
    return ""


def _ballot_page(
    request: HttpRequest, cycle: Cycle, rules: BallotRules, draft: Draft, refusal: str = ""
) -> HttpResponse:
    sections = sections_of(cycle, rules, draft)
    on_lists = {number for one in sections for number in one.list.costs_tetri}
    context = {
        **_context(cycle, "choose"),
        "sections": sections,
        "gone": [number for number in draft.choices if number not in on_lists],
        "areas": rules.areas,
        "is_withdrawn": bool(rules.withdrawn),
        "is_one_list": rules.votes_in == VotesIn.ONE,
        "draft": draft,
        "refusal": refusal,
        **(_ways_to_fit(cycle, rules, draft) if refusal else {}),
    }
    return render(request, "budgeting/voting/choose.html", context, status=422 if refusal else 200)


def _ways_to_fit(cycle: Cycle, rules: BallotRules, draft: Draft) -> dict[str, Any]:
    """What to take out of a ballot that costs too much: any one of the `swaps`, or else first the `dearest`."""
    overspent = [one for one in sections_of(cycle, rules, draft) if one.left_tetri < 0]
    if rules.kind != BallotKind.KNAPSACK or not overspent:
        return {}
    projects, helping = ballot_projects(cycle, rules), swaps(rules, draft.choices, draft.area)
    chosen = [projects[number] for number in draft.choices if number in overspent[0].list.costs_tetri]
    dearest = max(chosen, key=lambda project: project.cost_tetri)
    return {"swaps": [projects[number] for number in helping], "dearest": dearest}


@require_safe
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    if not is_taken(cycle):
        return not_open(request, cycle)
    draft, rules = read_draft(request, cycle), ballot_rules(cycle)
    if refusal_of(rules, draft.choices, draft.area):
        return redirect("vote", cycle.address)
    page = check_page(request, cycle, rules, draft)
    if not draft.is_checked:
        count_step(cycle, Step.CHECKED)
        keep_draft(page, replace(draft, is_checked=True))
    return page


def check_page(
    request: HttpRequest, cycle: Cycle, rules: BallotRules, draft: Draft, form: ReminderForm | None = None
) -> HttpResponse:
    """What is about to be cast; `form` is a refused request to be reminded."""
    projects = ballot_projects(cycle, rules)
    advised = cycle.advised_projects or 0
    context = {
        **_context(cycle, "check"),
        "sections": [one for one in sections_of(cycle, rules, draft) if one.chosen],
        "projects": [projects[number] for number in sorted(draft.choices)],
        "advised": advised if len(draft.choices) < advised else None,
        "reminder_form": (form or ReminderForm()) if takes_reminders(cycle) else None,
        "is_reminded": read_reminder(request, cycle) is not None,
    }
    return render(request, "budgeting/voting/check.html", context, status=422 if form else 200)


def _context(cycle: Cycle, step: str) -> dict[str, Any]:
    return {"cycle": cycle, "is_knapsack": cycle.ballot_kind == BallotKind.KNAPSACK, "step": step}


def not_open(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    context = {"cycle": cycle, "address_of": lambda: reverse("vote", args=[cycle.address])}
    response = render(request, "budgeting/voting/not_open.html", context, status=409)
    if read_draft(request, cycle).choices and not is_taken(cycle):
        drop_draft(response)  # it can no longer be cast, so nothing should ask for it
    return response
