"""Casting a ballot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from budgeting.announce import nudge, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.ballots import BallotRules, ballot_rules, check_choices
from budgeting.voting.codes import code_of_digest
from budgeting.voting.errors import VoteNotOpen
from budgeting.voting.identity import Voter
from budgeting.voting.keys import keyed_hash
from budgeting.voting.locks import hold_open
from budgeting.voting.models import Ballot, Channel, Roll, Step
from budgeting.voting.queries import is_turnout_shown
from budgeting.voting.roll import enter_roll
from budgeting.voting.steps import count_step
from budgeting.voting.traces import Circumstances, keep_trace
from portal.clock import now

RECEIPT_LENGTH = 12
GRACE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a ballot was counted in; says nothing of what is on it. The same voter keeps the same code.

    `replaced_on` is the day on which the voter voted first, if this ballot has replaced another.
    """

    code: str
    replaced_on: date | None

    @property
    def has_replaced(self) -> bool:
        return self.replaced_on is not None


def cast_ballot(
    cycle: Cycle,
    choices: Collection[int],
    *,
    voter: Voter,
    area: int | None = None,
    attempt: str = "",
    circumstances: Circumstances | None = None,
) -> Receipt:
    """Stores the voter's ballot; a later one replaces it until the close.

    However many requests come at once, one roll entry and one ballot stand, and all get the same receipt:
    the roll's unique constraint lets one in and makes the others wait for it. `area` is the home area the voter
    named; `attempt` is the browser's mark by which a request sent twice is known from a change.
    VoteNotOpen outside the voting stage, NotPossible with the limit that the choices break, or for who has voted on paper.
    """
    try:
        return _cast(cycle, choices, voter, area, attempt, circumstances)
    except VoteNotOpen as refusal:
        if refusal.is_late:
            count_step(cycle, Step.LATE)
        raise


def _cast(
    cycle: Cycle,
    choices: Collection[int],
    voter: Voter,
    area: int | None,
    attempt: str,
    circumstances: Circumstances | None,
) -> Receipt:
    rules = ballot_rules(cycle)
    home = _home(rules, voter, area)
    accepted = check_choices(rules, choices, home)
    ballot_key = keyed_hash(cycle, "ballot", voter.voter_key)
    receipt = code_of_digest(ballot_key, RECEIPT_LENGTH)
    mark = sha256(attempt.encode()).hexdigest() if attempt else ""
    facts = {"choices": accepted, "attempt": mark, "receipt": receipt}
    with transaction.atomic():
        hold_open(cycle)
        is_graced = _check_time(cycle, voter)
        if voter.hold:
            voter.hold()
        if is_first := enter_roll(cycle, voter.voter_key, method=voter.method, area=home):
            Ballot.objects.create(cycle=cycle, ballot_key=ballot_key, **facts)
            nudge(topic_of_cycle(cycle.pk), is_seen=partial(is_turnout_shown, cycle))
        replaced_on = None if is_first else _replace(cycle, voter, ballot_key, facts)
        if circumstances:
            keep_trace(cycle, ballot_key, circumstances, phones=voter.phones)
    if is_graced:
        count_step(cycle, Step.GRACED)
    return Receipt(receipt, replaced_on)


def _replace(cycle: Cycle, voter: Voter, ballot_key: str, facts: dict[str, Any]) -> date | None:
    """Writes the choices over those of the voter's ballot and returns the day of the first; None where the same
    request has only come again. NotPossible for who has voted on paper."""
    entry = Roll.objects.get(cycle=cycle, voter_key=voter.voter_key)
    if entry.channel == Channel.PAPER:
        raise NotPossible(_("You voted on paper on %(day)s.") % {"day": date_format(entry.voted_on)})
    ballot, is_new = Ballot.objects.get_or_create(cycle=cycle, ballot_key=ballot_key, defaults=facts)
    is_repeat = is_new or (ballot.attempt == facts["attempt"] != "")
    ballot.choices, ballot.attempt = facts["choices"], facts["attempt"]
    ballot.save(update_fields=["choices", "attempt"])
    return None if is_repeat else entry.voted_on


def is_taken(cycle: Cycle) -> bool:
    """Whether any ballot may still come: during the vote and, from those who have begun, ten minutes longer."""
    is_open = bool(cycle.voting_cleared_at) and not cycle.voting_closed_at
    return is_open and cycle.voting_from_at <= now() < cycle.voting_until_at + GRACE


def _home(rules: BallotRules, voter: Voter, named: int | None) -> int | None:
    """The area in whose list the voter votes. NotPossible where the proof knows another than was named."""
    if not rules.areas:
        return None
    if voter.area is not None and named not in (None, voter.area):
        name = next((one.name for one in rules.areas if one.area == voter.area), "")
        raise NotPossible(_("Your home area is %(area)s. Choose from its list.") % {"area": name})
    return voter.area or named


def _check_time(cycle: Cycle, voter: Voter) -> bool:
    """Whether the ballot comes within the ten minutes after the end, by who had begun to prove who they are.

    VoteNotOpen outside the vote, for whom those minutes are not, and once the vote is closed, whatever the clock says.
    """
    if cycle.stage == Stage.VOTING:
        return False
    has_begun = voter.since_at is not None and cycle.voting_from_at <= voter.since_at < cycle.voting_until_at
    if has_begun and is_taken(cycle):
        return True
    raise VoteNotOpen(is_late=bool(cycle.voting_cleared_at) and now() >= cycle.voting_until_at)
