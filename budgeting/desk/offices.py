"""The offices of a municipality that answer; its administrators name them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import load_chosen, load_place, staff_only
from budgeting.desk.office_form import OfficeForm
from budgeting.errors import NotPossible
from budgeting.responses.keeping import save_office
from budgeting.views.notices import say, show_refusal
from portal.accounts.models import RoleKind


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
