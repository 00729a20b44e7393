"""What may be known of a vote while it is open: how many and how far, and nothing of the choices."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import pgettext

from budgeting.cycles.models import Cycle
from budgeting.voting.hiding import SMALLEST_CELL, shown, with_hidden, with_hidden_in
from budgeting.voting.identity import LEVELS, METHODS
from budgeting.voting.models import Channel, Step

__all__ = ["SMALLEST_CELL", "Funnel", "Turnout", "funnel", "is_turnout_shown", "turnout"]

FUNNEL_STEPS = (Step.STARTED, Step.CHECKED, Step.IDENTIFIED, Step.CAST)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table; `voters` is None where the number is not shown. `note` says more about the label."""

    label: str | Promise
    voters: int | None
    note: str | Promise = ""
    parts: "tuple[Line, ...]" = ()


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted; None stands for a number that is not shown, so that nobody can be counted out.

    `areas` is empty in a cycle without areas; `channels` have the methods of identity as their parts.
    """

    voters: int | None
    areas: tuple[Line, ...] = ()
    channels: tuple[Line, ...] = ()


def turnout(cycle: Cycle) -> Turnout:
    """The turnout by area and by channel, from the roll alone: the same numbers during the vote and after its close.

    All tables come from one query, so that they speak of the same people.
    """
    rows = cycle.roll.values_list("area", "channel", "method").annotate(voters=Count("pk"))
    by_area: Counter[int | None] = Counter()
    by_method: dict[str, Counter[str]] = {}
    for area, channel, method, voters in rows:
        by_area[area] += voters
        by_method.setdefault(channel, Counter())[method] += voters
    total = sum(by_area.values())
    if total < SMALLEST_CELL:
        return Turnout(None)
    return Turnout(total, tuple(_areas(cycle, by_area)), tuple(_channels(cycle, by_method)))


def _areas(cycle: Cycle, voters: Counter[int | None]) -> Iterable[Line]:
    names: dict[int | None, str] = {area.pk: area.name for area in cycle.areas.all()}
    if not names:
        return
    if None in voters:
        names[None] = pgettext("line of a table of areas", "No area")
    for area, count in with_hidden({area: voters[area] for area in names}).items():
        yield Line(names[area], count)


def _channels(cycle: Cycle, voters: dict[str, Counter[str]]) -> Iterable[Line]:
    """Online with every method the cycle takes, even those nobody has used; on paper where there are booths."""
    online = dict.fromkeys(cycle.identity_methods, 0) | voters.get(Channel.ONLINE, {})
    groups = {Channel.ONLINE: online}
    if Channel.PAPER in voters or cycle.booths.exists():
        groups[Channel.PAPER] = dict(voters.get(Channel.PAPER, {}))
    sums, cells = with_hidden_in(groups)
    for channel, count in sums.items():
        known = [(METHODS[name], voters) for name, voters in cells[channel].items() if name in METHODS]
        parts = [Line(method.label, voters, LEVELS[method.level]) for method, voters in known]
        yield Line(channel.label, count, parts=tuple(parts))


def is_turnout_shown(cycle: Cycle) -> bool:
    """Whether so many have voted that the public sees how many."""
    return cycle.roll.all()[SMALLEST_CELL - 1 :].exists()


@dataclass(frozen=True, slots=True)
class Came:
    """How many came to a step, and how many in a hundred of those who had started; None: not shown."""

    count: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far people come: of each language what stands in `FUNNEL_STEPS`, then the same of all together.

    `late` were refused after the end, `graced` finished in the ten minutes after it. These are pages that were
    opened and forms that were sent: who comes twice is counted twice.
    """

    lines: tuple[tuple[str, str, tuple[Came, ...]], ...]
    everybody: tuple[Came, ...]
    late: int | None
    graced: int | None


def funnel(cycle: Cycle) -> Funnel:
    """How far people have come by the language of the page, from counts alone (one query)."""
    totals: dict[tuple[str, str], int] = {
        (step, language): total
        for step, language, total in cycle.step_counts.values_list("step", "language").annotate(sum=Sum("total"))
    }
    languages = [code for code, _name in settings.LANGUAGES]
    by_step = {step: {code: totals.get((step, code), 0) for code in languages} for step in Step}
    cells = {step: with_hidden(by_step[step]) for step in FUNNEL_STEPS}
    sums = {step: shown(sum(counts.values())) for step, counts in by_step.items()}
    return Funnel(
        tuple(
            (code, str(name), _came([cells[step][code] for step in FUNNEL_STEPS])) for code, name in settings.LANGUAGES
        ),
        _came([sums[step] for step in FUNNEL_STEPS]),
        sums[Step.LATE],
        sums[Step.GRACED],
    )


def _came(counts: list[int | None]) -> tuple[Came, ...]:
    started = counts[0]
    return tuple(Came(count, round(100 * count / started) if count and started else None) for count in counts)
