"""A campaign on paper: sheets to print, signatures counted by two people, and the day they were handed over."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.errors import NotAllowed, NotPossible
from budgeting.views.notices import say, show_refusal
from budgeting.views.printed import pdf_response
from cms.campaigns.demands import Demand, demand_of
from cms.campaigns.models import Campaign
from cms.campaigns.paper.actions import add_batch, hand_over, read_batch
from cms.campaigns.paper.forgetting import KEPT_FOR
from cms.campaigns.paper.forms import BatchForm, HandOverForm, ReadingForm
from cms.campaigns.paper.models import HandOver, PaperBatch
from cms.campaigns.paper.permissions import may_count_paper, may_hand_over
from cms.campaigns.paper.queries import batches_to_read, paper_total
from cms.campaigns.printing.poster import campaign_poster
from cms.campaigns.printing.signature_sheet import signature_sheet
from cms.views.readable import demand_or_404
from portal.languages.texts import OFFICIAL_LANGUAGE


@require_safe
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, _demand = _load_public(pk)
    return pdf_response(signature_sheet(campaign), f"khma-signatures-{campaign.pk}.pdf")


@require_safe
def poster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, demand = _load_public(pk)
    poster = campaign_poster(campaign, demand, get_language() or OFFICIAL_LANGUAGE)
    return pdf_response(poster, f"khma-campaign-{campaign.pk}.pdf")


@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What has been counted, the batches this person may count, and a form for a new one."""
    campaign = _load_own(request, pk)
    chosen = None
    if number := request.GET.get("batch", ""):
        chosen = get_object_or_404(batches_to_read(campaign, request.user), pk=number if number.isdecimal() else 0)
    kind = ReadingForm if chosen else BatchForm
    form = kind(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _count(request, campaign, chosen, form)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("campaign_paper", campaign.pk)
    context = {
        "campaign": campaign,
        "demand": demand_of(campaign),
        "form": form,
        "chosen": chosen,
        "total": paper_total(campaign),
        "days_kept": KEPT_FOR.days,
        "waiting": batches_to_read(campaign, request.user),
        "address_of": lambda: reverse("campaign_paper", args=[campaign.pk]),
    }
    return render(request, "cms/campaigns/paper.html", context, status=422 if form.errors else 200)


def _count(request: HttpRequest, campaign: Campaign, chosen: PaperBatch | None, form: BatchForm | ReadingForm) -> None:
    if chosen is None:
        add_batch(campaign, by=request.user, **form.cleaned_data)
        say(request, _("Thank you. Now another person counts these sheets again."))
    elif read_batch(chosen, by=request.user, **form.cleaned_data):
        say(request, _("Both of you counted the same. These signatures count now."))
    else:
        say(request, _("The numbers differ, so another person counts once more."))


@require_safe
@login_required
def scan(request: HttpRequest, pk: int, batch: int) -> FileResponse:
    """The scan, for those who count; always a download."""
    row = get_object_or_404(PaperBatch.objects.filter(campaign=_load_own(request, pk)).exclude(scan=""), pk=batch)
    return FileResponse(row.scan.open(), as_attachment=True, filename=f"signatures-{row.pk}.pdf")


@login_required
def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _load(pk)
    if not may_hand_over(request.user, campaign):
        raise NotAllowed
    form = HandOverForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(campaign, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect(demand_or_404(campaign).path)
    context = {
        "campaign": campaign,
        "demand": demand_of(campaign),
        "form": form,
        "done": HandOver.objects.filter(campaign=campaign).exists(),
        "address_of": lambda: reverse("campaign_hand_over", args=[campaign.pk]),
    }
    return render(request, "cms/campaigns/hand_over.html", context, status=422 if form.errors else 200)


@require_safe
def hand_over_photo(request: HttpRequest, pk: int) -> FileResponse:
    campaign, _demand = _load_public(pk)
    row = get_object_or_404(HandOver.objects.exclude(photo=""), campaign=campaign)
    return FileResponse(row.photo.open(), content_type="image/jpeg")


def _load(pk: int) -> Campaign:
    return get_object_or_404(
        Campaign.objects.select_related("organisation", "municipality", "office", "duty_bearer"), pk=pk
    )


def _load_public(pk: int) -> tuple[Campaign, Demand]:
    campaign = _load(pk)
    return campaign, demand_or_404(campaign)


def _load_own(request: HttpRequest, pk: int) -> Campaign:
    campaign = _load(pk)
    if not may_count_paper(request.user, campaign):
        raise NotAllowed
    return campaign
