"""What people print: a poster of a proposal, the blank form of a cycle, the protocol of a vote's close."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from budgeting.closing.models import Closing
from budgeting.closing.protocol import protocol_of
from budgeting.printing.blank_form import blank_form
from budgeting.printing.closing_protocol import closing_protocol
from budgeting.printing.poster import proposal_poster
from budgeting.views.loading import load_cycle, load_proposal
from portal.languages.texts import OFFICIAL_LANGUAGE


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = load_proposal(request, pk)
    return pdf_response(proposal_poster(proposal, get_language() or OFFICIAL_LANGUAGE), f"khma-{proposal.address}.pdf")


@require_safe
def form(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    return pdf_response(blank_form(cycle), f"khma-form-{cycle.pk}.pdf")


@require_safe
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """Public once the vote is closed by two officials."""
    cycle = load_cycle(request, pk)
    closed = Closing.objects.filter(cycle=cycle, motion__isnull=False).select_related("cycle__municipality")
    content = closing_protocol(protocol_of(get_object_or_404(closed)), get_language() or OFFICIAL_LANGUAGE)
    return pdf_response(content, f"khma-protocol-{cycle.pk}.pdf")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """The PDF, shown in the browser and saved under this name."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
