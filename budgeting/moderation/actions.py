"""What moderators do beyond publishing and sending back: rejecting, merging, dividing and moving proposals."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.backing.models import Backing
from budgeting.cycles.models import Cycle, Theme
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.permissions import CAN_BE_MOVED, CAN_BE_SPLIT, TAKES_OTHERS
from budgeting.moderation.queries import acts_on
from budgeting.proposals.actions import add_event, change_state, give_to_public, make_part
from budgeting.proposals.models import CoAuthor, Follow, Proposal
from budgeting.proposals.permissions import may_moderate
from budgeting.proposals.states import HIDING, RejectionCode, State
from budgeting.proposals.telling import authors
from budgeting.proposals.words import index_proposals
from portal.accounts.models import User
from portal.clock import now
from portal.places.models import Settlement


@transaction.atomic
def reject_proposal(proposal: Proposal, *, by: User, code: str, reason: str) -> None:
    """Rejects the proposal for one of the known reasons. It stays readable with the reason unless the code hides it.

    NotPossible without a code and a reason in words.
    """
    if code not in RejectionCode.values:
        raise NotPossible(_("Choose why it is rejected."))
    seen_at = proposal.published_at if code in HIDING else proposal.published_at or now()
    change_state(proposal, "reject", by=by, reason=reason, rejection_code=code, published_at=seen_at)


@transaction.atomic
def merge_proposal(proposal: Proposal, *, by: User, into: Proposal, reason: str) -> None:
    """Merges the proposal into another one of its cycle that asks for the same.

    Its authors become authors of the other, who backs or follows it backs or follows the other, and what had
    been merged into it now belongs to the other. It stays readable, also if it was never published.
    """
    if not may_moderate(by, into):
        raise NotAllowed
    stored = {one.pk: one for one in _locked(proposal, into)}
    if into.pk == proposal.pk or into.cycle_id != proposal.cycle_id or stored[into.pk].state not in TAKES_OTHERS:
        raise NotPossible(_("Choose a published proposal of the same budget."))
    seen_at = stored[proposal.pk].published_at or now()
    change_state(proposal, "merge", by=by, reason=reason, merged_into=into, published_at=seen_at)
    Proposal.objects.filter(merged_into=proposal).update(merged_into=into)
    add_event(into, "receive_merged", by=by, reason=reason)
    _give_people(proposal, into)


@transaction.atomic
def split_proposal(
    proposal: Proposal, *, by: User, title: str, summary: str, text: str, reason: str, seen: int
) -> Proposal:
    """Makes a proposal of its own out of a part; returns it. It is public if the whole is, and has the same people.

    `seen` is the number of moderators' acts (`acts_on`) when this one looked: NotPossible if another was faster.
    """
    _look_again(proposal, CAN_BE_SPLIT, by=by, reason=reason, seen=seen)
    state = State.PUBLISHED if proposal.is_public else State.SUBMITTED
    part = make_part(proposal, state=state, title=title, summary=summary, text=text)
    _give_people(proposal, part)
    if state == State.PUBLISHED:
        give_to_public(part)
    add_event(proposal, "split", by=by, reason=reason)
    add_event(part, "split_off", by=by, reason=reason)
    return part


@transaction.atomic
def move_proposal(
    proposal: Proposal, *, by: User, settlement: Settlement | None, theme: Theme | None, reason: str, seen: int
) -> None:
    """Changes the settlement or the theme until the vote is signed for; `seen` as in `split_proposal`."""
    _look_again(proposal, CAN_BE_MOVED, by=by, reason=reason, seen=seen)
    if settlement and settlement.municipality_id != proposal.cycle.municipality_id:
        raise NotPossible(_("This settlement belongs to another municipality."))
    if theme is None or (settlement, theme) == (proposal.settlement, proposal.theme):
        raise NotPossible(_("Choose another settlement or another theme."))
    proposal.settlement, proposal.theme = settlement, theme
    proposal.save(update_fields=["settlement", "theme"])
    index_proposals([proposal])
    add_event(proposal, "move", by=by, reason=reason)


def _look_again(proposal: Proposal, states: tuple[State, ...], *, by: User, reason: str, seen: int) -> None:
    """Refuses early; then waits for others who act on it, and refuses what no longer holds. Refreshes the proposal."""
    if not may_moderate(by, proposal):
        raise NotAllowed
    if not reason.strip():
        raise NotPossible(_("Write a reason the author and the public can understand."))
    cycle = Cycle.objects.select_for_update().get(pk=proposal.cycle_id)  # the vote may be signed for at the same time
    if cycle.is_frozen:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    proposal.refresh_from_db(from_queryset=Proposal.objects.select_for_update())
    if proposal.state not in states or acts_on(proposal) != seen:
        raise NotPossible(_("Somebody has already decided on this proposal. Please look at it again."))


def _locked(*proposals: Proposal) -> list[Proposal]:
    """The rows as they are now, held until the act is over; always in the same order, so that nobody waits forever."""
    pks = [one.pk for one in proposals]
    return list(Proposal.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _give_people(source: Proposal, to: Proposal) -> None:
    """Adds the source's authors, backers and followers to another proposal, each person once.

    Who is among its authors from now on backs it no longer.
    """
    present = {user.pk for user in authors(to)}
    names = {one.user_id: one.name for one in source.coauthors.all()}
    if source.author_id:
        names = {source.author_id: source.author_name, **names}
    CoAuthor.objects.bulk_create(
        [CoAuthor(proposal=to, user_id=user, name=name) for user, name in names.items() if user not in present]
    )
    to.backings.filter(user__in=names).delete()
    backings = source.backings.exclude(user__in=[*present, *names])
    Backing.objects.bulk_create(
        [Backing(proposal=to, user_id=one.user_id, at=one.at) for one in backings], ignore_conflicts=True
    )
    Follow.objects.bulk_create(
        [Follow(proposal=to, user_id=one.user_id, at=one.at) for one in source.follows.all()], ignore_conflicts=True
    )
