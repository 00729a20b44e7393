"""Assisted entry: staff write a proposal down for a resident who does not do it online."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.assisting.actions import enter_proposal
from budgeting.assisting.forms import KEPT, EnteredProposalForm
from budgeting.assisting.permissions import may_enter_proposal
from budgeting.cycles.stages import Stage
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.errors import NotAllowed, NotPossible
from budgeting.views.notices import say, say_refused


@staff_only
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """One form for the whole proposal; ?origin=…&origin_place=… and the like fill in what one meeting shares."""
    cycle = load_own_cycle(request, pk)
    if not may_enter_proposal(request.user, cycle):
        raise NotAllowed
    if cycle.stage != Stage.PROPOSING and request.method != "POST":
        say_refused(request, _("This cycle does not take proposals now."))
        return redirect("desk_cycle", cycle.address)
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    form = EnteredProposalForm(request.POST or None, cycle=cycle, kept=kept)
    if form.is_bound and form.is_valid():
        try:
            proposal = enter_proposal(cycle, by=request.user, **form.facts)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("The proposal is handed in. Another person will moderate it."))
            if "another" in request.POST:
                return redirect(f"{reverse('desk_enter', args=[cycle.address])}?{urlencode(form.same_meeting)}")
            return redirect("desk_proposal", proposal.address)
    context = {"cycle": cycle, "form": form}
    return render(request, "budgeting/desk/enter.html", context, status=422 if form.errors else 200)
