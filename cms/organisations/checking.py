"""The second person: who may check a page, what checking does, and who is told."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from budgeting.errors import NotAllowed
from cms.organisations.actions import checkers_of
from cms.organisations.groups import OF_A_MUNICIPALITY
from cms.organisations.models import SecondPersonTask
from cms.organisations.queries import municipality_of
from portal.accounts.models import User
from portal.accounts.roles import has_role
from portal.languages.texts import Reading, TranslationState
from portal.messages.actions import News, tell

Act = tuple[str, Any, bool]
REJECT: Act = ("reject", gettext_lazy("Request changes"), True)
APPROVE: tuple[Act, ...] = (
    ("approve", gettext_lazy("Approve"), False),
    ("approve", gettext_lazy("Approve with comment"), True),
)


def check_actions(page: Page, user: User) -> list[Act]:
    """What this person may do with the page that waits. Who wrote its last version or submitted it never approves.

    Who wrote into it after it was submitted can still send it back; whoever submits it then is another person.
    """
    state = page.current_workflow_state
    if state is None or not _edits_there(page, user) or state.requested_by_id == user.pk:
        return []
    return [REJECT] if _last_writer(page) == user.pk else [REJECT, *APPROVE]


def _edits_there(page: Page, user: User) -> bool:
    if not user.is_active:
        return False
    municipality = municipality_of(page)
    is_editor = municipality is not None and any(has_role(user, kind, municipality) for kind in OF_A_MUNICIPALITY)
    return is_editor or user.is_superuser


def _last_writer(page: Page) -> int | None:
    """Read anew: the page at hand may be older than what somebody has just saved."""
    return Page.objects.filter(pk=page.pk).values_list("latest_revision__user", flat=True).first()


def states_to_check(task: SecondPersonTask, user: User) -> QuerySet[TaskState]:
    """What waits for this very person."""
    waiting = task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
    found = [state.pk for state in waiting if APPROVE[0] in check_actions(state.workflow_state.content_object, user)]
    return TaskState.objects.filter(pk__in=found)


@transaction.atomic
def act_as_second_person(
    task: SecondPersonTask,
    task_state: TaskState,
    user: User,
    action_name: str,
    act: Callable[..., None],
    **facts: Any,
) -> None:
    """Approves or sends back, once. NotAllowed for who wrote or submitted it, and for the slower one of two."""
    # The page first, then its state: a save and an approval at the same time come one after the other.
    locked = TaskState.objects.select_for_update().get(pk=task_state.pk)
    pk = locked.workflow_state.object_id
    page = Page.objects.select_for_update().get(pk=pk).specific
    if locked.status != TaskState.STATUS_IN_PROGRESS or action_name not in [
        one[0] for one in check_actions(page, user)
    ]:
        raise NotAllowed
    authors = _authors(locked.workflow_state, page)
    act(locked, user, action_name, **facts)
    tell_authors(page, authors - {user}, action_name, facts.get("comment", ""), user)


def _authors(state: WorkflowState, page: Page) -> set[User]:
    return set(User.objects.filter(pk__in=[state.requested_by_id, _last_writer(page)]))


def tell_checkers(state: WorkflowState) -> None:
    """The others who may check are told that a page waits."""
    page = state.content_object
    municipality = municipality_of(page)
    if municipality:
        others = checkers_of(municipality).exclude(pk=state.requested_by_id or 0)
        tell(others, lambda: News(_about(page), _("A page waits for you to check it."), _editing(page)), is_own=True)


def tell_authors(page: Page, authors: set[User], action_name: str, comment: str, by: User) -> None:
    def news() -> News:
        if action_name == "approve":
            sentence = _("Your page was approved by a second person and is published.")
        else:
            sentence = _("Your page was sent back by the person who checked it.")
        return News(_about(page), sentence, _editing(page), comment, by.language)

    tell(authors, news, is_own=True)


def _about(page: Page) -> Reading:
    return Reading(page.get_admin_display_title(), page.locale.language_code, TranslationState.ORIGINAL)


def _editing(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
