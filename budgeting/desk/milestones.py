"""The implementation at the desk: the list of a cycle's funded projects, and one form for each act on one of them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.acts import Act, acts_context, make_act, run_posted
from budgeting.desk.forms import EmptyForm
from budgeting.errors import NotAllowed
from budgeting.milestones.actions import change_spending, move_milestone, plan_milestone, reach_milestone
from budgeting.milestones.confirming import answer_disputes
from budgeting.milestones.forms import (
    FindingForm,
    MilestoneDocumentForm,
    MilestonePhotoForm,
    MoveForm,
    PlanForm,
    ReachForm,
    SpendingForm,
)
from budgeting.milestones.models import Kind, Milestone, MilestonePhoto
from budgeting.milestones.papers import add_milestone_document, add_milestone_photo, remove_milestone_photo
from budgeting.milestones.permissions import may_keep_milestones
from budgeting.milestones.progress import Progress
from budgeting.milestones.queries import disputes_of, documents_of, implementation_of, photos_of, progress_of
from budgeting.proposals.models import Proposal
from budgeting.views.notices import say
from portal.accounts.models import STAFF_ROLES, User
from portal.accounts.roles import places_as


@staff_only
@never_cache
def implementation_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Every funded project with what is late and what comes next."""
    cycle = load_own_cycle(request, pk)
    if not may_keep_milestones(request.user, cycle):
        raise NotAllowed
    context = {"cycle": cycle, "implementation": implementation_of(cycle)}
    return render(request, "budgeting/desk/implementation.html", context)


@staff_only
@never_cache
def project_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One project; POST does the act whose form was sent."""
    project = _load_project(request, pk)
    progress = progress_of(project)
    acts = _acts(request, project, progress) if progress else []
    if request.method == "POST" and run_posted(acts, project, by=request.user):
        say(request, _("Saved. Everybody can see it now."))
        return redirect("desk_implementation_of", project.address)
    shown, status = acts_context(request, acts)
    before, after = photos_of(project)
    context = {
        **shown,
        "project": project,
        "cycle": project.cycle,
        "progress": progress,
        "photos": [*before, *after],
        "documents": documents_of(project),
        "disputes": disputes_of(project),
    }
    return render(request, "budgeting/desk/implementation_of.html", context, status=status)


def _load_project(request: HttpRequest, pk: int) -> Proposal:
    own = Proposal.objects.filter(cycle__municipality__in=places_as(request.user, *STAFF_ROLES), number__isnull=False)
    project = get_object_or_404(own.select_related("cycle__municipality"), pk=pk)
    if not may_keep_milestones(request.user, project.cycle):
        raise NotAllowed
    return project


def _acts(request: HttpRequest, project: Proposal, progress: Progress) -> list[Act]:
    """What can be done now, in the order of the steps; of a project that is no longer funded, nothing is added."""
    data, files = request.POST or None, request.FILES or None
    acts: list[Act] = []

    def offer(name: str, title: Any, form: Any, run: Callable[..., Any], **kwargs: Any) -> None:
        acts.append(make_act(data, files, name, title, form, run, **kwargs))

    if progress.is_funded:
        for milestone in progress.milestones:
            if not milestone.done_on:
                _offer_step(offer, milestone)
        if missing := [kind for kind in Kind if kind not in {one.kind for one in progress.milestones}]:
            offer("plan", gettext_lazy("Plan a step"), PlanForm, plan_milestone, kinds=missing)
        spending = getattr(project, "spending", None)
        cost = progress.planned_tetri
        title = gettext_lazy("Change the money")
        offer("money", title, SpendingForm, change_spending, spending=spending, cost_tetri=cost)
        if progress.milestones:
            steps = {"milestones": progress.milestones, "language": request.LANGUAGE_CODE}  # type: ignore[attr-defined]  # set by Django
            offer("photo", gettext_lazy("Add a photo"), MilestonePhotoForm, _add(add_milestone_photo), **steps)
            title = gettext_lazy("Add a document")
            steps = {"milestones": progress.milestones}
            offer("document", title, MilestoneDocumentForm, _add(add_milestone_document), **steps)
    if progress.done and progress.disputed:
        offer("finding", gettext_lazy("Say what the municipality found"), FindingForm, answer_disputes)
    for photo in MilestonePhoto.objects.filter(milestone__project=project).select_related(
        "milestone__project__cycle__municipality"
    ):
        title = format_lazy("{}: {}", gettext_lazy("Remove a photo"), photo.alt)
        offer(f"remove-{photo.pk}", title, EmptyForm, _remove(photo))
    return acts


def _offer_step(offer: Callable[..., None], milestone: Milestone) -> None:
    label = milestone.step.label
    reach, move = gettext_lazy("It has happened"), gettext_lazy("Move the day")
    title = format_lazy("{}: {}", label, reach)
    offer(f"reach-{milestone.kind}", title, ReachForm, _on(milestone, reach_milestone), milestone=milestone)
    title = format_lazy("{}: {}", label, move)
    offer(f"move-{milestone.kind}", title, MoveForm, _on(milestone, move_milestone), milestone=milestone)


def _on(milestone: Milestone, act: Callable[..., Any]) -> Callable[..., Any]:
    """The act on this step of the project."""

    def run(project: Proposal, **facts: Any) -> Any:
        milestone.project = project
        return act(milestone, **facts)

    return run


def _add(act: Callable[..., Any]) -> Callable[..., Any]:
    """The act on the step that was chosen in the form."""

    def run(project: Proposal, *, milestone: Milestone, **facts: Any) -> Any:
        milestone.project = project
        return act(milestone, **facts)

    return run


def _remove(photo: MilestonePhoto) -> Callable[..., Any]:
    def run(project: Proposal, *, by: User) -> None:
        remove_milestone_photo(photo, by=by)

    return run
