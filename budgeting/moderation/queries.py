"""What waits for moderators, and what leads from one proposal to another."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from budgeting.comments.models import Comment, CommentState
from budgeting.moderation.models import Appeal, Report
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import State
from budgeting.responses.models import ServicePromise
from budgeting.waiting import Task, Waiting
from budgeting.workdays import last_start, term
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import Person, places_as
from portal.clock import today
from portal.languages.texts import read_text

# What moderators do to a proposal. A form carries how many there were, so that one left open is refused.
ACTS = ("publish", "send_back", "reject", "restore", "merge", "receive_merged", "split", "move", "dismiss_appeal")
OF_ITS_PLACE = "cycle__municipality"


def acts_on(proposal: Proposal) -> int:
    """How many acts of moderators stand on the proposal's timeline."""
    return proposal.events.filter(name__in=ACTS).count()


def linked_proposals(proposal: Proposal, user: Person) -> dict[str, list[Proposal]]:
    """The proposals that this one was merged into or made of, and those made of it, as far as this person sees them.

    {"merged_into" | "merged" | "split_from" | "parts": […]}; empty lists are left out.
    """
    ahead = [pk for pk in (proposal.merged_into_id, proposal.split_from_id) if pk]
    found = Proposal.objects.visible_to(user).with_cards().order_by("pk")
    kin: dict[str, list[Proposal]] = {}
    for one in found.filter(Q(pk__in=ahead) | Q(merged_into=proposal) | Q(split_from=proposal)):
        links = {
            "merged_into": one.pk == proposal.merged_into_id,
            "merged": one.merged_into_id == proposal.pk,
            "split_from": one.pk == proposal.split_from_id,
            "parts": one.split_from_id == proposal.pk,
        }
        for name in (name for name, is_so in links.items() if is_so):
            kin.setdefault(name, []).append(one)
    return kin


def submitted_to(user: User) -> Waiting:
    """Proposals to be moderated by this person, the longest waiting first."""
    promises = _promises(places_as(user, RoleKind.MODERATOR))
    rows = Proposal.objects.filter(cycle__municipality__in=promises, state=State.SUBMITTED).not_by(user).with_cards()

    def as_task(row: Any) -> Task:
        return _task(row, row, State(row.state).label, row.submitted_at or row.created_at, "desk_proposal", promises)

    return Waiting(rows, _late(promises, OF_ITS_PLACE, "submitted_at"), ("submitted_at",), as_task)


def comments_for(user: User) -> Waiting:
    """Comments that are held until this person has read them."""
    promises = _promises(places_as(user, RoleKind.MODERATOR))
    rows = _of(Comment.objects, "proposal__", promises, user).filter(state=CommentState.HELD).exclude(author=user)

    def as_task(row: Any) -> Task:
        return _task(row, row.proposal, _("A comment"), row.at, "desk_comment", promises)

    return Waiting(rows, _late(promises, f"proposal__{OF_ITS_PLACE}", "at"), ("at",), as_task)


def reports_for(user: User) -> Waiting:
    """Open reports, the first one of each reported thing, that this person neither made nor caused."""
    promises = _promises(places_as(user, RoleKind.MODERATOR))
    same = Q(proposal=OuterRef("proposal")) | Q(comment=OuterRef("comment"))
    others = Report.objects.filter(same, verdict="")
    of_proposals = _of(Report.objects, "proposal__", promises, user)
    of_comments = _of(Report.objects, "comment__proposal__", promises, user).exclude(comment__author=user)
    rows = (
        Report.objects.filter(Q(pk__in=of_proposals.values("pk")) | Q(pk__in=of_comments.values("pk")), verdict="")
        .exclude(by=user)
        .exclude(Exists(others.filter(pk__lt=OuterRef("pk")).exclude(by=user)))
        .select_related("proposal__cycle__municipality", "comment__proposal__cycle__municipality")
    )
    late = _late(promises, f"proposal__{OF_ITS_PLACE}", "at") | _late(
        promises, f"comment__proposal__{OF_ITS_PLACE}", "at"
    )

    def as_task(row: Any) -> Task:
        what = _("A report about a comment") if row.comment else _("A report about a proposal")
        return _task(row, row.about, what, row.at, "desk_report", promises)

    return Waiting(rows, late, ("at",), as_task)


def appeals_for(user: User) -> Waiting:
    """Open appeals that this person may decide. Twin of `may_decide_appeal`."""
    as_moderator, as_administrator = places_as(user, RoleKind.MODERATOR), places_as(user, RoleKind.ADMINISTRATOR)
    promises = _promises(as_moderator | as_administrator)
    writers = CoAuthor.objects.filter(proposal=OuterRef(OuterRef("proposal")))
    others = (
        User.objects.filter(
            is_active=True,
            roles__kind=RoleKind.MODERATOR,
            roles__municipality=OuterRef(f"proposal__{OF_ITS_PLACE}"),
        )
        .exclude(pk=OuterRef("rejected_by"))
        .exclude(Exists(Proposal.objects.filter(pk=OuterRef(OuterRef("proposal")), author=OuterRef("pk"))))
        .exclude(Exists(Proposal.objects.filter(pk=OuterRef(OuterRef("proposal")), entered_by=OuterRef("pk"))))
        .exclude(Exists(writers.filter(user=OuterRef("pk"))))
    )
    is_mine = Q(**{f"proposal__{OF_ITS_PLACE}__in": as_moderator}) | (
        Q(**{f"proposal__{OF_ITS_PLACE}__in": as_administrator}) & ~Exists(others)
    )
    rows = _of(Appeal.objects, "proposal__", promises, user).filter(is_mine, verdict="").exclude(rejected_by=user)

    def as_task(row: Any) -> Task:
        return _task(row, row.proposal, _("An appeal"), row.at, "desk_appeal", promises)

    return Waiting(rows, _late(promises, f"proposal__{OF_ITS_PLACE}", "at"), ("at",), as_task)


def _of(manager: Any, path: str, promises: dict[int, int], user: User) -> QuerySet[Any]:
    """Rows about proposals of these municipalities that the user has no part in, with what a task shows."""
    mine = Q(**{f"{path}author": user}) | Q(**{f"{path}entered_by": user})
    mine |= Q(**{f"{path}in": user.coauthorships.values("proposal")})
    own: QuerySet[Any] = manager.filter(**{f"{path}{OF_ITS_PLACE}__in": promises})
    return own.exclude(mine).select_related(f"{path}cycle__municipality")


def _promises(places: set[int]) -> dict[int, int]:
    """{municipality: working days until what residents write is read}."""
    made = dict(
        ServicePromise.objects.filter(municipality__in=places).values_list("municipality_id", "moderation_days")
    )
    return {place: made.get(place, ServicePromise().moderation_days) for place in places}


def _late(promises: dict[int, int], place_field: str, since_field: str) -> Q:
    """What waits in these municipalities for longer than is promised there."""
    late = Q(pk__in=[])
    for place, days in promises.items():
        midnight = datetime.combine(last_start(today() - timedelta(days=1), days) + timedelta(days=1), time())
        late |= Q(**{place_field: place, f"{since_field}__lt": make_aware(midnight)})
    return late


def _task(row: Any, about: Proposal, what: str | Promise, since: datetime, name: str, promises: dict[int, int]) -> Task:
    title = read_text(about, "title")
    place, day = about.cycle.municipality, localdate(since)
    due_on = term(day, promises[place.pk]).end
    address = about.address if row is about else row.pk
    path = reverse(name, args=[address])
    return Task(title.text, title.language, path, place.name, what, day, due_on, row.is_late)
