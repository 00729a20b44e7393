"""Who publishes pages, with the groups Wagtail asks; what was taken down; and the step of a second person."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Task, TaskState, WorkflowState

from portal.accounts.models import Organisation, RoleKind, User
from portal.clock import now
from portal.places.models import Municipality


class Publisher(models.Model):
    """A municipality or an organisation, with the collection of its pictures and documents.

    The one row with neither is the site: what stands in its collection everybody may choose.
    """

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, null=True, related_name="publisher")
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, null=True, related_name="publisher")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="publisher_is_one", condition=Q(municipality__isnull=True) | Q(organisation__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality or self.organisation or "")


class PublisherGroup(models.Model):
    """The people with one role at one publisher, as Wagtail's group. Its members follow the roles, never the reverse."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=20, choices=RoleKind)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="publishing")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publisher", "kind"], name="one_group_per_role")]

    def __str__(self) -> str:
        return str(self.group)


class TakeDown(models.Model):
    """A page of an organisation that the portal's administrator took down, in all languages, for a public reason.

    `pages` is {page: its live revision or None} of everything that was live, so that it can be put back as it was;
    `owed` is {ask: the day by which an office owed a campaign its next word} of the clocks that stand still.
    """

    translation_key = models.UUIDField(db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="take_downs")
    title = models.CharField(max_length=255)
    reason = models.TextField(_("Reason"))
    reason_language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    pages = models.JSONField(default=dict)
    owed = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    restored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    restored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key"], condition=Q(restored_at__isnull=True), name="taken_down_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class SecondPersonTask(Task):
    """A step that only a second person of the page's municipality can take: who wrote or submitted it never does."""

    class Meta:
        verbose_name = _("check by a second person")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        from cms.organisations.checking import tell_checkers

        if user and workflow_state.requested_by_id != user.pk:  # sent back, and submitted again by somebody else
            workflow_state.requested_by = user
            workflow_state.save(update_fields=["requested_by"])
        state = super().start(workflow_state, user=user)
        tell_checkers(workflow_state)
        return state

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        from cms.organisations.checking import check_actions

        return check_actions(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """While it waits, who submitted it cannot change what the second person reads; taking it back is possible."""
        state = obj.current_workflow_state
        return state is not None and state.requested_by_id == user.pk

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        from cms.organisations.checking import act_as_second_person

        act_as_second_person(self, task_state, user, action_name, super().on_action, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        from cms.organisations.checking import states_to_check

        return states_to_check(self, user)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Another editor or administrator of the municipality approves"))
