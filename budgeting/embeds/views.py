"""The embeds."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from budgeting.results.charts import votes_chart
from budgeting.results.queries import published_result
from portal.styles import stylesheet_path


@require_safe
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=60, stale_while_revalidate=600)
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a counted, public cycle, to be framed anywhere; anything else is not found."""
    result = published_result(pk)
    if result is None:
        raise Http404
    context = {
        "result": result,
        "chart": votes_chart(result.count, result.outcomes),
        "page_address": settings.SITE_URL + reverse("results", args=[result.cycle.address]),
        "stylesheet": stylesheet_path(),
    }
    return HttpResponse(render_to_string("embeds/results.html", context))


@require_safe
def moved_embed(request: HttpRequest, rest: str) -> HttpResponse:
    """Embeds once stood below a language; what was pasted then goes on working."""
    return HttpResponsePermanentRedirect(f"/embed/{rest}?lang={get_language()}")
