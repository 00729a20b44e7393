"""What the protocol of a close says, gathered for printing."""

from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.booths.models import BoothProtocol
from budgeting.closing.models import Closing, Fate
from budgeting.cycles.models import Cycle
from budgeting.motions.models import Act as MotionAct
from budgeting.motions.models import Motion
from budgeting.printing.closing_protocol import Act, Cell, Protocol
from budgeting.voting.hiding import with_hidden, with_hidden_in
from budgeting.voting.identity import METHODS
from budgeting.voting.models import Channel
from budgeting.watching.models import Flag, Verdict
from portal.languages.texts import read_text
from portal.log.models import Entry, Seal

LANGUAGES = [code for code, _name in settings.LANGUAGES]
BOOTH_FACTS: dict[str, Promise] = {
    "received": pgettext_lazy("ballot sheets of a booth", "Sheets received"),
    "unused": pgettext_lazy("ballot sheets of a booth", "Sheets unused"),
    "spoiled": pgettext_lazy("ballot sheets of a booth", "Sheets spoiled"),
    "stamped": _("People stamped"),
    "envelopes": _("Ballots in the box"),
    "entered": _("Ballots entered"),
    "valid": _("Valid ballots"),
    "invalid": _("Invalid ballots"),
}
# Of each of these, who stamped at the booth can be told.
_OF_VOTERS = ("stamped", "envelopes", "entered", "valid", "invalid")


def protocol_of(closing: Closing) -> Protocol:
    """The protocol's facts. Numbers of fewer than 10 people are hidden, and with them what would give them away."""
    cycle, facts = closing.cycle, closing.facts
    voters, methods = with_hidden_in(facts.get("methods", {}))
    return Protocol(
        titles={code: read_text(cycle, "title", code).text for code in LANGUAGES},
        municipality={code: read_text(cycle.municipality, "name", code).text for code in LANGUAGES},
        from_at=cycle.voting_from_at,
        until_at=cycle.voting_until_at,
        closed_at=closing.closed_at,
        acts=_acts(closing),
        voters=[Cell(one.value, one.label, voters.get(one.value, 0)) for one in Channel],
        methods=[_method(name, count) for cells in methods.values() for name, count in sorted(cells.items())],
        ballots=[Cell(fate.value, fate.label, facts.get("ballots", {}).get(fate, 0)) for fate in Fate],
        decisions=_decisions(cycle),
        booths=_booths(cycle, is_hidden=voters.get(Channel.PAPER.value, 0) is None),
        receipts_root=facts.get("receipts_root", ""),
        log_root=_log_root(closing),
        key_gone_at=closing.key_gone_at,
    )


def voters_by_method(cycle: Cycle) -> dict[str, dict[str, int]]:
    """{channel: {method: how many proved by it who they are}}; kept with the closing's facts."""
    found: dict[str, dict[str, int]] = {}
    for channel, method, total in cycle.roll.order_by().values_list("channel", "method").annotate(total=Count("pk")):
        found.setdefault(channel, {})[method] = total
    return found


def _acts(closing: Closing) -> list[Act]:
    """The extensions and the close, by those who moved and seconded them."""
    done = closing.cycle.motions.filter(seconded_at__isnull=False, act__in=[MotionAct.EXTEND, MotionAct.CLOSE])
    return [_act(motion) for motion in done.select_related("moved_by", "seconded_by").order_by("seconded_at")]


def _act(motion: Motion) -> Act:
    label = MotionAct(motion.act).label
    moved, seconded = (str(motion.moved_by), motion.moved_at), (str(motion.seconded_by), motion.seconded_at)
    return Act(motion.act, label, *moved, *seconded)  # type: ignore[arg-type]  # seconded, by the filter


def _method(name: str, count: int | None) -> Cell:
    """By a method's name; on paper it is the channel's, for there the officer at the table is the proof."""
    labels = {Channel.PAPER.value: Channel.PAPER.label, **{one.name: one.label for one in METHODS.values()}}
    return Cell(name, labels.get(name, name), count)


def _decisions(cycle: Cycle) -> list[Cell]:
    """How many ballots were in the groups that two officials decided on, by what was decided."""
    sums = Counter(
        dict(
            Flag.objects.filter(cycle=cycle)
            .exclude(verdict="")
            .order_by()
            .values_list("verdict")
            .annotate(Sum("ballots"))
        )
    )
    return [Cell(verdict.value, verdict.label, sums[verdict]) for verdict in Verdict if sums[verdict]]


def _booths(cycle: Cycle, *, is_hidden: bool) -> dict[str, list[Cell]]:
    """The signed numbers of every booth; where its voters are hidden, nothing that tells of them is shown."""
    protocols = list(BoothProtocol.objects.filter(booth__cycle=cycle).select_related("booth").order_by("booth_id"))
    shown = with_hidden({one.booth.name: one.facts.get("stamped", 0) for one in protocols})
    return {
        one.booth.name: _booth(one.facts, is_hidden=is_hidden or shown[one.booth.name] is None) for one in protocols
    }


def _booth(facts: Mapping[str, int], *, is_hidden: bool) -> list[Cell]:
    return [
        Cell(key, name, None if is_hidden and key in _OF_VOTERS else facts[key])
        for key, name in BOOTH_FACTS.items()
        if key in facts
    ]


def _log_root(closing: Closing) -> str:
    """The root of the first seal over the close; "" until there is one."""
    entry = Entry.objects.filter(act="close_vote", facts__cycle=closing.cycle_id).select_related("link").last()
    link = getattr(entry, "link", None)
    if link is None:
        return ""
    return Seal.objects.filter(last_link__number__gte=link.number).order_by("number").values_list("root", flat=True)[0]
