"""The embeds."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from budgeting.results.models import Count
from budgeting.results.queries import result_bars


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=60, stale_while_revalidate=600)
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a counted, public cycle, to be framed anywhere; anything else is not found."""
    counts = Count.objects.published().select_related("cycle__municipality")
    count = counts.filter(cycle=pk, cycle__proposing_cleared_at__isnull=False).first()
    if count is None:
        raise Http404
    context = {
        "cycle": count.cycle,
        "count": count,
        "bars": result_bars(count),
        "page_address": settings.SITE_URL + reverse("results", args=[count.cycle.address]),
    }
    return render(request, "budgeting/embeds/results.html", context)
