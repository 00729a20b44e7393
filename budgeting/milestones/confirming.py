"""Residents say whether what is called done is done, and the municipality looks again at what they dispute."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.errors import NotAllowed, NotPossible, refuse
from budgeting.milestones.actions import record_act
from budgeting.milestones.models import LONGEST_NOTE, LONGEST_REASON, Confirmation, Kind, Milestone
from budgeting.milestones.permissions import may_confirm_done, may_keep_milestones
from budgeting.proposals.actions import add_event
from budgeting.proposals.models import Proposal
from budgeting.reviews.typed import typed_text
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.typed import plain_text


@transaction.atomic
def confirm_done(project: Proposal, *, by: User, is_done: bool, reason: str = "") -> Confirmation:
    """Stores what this resident says of it; said again, the new word replaces the old one.

    NotPossible before the municipality says it is done, and for a "no" without what is not done.
    """
    if not may_confirm_done(by, project):
        raise NotAllowed
    if not _last_steps(project).exists():
        raise NotPossible(_("The municipality has not said yet that it is done."))
    reason = "" if is_done else plain_text(reason)
    if not is_done and not reason:
        refuse({"reason": _("Say what is not done, and where. Only the municipality reads it.")})
    if reason:
        reason = typed_text(reason, LONGEST_REASON)
    facts = {"is_done": is_done, "reason": reason, "at": now(), "reason_language": _language() if reason else ""}
    said, _created = Confirmation.objects.update_or_create(project=project, user=by, defaults=facts)
    announce(topic_of_cycle(project.cycle_id))
    return said


@transaction.atomic
def answer_disputes(project: Proposal, *, by: User, finding: str) -> Milestone:
    """Says what the municipality found when it looked again; what was disputed until now waits no longer."""
    if not may_keep_milestones(by, project.cycle):
        raise NotAllowed
    milestone = _last_steps(project).select_for_update().first()
    if milestone is None or not Confirmation.objects.filter(project=project, is_done=False).exists():
        raise NotPossible(_("Nobody says that it is not done."))
    try:
        milestone.finding = typed_text(finding, LONGEST_NOTE)
    except NotPossible as refusal:
        raise NotPossible(refusal, faults={"finding": str(refusal)}) from None
    milestone.finding_language, milestone.checked_at = _language(), now()
    milestone.changed_at = milestone.checked_at
    milestone.save(update_fields=["finding", "finding_language", "checked_at", "changed_at"])
    facts = {"reason": milestone.finding, "reason_language": milestone.finding_language}
    add_event(project, "answer_disputes", by=by, **facts)
    record_act("answer_disputes", project, by)
    return milestone


def own_word(project: Proposal, user: User) -> Confirmation | None:
    """What this person said of it."""
    return Confirmation.objects.filter(project=project, user=user).first()


def _last_steps(project: Proposal) -> QuerySet[Milestone]:
    return Milestone.objects.filter(project=project, kind=Kind.DONE, done_on__isnull=False)


def _language() -> str:
    return get_language() or OFFICIAL_LANGUAGE
