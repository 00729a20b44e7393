"""Typing the ballots from the box: two people blind to one another, a third where they differ."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.booths.actions import hold_booth
from budgeting.booths.models import Booth, PaperEntry, Typing
from budgeting.booths.permissions import may_work_at_booths
from budgeting.booths.queries import progress
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import GRACE
from budgeting.voting.ballots import BallotRules, ballot_rules, check_choices
from budgeting.voting.extending.queries import owed_outages
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record

LARGEST_BOX = 20_000


class Marks(NamedTuple):
    """What stands on a ballot: the numbers of marked projects, or that it is blank or cannot be read."""

    choices: Collection[int]
    is_unclear: bool = False


@transaction.atomic
def open_box(booth: Booth, *, by: User, ballots: int) -> None:
    """Stores how many ballots the box held, once the vote is over for good; they are mixed and numbered from 1 to that.

    May be done again while no ballot beyond the new number is typed.
    """
    if not may_work_at_booths(by, booth.cycle):
        raise NotAllowed
    stored = hold_booth(booth)
    cycle = booth.cycle
    if now() < cycle.voting_until_at + GRACE or owed_outages(cycle):  # an extension would go on beside an open box
        raise NotPossible(_("The box is opened when the vote is over."))
    if not 0 <= ballots <= LARGEST_BOX:
        raise NotPossible(_("A box holds between 0 and %(most)s ballots.") % {"most": LARGEST_BOX})
    if stored.entries.filter(number__gt=ballots).exists():
        raise NotPossible(_("Ballots with higher numbers have been typed already."))
    stored.ballots_in_box = ballots
    stored.save(update_fields=["ballots_in_box"])
    record("open_box", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, booth=booth.pk, ballots=ballots)


@transaction.atomic
def type_ballot(booth: Booth, *, by: User, number: int, marks: Marks) -> None:
    """Stores what one person reads on the ballot with this number; another person types it again.

    Says nothing of the other's typing. NotPossible for a number this person has typed, or two others have.
    """
    if not may_work_at_booths(by, booth.cycle):
        raise NotAllowed
    stored = hold_booth(booth)
    _check_number(stored, number)
    typed = {entry.typing: entry.by_id for entry in stored.entries.filter(number=number)}
    if by.pk in typed.values():
        raise NotPossible(_("You have typed this ballot already; another person types it again."))
    if len(typed) >= Typing.SECOND:
        raise NotPossible(_("This ballot has been typed twice already."))
    _store(stored, number, Typing.SECOND if typed else Typing.FIRST, by, marks)


@transaction.atomic
def settle_ballot(booth: Booth, *, by: User, number: int, marks: Marks) -> None:
    """Stores what a third person reads on a ballot that two have typed differently; that stands.

    NotPossible before every ballot is typed twice, where the two agree, and for either of them.
    """
    if not may_work_at_booths(by, booth.cycle):
        raise NotAllowed
    stored = hold_booth(booth)
    _check_number(stored, number)
    state = progress(stored)
    if not state.is_typed:
        raise NotPossible(_("Differences are shown once every ballot is typed twice."))
    if number not in state.differing:
        raise NotPossible(_("There is nothing to settle about this ballot."))
    if stored.entries.filter(number=number, by=by).exists():
        raise NotPossible(_("You typed this ballot yourself; a third person settles it."))
    _store(stored, number, Typing.SETTLED, by, marks)


def _store(booth: Booth, number: int, typing: Typing, by: User, marks: Marks) -> None:
    """Works out whether the ballot is valid: who types enters only what is marked."""
    choices = sorted(set(marks.choices))
    rules = ballot_rules(booth.cycle, is_paper=True)
    if marks.is_unclear == bool(choices):
        raise NotPossible(_("Enter what is marked, or say that the ballot is blank or unclear: one of the two."))
    if not set(choices) <= set(rules.costs_tetri):
        raise NotPossible(_("One of the chosen projects is not on this ballot."))
    try:
        with transaction.atomic():
            PaperEntry.objects.create(
                booth=booth,
                number=number,
                typing=typing,
                by=by,
                choices=choices,
                is_invalid=marks.is_unclear or not _is_valid(rules, choices),
            )
    except IntegrityError:
        raise NotPossible(_("This ballot has just been typed by somebody else.")) from None


def _is_valid(rules: BallotRules, choices: list[int]) -> bool:
    """Whether the marks keep the limits. The area is that of the sheet, and a sheet shows one area's list."""
    area = next((one.area for one in rules.areas if set(choices) & set(one.costs_tetri)), None)
    try:
        check_choices(rules, choices, area)
    except NotPossible:
        return False
    return True


def _check_number(booth: Booth, number: int) -> None:
    if booth.ballots_in_box is None:
        raise NotPossible(_("First count the ballots in the box."))
    if not 1 <= number <= booth.ballots_in_box:
        raise NotPossible(
            _("The ballots of this booth are numbered from 1 to %(last)s.") % {"last": booth.ballots_in_box}
        )
