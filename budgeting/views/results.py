"""The result of a counted cycle."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from budgeting.results.models import Count
from budgeting.results.queries import result_bars, summarise
from budgeting.views.loading import load_cycle


@require_safe
def results_page(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    count = get_object_or_404(Count, cycle=cycle)
    bars = result_bars(count)
    context = {
        "cycle": cycle,
        "count": count,
        "bars": bars,
        "embed_snippet": _snippet(cycle.pk),
        "summary": summarise(count, [bar.outcome for bar in bars]),
        "address_of": lambda: reverse("results", args=[cycle.address]),
    }
    return render(request, "budgeting/results/page.html", context)


def _snippet(cycle_pk: int) -> str:
    """One line of HTML for other people's pages, with a height that needs no script."""
    address = settings.SITE_URL + reverse("embed_results", args=[cycle_pk])
    return f'<iframe src="{address}" width="100%" height="720" loading="lazy" title="Khma"></iframe>'
