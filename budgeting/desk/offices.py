"""The offices that answer and the people in them: a municipality's administrators name its own.

Those above the municipalities are named by who runs the site.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import load_chosen, load_place, staff_only
from budgeting.desk.office_form import OfficeAboveForm, OfficeForm, OfficialForm
from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.keeping import save_duty_bearer, save_office, save_office_above
from budgeting.responses.models import DutyBearer, Office
from budgeting.responses.permissions import may_manage_offices_above
from budgeting.views.notices import say, show_refusal
from portal.accounts.addresses import find_or_invite
from portal.accounts.models import RoleKind, User
from portal.places.models import Municipality


@staff_only
def offices_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    """All offices, and a form for the one named by ?office=, else for a new one."""
    place = load_place(request, municipality, RoleKind.ADMINISTRATOR)
    office = load_chosen(place.offices.all(), request.GET.get("office"))
    form = OfficeForm(request.POST if request.method == "POST" else None, office=office)
    if form.is_bound and form.is_valid():
        try:
            save_office(place, by=request.user, office=office, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect("desk_offices", place.slug)
    context = {"municipality": place, "offices": place.offices.all(), "chosen": office, "form": form}
    return render(request, "budgeting/desk/offices.html", context, status=422 if form.errors else 200)


@staff_only
def offices_above_desk(request: HttpRequest) -> HttpResponse:
    """All offices above the municipalities, and a form for the one named by ?office=, else for a new one."""
    if not may_manage_offices_above(request.user):
        raise NotAllowed
    offices = Office.objects.filter(municipality__isnull=True)
    office = load_chosen(offices, request.GET.get("office"))
    form = OfficeAboveForm(request.POST if request.method == "POST" else None, office=office)
    if form.is_bound and form.is_valid():
        try:
            save_office_above(by=request.user, office=office, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect("desk_offices_above")
    context = {"offices": offices, "chosen": office, "form": form}
    return render(request, "budgeting/desk/offices.html", context, status=422 if form.errors else 200)


@staff_only
def officials_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    """All people in the offices of a municipality, and a form for the one named by ?official=, else for a new one."""
    place = load_place(request, municipality, RoleKind.ADMINISTRATOR)
    return _officials(request, place.offices.all(), municipality=place)


@staff_only
def officials_above_desk(request: HttpRequest) -> HttpResponse:
    """The same for the offices above the municipalities, with the accounts that answer for them."""
    if not may_manage_offices_above(request.user):
        raise NotAllowed
    return _officials(request, Office.objects.filter(municipality__isnull=True), municipality=None)


def _officials(request: HttpRequest, offices: QuerySet[Office], *, municipality: Municipality | None) -> HttpResponse:
    officials = DutyBearer.objects.filter(office__in=offices).select_related("office", "user")
    official = load_chosen(officials, request.GET.get("official"))
    form = OfficialForm(
        request.POST if request.method == "POST" else None,
        official=official,
        offices=offices,
        with_address=municipality is None,
    )
    if form.is_bound and form.is_valid():
        facts: dict[str, Any] = dict(form.cleaned_data)
        office = official.office if official else facts.pop("office")
        try:
            _save(office, official, facts, by=request.user)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect(request.path)
    context = {
        "municipality": municipality,
        "officials": officials,
        "has_offices": offices.exists(),
        "chosen": official,
        "form": form,
    }
    return render(request, "budgeting/desk/officials.html", context, status=422 if form.errors else 200)


def _save(office: Office, official: DutyBearer | None, facts: dict[str, Any], *, by: User) -> None:
    """One transaction, so that nobody is invited for an office that is refused."""
    with transaction.atomic():
        if "address" in facts:
            address = facts.pop("address")
            facts["user"] = find_or_invite(*address) if address else None
        save_duty_bearer(office, by=by, duty_bearer=official, **facts)
