"""Finding bursts, and deciding on what was found."""

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.actions import move, second
from budgeting.motions.models import Act, Motion
from budgeting.motions.permissions import may_move
from budgeting.voting.hiding import shown
from budgeting.voting.models import Trace
from budgeting.voting.traces import window_now
from budgeting.watching.bursts import FEWEST
from budgeting.watching.models import Flag, Suspicion, Verdict
from budgeting.watching.queries import ballots_of
from portal.accounts.models import User

LONGEST_REASON = 500
# What the ballots of one group have in common, beside the window they came in.
_COMMON = {Suspicion.BLOCK: "block", Suspicion.PHONES: "phones", Suspicion.BOOTH: "booth", Suspicion.HASTY: "is_hasty"}


@transaction.atomic
def find_flags(cycle: Cycle) -> int:
    """Flags every group of ballots that came in a burst; returns how many were not known before.

    Looks at traces alone, in four grouped queries. May run at any time and as often as one likes, also twice at
    once: a group is flagged once, and one that is still to be decided on has its number brought up to date.
    """
    known = {(flag.suspicion, flag.mark, flag.window): flag for flag in Flag.objects.filter(cycle=cycle)}
    found = [flag for suspicion in Suspicion for flag in _bursts(cycle, suspicion)]
    new = [flag for flag in found if (flag.suspicion, flag.mark, flag.window) not in known]
    Flag.objects.bulk_create(new, ignore_conflicts=True)
    for flag in found:
        earlier = known.get((flag.suspicion, flag.mark, flag.window))
        if earlier and earlier.ballots != flag.ballots:
            Flag.objects.filter(pk=earlier.pk, verdict="").update(ballots=flag.ballots)
    return len(new)


def _bursts(cycle: Cycle, suspicion: Suspicion) -> list[Flag]:
    """The groups that hold enough ballots now, as flags that are not stored."""
    common = _COMMON[suspicion]
    groups = _looked_at(cycle, suspicion).values_list(common, "window").annotate(ballots=Count("pk"))
    return [
        Flag(
            cycle=cycle,
            suspicion=suspicion,
            mark="" if suspicion == Suspicion.HASTY else str(value),
            window=window,
            booth_id=value if suspicion == Suspicion.BOOTH else None,
            ballots=ballots,
        )
        for value, window, ballots in groups.filter(ballots__gte=FEWEST[suspicion])
    ]


def _looked_at(cycle: Cycle, suspicion: Suspicion) -> QuerySet[Trace]:
    traces = Trace.objects.filter(cycle=cycle).order_by()
    if suspicion == Suspicion.BOOTH:
        return traces.filter(booth__isnull=False)
    if suspicion == Suspicion.HASTY:
        return traces.filter(is_hasty=True)
    return traces.exclude(**{_COMMON[suspicion]: ""})


def move_verdict(flag: Flag, *, by: User, verdict: Verdict, reason: str) -> Motion:
    """Moves that the group's ballots count, or that they are set aside.

    NotPossible without a reason, once it is decided, while ballots may still join the group, and for setting aside
    paper: what was put into a box cannot be told apart in it.
    """
    if not may_move(by, flag.cycle):
        raise NotAllowed
    _check(flag, verdict)
    if not reason.strip():
        raise NotPossible(_("Give a reason. Everybody will read it."), faults={"reason": _("Give a reason.")})
    facts = {
        "flag": flag.pk,
        "suspicion": flag.suspicion,
        "ballots": shown(ballots_of(flag)),
        "verdict": verdict,
        "reason": reason.strip()[:LONGEST_REASON],
    }
    return move(flag.cycle, Act.DECIDE, by=by, facts=facts, subject=str(flag.pk))


@transaction.atomic
def second_verdict(motion: Motion, *, by: User) -> Flag:
    """Decides as another official moved. Nothing is done to the ballots: the close reads the verdict."""
    motion = second(motion, by=by)
    flag = Flag.objects.select_for_update().get(pk=motion.facts["flag"], cycle=motion.cycle)
    verdict = Verdict(motion.facts["verdict"])
    _check(flag, verdict)
    decided: dict[str, Any] = {"verdict": verdict, "reason": motion.facts["reason"], "motion": motion}
    for name, value in {**decided, "ballots": ballots_of(flag)}.items():
        setattr(flag, name, value)
    flag.save()
    return flag


def _check(flag: Flag, verdict: Verdict) -> None:
    if flag.verdict:
        raise NotPossible(_("Two officials have decided on these ballots already."))
    if flag.window is None or flag.window >= window_now():
        raise NotPossible(_("Ballots may still join this group. Decide when its five minutes are over."))
    if flag.suspicion == Suspicion.BOOTH and verdict == Verdict.SET_ASIDE:
        raise NotPossible(_("Paper ballots cannot be told apart in the box. They can only be kept, with a reason."))
