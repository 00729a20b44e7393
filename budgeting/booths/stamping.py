"""The roll at the table: who may vote here, and the stamp that comes before the sheet is handed out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.booths.actions import check_area, hold_booth
from budgeting.booths.models import Booth, RollConflict
from budgeting.booths.permissions import may_work_at_booths
from budgeting.cycles.models import Area, Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.identity.checking.actions import count_check
from budgeting.voting.identity.checking.queries import place_of
from budgeting.voting.identity.numbers import key_of_number, read_number
from budgeting.voting.keys import keyed_hash
from budgeting.voting.locks import hold_open
from budgeting.voting.models import Ballot, Channel, Roll
from budgeting.voting.roll import enter_roll
from budgeting.voting.traces import keep_stamp
from portal.accounts.models import User
from portal.clock import today
from portal.languages.templatetags.languages import day

METHOD = "paper"
LONGEST_LIST = 200


class Tone(Enum):
    """The colour of a verdict. AMBER leaves the decision to the officer, who sees the person's document."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class RollVerdict:
    """What the roll says of a person at the table."""

    tone: Tone
    sentence: str

    @property
    def may_vote(self) -> bool:
        return self.tone != Tone.RED


class LineState(Enum):
    MARKED = "marked"
    OVERTAKEN = "overtaken"
    TWICE = "twice"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line of a printed roll; `place` counts from 1. It never holds the number."""

    place: int
    state: LineState
    sentence: str


def look_up(booth: Booth, number: str, *, by: User) -> RollVerdict:
    """Whether the person with this number may vote at this booth now; the look-up is counted for this officer's day.

    NotPossible outside the vote.
    """
    _check_officer(booth, by)
    _check_open(booth.cycle)
    count_check(booth.cycle, "looked_up", by=by)
    entry = Roll.objects.filter(cycle=booth.cycle, voter_key=key_of_number(booth.cycle, number)).first()
    if entry:
        return RollVerdict(Tone.RED, _has_voted(entry))
    is_entitled, _area = place_of(booth.cycle, number)
    if not is_entitled:
        return RollVerdict(
            Tone.AMBER, _("Not on the residents' list. Look at the document: does the person live here?")
        )
    return RollVerdict(Tone.GREEN, _("May vote here."))


@transaction.atomic
def stamp(booth: Booth, number: str, *, by: User, area: Area | None = None) -> None:
    """Marks the person in the roll as voting on paper at this booth; only then is a sheet handed out.

    `area` is whose sheet it will be. NotPossible for who is marked already, however many stamp or cast at once
    (the roll's unique constraint lets one in and makes the others wait for it), and outside the vote: a person
    stamped before its end may still put the sheet into the box.
    """
    _check_officer(booth, by)
    cycle = booth.cycle
    hold_open(cycle)
    cycle.refresh_from_db()
    _check_open(cycle)
    check_area(cycle, area)
    voter_key = key_of_number(cycle, number)
    if not enter_roll(cycle, voter_key, method=METHOD, area=area.pk if area else None, booth=booth.pk):
        raise NotPossible(_has_voted(Roll.objects.select_related("booth").get(cycle=cycle, voter_key=voter_key)))
    keep_stamp(cycle, voter_key, booth.pk)
    announce(topic_of_cycle(cycle.pk))


@transaction.atomic
def enter_offline(
    booth: Booth, lines: Iterable[str], *, by: User, voted_on: date, area: Area | None = None
) -> list[Line]:
    """Marks the people of a printed roll, one number a line, until the booth's protocol is signed by two people.

    Their sheets are in the box and cannot be taken out. So the paper stands: who had voted online as well has that
    ballot overtaken, which is kept as a conflict without a name; who was stamped before is marked once and told.
    NotPossible for a day outside the vote, or for more lines than a page of forms takes at once.
    """
    _check_officer(booth, by)
    cycle = booth.cycle
    hold_open(cycle)
    hold_booth(booth)
    check_area(cycle, area)
    if not localdate(cycle.voting_from_at) <= voted_on <= min(today(), localdate(cycle.voting_until_at)):
        raise NotPossible(_("On that day the vote was not open."))
    written = [line for line in lines if line.strip()]
    if len(written) > LONGEST_LIST:
        raise NotPossible(_("Type at most %(most)s numbers at once.") % {"most": LONGEST_LIST})
    marked = [_mark(booth, line, voted_on, area) for line in written]
    announce(topic_of_cycle(cycle.pk))
    return [Line(place, state, sentence) for place, (state, sentence) in enumerate(marked, start=1)]


def _mark(booth: Booth, line: str, voted_on: date, area: Area | None) -> tuple[LineState, str]:
    number = read_number(line)
    if number is None:
        return LineState.UNREAD, _("A personal number has 11 digits and nothing else.")
    cycle = booth.cycle
    voter_key = key_of_number(cycle, number)
    if enter_roll(cycle, voter_key, method=METHOD, area=area.pk if area else None, booth=booth.pk, voted_on=voted_on):
        return LineState.MARKED, _("Marked in the roll.")
    entry = Roll.objects.select_for_update().get(cycle=cycle, voter_key=voter_key)
    if entry.channel == Channel.PAPER:
        return LineState.TWICE, _has_voted(entry)
    entry.method, entry.channel, entry.area, entry.booth, entry.voted_on = METHOD, Channel.PAPER, area, booth, voted_on
    entry.save()
    Ballot.objects.filter(cycle=cycle, ballot_key=keyed_hash(cycle, "ballot", voter_key)).update(is_superseded=True)
    RollConflict.objects.create(booth=booth)
    return LineState.OVERTAKEN, _(
        "Had voted online as well. The paper ballot stands; the one cast online is not counted."
    )


def _has_voted(entry: Roll) -> str:
    when = day(entry.voted_on)
    if entry.channel == Channel.ONLINE:
        return _("Has voted online on %(day)s.") % {"day": when}
    booth = entry.booth.name if entry.booth else ""
    return _("Has voted on paper on %(day)s. Booth: %(booth)s.") % {"day": when, "booth": booth}


def _check_officer(booth: Booth, by: User) -> None:
    if not may_work_at_booths(by, booth.cycle):
        raise NotAllowed


def _check_open(cycle: Cycle) -> None:
    if cycle.stage != Stage.VOTING:
        raise NotPossible(_("The vote is not open now."))
