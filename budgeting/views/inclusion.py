"""The inclusion report of one cycle and of all: the page, the PDF and the spreadsheet show the same tables."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.inclusion.actions import ask_report
from budgeting.inclusion.facts import Facts
from budgeting.inclusion.pdf import hiding_note, report_pdf
from budgeting.inclusion.permissions import may_make_report
from budgeting.inclusion.queries import facts_of, facts_of_all, report_for, title_of, unfinished_report
from budgeting.inclusion.tables import tables_of
from budgeting.inclusion.tasks import make_report_in_background
from budgeting.inclusion.xlsx import report_xlsx
from budgeting.views.loading import load_cycle
from budgeting.views.notices import say, say_refused
from budgeting.views.printed import pdf_response
from portal.languages.texts import read_text

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def inclusion_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest report this reader may see. An official posts to have one made, and sees how far it is."""
    cycle = load_cycle(request, pk)
    may_make = may_make_report(request.user, cycle)
    if request.method == "POST":
        if not may_make:
            raise NotAllowed
        _make(request, cycle)
        return redirect("inclusion", cycle.address)
    report = report_for(request.user, cycle)
    context = {
        **_tables(report and facts_of(report, cycle)),
        "cycle": cycle,
        "report": report,
        "may_make": may_make,
        "unfinished": unfinished_report(cycle) if may_make else None,
        "files": {"pdf": reverse("inclusion_pdf", args=[cycle.pk]), "xlsx": reverse("inclusion_xlsx", args=[cycle.pk])},
        "title": title_of(cycle),
        "address_of": lambda: reverse("inclusion", args=[cycle.address]),
    }
    return render(request, "budgeting/inclusion/page.html", context)


@require_safe
@never_cache
def inclusion_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the report is, fetched again by open pages when something changed."""
    cycle = load_cycle(request, pk)
    if not may_make_report(request.user, cycle):
        raise NotAllowed
    context = {"cycle": cycle, "unfinished": unfinished_report(cycle)}
    return render(request, "budgeting/inclusion/_progress.html", context)


def _make(request: HttpRequest, cycle: Cycle) -> None:
    try:
        report = ask_report(cycle, by=request.user)
    except NotPossible as refusal:
        say_refused(request, refusal)
        return
    make_report_in_background.enqueue(report.pk)
    report.refresh_from_db()
    say(request, _("The report is made.") if report.figures is not None else _("The report is being made."))


@require_safe
def inclusion_of_all(request: HttpRequest) -> HttpResponse:
    context = {
        **_tables(facts_of_all()),
        "files": {"pdf": reverse("inclusion_of_all_pdf"), "xlsx": reverse("inclusion_of_all_xlsx")},
        "title": title_of(None),
        "address_of": lambda: reverse("inclusion_of_all"),
    }
    return render(request, "budgeting/inclusion/page.html", context)


def _tables(facts: Facts | None) -> dict[str, Any]:
    tables = tables_of(facts) if facts else []
    return {"facts": facts, "tables": tables, "hiding_note": hiding_note()}


@require_safe
def inclusion_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, facts = _load(request, pk)
    content = report_pdf(title_of(cycle), _name(cycle), facts, tables_of(facts))
    return pdf_response(content, f"khma-inclusion-{cycle.pk}.pdf")


@require_safe
def inclusion_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, facts = _load(request, pk)
    content = report_xlsx(title_of(cycle), _name(cycle), facts, tables_of(facts))
    return _sheet_response(content, f"khma-inclusion-{cycle.pk}.xlsx")


@require_safe
def inclusion_of_all_pdf(request: HttpRequest) -> HttpResponse:
    facts = _load_all()
    return pdf_response(report_pdf(title_of(None), facts.source, facts, tables_of(facts)), "khma-inclusion.pdf")


@require_safe
def inclusion_of_all_xlsx(request: HttpRequest) -> HttpResponse:
    facts = _load_all()
    return _sheet_response(report_xlsx(title_of(None), facts.source, facts, tables_of(facts)), "khma-inclusion.xlsx")


def _load(request: HttpRequest, pk: int) -> tuple[Cycle, Facts]:
    cycle = load_cycle(request, pk)
    report = report_for(request.user, cycle)
    if report is None:
        raise Http404
    return cycle, facts_of(report, cycle)


def _load_all() -> Facts:
    facts = facts_of_all()
    if facts is None:
        raise Http404
    return facts


def _name(cycle: Cycle) -> str:
    return f"{cycle.municipality.name} · {read_text(cycle, 'title')}"


def _sheet_response(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_SHEET, headers=headers)
