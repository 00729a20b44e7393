"""The count on the desk: asking for it, seeing how far it is, taking up one that was left, counting again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

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
    takes_up = "resume" in request.POST
    asks_again = request.method == "POST" and has_result and not takes_up
    form = RecountForm(request.POST if asks_again else None, cycle=cycle)
    if request.method == "POST":
        if not may_count_cycle(request.user, cycle):
            raise NotAllowed
        if form.is_valid() or not form.is_bound:
            try:
                count = unfinished if takes_up else ask_count(cycle, by=request.user, **_facts(form))
                _start(count, request)
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


def _facts(form: RecountForm) -> dict[str, Any]:
    return form.cleaned_data if form.is_bound else {}


def _start(count: Count | None, request: HttpRequest) -> None:
    """Has the count done; it is None where what should be taken up has ended meanwhile."""
    if count is None:
        return
    count_in_background.enqueue(count.pk)
    count.refresh_from_db()
    if count.failure:
        raise NotPossible(count.failure)
    say(request, _("The votes are counted.") if count.counted_at else _("The votes are being counted."))
