"""Rewriting the ballots: the same choices in new rows, in an order that has nothing to do with the old one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from random import SystemRandom

from budgeting.closing.models import Fate, SealedBallot, SealedReceipt
from budgeting.cycles.models import Cycle
from budgeting.voting.keys import KeyedHash
from budgeting.voting.models import Ballot
from budgeting.watching.queries import traces_set_aside

_BATCH = 2000


def seal_ballots(cycle: Cycle) -> Counter[str]:
    """Copies every ballot of the cycle into the sealed tables, ballots and receipts each in a random order of its
    own; returns how many have which fate. Call it inside the closing's transaction, with every cast waited for."""
    aside = traces_set_aside(cycle)
    trace_of = KeyedHash(cycle, "trace") if aside else None
    ballots: list[tuple[list[int], Fate]] = []
    receipts: list[tuple[str, Fate]] = []
    stored = Ballot.objects.filter(cycle=cycle).values_list("ballot_key", "receipt", "choices", "is_superseded")
    for ballot_key, receipt, choices, is_superseded in stored.iterator():
        is_aside = trace_of is not None and trace_of(f"ballot:{ballot_key}") in aside
        fate = Fate.SUPERSEDED if is_superseded else Fate.SET_ASIDE if is_aside else Fate.COUNTED
        # What paper has overtaken is a voter's earlier ballot. Nobody reads those again, and a fate so rare would
        # lead from its receipt to its choices.
        ballots.append(([] if is_superseded else choices, fate))
        if receipt:
            receipts.append((digest_of(receipt), fate))
    store_sealed(cycle, ballots, receipts)
    return Counter(fate.value for _choices, fate in ballots)


def store_sealed(
    cycle: Cycle, ballots: Iterable[tuple[Sequence[int], Fate]], receipts: Iterable[tuple[str, Fate]]
) -> None:
    """Stores choices with their fates, and digests of receipts with theirs, in random orders."""
    rows = [SealedBallot(cycle_id=cycle.pk, choices=list(choices), fate=fate) for choices, fate in ballots]
    digests = [SealedReceipt(cycle_id=cycle.pk, digest=digest, fate=fate) for digest, fate in receipts]
    SystemRandom().shuffle(rows)
    SystemRandom().shuffle(digests)
    SealedBallot.objects.bulk_create(rows, batch_size=_BATCH)
    SealedReceipt.objects.bulk_create(digests, batch_size=_BATCH)


def digest_of(receipt: str) -> str:
    """What is kept of a receipt: its SHA-256, so that a list of them can be published."""
    return sha256(receipt.encode()).hexdigest()


def root_of_receipts(cycle: Cycle) -> str:
    """One SHA-256 over all digests of receipts in their order: what the protocol prints."""
    digests = SealedReceipt.objects.filter(cycle=cycle).order_by("digest").values_list("digest", flat=True)
    return sha256("\n".join(digests).encode()).hexdigest()
