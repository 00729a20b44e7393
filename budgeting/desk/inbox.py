"""What waits for me: one page for all my roles and municipalities."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from budgeting.cycles.models import Cycle
from budgeting.desk.access import staff_only
from budgeting.proposals.queries import waiting_for
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import places_as
from portal.places.models import Municipality

PER_LIST = 20
WORK = {
    RoleKind.MODERATOR: _("To moderate"),
    RoleKind.REVIEWER: _("To review"),
    RoleKind.OFFICIAL: _("To answer"),
    RoleKind.TRANSLATOR: _("To translate"),
}


@staff_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    held = [kind for kind in WORK if places_as(request.user, kind)]
    lists = [
        {
            "kind": kind,
            "title": WORK[kind],
            "page": Paginator(waiting_for(request.user, kind), PER_LIST).get_page(request.GET.get(kind)),
        }
        for kind in held
    ]
    own = places_as(request.user, *STAFF_ROLES)
    context = {
        "lists": lists,
        "cycles": Cycle.objects.filter(municipality__in=own).select_related("municipality"),
        "governed": Municipality.objects.filter(pk__in=places_as(request.user, RoleKind.ADMINISTRATOR)),
        "answering": Municipality.objects.filter(
            pk__in=places_as(request.user, RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)
        ),
    }
    return render(request, "budgeting/desk/inbox.html", context)
