"""What people print: a poster of a proposal, and the blank form of a cycle."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from budgeting.printing.blank_form import blank_form
from budgeting.printing.poster import proposal_poster
from budgeting.views.loading import load_cycle, load_proposal
from portal.languages.texts import OFFICIAL_LANGUAGE


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = load_proposal(request, pk)
    return _pdf(proposal_poster(proposal, get_language() or OFFICIAL_LANGUAGE), f"khma-{proposal.address}.pdf")


@require_safe
def form(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    return _pdf(blank_form(cycle), f"khma-form-{cycle.pk}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
