"""Casting a ballot: one by one from a page, or all those of a published election."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.ballots import ballot_rules, check_choices
from budgeting.voting.codes import code_of_digest
from budgeting.voting.identity import Voter
from budgeting.voting.keys import KeyedHash, keyed_hash
from budgeting.voting.locks import hold_open
from budgeting.voting.models import Ballot, Roll
from portal.clock import today

RECEIPT_LENGTH = 12
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a ballot was counted in; says nothing of what is on it. The same voter keeps the same code."""

    code: str
    has_replaced: bool


def cast_ballot(cycle: Cycle, choices: Collection[int], *, voter: Voter) -> Receipt:
    """Stores the voter's ballot; a later one replaces it until the close.

    However many requests come at once, one roll entry and one ballot stand, and all get the same receipt:
    the roll's unique constraint lets one in and makes the others wait for it.
    NotPossible outside the voting stage, or with the limit that the choices break.
    """
    accepted = check_choices(ballot_rules(cycle), choices)
    ballot_key = keyed_hash(cycle, "ballot", voter.voter_key)
    with transaction.atomic():
        hold_open(cycle)
        cycle.refresh_from_db()
        if cycle.stage != Stage.VOTING:
            raise NotPossible(_("The vote is not open now."))
        _entry, is_first = Roll.objects.get_or_create(
            cycle=cycle, voter_key=voter.voter_key, defaults={"method": voter.method, "voted_on": today()}
        )
        ballot, _created = Ballot.objects.update_or_create(
            cycle=cycle,
            ballot_key=ballot_key,
            defaults={"choices": accepted},
            create_defaults={"choices": accepted, "receipt": code_of_digest(ballot_key, RECEIPT_LENGTH)},
        )
        if is_first:
            announce(topic_of_cycle(cycle.pk))
    return Receipt(ballot.receipt, has_replaced=not is_first)


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
    """Stores the ballots of a published election, each through the same checks as a page's; returns how many.

    BallotRefused at the first that breaks a limit, and then none is stored.
    """
    if cycle.imported_from is None:
        raise NotPossible(_("Ballots are imported only into a cycle made for an import."))
    rules, roll_hash, ballot_hash = ballot_rules(cycle), KeyedHash(cycle, "roll"), KeyedHash(cycle, "ballot")
    voted_on = localdate(cycle.voting_until_at)
    roll, stored = [], []
    for ballot in ballots:
        try:
            accepted = check_choices(rules, ballot.choices)
        except NotPossible as reason:
            raise BallotRefused(reason, ballot.line) from reason
        voter_key = roll_hash(f"import:{ballot.voter_id}")
        key = ballot_hash(voter_key)
        roll.append(Roll(cycle=cycle, voter_key=voter_key, method="import", voted_on=voted_on))
        receipt = code_of_digest(key, RECEIPT_LENGTH)
        stored.append(Ballot(cycle=cycle, ballot_key=key, receipt=receipt, choices=accepted))
    Roll.objects.bulk_create(roll, batch_size=_BATCH)
    Ballot.objects.bulk_create(stored, batch_size=_BATCH)
    return len(stored)
