"""Who holds which role in a municipality; its administrators give and take them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import load_place, staff_only
from budgeting.desk.forms import RoleForm, TakenRoleForm
from budgeting.errors import NotPossible
from budgeting.staff.actions import give_role, take_role
from budgeting.views.notices import say, say_refused
from portal.accounts.addresses import find_or_invite
from portal.accounts.models import Role, RoleKind


@staff_only
def people_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    place = load_place(request, municipality, RoleKind.ADMINISTRATOR)
    form = RoleForm(request.POST if request.POST.get("act") == "give" else None)
    if request.POST.get("act") == "take":
        taken = TakenRoleForm(request.POST, municipality=place)
        if not taken.is_valid():
            raise Http404
        try:
            take_role(taken.cleaned_data["role"], by=request.user)
            say(request, _("Done."))
        except NotPossible as refusal:
            say_refused(request, refusal)
        return redirect("desk_people", place.slug)
    if form.is_bound and form.is_valid():
        give_role(
            place,
            by=request.user,
            user=find_or_invite(*form.cleaned_data["address"]),
            kind=RoleKind(form.cleaned_data["kind"]),
        )
        say(request, _("Done."))
        return redirect("desk_people", place.slug)
    roles = Role.objects.filter(municipality=place).select_related("user").order_by("kind", "pk")
    return render(request, "budgeting/desk/people.html", {"municipality": place, "roles": roles, "form": form})
