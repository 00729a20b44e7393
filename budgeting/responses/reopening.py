"""When a resident may say "not done"."""

from django.utils.translation import gettext as _

from budgeting.responses.completeness import PROMISES
from budgeting.responses.models import Ask, Response, ResponseOutcome
from portal.clock import today


def refusal_to_reopen(ask: Ask, latest: Response | None) -> str:
    """Why "not done" may not be said now, as a sentence; empty when it may.

    It may be said once, of an answer that says it is done, or whose promised day has passed.
    """
    if hasattr(ask, "reopening"):
        return _(
            "This was said once already, and the municipality was asked to answer again. "
            "If it is still not done, please write to the administrator of the municipality."
        )
    if latest is None:
        return _("The municipality has not answered yet.")
    has_passed = latest.next_update_on is not None and latest.next_update_on < today()
    if latest.outcome == ResponseOutcome.DONE or (latest.outcome in PROMISES and has_passed):
        return ""
    return _("This can be said when the municipality answers that it is done, or when the day it promised has passed.")
