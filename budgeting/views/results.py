"""The result of a counted cycle: what was decided, step by step, and how anybody can count again."""

from pathlib import PurePath
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from budgeting.counting.archive import SCRIPT_PATH
from budgeting.cycles.models import Cycle
from budgeting.cycles.rules import METHOD_NAMES
from budgeting.money import TETRI_PER_LARI
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.charts import money_chart, most_chosen, places_chart, stages_chart, votes_chart
from budgeting.results.comparing import counts_beside
from budgeting.results.lines import dividing_lines
from budgeting.results.models import Count
from budgeting.results.queries import (
    AreaMoney,
    EnvelopeUsed,
    Result,
    envelopes_used,
    money_by_area,
    result_of,
)
from budgeting.results.steps import steps_of
from budgeting.views.loading import load_cycle
from budgeting.voting.queries import turnout


@require_safe
def results_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The count that stands, or with ?count= an older one beside it."""
    cycle = load_cycle(request, pk)
    prefetch_related_objects([cycle], "areas")  # asked for three times: envelopes, supporters, turnout
    counts = list(Count.objects.published().without_trace().filter(cycle=cycle))
    count = _chosen(cycle, counts, request.GET.get("count"))
    result = result_of(count)
    areas = money_by_area(result.outcomes)
    context = {
        "cycle": cycle,
        "count": count,
        "closing": getattr(cycle, "closing", None),
        "is_standing": counts[0].pk == count.pk,
        "bars": result.bars,
        "won": [bar for bar in result.bars if bar.outcome.is_funded],
        "lost": [bar for bar in result.bars if not bar.outcome.is_funded],
        "summary": result.summary,
        "turnout": None if cycle.imported_from else turnout(cycle),
        "archive_name": PurePath(count.archive.name).name,
        "archive_bytes": _bytes_of(count) if may_publish_ballots(count) else None,
        "gives_ballots": may_publish_ballots(count),
        "in_language": f"?lang={get_language()}",
        "counts": counts,
        "beside": counts_beside(counts, {one.project_id: one.project for one in result.outcomes}),
        "address_of": lambda: reverse("results", args=[cycle.address]),
        **_charts(result, areas),
        **_envelopes(result),
        **_by_area(result),
        **(_other(result, areas) if count.other else {}),
    }
    return render(request, "budgeting/results/page.html", context)


def _charts(result: Result, areas: list[AreaMoney]) -> dict[str, Any]:
    drawn = most_chosen(result.outcomes)
    return {
        "votes": votes_chart(result.count, drawn),
        "undrawn": len(result.outcomes) - len(drawn),
        "money": money_chart(result.count, result.outcomes, result.summary),
        "places": places_chart(result.count, areas),
        "stages": stages_chart(result.cycle),
    }


def _envelopes(result: Result) -> dict[str, Any]:
    """What became of each envelope, and where the line between the winners and the rest was drawn in it."""
    envelopes = envelopes_used(result.cycle, result.outcomes)
    whole = EnvelopeUsed(None, result.count.envelope_tetri, result.summary.spent_tetri)
    return {"envelopes": envelopes, "lines": dividing_lines(result.bars, envelopes or [whole])}


def _by_area(result: Result) -> dict[str, Any]:
    """Who supported the projects of the whole municipality, as far as the ballots tell; nothing without areas."""
    told = [bar for bar in result.bars if bar.outcome.by_area]
    if not told:
        return {"supporters": []}
    names = {area.pk: area.name for area in result.cycle.areas.all()}
    return {
        "supporters": [(bar, [number for _area, number in bar.outcome.by_area]) for bar in told],
        "supporters_from": [names.get(area) for area, _number in told[0].outcome.by_area],
    }


def _other(result: Result, areas: list[AreaMoney]) -> dict[str, Any]:
    """The other method's outcome, and who would gain or lose by it."""
    other, bars = result.count.other, result.bars
    return {
        "other_name": METHOD_NAMES[other["rule"]["method"]],
        "other_spent_tetri": other["total_cost"] * TETRI_PER_LARI,
        "gains": [bar for bar in bars if bar.outcome.is_funded_otherwise and not bar.outcome.is_funded],
        "losses": [bar for bar in bars if bar.outcome.is_funded and not bar.outcome.is_funded_otherwise],
        "areas": areas,
    }


@require_safe
def steps_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    counts = Count.objects.published().without_trace().filter(cycle=cycle)
    count = _chosen(cycle, list(counts), request.GET.get("count"))
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


def _chosen(cycle: Cycle, counts: list[Count], number: str | None) -> Count:
    """The one of these published counts with this number, or the one that stands."""
    count = next((one for one in counts if number in (None, str(one.pk))), None)
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
