"""The page that says which data there is, what each column means, and how anybody can count again."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from budgeting.cycles.queries import public_cycles
from budgeting.opendata import licence
from budgeting.opendata.tables import TABLES
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.queries import standing_count

API_DOCUMENT = "/api/v1/openapi.json"


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """With ?cycle= the files of that public cycle; else of the newest that is counted, or the newest of all."""
    cycles = list(public_cycles())
    context = {
        "cycles": cycles,
        "tables": TABLES,
        "licence": licence,
        "api_document": API_DOCUMENT,
        "site": settings.SITE_URL,
        **_files(cycles, request.GET.get("cycle", "")),
    }
    return render(request, "budgeting/opendata/page.html", context)


def _files(cycles: list[Any], wanted: str) -> dict[str, Any]:
    """What the list of downloads needs to know of the cycle."""
    asked = [cycle for cycle in cycles if str(cycle.pk) == wanted]
    counted = [cycle for cycle in cycles if cycle.done_counts]
    cycle = next(iter(asked or counted or cycles), None)
    if cycle is None:
        return {"cycle": None}
    count = standing_count(cycle)
    return {
        "cycle": cycle,
        "has_result": count is not None,
        "gives_ballots": count is not None and may_publish_ballots(count),
        "in_language": f"?lang={get_language()}",
    }
