"""Storing a count: its outcomes, its trace, what the other method gives, the archive."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from secrets import token_hex
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from budgeting.announce import announce, topic_of_counting
from budgeting.counting.archive import write_archive
from budgeting.counting.conditions import conditions_from_data
from budgeting.counting.pabulib import PabulibError, PbElection
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.counting.trace import Decision, as_text, result_of, trace_of
from budgeting.counting.trace import Outcome as Counted
from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from budgeting.results.election import election_id
from budgeting.results.exports import with_outcome
from budgeting.results.models import Count, Outcome
from budgeting.results.supporters import Cells, supporters_by_area
from portal.clock import now
from portal.log.models import record


def other_rule(rule: Rule) -> Rule:
    """The other method with its usual switches, to be shown beside the one that decides."""
    if isinstance(rule, GreedyRule):
        return EqualSharesRule(threshold=rule.threshold)
    return GreedyRule(threshold=rule.threshold)


@contextmanager
def whole_or_nothing(count: Count) -> Iterator[None]:
    """A transaction to store the count in. If it fails the archive goes too."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        stored = Count.objects.filter(pk=count.pk).values_list("archive", flat=True).first()
        if count.archive and count.archive.name != stored:
            count.archive.storage.delete(count.archive.name)
        raise


def store(
    count: Count, election: PbElection, outcome: Counted, other: Counted | None, *, officially: Collection[str] | None
) -> None:
    """Stores all that was found and tells the officials who look; call it inside `whole_or_nothing`.

    NotPossible if no archive can be written. `other` is None where the other method was not counted, `officially`
    where nobody says what a city decided; an earlier count of the same election then knows. The archive's name cannot
    be guessed: its folder is open to everybody, and the count is not yet.
    """
    projects = {election_id(one): one for one in Proposal.objects.filter(cycle=count.cycle_id).ever_on_ballot()}
    officially = _known_officially(count) if officially is None else officially
    count.counted_at, count.percent = now(), 100
    count.ballots, count.trace, count.other = len(election.votes), trace_of(outcome), other and _in_short(other)
    count.with_nothing = sum(part.with_nothing for part in outcome.parts)
    count.smallest_list = min((part.voters for part in outcome.parts), default=0)
    supporters = supporters_by_area(
        (vote.choices for vote in election.votes), {one: project.area_id for one, project in projects.items()}
    )
    name = f"khma-{count.cycle_id}-{count.pk}-{token_hex(16)}.zip"
    count.archive = ContentFile(_archive(count, election, outcome), name=name)
    sums = ["ballots", "with_nothing", "smallest_list"]
    count.save(update_fields=["counted_at", "percent", *sums, "trace", "other", "archive"])
    Outcome.objects.bulk_create(
        _outcome(
            count, projects[decision.project], place, decision, other, officially, supporters.get(decision.project)
        )
        for place, decision in enumerate(outcome.decisions, start=1)  # unbroken over areas, which start from 1 each
    )
    record(
        "count_cycle",
        count.cycle,
        by=count.asked_by,
        municipality=count.cycle.municipality,
        cycle=count.cycle_id,
        count=count.pk,
        ballots=count.ballots,
    )
    announce(topic_of_counting(count.cycle_id))


def _known_officially(count: Count) -> Collection[str] | None:
    """What its own city decided on an imported election, as an earlier count was told."""
    told = Outcome.objects.filter(count__cycle=count.cycle_id, is_selected_officially__isnull=False)
    decided = {election_id(one.project): one.is_selected_officially for one in told.select_related("project")}
    return {project for project, is_selected in decided.items() if is_selected} if decided else None


def _archive(count: Count, election: PbElection, outcome: Counted) -> bytes:
    conditions = conditions_from_data(count.conditions)
    published = with_outcome(election, count.counting, conditions, outcome)
    try:
        return write_archive(
            published, count.counting, conditions, as_text(result_of(outcome)), as_text(trace_of(outcome))
        )
    except PabulibError as error:
        raise NotPossible(str(error)) from error


def _in_short(other: Counted) -> dict[str, Any]:
    return {
        "rule": dict(other.rule),
        "selected": list(other.selected),
        "total_cost": other.total_cost,
        "with_nothing": sum(part.with_nothing for part in other.parts),
    }


def _outcome(
    count: Count,
    project: Proposal,
    place: int,
    decision: Decision,
    other: Counted | None,
    officially: Collection[str] | None,
    by_area: Cells | None,
) -> Outcome:
    return Outcome(
        count=count,
        project=project,
        place=place,
        votes=decision.votes,
        cost_tetri=decision.cost * TETRI_PER_LARI,
        is_funded=decision.is_funded,
        reason=decision.reason,
        decision=asdict(decision),
        by_area=by_area,
        is_funded_otherwise=None if other is None else decision.project in other.selected,
        is_selected_officially=None if officially is None else decision.project in officially,
    )
