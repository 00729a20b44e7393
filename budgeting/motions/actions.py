"""Moving, seconding and dropping. What a motion does is done by the slice whose act it is, in the same transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.models import Act, Motion
from budgeting.motions.permissions import may_move, may_second
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record


@transaction.atomic
def move(cycle: Cycle, act: Act, *, by: User, facts: Mapping[str, Any], subject: str = "") -> Motion:
    """Moves the act; `facts` are what the other official will read and second. NotPossible while the same waits."""
    if not may_move(by, cycle):
        raise NotAllowed
    try:
        with transaction.atomic():
            motion = Motion.objects.create(cycle=cycle, act=act, subject=subject, facts=dict(facts), moved_by=by)
    except IntegrityError:
        raise NotPossible(_("This has been moved already; another official has to second it.")) from None
    _record("move_motion", motion, by)
    return motion


def second(motion: Motion, *, by: User) -> Motion:
    """Seconds the motion and returns it locked; call it inside the transaction in which its act is done.

    NotPossible for who moved it, and for one that was seconded or dropped meanwhile.
    """
    stored = Motion.objects.select_for_update().get(pk=motion.pk)
    if not may_move(by, stored.cycle):
        raise NotAllowed
    if stored.seconded_at or stored.dropped_at:
        raise NotPossible(_("This motion has been settled already."))
    if not may_second(by, stored):
        raise NotPossible(_("You moved this yourself; another official has to second it."))
    stored.seconded_by, stored.seconded_at = by, now()
    stored.save(update_fields=["seconded_by", "seconded_at"])
    _record("second_motion", stored, by)
    return stored


@transaction.atomic
def drop(motion: Motion, *, by: User) -> None:
    """Takes a motion that waits off the table; any official may. NotPossible for one that was settled meanwhile."""
    if not may_move(by, motion.cycle):
        raise NotAllowed
    if not Motion.objects.waiting().filter(pk=motion.pk).update(dropped_at=now()):
        raise NotPossible(_("This motion has been settled already."))
    _record("drop_motion", motion, by)


def _record(act: str, motion: Motion, by: User) -> None:
    cycle = motion.cycle
    facts = {"cycle": cycle.pk, "motion": motion.pk, "moved": motion.act, **motion.facts}
    record(act, cycle, by=by, municipality=cycle.municipality, **facts)
