"""The count on the desk: moving it, seeing how far it is, taking up one that was left, reading it before it is public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.forms import RecountForm
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.models import Act
from budgeting.results.actions import move_count
from budgeting.results.models import Count
from budgeting.results.permissions import may_count_cycle
from budgeting.results.queries import result_bars
from budgeting.results.tasks import count_in_background
from budgeting.views.notices import say, say_refused


@staff_only
@never_cache
def counts_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """All counts of a cycle, to officials also one that is not public yet.

    A post moves a count (the first needs no reason), or takes up the unfinished one: that needs no second official,
    because it was seconded before.
    """
    cycle = load_own_cycle(request, pk)
    counts = Count.objects.filter(cycle=cycle).select_related("asked_by").defer("trace").order_by("-pk")
    unfinished = counts.unfinished().first()
    has_result = counts.done().exists()
    takes_up = "resume" in request.POST
    asks_again = request.method == "POST" and has_result and not takes_up
    form = RecountForm(request.POST if asks_again else None, cycle=cycle)
    may_count = may_count_cycle(request.user, cycle)
    if request.method == "POST":
        if not may_count:
            raise NotAllowed
        if form.is_valid() or not form.is_bound:
            try:
                if takes_up:
                    start_count(unfinished, request)
                else:
                    move_count(cycle, by=request.user, **_facts(form))
                    say(request, _("It is moved. Another official has to second it."))
            except NotPossible as refusal:
                say_refused(request, refusal)
            return redirect("desk_counts", cycle.address)
    context = {
        "cycle": cycle,
        "counts": counts,
        "unfinished": unfinished,
        "has_result": has_result,
        "has_published": counts.published().exists(),
        "is_moved": cycle.motions.waiting().filter(act=Act.COUNT).exists(),
        "may_count": bool(cycle.voting_closed_at) and may_count,
        "unpublished": _unpublished(cycle) if may_count else [],
        "form": form,
    }
    return render(request, "budgeting/desk/counts.html", context, status=422 if form.errors else 200)


@staff_only
@never_cache
@require_safe
def counting_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the count is, for the open page: the progress, or that there is something new to read."""
    cycle = load_own_cycle(request, pk)
    counts = Count.objects.filter(cycle=cycle).defer("trace").order_by("-pk")
    context = {
        "cycle": cycle,
        "unfinished": counts.unfinished().first(),
        "last": counts.first(),
        "is_fragment": True,
    }
    return render(request, "budgeting/desk/_counting.html", context)


def start_count(count: Count | None, request: HttpRequest) -> None:
    """Has the count done; it is None where what should be taken up has ended meanwhile."""
    if count is None:
        return
    count_in_background.enqueue(count.pk)
    count.refresh_from_db()
    if count.failure:
        raise NotPossible(count.failure)
    say(request, _("The votes are counted.") if count.counted_at else _("The votes are being counted."))


def _unpublished(cycle: Cycle) -> list[dict[str, Any]]:
    """The counts that only officials see, each with its outcomes."""
    waiting = Count.objects.done().filter(cycle=cycle, published_at=None).select_related("cycle")
    return [{"count": count, "bars": result_bars(count)} for count in waiting]


def _facts(form: RecountForm) -> dict[str, Any]:
    return form.cleaned_data if form.is_bound else {}
