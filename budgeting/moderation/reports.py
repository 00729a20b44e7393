"""Readers report what breaks the rules; a moderator decides. However many reports there are, none hides anything."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.comments.actions import hide_comment
from budgeting.comments.models import Comment
from budgeting.errors import NotAllowed, NotPossible, sentences_of
from budgeting.moderation.actions import reject_proposal
from budgeting.moderation.models import Report, Verdict
from budgeting.moderation.permissions import may_decide_report, may_report_comment, may_report_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import TRANSITIONS
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record

MOST_REPORTS_A_DAY = 20


def report_proposal(proposal: Proposal, *, by: User, code: str, note: str = "") -> Report:
    """A reader reports a proposal, once. NotPossible a second time, and for who reports too many in a day."""
    if not may_report_proposal(by, proposal):
        raise NotAllowed
    return _report(by=by, code=code, note=note, proposal=proposal)


def report_comment(comment: Comment, *, by: User, code: str, note: str = "") -> Report:
    """A reader reports a comment; as `report_proposal`."""
    if not may_report_comment(by, comment):
        raise NotAllowed
    return _report(by=by, code=code, note=note, comment=comment)


def _report(*, by: User, code: str, note: str, **thing: Proposal | Comment) -> Report:
    if Report.objects.filter(by=by, **thing).exists():
        raise NotPossible(_("You have reported this already. A moderator will look at it."))
    if Report.objects.filter(by=by, at__gt=now() - timedelta(days=1)).count() >= MOST_REPORTS_A_DAY:
        raise NotPossible(_("You have reported a lot today. Please go on tomorrow."))
    report = Report(by=by, code=code, note=note.strip(), **thing)
    try:
        report.clean_fields(exclude={field.name for field in Report._meta.fields} - {"code", "note"})
        with transaction.atomic():
            report.save()
    except ValidationError as error:
        raise NotPossible(sentences_of(error)) from error
    except IntegrityError as error:  # sent twice at the same moment
        raise NotPossible(_("You have reported this already. A moderator will look at it.")) from error
    return report


@transaction.atomic
def decide_report(report: Report, *, by: User, verdict: str, code: str = "", reason: str = "") -> None:
    """Closes every open report of the same thing. Upheld hides the comment, or rejects the proposal for a reason,
    unless that has been done already.

    `code` is the moderator's own finding; without it the reader's stands. NotPossible when somebody else
    has decided, or when the proposal is too far on its way to be rejected.
    """
    if not may_decide_report(by, report):
        raise NotAllowed
    if verdict not in Verdict.values:
        raise NotPossible(_("Choose a verdict."))
    decision: dict[str, Any] = {"verdict": verdict, "decided_by": by, "decided_at": now()}
    if not Report.objects.filter(pk=report.pk, verdict="").update(**decision):
        raise NotPossible(_("Somebody has already decided on this report."))
    report.refresh_from_db()
    same = {"proposal": report.proposal_id, "comment": report.comment_id}
    Report.objects.filter(verdict="", **same).update(**decision)
    if verdict == Verdict.UPHELD and not report.is_met:
        _act_on(report, by=by, code=code or report.code, reason=reason)
    place = report.about.cycle.municipality
    record("decide_report", report, by=by, municipality=place, verdict=verdict, **same)


def _act_on(report: Report, *, by: User, code: str, reason: str) -> None:
    if report.comment:
        hide_comment(report.comment, by=by, code=code)
        return
    if report.about.state not in TRANSITIONS["reject"].from_:
        raise NotPossible(_("The proposal is too far on its way to be rejected."))
    reject_proposal(report.about, by=by, code=code, reason=reason)
