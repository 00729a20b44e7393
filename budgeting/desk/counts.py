"""The count on the desk: asking for it, seeing how far it is, taking up one that was left, counting again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.forms import RecountForm
from budgeting.errors import NotAllowed, NotPossible
from budgeting.results.actions import ask_count
from budgeting.results.models import Count
from budgeting.results.permissions import may_count_cycle
from budgeting.results.tasks import count_in_background
from budgeting.views.notices import say, say_refused


@staff_only
def counts_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """All counts of a cycle. A post asks for one (the first needs no reason), or takes up the unfinished one."""
    cycle = load_own_cycle(request, pk)
    counts = Count.objects.filter(cycle=cycle).select_related("asked_by").defer("trace").order_by("-pk")
    unfinished = counts.unfinished().first()
    has_result = counts.done().exists()
    form = RecountForm(request.POST if request.method == "POST" and has_result else None, cycle=cycle)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            _start(cycle, unfinished, form, request)
        except NotPossible as refusal:
            say_refused(request, refusal)
        return redirect("desk_counts", cycle.address)
    context = {
        "cycle": cycle,
        "counts": counts,
        "unfinished": unfinished,
        "has_result": has_result,
        "may_count": cycle.is_vote_over and may_count_cycle(request.user, cycle),
        "form": form,
    }
    return render(request, "budgeting/desk/counts.html", context, status=422 if form.errors else 200)


def _start(cycle: Cycle, unfinished: Count | None, form: RecountForm, request: HttpRequest) -> None:
    if not may_count_cycle(request.user, cycle):
        raise NotAllowed
    facts: dict[str, Any] = form.cleaned_data if form.is_bound else {}
    count = unfinished or ask_count(cycle, by=request.user, **facts)
    count_in_background.enqueue(count.pk)
    count.refresh_from_db()
    if count.failure:
        raise NotPossible(count.failure)
    say(request, _("The votes are counted.") if count.counted_at else _("The votes are being counted."))
