"""Making a vote longer: moved by one official, seconded by another. Recording that nobody could vote."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible, refuse
from budgeting.motions.actions import move, second
from budgeting.motions.models import Act, Motion
from budgeting.motions.permissions import may_move
from budgeting.voting.extending.models import ExtensionCode, Outage, VoteExtension
from budgeting.voting.extending.queries import fair_end, owed_end, owed_outages
from budgeting.voting.locks import wait_for_casts
from portal.accounts.models import User
from portal.clock import now
from portal.languages.templatetags.languages import moment
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.typed import plain_text
from portal.log.models import record

LONGEST_EXTENSION = timedelta(days=31)
LONGEST_REASON = 500
_SHIFTED = ("objections_until_at", "implementing_until_at")


def move_extension(cycle: Cycle, *, by: User, until_at: datetime, code: str, reason: str) -> Motion:
    """Moves that the vote end at `until_at`; the reason's language is the active one.

    NotPossible once the vote is over, unless an outage obliges to extend it; for an end that is not later, is
    later by more than 31 days, or is too early to make up for the outages; and without a reason.
    """
    reason = plain_text(reason)
    faults = {}
    if not reason or len(reason) > LONGEST_REASON:
        faults["reason"] = _("Write a reason the public can understand, in at most 500 letters.")
    if code not in ExtensionCode.values:
        faults["code"] = _("Choose why the vote is extended.")
    _check_open(cycle)
    if sentence := _fault_of(cycle, until_at, fair_end(cycle)):
        faults["until_at"] = sentence
    refuse(faults)
    facts = {
        "from_at": cycle.voting_until_at.isoformat(),
        "until_at": until_at.isoformat(),
        "code": code,
        "reason": reason,
        "language": get_language() or OFFICIAL_LANGUAGE,
    }
    return move(cycle, Act.EXTEND, by=by, facts=facts)


@transaction.atomic
def second_extension(motion: Motion, *, by: User) -> VoteExtension:
    """Extends the vote as another official moved it. What follows the vote moves with it where the order of dates
    asks for that; the earlier dates stay with the extension. NotPossible as for moving it, at this moment."""
    motion = second(motion, by=by)
    wait_for_casts(motion.cycle)
    cycle = Cycle.objects.select_related("municipality").get(pk=motion.cycle_id)
    until_at = datetime.fromisoformat(motion.facts["until_at"])
    _check_open(cycle)
    if motion.facts["from_at"] != cycle.voting_until_at.isoformat():
        raise NotPossible(_("The end of the vote has changed since this was moved. Drop it and move it again."))
    if sentence := _fault_of(cycle, until_at, owed_end(cycle)):
        raise NotPossible(sentence)
    owed = owed_outages(cycle)
    extension = VoteExtension.objects.create(
        cycle=cycle,
        from_until_at=cycle.voting_until_at,
        until_at=until_at,
        code=motion.facts["code"],
        reason=motion.facts["reason"],
        reason_language=motion.facts["language"],
        motion=motion,
        **_shift(cycle, until_at),
    )
    Outage.objects.filter(pk__in=[one.pk for one in owed]).update(made_up_by=extension)
    record("extend_vote", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, **motion.facts)
    announce(topic_of_cycle(cycle.pk))
    return extension


@transaction.atomic
def record_outage(cycle: Cycle, *, by: User, from_at: datetime, until_at: datetime) -> Outage:
    """Records that nobody could vote between the two. NotPossible for times that are not over, for a start outside
    the vote, and, once it is over, for an outage that ended before it: nothing it could still lead to would be fair."""
    if not may_move(by, cycle):
        raise NotAllowed
    wait_for_casts(cycle)
    cycle.refresh_from_db()
    _check_not_ended(cycle)
    faults = {}
    if until_at <= from_at or until_at > now():
        faults["until_at"] = _("The end must be later than the beginning, and must have passed.")
    elif not cycle.voting_cleared_at or not cycle.voting_from_at <= from_at < cycle.voting_until_at:
        faults["from_at"] = _("The vote was not open at that time.")
    elif now() >= cycle.voting_until_at > until_at:
        faults["until_at"] = _("The vote has ended. Only an outage that lasted to its end can be recorded now.")
    refuse(faults)
    try:
        with transaction.atomic():
            outage = Outage.objects.create(cycle=cycle, from_at=from_at, until_at=until_at, recorded_by=by)
    except IntegrityError:
        raise NotPossible(_("This outage is recorded already.")) from None
    times = {"from_at": from_at.isoformat(), "until_at": until_at.isoformat()}
    record("record_outage", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, **times)
    return outage


def may_still_extend(cycle: Cycle) -> bool:
    """Whether the end may be moved now: before it, and after it where an outage obliges to it; never once closed."""
    if cycle.voting_closed_at or not cycle.voting_cleared_at or now() < cycle.voting_from_at:
        return False
    return cycle.stage == Stage.VOTING or bool(owed_outages(cycle))


def _check_open(cycle: Cycle) -> None:
    _check_not_ended(cycle)
    if not may_still_extend(cycle):
        raise NotPossible(_("The vote can be extended only while it is open."))


def _check_not_ended(cycle: Cycle) -> None:
    if cycle.voting_closed_at:
        raise NotPossible(_("This vote is closed already."))
    if cycle.booths.filter(ballots_in_box__isnull=False).exists():
        raise NotPossible(_("A ballot box has been opened; the vote cannot go on any more."))


def _fault_of(cycle: Cycle, until_at: datetime, owed: datetime | None) -> str:
    """Why the vote cannot end then, in a sentence; "" where it can."""
    if until_at <= max(cycle.voting_until_at, now()):
        return _("The new end must be later than the present one, and still to come.")
    if until_at > cycle.voting_until_at + LONGEST_EXTENSION:
        return _("A vote is extended by at most 31 days.")
    if owed and until_at < owed:
        return _("The outages oblige to extend the vote at least until %(moment)s.") % {"moment": moment(owed)}
    return ""


def _shift(cycle: Cycle, until_at: datetime) -> dict[str, Any]:
    """Moves the end of the vote, and later dates by as much where they would no longer follow; returns the earlier
    ones as fields of the extension."""
    longer, last, earlier = until_at - cycle.voting_until_at, until_at, {}
    cycle.voting_until_at = until_at
    for field in _SHIFTED:
        old = getattr(cycle, field)
        if old < last:
            earlier[field.replace("until_at", "from_until_at")] = old
            setattr(cycle, field, max(old + longer, last))
        last = getattr(cycle, field)
    cycle.save(update_fields=["voting_until_at", *_SHIFTED])
    return earlier
