"""The ballots of a published election: sealed from the start, because nobody here ever had them open."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from budgeting.closing.models import Closing, Fate
from budgeting.closing.sealing import store_sealed
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.ballots import ballot_rules, check_choices
from budgeting.voting.models import Roll

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class ImportedBallot:
    """A ballot of a published election; `line` is where it stands in its file."""

    voter_id: str
    choices: tuple[int, ...]
    line: int


class BallotRefused(NotPossible):
    """An imported ballot breaks a limit; `line` says where."""

    def __init__(self, reason: NotPossible, line: int) -> None:
        super().__init__(str(reason))
        self.line = line


@transaction.atomic
def import_ballots(cycle: Cycle, ballots: Iterable[ImportedBallot]) -> int:
    """Stores the ballots of a published election as those of a closed vote, each through the same checks as a
    page's; returns how many. BallotRefused at the first that breaks a limit, and then none is stored."""
    if cycle.imported_from is None:
        raise NotPossible(_("Ballots are imported only into a cycle made for an import."))
    rules, voted_on = ballot_rules(cycle), localdate(cycle.voting_until_at)
    roll, accepted = [], []
    for ballot in ballots:
        try:
            accepted.append((check_choices(rules, ballot.choices), Fate.COUNTED))
        except NotPossible as reason:
            raise BallotRefused(reason, ballot.line) from reason
        voter_key = sha256(f"{cycle.key_name}:{ballot.voter_id}".encode()).hexdigest()
        roll.append(Roll(cycle=cycle, voter_key=voter_key, method="import", voted_on=voted_on))
    Roll.objects.bulk_create(roll, batch_size=_BATCH)
    store_sealed(cycle, accepted, [])
    until_at = cycle.voting_until_at
    Closing.objects.create(
        cycle=cycle, closed_at=until_at, key_gone_at=until_at, facts={"ballots": {"counted": len(roll)}}
    )
    cycle.voting_closed_at = until_at
    cycle.save(update_fields=["voting_closed_at"])
    return len(accepted)
