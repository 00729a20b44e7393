"""The result of a counted cycle: what was decided, step by step, and how anybody can count again."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from budgeting.counting.archive import SCRIPT_PATH
from budgeting.cycles.models import Cycle
from budgeting.cycles.rules import METHOD_NAMES
from budgeting.money import TETRI_PER_LARI
from budgeting.results.charts import money_chart, votes_chart
from budgeting.results.models import Count
from budgeting.results.queries import Bar, envelopes_used, money_by_area, result_of
from budgeting.results.steps import steps_of
from budgeting.views.loading import load_cycle


@require_safe
def results_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The count that stands, or with ?count= an older one beside it."""
    cycle = load_cycle(request, pk)
    count = _load(cycle, request.GET.get("count"))
    counts = list(Count.objects.published().filter(cycle=cycle).defer("trace"))
    result = result_of(count)
    context = {
        "cycle": cycle,
        "count": count,
        "counts": counts,
        "closing": getattr(cycle, "closing", None),
        "is_standing": counts[0].pk == count.pk,
        "bars": result.bars,
        "votes": votes_chart(count, result.outcomes),
        "money": money_chart(count, result.outcomes, result.summary),
        "archive_name": PurePath(count.archive.name).name,
        "archive_bytes": _bytes_of(count),
        "embed_snippet": _snippet(cycle.pk),
        "envelopes": envelopes_used(cycle, result.outcomes),
        "summary": result.summary,
        "address_of": lambda: reverse("results", args=[cycle.address]),
        **(_other(count, result.bars) if count.other else {}),
    }
    return render(request, "budgeting/results/page.html", context)


def _other(count: Count, bars: list[Bar]) -> dict[str, Any]:
    """The other method's outcome, and who would gain or lose by it."""
    return {
        "other_name": METHOD_NAMES[count.other["rule"]["method"]],
        "other_spent_tetri": count.other["total_cost"] * TETRI_PER_LARI,
        "gains": [bar for bar in bars if bar.outcome.is_funded_otherwise and not bar.outcome.is_funded],
        "losses": [bar for bar in bars if bar.outcome.is_funded and not bar.outcome.is_funded_otherwise],
        "areas": money_by_area(bar.outcome for bar in bars),
    }


@require_safe
def steps_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    count = _load(cycle, request.GET.get("count"))
    steps = steps_of(count)
    if not 1 <= number <= len(steps):
        raise Http404
    context = {
        "cycle": cycle,
        "count": count,
        "share_tetri": steps[number - 1].share_tetri,
        "step": steps[number - 1],
        "steps": steps,
        "query": f"?count={count.pk}" if "count" in request.GET else "",
        "address_of": lambda: reverse("results_step", args=[cycle.address, number]),
    }
    return render(request, "budgeting/results/step.html", context)


@require_safe
def recount_script(request: HttpRequest) -> HttpResponse:
    """The one-file program that counts an archive again."""
    headers = {"Content-Disposition": f'attachment; filename="{SCRIPT_PATH.name}"'}
    return HttpResponse(SCRIPT_PATH.read_bytes(), content_type="text/x-python; charset=utf-8", headers=headers)


def _load(cycle: Cycle, number: str | None) -> Count:
    """The count with this number, or the one that stands."""
    counts = Count.objects.published().filter(cycle=cycle)
    if number is not None:
        counts = counts.filter(pk=number if number.isdecimal() and len(number) < 10 else 0)
    count = counts.first()
    if count is None:
        raise Http404
    count.cycle = cycle
    return count


def _bytes_of(count: Count) -> int | None:
    """The size of the archive; None where there is none, or where its file was lost."""
    try:
        return count.archive.size if count.archive else None
    except OSError:
        return None


def _snippet(cycle_pk: int) -> str:
    """One line of HTML for other people's pages, with a height that needs no script."""
    address = settings.SITE_URL + reverse("embed_results", args=[cycle_pk])
    return f'<iframe src="{address}" width="100%" height="720" loading="lazy" title="Khma"></iframe>'
