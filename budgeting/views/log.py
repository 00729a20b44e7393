"""The log: its roots for everybody, its entries for those who work for a municipality or observe it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budgeting.views.log_words import act_in_words, facts_in_words
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import places_as
from portal.log.models import Entry, Seal
from portal.places.models import Municipality

SEALS_SHOWN = 30
ENTRIES_PER_PAGE = 50


@require_safe
def log_page(request: HttpRequest) -> HttpResponse:
    """The newest roots; no entry. Who may read entries finds the way to them."""
    own = Municipality.objects.filter(pk__in=_read_by(request)) if request.user.is_authenticated else ()
    seals = Seal.objects.select_related("last_link")[:SEALS_SHOWN]
    return render(request, "budgeting/log/page.html", {"seals": seals, "own": own})


@login_required
@require_safe
@never_cache
def entries_page(request: HttpRequest, municipality: str) -> HttpResponse:
    """What was done in one municipality, the newest first; not found for whom it does not concern."""
    place = get_object_or_404(Municipality.objects.filter(pk__in=_read_by(request)), slug=municipality)
    entries = Entry.objects.filter(municipality=place).select_related("by", "link")
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(entry, act_in_words(entry.act), facts_in_words(entry.facts)) for entry in page]
    return render(request, "budgeting/log/entries.html", {"municipality": place, "page": page, "rows": rows})


def _read_by(request: HttpRequest) -> set[int]:
    return places_as(request.user, *STAFF_ROLES, RoleKind.OBSERVER)
