"""Where Wagtail's own screens meet our rules."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from budgeting.views.notices import say_refused
from cms.models import OrganisationPage
from cms.organisations.permissions import is_member
from cms.organisations.queries import PUBLISHERS_DEPTH, organisation_of

# Wagtail writes English mails of its own about the same; people are told by `portal.messages`, in their language.
for signal, name in (
    (workflow_submitted, "submitted"),
    (workflow_rejected, "rejected"),
    (workflow_approved, "approved"),
):
    signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")


@hooks.register("before_serve_page", order=-1)
def give_the_reason(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """The address of a page that was taken down answers with who did it, when and why."""
    taken = getattr(page, "taken_down", None)
    if taken is None:
        return None
    return render(request, "cms/organisations/taken_down.html", {"taken": taken, "page": page}, status=410)


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def ask_for_a_reason(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who does not belong to the organisation takes its pages down by our form, which asks for the public reason."""
    if page.depth < PUBLISHERS_DEPTH and OrganisationPage.objects.descendant_of(page).exists():
        say_refused(
            request, _("Pages of organisations stand below this one. They are taken down each with its reason.")
        )
        return redirect("wagtailadmin_explore", page.pk)
    organisation = organisation_of(page)
    if organisation is None or is_member(request.user, organisation):
        return None
    return redirect("desk_take_down", page.pk)


@hooks.register("before_bulk_action")
def ask_for_a_reason_for_each(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Pages of organisations are not taken down by the dozen."""
    if action_type not in ("unpublish", "delete"):
        return None
    pages = (page for page in objects if isinstance(page, Page))
    return next((answer for page in pages if (answer := ask_for_a_reason(request, page))), None)


@hooks.register("before_create_page")
def open_organisations_by_our_form(
    request: HttpRequest, parent_page: Page, page_class: type[Page]
) -> HttpResponse | None:
    """An organisation's page alone is not enough: it needs its people, groups and collection."""
    return redirect("desk_organisations") if page_class is OrganisationPage else None


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_public_or_ones_own(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Nobody sees another's drafts while choosing a page to link to."""
    if request.user.is_superuser:
        return pages
    own = page_permission_policy.explorable_instances(request.user)
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))
