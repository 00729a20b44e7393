"""Notes of steps at the translation desk, beside the texts of proposals."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.milestones.models import Milestone
from budgeting.proposals.models import Proposal
from budgeting.responses.subjects import Subject
from budgeting.translating.sources import PROPOSALS, SOURCES


def _subjects(milestones: Iterable[Milestone]) -> dict[int, Subject]:
    """Each is read on its project's page."""
    projects = {one.pk: one.project for one in milestones}
    on_pages = PROPOSALS.subjects(set(projects.values()))
    return {pk: on_pages[project.pk] for pk, project in projects.items()}


_HAS_A_NOTE = reduce(or_, (Q(**{f"note_{code}__gt": ""}) for code, _name in settings.LANGUAGES))
NOTES = replace(
    PROPOSALS,
    name="milestones",
    label=_("Note on a step of a project"),
    model=Milestone,
    fields=("note",),
    needed=("note",),
    visible_to=lambda user: Milestone.objects.filter(project__in=Proposal.objects.visible_to(user)),
    listed=lambda: Milestone.objects.filter(_HAS_A_NOTE, project__in=Proposal.objects.public()),
    place="project__cycle__municipality",
    since="changed_at",
    municipality=lambda milestone: milestone.project.cycle.municipality,
    subjects=_subjects,
    freezes=lambda milestone: None,
    related=("project__cycle__municipality",),
)
SOURCES[NOTES.name] = NOTES
