"""What an officer may know of a person: whether they may vote, and on which day they have."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.voting.identity import METHODS, KnowsPlaces
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.models import Channel
from portal.languages.templatetags.languages import day, moment


class Standing(StrEnum):
    FREE = "free"
    ONLINE = "online"
    PAPER = "paper"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an officer is told of a person: whether they have voted, by which channel and on which day, never what."""

    cycle: Cycle
    standing: Standing
    voted_on: date | None = None

    @property
    def may_vote(self) -> bool:
        return self.standing in (Standing.FREE, Standing.ONLINE)

    @property
    def headline(self) -> str:
        on = {"day": day(self.voted_on)}
        return {
            Standing.FREE: _("May vote"),
            Standing.ONLINE: _("Has voted online on %(day)s") % on,
            Standing.PAPER: _("Has voted on paper on %(day)s") % on,
            Standing.NOT_LISTED: _("Is not on the residents' list"),
        }[self.standing]

    @property
    def advice(self) -> str:
        until = {"until": moment(self.cycle.voting_until_at)}
        return {
            Standing.FREE: _("This person has not voted yet. They can until %(until)s.") % until,
            Standing.ONLINE: _("They may change their ballot until %(until)s; the last one counts.") % until,
            Standing.PAPER: _("They cannot vote again, and a ballot in the box cannot be changed."),
            Standing.NOT_LISTED: _("They cannot be given the means to vote. Compare the number with the document."),
        }[self.standing]


def verdict_on(cycle: Cycle, number: str) -> Verdict:
    """The standing of the person with this number."""
    entry = cycle.roll.filter(voter_key=key_of_number(cycle, number)).first()
    if entry:
        return Verdict(cycle, Standing.PAPER if entry.channel == Channel.PAPER else Standing.ONLINE, entry.voted_on)
    is_entitled, _area = place_of(cycle, number)
    return Verdict(cycle, Standing.FREE if is_entitled else Standing.NOT_LISTED)


def place_of(cycle: Cycle, number: str) -> tuple[bool, int | None]:
    """Whether the residents' list lets this person vote, and the home area it knows; where none is loaded, or there is
    no such method, everybody."""
    residents = METHODS.get("residents")
    return residents.place_of(cycle, number) if isinstance(residents, KnowsPlaces) else (True, None)
