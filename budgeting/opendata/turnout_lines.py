"""The tables of a turnout as lines of one file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.voting.queries import Turnout

KINDS = (
    ("all", _("Everybody who voted")),
    ("area", _("By area")),
    ("channel", _("Online and on paper")),
    ("method", _("By the way identity was proved")),
)


@dataclass(frozen=True, slots=True)
class TurnoutLine:
    """`voters` is None where the number is not shown; `kind` is a key of KINDS."""

    kind: str
    label: str | Promise
    voters: int | None


def turnout_lines(turnout: Turnout) -> Iterator[TurnoutLine]:
    """All of them first, then the areas, then each channel with its methods."""
    yield TurnoutLine("all", dict(KINDS)["all"], turnout.voters)
    for line in turnout.areas:
        yield TurnoutLine("area", line.label, line.voters)
    for line in turnout.channels:
        yield TurnoutLine("channel", line.label, line.voters)
        for part in line.parts:
            yield TurnoutLine("method", part.label, part.voters)
