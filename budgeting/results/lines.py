"""The line between the winners and the rest: what was left, and which project came next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budgeting.counting.reasons import Reason
from budgeting.results.queries import Bar, EnvelopeUsed

# Turns of one queue: the first of them stands below the line. In Equal Shares every project has a purse of its own.
_IN_ONE_QUEUE = {Reason.NO_MONEY_LEFT, Reason.STOPPED, Reason.ENOUGH_WINNERS}
_BY_PURSES = {Reason.TOO_DEAR, Reason.SPENT}


@dataclass(frozen=True, slots=True)
class DividingLine:
    """Where one envelope ended. `next` is the project just below: the first in its turn that was not funded, or
    where there is no single line (`is_single`) the one whose supporters lacked least. `name` as in `EnvelopeUsed`."""

    name: str | None
    left_tetri: int
    next: Bar | None
    is_single: bool

    @property
    def missing_tetri(self) -> int:
        """How much more than there was for it the next project costs; 0 where money did not decide."""
        missing: int = self.next.outcome.decision.get("missing", 0) if self.next else 0
        return missing


def dividing_lines(bars: Sequence[Bar], envelopes: Iterable[EnvelopeUsed]) -> list[DividingLine]:
    """One line for each envelope, in their order; an envelope with no project on the ballot has none."""
    by_area: dict[int | None, list[Bar]] = {}
    for bar in bars:
        by_area.setdefault(bar.outcome.project.area_id, []).append(bar)
    return [_line(by_area[used.area_id], used) for used in envelopes if used.area_id in by_area]


def _line(bars: Sequence[Bar], used: EnvelopeUsed) -> DividingLine:
    lost = [bar for bar in bars if not bar.outcome.is_funded]
    queue = [bar for bar in lost if bar.outcome.reason in _IN_ONE_QUEUE]
    if queue:
        return DividingLine(used.name, used.left_tetri, queue[0], is_single=True)
    short = [bar for bar in lost if bar.outcome.reason in _BY_PURSES]
    nearest = min(short, key=lambda bar: bar.outcome.decision.get("missing", 0), default=None)
    return DividingLine(used.name, used.left_tetri, nearest, is_single=not short)
