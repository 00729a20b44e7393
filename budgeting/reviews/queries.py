"""Reading reviews for the people who work on them, and for the authors who are asked."""

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Min, Q, QuerySet

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.reviews.models import Question, Review, ReviewState
from budgeting.reviews.permissions import OPEN
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import places_as
from portal.clock import today
from portal.places.models import Municipality

REVIEWED = (*OPEN, State.FEASIBLE, State.NOT_FEASIBLE, State.ON_BALLOT, State.UNBACKED)


def reviews_to_write(user: User) -> QuerySet[Proposal]:
    """What this reviewer is to start or to write: assigned to them, or to nobody. Overdue first, then by date."""
    mine = Q(assignments__reviewer=user)
    found = _open_to(user).filter(Q(review__isnull=True) | Q(review__state=ReviewState.WRITING))
    found = found.filter(Q(pk__in=user.assignments.values("proposal")) | Q(assignments__isnull=True))
    return _by_date(found.annotate(due_on=Min("assignments__due_on", filter=mine)), "published_at")


def reviews_to_sign(user: User) -> QuerySet[Proposal]:
    """Decided by another reviewer, and this one may sign. Overdue first, then as they came."""
    found = _open_to(user).filter(review__state=ReviewState.TO_SIGN).exclude(review__reviewer=user)
    return _by_date(found.annotate(due_on=Min("assignments__due_on")), "review__decided_at")


def reviews_to_publish(user: User) -> QuerySet[Proposal]:
    """Signed, and not published yet. Overdue first, then as they came."""
    found = _open_to(user).filter(review__state=ReviewState.SIGNED)
    return _by_date(found.annotate(due_on=Min("assignments__due_on")), "review__signed_at")


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
    """Proposals before their verdict that this reviewer may work on."""
    place = Q(cycle__municipality__in=places_as(user, RoleKind.REVIEWER))
    found = Proposal.objects.filter(place, state__in=OPEN).not_by(user).with_cards().select_related("review")
    return found.exclude(pk__in=user.conflicts.values("proposal"))


def _by_date(found: QuerySet[Proposal], *then: str) -> QuerySet[Proposal]:
    """Marks what is overdue, and puts it first."""
    is_overdue = ExpressionWrapper(Q(due_on__lt=today()), output_field=BooleanField())
    return found.annotate(is_overdue=is_overdue).order_by(F("due_on").asc(nulls_last=True), *then, "pk")
