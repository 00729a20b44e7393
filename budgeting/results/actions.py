"""Counting a cycle."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.counting.greedy import count_greedy
from budgeting.counting.types import CountResult, Project
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count, Outcome
from budgeting.results.permissions import may_count_cycle
from budgeting.voting.locks import wait_for_casts
from portal.accounts.models import User
from portal.log.models import record


@transaction.atomic
def count_cycle(cycle: Cycle, *, by: User) -> Count:
    """Counts the ballots by the cycle's rule and publishes the result, once.

    NotPossible before the vote is over, when counted already, or when roll and ballots do not agree.
    """
    if not may_count_cycle(by, cycle):
        raise NotAllowed
    count = store_count(cycle, by=by)
    record("count_cycle", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, ballots=count.ballots)
    return count


def store_count(cycle: Cycle, *, by: User | None, officially: Collection[str] | None = None) -> Count:
    """Counts and stores the outcomes; `officially` are the references an imported election's city selected."""
    if not cycle.is_vote_over:
        raise NotPossible(_("The vote is not over yet."))
    wait_for_casts(cycle)
    voters, ballots = cycle.roll.count(), cycle.ballots.count()
    if voters != ballots:
        raise NotPossible(
            _("Not counted: the roll has %(voters)s entries, but there are %(ballots)s ballots.")
            % {"voters": voters, "ballots": ballots}
        )
    projects = {project.number: project for project in Proposal.objects.filter(cycle=cycle).on_ballot()}
    # The database holds that whatever stands on a ballot has a number and a cost.
    costs = {number: project.cost_tetri or 0 for number, project in projects.items() if number}
    result = _count(cycle, costs)
    try:
        with transaction.atomic():
            count = Count.objects.create(
                cycle=cycle,
                rule=cycle.counting_rule,
                lot_seed=cycle.lot_seed,
                ballots=result.ballots,
                envelope_tetri=result.envelope,
                counted_by=by,
            )
    except IntegrityError:
        raise NotPossible(_("This vote has been counted already.")) from None
    Outcome.objects.bulk_create(
        Outcome(
            count=count,
            project=projects[decision.number],
            place=decision.place,
            votes=decision.votes,
            cost_tetri=costs[decision.number],
            is_funded=decision.is_funded,
            reason=decision.reason,
            left_tetri=decision.left,
            is_tied=decision.is_tied,
            is_selected_officially=None if officially is None else projects[decision.number].reference in officially,
        )
        for decision in result.decisions
    )
    announce(topic_of_cycle(cycle.pk))
    return count


def _count(cycle: Cycle, costs: dict[int, int]) -> CountResult:
    return count_greedy(
        [Project(number, cost) for number, cost in costs.items()],
        cycle.ballots.values_list("choices", flat=True).iterator(),
        envelope=cycle.envelope_tetri,
        lot_seed=cycle.lot_seed,
    )
