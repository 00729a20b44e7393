"""How a municipality moderates, in numbers anybody may read; no number is about a person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max
from django.utils.timezone import localdate

from budgeting.moderation.models import Appeal, Report, Verdict
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.proposals.states import RejectionCode, State
from budgeting.responses.actions import promise_of
from budgeting.workdays import term, working_days_between
from portal.clock import now, today
from portal.places.models import Municipality

DAYS_SHOWN = 90
HANDED_IN = ("submit", "resubmit", "enter")
DECIDED = ("publish", "send_back", "reject", "merge")


@dataclass(frozen=True, slots=True)
class Verdicts:
    open: int
    upheld: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Ages and the promise in working days; what was decided, in the last `days` days.

    `in_time_percent` is None while nothing was decided. `rejected` is [(reason, how many)], those that stand.
    """

    days: int
    promise_days: int
    waiting: int
    oldest_days: int
    overdue: int
    decided: int
    in_time_percent: int | None
    published: int
    sent_back: int
    merged: int
    rejected: list[tuple[str, int]]
    appeals: Verdicts
    reports: Verdicts


def moderation_figures(municipality: Municipality) -> Figures:
    """The figures of one municipality, over all its budgets."""
    promise = promise_of(municipality).moderation_days
    since = now() - timedelta(days=DAYS_SHOWN)
    proposals = Proposal.objects.filter(cycle__municipality=municipality)
    waiting = [
        localdate(at)
        for at in proposals.filter(state=State.SUBMITTED, submitted_at__isnull=False)
        .order_by()
        .values_list("submitted_at", flat=True)
    ]
    acts, terms = _decisions(municipality, since)
    in_time = sum(decided <= term(handed_in, promise).end for handed_in, decided in terms)
    return Figures(
        days=DAYS_SHOWN,
        promise_days=promise,
        waiting=len(waiting),
        oldest_days=working_days_between(min(waiting), today()) if waiting else 0,
        overdue=sum(term(day, promise).end < today() for day in waiting),
        decided=len(terms),
        in_time_percent=in_time * 100 // len(terms) if terms else None,
        published=acts["publish"],
        sent_back=acts["send_back"],
        merged=acts["merge"],
        rejected=_rejected(municipality, since),
        appeals=_verdicts(Appeal.objects.filter(proposal__in=proposals).values_list("verdict", "decided_at"), since),
        reports=_verdicts(
            [
                *Report.objects.filter(proposal__in=proposals).values_list("verdict", "decided_at"),
                *Report.objects.filter(comment__proposal__in=proposals).values_list("verdict", "decided_at"),
            ],
            since,
        ),
    )


def _decisions(municipality: Municipality, since: datetime) -> tuple[Counter[str], list[tuple[date, date]]]:
    """How often each decision was made since then, and for what was handed in: when it was, and when decided."""
    decided = ProposalEvent.objects.filter(proposal__cycle__municipality=municipality, at__gte=since, name__in=DECIDED)
    steps = ProposalEvent.objects.filter(proposal__in=decided.values("proposal"), name__in=(*HANDED_IN, *DECIDED))
    acts: Counter[str] = Counter()
    terms: list[tuple[date, date]] = []
    waits: dict[int, datetime] = {}
    for proposal, name, at in steps.order_by("at", "pk").values_list("proposal", "name", "at"):
        if name in HANDED_IN:
            waits[proposal] = at
            continue
        handed_in = waits.pop(proposal, None)
        if at >= since:
            acts[name] += 1
            if handed_in:
                terms.append((localdate(handed_in), localdate(at)))
    return acts, terms


def _rejected(municipality: Municipality, since: datetime) -> list[tuple[str, int]]:
    last = (
        Proposal.objects.filter(cycle__municipality=municipality, state=State.REJECTED, events__name="reject")
        .annotate(rejected_at=Max("events__at"))
        .filter(rejected_at__gte=since)
    )
    counted = (
        Proposal.objects.filter(pk__in=last.order_by().values("pk"))
        .order_by()
        .values_list("rejection_code")
        .annotate(total=Count("pk"))
    )
    return [(str(RejectionCode(code).label), total) for code, total in sorted(counted, key=lambda row: -row[1])]


def _verdicts(rows: Iterable[tuple[str, datetime | None]], since: datetime) -> Verdicts:
    """How many are open, and how many were decided how since then; each row is a verdict and when it was given."""
    counted = Counter(verdict for verdict, decided_at in rows if decided_at is None or decided_at >= since)
    return Verdicts(counted[""], counted[Verdict.UPHELD], counted[Verdict.DISMISSED])
