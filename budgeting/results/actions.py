"""Counting a cycle: asked for by an official, done by whoever gets to it, stored whole or not at all, published by two."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_counting, topic_of_cycle
from budgeting.closing.actions import close_vote
from budgeting.closing.models import Closing
from budgeting.counting.conditions import Conditions, conditions_as_data, conditions_from_data
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import PbElection
from budgeting.counting.rule import Rule
from budgeting.counting.trace import Outcome
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.actions import move, second
from budgeting.motions.models import Act, Motion
from budgeting.proposals.models import Proposal
from budgeting.results.election import conditions_of, election_of
from budgeting.results.models import Count
from budgeting.results.permissions import may_count_cycle
from budgeting.results.queries import published_archive
from budgeting.results.storing import other_rule, store, whole_or_nothing
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record
from portal.log.sealing import seal_soon

STALE_AFTER = timedelta(minutes=2)
BEAT_EVERY = timedelta(seconds=1)
LONGEST_COMPARISON = timedelta(minutes=1)


def move_count(cycle: Cycle, *, by: User, reason: str = "", withdrawn: Sequence[Proposal] = ()) -> Motion:
    """Moves that the sealed ballots be counted, or counted again. NotPossible as for `ask_count`."""
    with transaction.atomic():
        ask_count(cycle, by=by, reason=reason, withdrawn=withdrawn)
        transaction.set_rollback(True)  # only to hear now what would be refused later
    facts = {"reason": reason.strip(), "withdrawn": [project.number for project in withdrawn]}
    return move(cycle, Act.COUNT, by=by, facts=facts)


@transaction.atomic
def second_count(motion: Motion, *, by: User) -> Count:
    """Asks for the count that another official moved; `run_count` does it."""
    motion = second(motion, by=by)
    withdrawn = Proposal.objects.filter(cycle=motion.cycle, number__in=motion.facts["withdrawn"])
    return ask_count(motion.cycle, by=by, reason=motion.facts["reason"], withdrawn=list(withdrawn))


@transaction.atomic
def ask_count(cycle: Cycle, *, by: User, reason: str = "", withdrawn: Sequence[Proposal] = ()) -> Count:
    """Asks for the count of a closed cycle by its rule, or for a further one; `run_count` does it.

    A further count stands beside the older ones and needs a reason; projects may have been withdrawn since.
    NotPossible before the vote is closed, while another count is under way, without that reason, and for projects
    of another ballot.
    """
    if not may_count_cycle(by, cycle):
        raise NotAllowed
    if not Closing.objects.filter(cycle=cycle).exists():
        raise NotPossible(_("The vote is not closed yet."))
    if any(project.cycle_id != cycle.pk or project.number is None for project in withdrawn):
        raise NotPossible(_("One of the chosen projects is not on this ballot."))
    count = _new_count(cycle, conditions_of(cycle, withdrawn), by=by, reason=reason.strip())
    # Only now: whoever asked at the same time has either published already or keeps this one out.
    if not count.reason and Count.objects.done().filter(cycle=cycle).exists():
        raise NotPossible(_("This vote has been counted already. Say why it is counted again."))
    record("ask_count", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, count=count.pk)
    return count


def _new_count(cycle: Cycle, conditions: Conditions, *, by: User | None, reason: str = "") -> Count:
    try:
        with transaction.atomic():
            announce(topic_of_counting(cycle.pk))
            return Count.objects.create(
                cycle=cycle,
                rule=cycle.rule,
                conditions=conditions_as_data(conditions),
                envelope_tetri=cycle.envelope_tetri,
                asked_by=by,
                reason=reason,
            )
    except IntegrityError:
        raise NotPossible(_("This vote is being counted already.")) from None


def count_cycle(cycle: Cycle, *, by: User, seconded_by: User, reason: str = "") -> Count:
    """Closes the vote if it is still to be closed, counts it and publishes the count, all by the same two officials."""
    if not Closing.objects.filter(cycle=cycle).exists():
        close_vote(cycle, by=by, seconded_by=seconded_by)
    count = run_count(second_count(move_count(cycle, by=by, reason=reason), by=seconded_by))
    return second_publication(move_publication(count, by=by), by=seconded_by)


def count_import(cycle: Cycle, *, officially: Collection[str] | None) -> Count:
    """Counts an imported election and publishes it at once; `officially` are the ids its city selected, None where
    its file does not say."""
    count = run_count(_new_count(cycle, conditions_of(cycle), by=None), officially=officially)
    return publish(count)


def move_publication(count: Count, *, by: User) -> Motion:
    """Moves that a finished count be published. NotPossible before it is done, and once it is published."""
    _check_unpublished(count)
    return move(count.cycle, Act.PUBLISH, by=by, subject=str(count.pk), facts={"count": count.pk})


@transaction.atomic
def second_publication(motion: Motion, *, by: User) -> Count:
    """Publishes the count another official moved to publish: from now on everybody sees it."""
    motion = second(motion, by=by)
    count = Count.objects.select_for_update().get(pk=motion.facts["count"], cycle=motion.cycle)
    _check_unpublished(count)
    result = sha256(published_archive(count).result).hexdigest()  # not earlier: of a small vote it could be guessed
    record("publish_count", count.cycle, by=by, municipality=count.cycle.municipality, count=count.pk, result=result)
    seal_soon()
    return publish(count)


def publish(count: Count) -> Count:
    """Shows a finished count to everybody."""
    count.published_at = now()
    count.save(update_fields=["published_at"])
    announce(topic_of_cycle(count.cycle_id))
    return count


def _check_unpublished(count: Count) -> None:
    if not count.counted_at:
        raise NotPossible(_("This count is not finished yet."))
    if count.published_at:
        raise NotPossible(_("This count is published already."))


def run_count(count: Count, *, officially: Collection[str] | None = None) -> Count:
    """Counts the ballots and stores outcome, trace and archive, all at once or not at all.

    1. claims the count, so that one at a time works on it; one left by a process that died is free after STALE_AFTER;
    2. reads the sealed ballots;
    3. counts by the rule and, as far as time allows, by the other method, showing how far it has come;
    4. stores everything in one transaction, unless somebody else has taken over.

    NotPossible if it cannot be counted: the reason stays with the count, and another one can be asked for.
    """
    pulse = _Pulse(count)
    try:
        election = election_of(count.cycle)
        rule, conditions = count.counting, conditions_from_data(count.conditions)
        outcome = count_election(election, rule, conditions, watch=pulse.beat)
        other = _count_otherwise(election, rule, conditions, pulse)
        with whole_or_nothing(count):
            pulse.claim()
            store(count, election, outcome, other, officially=officially)
    except NotPossible as refusal:
        if pulse.is_own:
            Count.objects.unfinished().filter(pk=count.pk).update(failure=str(refusal)[:200])
            announce(topic_of_counting(count.cycle_id))
        raise
    return count


def _count_otherwise(election: PbElection, rule: Rule, conditions: Conditions, pulse: "_Pulse") -> Outcome | None:
    """What the other method gives; None if that takes too long, because it decides nothing."""
    until = monotonic() + LONGEST_COMPARISON.total_seconds()

    def watch(share: float) -> None:
        pulse.beat(share)
        if monotonic() > until:
            raise _TakesTooLong

    try:
        return count_election(election, other_rule(rule), conditions, watch=watch)
    except _TakesTooLong:
        return None


class _TakesTooLong(Exception):
    """The comparison is given up."""


class _Pulse:
    """The sign of life of the one who counts: whoever wrote the last one owns the count."""

    def __init__(self, count: Count) -> None:
        self._count, self.is_own, self._percent = count, False, 0
        self._last: datetime | None = None
        stale = Q(beat_at__isnull=True) | Q(beat_at__lt=now() - STALE_AFTER)
        self._write(stale)
        announce(topic_of_counting(count.cycle_id))

    def beat(self, share: float) -> None:
        """Shows how far the count has come. NotPossible if somebody else has taken over."""
        self._percent = max(self._percent, min(100, int(100 * share)))
        if self._last and now() - self._last >= BEAT_EVERY:
            self._write(Q(beat_at=self._last), percent=self._percent)
            announce(topic_of_counting(self._count.cycle_id))

    def claim(self) -> None:
        """Holds the count until this transaction ends. NotPossible as for `beat`."""
        self._write(Q(beat_at=self._last))

    def _write(self, condition: Q, **facts: int) -> None:
        instant = now()
        self.is_own = bool(
            Count.objects.unfinished().filter(condition, pk=self._count.pk).update(beat_at=instant, **facts)
        )
        if not self.is_own:
            raise NotPossible(_("This vote is being counted already."))
        self._last = instant
