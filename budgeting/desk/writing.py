"""Writing a cycle: a municipality's administrator makes it, and changes it until its first gate is cleared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.counting.rule import rule_as_data
from budgeting.cycles.actions import change_cycle, create_cycle
from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_place, staff_only
from budgeting.desk.cycle_form import CycleForm
from budgeting.desk.rule_form import RuleForm
from budgeting.errors import NotPossible
from budgeting.views.notices import say
from portal.accounts.models import RoleKind
from portal.accounts.roles import places_as
from portal.places.models import Municipality


@staff_only
def new_cycle(request: HttpRequest, municipality: str) -> HttpResponse:
    return _write(request, load_place(request, municipality, RoleKind.ADMINISTRATOR), None)


@staff_only
def edit_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    own = Cycle.objects.filter(municipality__in=places_as(request.user, RoleKind.ADMINISTRATOR))
    cycle = get_object_or_404(own.filter(proposing_cleared_at__isnull=True).select_related("municipality"), pk=pk)
    return _write(request, cycle.municipality, cycle)


def _write(request: HttpRequest, municipality: Municipality, cycle: Cycle | None) -> HttpResponse:
    form = CycleForm(request.POST or None, request.FILES or None, instance=cycle)
    rule_form = RuleForm(request.POST or None, rule=cycle.counting if cycle else None)
    if request.method == "POST" and all([form.is_valid(), rule_form.is_valid()]):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "rule_document" or value}
        facts["rule"] = rule_as_data(rule_form.rule)
        try:
            if cycle is None:
                cycle = create_cycle(municipality, by=request.user, **facts)
            else:
                change_cycle(cycle, by=request.user, **facts)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Saved."))
            return redirect("desk_cycle", cycle.address)
    context = {"municipality": municipality, "form": form, "rule_form": rule_form}
    status = 422 if form.errors or rule_form.errors else 200
    return render(request, "budgeting/desk/write_cycle.html", context, status=status)
