"""A municipality's pages at the desk: who edits them, and whether a second person checks what they write."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import load_place, staff_only
from budgeting.errors import NotPossible
from budgeting.views.notices import say, say_refused
from cms.organisations.actions import checkers_of, set_page_check
from portal.accounts.models import RoleKind


@staff_only
def pages_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    place = load_place(request, municipality, RoleKind.ADMINISTRATOR)
    if request.method == "POST":
        try:
            set_page_check(place, by=request.user, wanted=request.POST.get("wanted") == "yes")
            say(request, _("Done."))
        except NotPossible as refusal:
            say_refused(request, refusal)
        return redirect("desk_pages", place.slug)
    return render(request, "cms/desk/pages.html", {"municipality": place, "editors": checkers_of(place)})
