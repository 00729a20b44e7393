"""You said, we did: every proposal of a cycle and what became of it, as a page and as a table to download."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from budgeting.money import TETRI_PER_LARI
from budgeting.outcomes.charts import endings_chart
from budgeting.outcomes.endings import Ending
from budgeting.outcomes.queries import Told, endings_of, told
from budgeting.views.csv_file import csv_file
from budgeting.views.loading import load_cycle

PER_PAGE = 25
COLUMNS = (
    *("proposal_id", "number", "title", "title_language", "settlement", "beneficiaries"),
    *("outcome", "outcome_name", "sentence", "is_final", "reason", "reason_language", "merged_into"),
    *("votes", "cost", "answer", "answer_reason", "answer_language", "address"),
)


@require_safe
def said_and_did_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All proposals, or with ?outcome= those that came to this ending."""
    cycle = load_cycle(request, pk)
    chosen = _chosen(request)
    endings = endings_of(cycle)
    page: Any = Paginator(endings.that_are(chosen), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = told(endings, page.object_list, language=get_language() or "")
    path, query = reverse("said_and_did", args=[cycle.address]), f"outcome={chosen}" if chosen else ""
    context = {
        "cycle": cycle,
        "total": len(endings.by_proposal),
        "open_total": len(endings.open),
        "counts": endings.counts,
        "chart": endings_chart(cycle, endings, path),
        "chosen": chosen,
        "page": page,
        "query": query,
        "path": path,
        "address_of": lambda: f"{reverse('said_and_did', args=[cycle.address])}{'?' if query else ''}{query}",
    }
    return render(request, "budgeting/outcomes/page.html", context)


def _chosen(request: HttpRequest) -> Ending | None:
    wanted = request.GET.get("outcome", "")
    return Ending(wanted) if wanted in Ending.values else None


@require_safe
def said_and_did_csv(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    endings = endings_of(cycle)
    lines = told(endings, endings.that_are(None), language=get_language() or "")
    return csv_file(f"khma-{cycle.pk}-you-said-we-did", COLUMNS, (_row(line) for line in lines))


def _row(line: Told) -> tuple[object, ...]:
    proposal, outcome = line.proposal, line.bar and line.bar.outcome
    return (
        proposal.pk,
        proposal.number,
        line.title.text,
        line.title.language,
        proposal.settlement.name if proposal.settlement else "",
        " ".join(str(who) for who in proposal.beneficiaries),
        line.ending.value,
        str(line.ending.label),
        line.ending.sentence,
        int(line.ending.is_final),
        line.reason.text if line.reason else "",
        line.reason.language if line.reason else "",
        line.merged_into.pk if line.merged_into else "",
        outcome.votes if outcome else "",
        outcome.cost_tetri / TETRI_PER_LARI if outcome else "",
        line.answer.outcome if line.answer else "",
        line.answer_reason.text if line.answer_reason else "",
        line.answer_reason.language if line.answer_reason else "",
        settings.SITE_URL + reverse("proposal", args=[proposal.address]),
    )
