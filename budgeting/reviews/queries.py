"""Reading reviews for the people who work on them, and for the authors who are asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.reviews.models import Question, Review, ReviewState
from budgeting.reviews.permissions import OPEN
from budgeting.waiting import BY_DUE_DAY, Task, Waiting
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import places_as
from portal.clock import now, today
from portal.languages.texts import read_text
from portal.places.models import Municipality

REVIEWED = (*OPEN, State.FEASIBLE, State.NOT_FEASIBLE, State.ON_BALLOT, State.UNBACKED)


def reviews_to_write(user: User) -> QuerySet[Proposal]:
    """What this reviewer is to start or to write: assigned to them, or to nobody. Overdue first, then by date."""
    mine = Q(assignments__reviewer=user)
    found = _open_to(user).filter(Q(review__isnull=True) | Q(review__state=ReviewState.WRITING))
    found = found.filter(Q(pk__in=user.assignments.values("proposal")) | Q(assignments__isnull=True))
    found = found.exclude(pk__in=Proposal.objects.short_of_backing().values("pk"))  # no review of these may start
    return _by_date(found.annotate(due_on=Min("assignments__due_on", filter=mine)), "published_at")


def reviews_to_sign(user: User) -> QuerySet[Proposal]:
    """Decided by another reviewer, and this one may sign. Overdue first, then as they came."""
    found = _open_to(user).filter(review__state=ReviewState.TO_SIGN).exclude(review__reviewer=user)
    return _by_date(found.annotate(due_on=Min("assignments__due_on")), "review__decided_at")


def reviews_to_publish(user: User) -> QuerySet[Proposal]:
    """Signed, and not published yet. Overdue first, then as they came."""
    found = _open_to(user).filter(review__state=ReviewState.SIGNED)
    return _by_date(found.annotate(due_on=Min("assignments__due_on")), "review__signed_at")


def to_write(user: User) -> Waiting:
    return _waiting(reviews_to_write(user), "published_at", lambda row: row.published_at)


def to_sign(user: User) -> Waiting:
    return _waiting(reviews_to_sign(user), "review__decided_at", lambda row: row.review.decided_at)


def to_publish(user: User) -> Waiting:
    return _waiting(reviews_to_publish(user), "review__signed_at", lambda row: row.review.signed_at)


def _waiting(found: QuerySet[Proposal], then: str, since: Callable[[Any], datetime | None]) -> Waiting:
    """The same rows, as the inbox shows them; each waits since an instant of its own."""

    def as_task(row: Any) -> Task:
        title = read_text(row, "title")
        return Task(
            title=title.text,
            language=title.language,
            path=reverse("desk_proposal", args=[row.address]),
            municipality=row.cycle.municipality.name,
            what=row.get_state_display(),
            since=localdate(since(row) or row.created_at),
            due_on=row.due_on,
            is_overdue=row.is_late,
        )

    return Waiting(found, Q(due_on__lt=today()), (BY_DUE_DAY, then), as_task)


def questions_to_answer(user: User) -> QuerySet[Question]:
    """What reviewers wait to hear from this author, over all the proposals; overdue first."""
    own = Q(proposal__author=user) | Q(proposal__in=user.coauthorships.values("proposal"))
    found = Question.objects.filter(own, answered_at__isnull=True, proposal__state=State.UNDER_REVIEW)
    return found.select_related("proposal__cycle__municipality").order_by("due_on", "pk")


def reviews_of_cycle(cycle: Cycle) -> QuerySet[Proposal]:
    """All the cycle's proposals that are, were or will be reviewed, with their reviewers and open questions.

    Overdue first, then what is due, then what is assigned to nobody, then what is decided.
    """
    open_questions = Count("questions", filter=Q(questions__answered_at__isnull=True), distinct=True)
    found = cycle.proposals.public().filter(state__in=REVIEWED).with_cards().select_related("review")
    is_open = Q(state__in=OPEN)
    found = found.annotate(
        due_on=Min("assignments__due_on", filter=is_open),
        is_decided=ExpressionWrapper(~is_open, output_field=BooleanField()),
        open_questions=open_questions,
    )
    return _by_date(
        found.prefetch_related("assignments__reviewer", "conflicts", "coauthors"), "is_decided", "published_at"
    )


def signed_reviews_of(cycle: Cycle, user: User) -> QuerySet[Review]:
    """What waits to be published in the cycle, as far as this person may publish it; the first signed first."""
    found = Review.objects.filter(proposal__in=reviews_to_publish(user).filter(cycle=cycle).values("pk"))
    return with_proposals(found).order_by("signed_at", "pk")


def with_proposals(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """The reviews with all that publishing them asks of their proposals."""
    return reviews.select_related("proposal__cycle__municipality").prefetch_related(
        "proposal__coauthors", "proposal__conflicts"
    )


def reviewers_of(municipality: Municipality) -> QuerySet[User]:
    """Who holds the role of reviewer there."""
    held = {"roles__kind": RoleKind.REVIEWER, "roles__municipality": municipality}
    return User.objects.filter(is_active=True, **held).order_by("display_name", "pk")


def possible_reviewers(proposal: Proposal) -> QuerySet[User]:
    """Who may be assigned to it: the place's reviewers with no part and no stated interest in it."""
    everybody = reviewers_of(proposal.cycle.municipality)
    bound = [proposal.author_id, proposal.entered_by_id, *(one.user_id for one in proposal.coauthors.all())]
    return everybody.exclude(pk__in=[*filter(None, bound), *(one.reviewer_id for one in proposal.conflicts.all())])


def _open_to(user: User) -> QuerySet[Proposal]:
    """Proposals before their verdict, and before the vote, that this reviewer may work on."""
    place = Q(cycle__municipality__in=places_as(user, RoleKind.REVIEWER))
    is_before_the_vote = Q(cycle__voting_cleared_at__isnull=True) | Q(cycle__voting_from_at__gt=now())
    found = (
        Proposal.objects.filter(place, is_before_the_vote, state__in=OPEN)
        .not_by(user)
        .with_cards()
        .select_related("review")
    )
    return found.exclude(pk__in=user.conflicts.values("proposal"))


def _by_date(found: QuerySet[Proposal], *then: str) -> QuerySet[Proposal]:
    """Marks what is overdue, and puts it first."""
    is_overdue = ExpressionWrapper(Q(due_on__lt=today()), output_field=BooleanField())
    return found.annotate(is_overdue=is_overdue).order_by(BY_DUE_DAY, *then, "pk")
