"""The simulator: what another rule, envelope or ballot would have given. Everything is in the address."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.cycles.rules import METHOD_NAMES, rule_sentences
from budgeting.desk.access import staff_only
from budgeting.desk.simulation_form import SimulationForm
from budgeting.errors import NotPossible
from budgeting.results.models import Count
from budgeting.results.simulation import Simulation, counts_to_simulate, cycles_to_simulate, read_published, simulate

PER_PAGE = 50


@staff_only
@require_safe
def simulators(request: HttpRequest) -> HttpResponse:
    """The elections that can be tried, of every municipality: their ballots are public."""
    cycles = cycles_to_simulate().select_related("municipality")
    context = {"page": Paginator(cycles, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "budgeting/desk/simulators.html", context)


@staff_only
@require_safe
def simulator(request: HttpRequest, pk: int) -> HttpResponse:
    """The published result, and beside it the trial that the address asks for; ?count= names an older count."""
    cycle = get_object_or_404(cycles_to_simulate().select_related("municipality"), pk=pk)
    counts = counts_to_simulate(cycle)
    standing = counts.values_list("pk", flat=True).first()
    count = get_object_or_404(counts, pk=_number(request.GET.get("count"), standing))
    count.cycle = cycle
    form = SimulationForm(request.GET, count=count)
    found = _found(form, count)
    context = {"cycle": cycle, "count": count, "is_standing": count.pk == standing, "form": form, "found": found}
    if found.trial:
        context["rule_name"] = METHOD_NAMES[form.cleaned_data["method"]]
        context["rule_sentences"] = rule_sentences(form.rule, cycle.currency)
        context["link"] = _link(cycle, form)
    return render(request, "budgeting/desk/simulator.html", context, status=422 if form.errors else 200)


def _found(form: SimulationForm, count: Count) -> Simulation:
    """The trial, or the published result alone if nothing is asked or it is refused; then the form says why."""
    if form.is_valid():
        asked = form.cleaned_data
        try:
            return simulate(count, form.rule, envelope_tetri=asked["envelope"], min_choices=asked["min_choices"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return read_published(count)


def _link(cycle: Cycle, form: SimulationForm) -> str:
    return f"{settings.SITE_URL}{reverse('desk_simulator', args=[cycle.address])}?{urlencode(form.parameters)}"


def _number(text: str | None, standing: int | None) -> int | None:
    """The count that the address names: the one that stands if it names none, 0 if it is not a number."""
    if text is None:
        return standing
    return int(text) if text.isdecimal() and len(text) < 10 else 0
