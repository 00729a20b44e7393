"""Looks straight into the database for what the voters were promised.

`python -m tests.faults.invariants` reads a list of `Promise` as JSON and writes a `Verdict`, in the settings of its site.
"""

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Promise:
    """What one voter knows: the receipts that came, and the ballots that may stand: the last one acknowledged, and
    any sent after it. `is_kept` says whether any was acknowledged, so that one must stand."""

    card: str
    is_kept: bool
    receipts: list[str]
    may_stand: list[list[int]]


@dataclass
class Verdict:
    """`stored` has the receipt of each voter's ballot in the database, by card, also of one never acknowledged."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stored: dict[str, str] = field(default_factory=dict)


def judge(promises: list[Promise]) -> Verdict:
    from budgeting.cycles.models import Cycle
    from budgeting.voting.identity import METHODS, Visitor
    from budgeting.voting.keys import KeyedHash
    from budgeting.voting.models import Ballot, Roll

    cycle = Cycle.objects.get()
    ballot_key = KeyedHash(cycle, "ballot")
    roll = Counter(Roll.objects.values_list("voter_key", flat=True))
    ballots: dict[str, list[Ballot]] = {}
    for ballot in Ballot.objects.all():
        ballots.setdefault(ballot.ballot_key, []).append(ballot)
    verdict = Verdict()
    for promise in promises:
        voter = METHODS["card"].identify(cycle, {"code": promise.card}, Visitor("192.0.2.7", "az"))
        own = ballots.pop(ballot_key(voter.voter_key), [])
        entries = roll.pop(voter.voter_key, 0)
        if len(own) > 1 or entries > 1 or len({*promise.receipts}) > 1:
            verdict.doubled.append(promise.card)
        if entries != len(own):
            verdict.lost.append(f"{promise.card}: {entries} in the roll, {len(own)} ballots")
        if not own:
            verdict.lost += [f"{promise.card}: acknowledged, and no ballot"] if promise.is_kept else []
            continue
        verdict.stored[promise.card] = own[0].receipt
        if {*promise.receipts} - {own[0].receipt}:
            verdict.lost.append(f"{promise.card}: another receipt than was given")
        if own[0].choices not in promise.may_stand:
            verdict.lost.append(f"{promise.card}: {own[0].choices} stands, not {promise.may_stand}")
    verdict.doubled += [f"nobody's ballot {key}" for key in ballots] + [f"nobody's entry {key}" for key in roll]
    return verdict


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(asdict(judge([Promise(**one) for one in json.load(sys.stdin)])), sys.stdout)
