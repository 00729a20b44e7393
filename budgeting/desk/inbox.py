"""What waits for me: one page for all my roles, municipalities and budgets, the overdue first."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from budgeting.booths.permissions import WORKING
from budgeting.booths.queries import to_count, to_countersign, to_settle
from budgeting.cycles.models import Cycle
from budgeting.desk.access import staff_only
from budgeting.desk.lists import ADDED
from budgeting.desk.next_steps import next_steps
from budgeting.milestones.queries import disputed_projects
from budgeting.moderation.queries import appeals_for, comments_for, reports_for, submitted_to
from budgeting.motions.queries import motions_for
from budgeting.objections.queries import complaints_to_answer
from budgeting.proposals.queries import to_answer
from budgeting.responses.permissions import may_manage_offices_above
from budgeting.reviews.queries import to_publish, to_sign, to_write
from budgeting.translating.queries import to_translate
from budgeting.waiting import Waiting
from portal.accounts.models import STAFF_ROLES, RoleKind, User
from portal.accounts.roles import places_as
from portal.places.models import Municipality

PER_LIST = 20
# (name of the page number in the address, whose list it is, title, what waits for a person)
LISTS = (
    ("moderator", (RoleKind.MODERATOR,), _("To moderate"), submitted_to),
    ("comments", (RoleKind.MODERATOR,), _("Comments that wait"), comments_for),
    ("reports", (RoleKind.MODERATOR,), _("Reports"), reports_for),
    ("appeals", (RoleKind.MODERATOR, RoleKind.ADMINISTRATOR), _("Appeals"), appeals_for),
    ("reviewer", (RoleKind.REVIEWER,), _("To review"), to_write),
    ("sign", (RoleKind.REVIEWER,), pgettext_lazy("state of a review", "Waiting for the second reader"), to_sign),
    ("publish", (RoleKind.REVIEWER,), pgettext_lazy("state of a review", "Signed, not published yet"), to_publish),
    ("motions", (RoleKind.OFFICIAL,), pgettext_lazy("motion", "To second"), motions_for),
    ("votes", (RoleKind.OFFICIAL,), _("Votes that wait for the next step"), next_steps),
    ("booths", WORKING, _("Booths to be counted"), to_count),
    ("settling", WORKING, _("Ballots on paper that differ"), to_settle),
    ("countersigning", WORKING, _("Protocols of booths to sign"), to_countersign),
    ("official", (RoleKind.OFFICIAL,), _("To answer"), to_answer),
    ("complaints", (RoleKind.OFFICIAL,), _("Complaints to answer"), complaints_to_answer),
    ("disputes", (RoleKind.OFFICIAL,), _("Called done, disputed by residents"), disputed_projects),
    ("translator", (RoleKind.TRANSLATOR,), _("To translate"), to_translate),
)


@staff_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    lists = []
    for name, title, waiting_for in _lists_for(request.user):
        waiting = waiting_for(request.user)
        page = Paginator(waiting, PER_LIST).get_page(request.GET.get(name))
        lists.append({"name": name, "title": title, "page": page, "overdue": waiting.overdue})
    own = places_as(request.user, *STAFF_ROLES)
    context = {
        "lists": lists,
        "cycles": Cycle.objects.filter(municipality__in=own).select_related("municipality"),
        "keeps_offices_above": may_manage_offices_above(request.user),
        "governed": Municipality.objects.filter(pk__in=places_as(request.user, RoleKind.ADMINISTRATOR)),
        "answering": Municipality.objects.filter(
            pk__in=places_as(request.user, RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)
        ),
    }
    return render(request, "budgeting/desk/inbox.html", context)


def _lists_for(user: User) -> list[tuple[str, str | Promise, Callable[[User], Waiting]]]:
    """(name, title, what waits) of every list this person has."""
    own = [(name, title, waiting_for) for name, kinds, title, waiting_for in LISTS if places_as(user, *kinds)]
    return [*own, *((one.name, one.title, one.waiting_for) for one in ADDED if one.is_for(user))]
