"""The end of a workflow. Wagtail imports this while its own models are being made, so nothing of them stands above."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def publish_checked(workflow_state: Any, user: Any = None) -> None:
    """Publishes what was approved. Where a second person checks, nobody has the right to publish alone, so the
    approval, which was asked for rights already, is enough."""
    from cms.organisations.models import SecondPersonTask

    if isinstance(workflow_state.current_task_state.task.specific, SecondPersonTask):
        workflow_state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
    else:
        publish_workflow_state(workflow_state, user=user)
