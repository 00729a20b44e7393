"""Closing a vote: moved by one official, seconded by another, done whole or not at all."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.closing.checklist import closing_checklist
from budgeting.closing.forgetting import forget_vote, rewrite_files
from budgeting.closing.models import Closing
from budgeting.closing.protocol import voters_by_method
from budgeting.closing.sealing import root_of_receipts, seal_ballots
from budgeting.cycles.checklist import is_green
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.motions.actions import move, second
from budgeting.motions.models import Act, Motion
from budgeting.voting.keys import destroy_key
from budgeting.voting.locks import wait_for_casts
from budgeting.voting.models import Channel
from budgeting.watching.actions import find_flags
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record
from portal.log.sealing import seal_soon

logger = logging.getLogger(__name__)


def move_closing(cycle: Cycle, *, by: User) -> Motion:
    """Moves the close, once bursts were looked for a last time: what is found is kept, also where it stands in the
    way. NotPossible while its checklist is red, or once the vote is closed."""
    find_flags(cycle)
    _check(cycle)
    return move(cycle, Act.CLOSE, by=by, facts=turnout_by_channel(cycle))


def second_closing(motion: Motion, *, by: User) -> Closing:
    """Closes the vote:

    1. waits for ballots on their way, and looks at the checklist once more;
    2. writes every ballot and every receipt into the sealed tables, in random orders;
    3. deletes the open ballots with all that could lead to a person, and records the numbers;
    4. after the commit destroys the cycle's key and has the emptied tables written anew.

    NotPossible where the checklist is red again, or the numbers are no longer those that were moved. A crash
    between 3 and 4 leaves a closing whose `key_gone_at` is empty: `finish_closing` takes it up.
    """
    with transaction.atomic():
        motion = second(motion, by=by)
        cycle = motion.cycle
        wait_for_casts(cycle)
        cycle.refresh_from_db()
        _check(cycle)
        channels = turnout_by_channel(cycle)
        if channels != motion.facts:
            raise NotPossible(_("The numbers have changed since this was moved. Drop it and move it again."))
        fates = seal_ballots(cycle)
        facts = {"voters": channels, "methods": voters_by_method(cycle), "ballots": dict(fates), **forget_vote(cycle)}
        facts["receipts_root"] = root_of_receipts(cycle)
        closing = Closing.objects.create(cycle=cycle, motion=motion, closed_at=now(), facts=facts)
        cycle.voting_closed_at = closing.closed_at
        cycle.save(update_fields=["voting_closed_at"])
        record("close_vote", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, **_for_the_log(facts))
        announce(topic_of_cycle(cycle.pk))
        seal_soon()
    finish_closing(closing)
    return closing


def _for_the_log(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Sums and the root: observers read the log, and small numbers by channel or method are not theirs."""
    return {
        "voters": sum(facts["voters"].values()),
        "ballots": sum(facts["ballots"].values()),
        "receipts_root": facts["receipts_root"],
    }


def finish_closing(closing: Closing) -> bool:
    """Destroys the key of a closed cycle and has the emptied tables written anew; returns whether both are done.

    May be repeated: it is what a page or a command calls where the key was in the environment, somebody held the
    database's files, or the machine died at the wrong moment.
    """
    if closing.key_gone_at:
        return True
    if not destroy_key(closing.cycle):
        return False
    if not connection.in_atomic_block:  # VACUUM cannot run in a transaction; only tests close a vote inside one
        try:
            rewrite_files()
        except OperationalError:
            logger.exception("The emptied tables of cycle %s are not written anew yet.", closing.cycle_id)
            return False
    closing.key_gone_at = now()
    closing.save(update_fields=["key_gone_at"])
    cycle = closing.cycle
    record("destroy_key", cycle, by=None, municipality=cycle.municipality, cycle=cycle.pk)
    return True


def close_vote(cycle: Cycle, *, by: User, seconded_by: User) -> Closing:
    """Moves and seconds the close at once, where both officials stand before the same screen."""
    return second_closing(move_closing(cycle, by=by), by=seconded_by)


def turnout_by_channel(cycle: Cycle) -> dict[str, int]:
    return {channel.value: cycle.roll.filter(channel=channel).count() for channel in Channel}


def _check(cycle: Cycle) -> None:
    if Closing.objects.filter(cycle=cycle).exists():
        raise NotPossible(_("This vote is closed already."))
    checklist = closing_checklist(cycle)
    if not is_green(checklist):
        red = [line for line in checklist if not line.is_met]
        details = "; ".join(
            [str(line.text) + (f" ({'; '.join(line.missing)})" if line.missing else "") for line in red]
        )
        raise NotPossible(_("The vote cannot be closed yet. Still missing: %(what)s.") % {"what": details})
