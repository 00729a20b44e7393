"""Loading the municipality's list of residents."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.identity.residents.hashes import ListHashes
from budgeting.voting.identity.residents.models import Resident
from budgeting.voting.identity.residents.reading import BadLine, areas_by_settlement, is_heading, read_line
from budgeting.voting.locks import hold_open
from portal.log.models import record

AT_ONCE = 5000


class BadLines(NotPossible):
    """Nothing is loaded; `lines` is {line number: what is wrong with it}, without a word of the file."""

    def __init__(self, lines: dict[int, str]) -> None:
        super().__init__(
            ngettext(
                "Nothing was loaded: %(count)s line is wrong.",
                "Nothing was loaded: %(count)s lines are wrong.",
                len(lines),
            )
            % {"count": len(lines)}
        )
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many people the list now has, how many came with this file, and how many of it are too young."""

    listed: int
    added: int
    too_young: int


def load_residents(cycle: Cycle, lines: Iterable[bytes]) -> Loaded:
    """Turns the lines of a file into keyed hashes; numbers and years are written nowhere.

    Before the vote opens the file replaces the list. During the vote it only adds who is not on it: nobody who may
    have voted is taken off. Who is not `min_age` in the year the vote ends is left out.
    BadLines if any line is wrong, NotPossible for a file with nobody on it or once the vote is over, KeyMissing
    before the cycle has a key.
    """
    residents, too_young = _read(cycle, lines)
    if not residents:
        raise NotPossible(_("The file has nobody on it who may vote."))
    with transaction.atomic():
        hold_open(cycle)
        cycle.refresh_from_db()
        if cycle.is_vote_over:
            raise NotPossible(_("The vote is over."))
        if cycle.stage != Stage.VOTING:
            cycle.residents.all().delete()
        before = cycle.residents.count()
        Resident.objects.bulk_create(residents, batch_size=AT_ONCE, ignore_conflicts=True)
        listed = cycle.residents.count()
        loaded = Loaded(listed, listed - before, too_young)
        facts = {"listed": loaded.listed, "added": loaded.added, "too_young": loaded.too_young}
        record("load_residents", cycle, by=None, municipality=cycle.municipality, cycle=cycle.pk, **facts)
    return loaded


def _read(cycle: Cycle, lines: Iterable[bytes]) -> tuple[list[Resident], int]:
    """The people of the file who may vote, and how many are too young. BadLines."""
    hashes, areas = ListHashes(cycle), areas_by_settlement(cycle)
    born_until = localdate(cycle.voting_until_at).year - cycle.min_age
    residents: list[Resident] = []
    faults: dict[int, str] = {}
    seen: set[str] = set()
    too_young = 0
    for place, raw in enumerate(lines, start=1):
        if place == 1 and is_heading(raw):
            continue
        try:
            one = read_line(raw, areas)
        except BadLine as fault:
            faults[place] = str(fault)
            continue
        if one is None:
            continue
        number_hash = hashes.of_number(one.number)
        if number_hash in seen:
            faults[place] = _("Its personal number stands in an earlier line too.")
        elif one.year > born_until:
            too_young += 1
        else:
            proof = hashes.of_proof(one.number, one.year)
            residents.append(Resident(cycle=cycle, number_hash=number_hash, proof_hash=proof, area_id=one.area))
        seen.add(number_hash)
    if faults:
        raise BadLines(faults)
    return residents, too_young
