"""An author appeals once; another person decides."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import translation

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.actions import reject_proposal
from budgeting.moderation.appeals import appeal_rejection, decide_appeal
from budgeting.moderation.models import Appeal, Verdict
from budgeting.moderation.permissions import may_appeal, may_decide_appeal
from budgeting.moderation.queries import appeals_for
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import HIDING, State
from portal.accounts.models import Role, RoleKind, User
from portal.accounts.roles import grant_role
from portal.messages.models import Notice
from portal.places.models import Municipality
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import ROLES, Cast

NOT_NOW = "This is not possible at the cycle's present stage."
ONCE = "You have appealed already. It is possible once."
DECIDED = "Somebody has already decided on this appeal."


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("cycle__municipality", "ask").get(pk=proposal.pk)


def make_rejected(cast: Cast, code: str = "unclear", stage: Stage = Stage.PROPOSING) -> Proposal:
    proposal = make_submitted(cast, make_cycle(cast, stage))
    reject_proposal(proposal, by=cast.moderator, code=code, reason="Nobody understands it.")
    return proposal


def make_appeal(cast: Cast, code: str = "unclear") -> Appeal:
    return appeal_rejection(make_rejected(cast, code), by=cast.resident, text="It is clear.")


def leave_one_moderator(cast: Cast) -> None:
    Role.objects.filter(user=cast.other_moderator).delete()
    cast.other_moderator.__dict__.pop("held_roles", None)


@pytest.mark.parametrize("code", ["unclear", *HIDING])
def test_appeal_rejection_keeps_what_the_author_says(cast: Cast, code: str) -> None:
    proposal = make_rejected(cast, code)

    with translation.override("az"):
        appeal_rejection(proposal, by=cast.resident, text=" Aydındır. ")

    appeal = Appeal.objects.get()
    assert (appeal.text, appeal.written_in, appeal.verdict) == ("Aydındır.", "az", "")
    assert (appeal.by, appeal.rejected_by) == (cast.resident, cast.moderator)
    assert list(proposal.events.values_list("name", flat=True)) == ["submit", "reject", "appeal"]


def test_a_coauthor_may_appeal(cast: Cast) -> None:
    proposal = make_rejected(cast)
    CoAuthor.objects.create(proposal=proposal, user=cast.neighbour, name="Neighbour")

    appeal_rejection(fresh(proposal), by=cast.neighbour, text="It is clear.")

    assert Appeal.objects.get().by == cast.neighbour


def test_appeal_is_possible_once_even_after_a_second_rejection(cast: Cast) -> None:
    appeal = make_appeal(cast)
    decide_appeal(appeal, by=cast.other_moderator, verdict="upheld", reason="It is clear.")
    reject_proposal(fresh(appeal.proposal), by=cast.moderator, code="other", reason="Again.")

    with pytest.raises(NotPossible) as refusal:
        appeal_rejection(fresh(appeal.proposal), by=cast.resident, text="Again.")

    assert (str(refusal.value), Appeal.objects.count()) == (ONCE, 1)
    assert not may_appeal(cast.resident, fresh(appeal.proposal))


def test_of_two_stale_copies_one_appeal_is_kept(cast: Cast) -> None:
    first = make_rejected(cast)
    second = fresh(first)
    appeal_rejection(first, by=cast.resident, text="First.")

    with pytest.raises(NotPossible) as refusal:
        appeal_rejection(second, by=cast.resident, text="Second.")

    assert (str(refusal.value), Appeal.objects.get().text) == (ONCE, "First.")


@pytest.mark.parametrize("name", ["neighbour", *ROLES])
def test_appeal_is_the_authors_alone(cast: Cast, name: str) -> None:
    proposal = make_rejected(cast)

    with pytest.raises(NotAllowed):
        appeal_rejection(proposal, by=getattr(cast, name), text="Why?")

    assert Appeal.objects.count() == 0


def test_appeal_refuses_what_is_not_rejected(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))

    with pytest.raises(NotPossible) as refusal:
        appeal_rejection(proposal, by=cast.resident, text="Why?")

    assert (str(refusal.value), Appeal.objects.count()) == (NOT_NOW, 0)


@pytest.mark.parametrize("text", ["", " \n"])
def test_appeal_refuses_an_empty_text(cast: Cast, text: str) -> None:
    with pytest.raises(NotPossible):
        appeal_rejection(make_rejected(cast), by=cast.resident, text=text)

    assert Appeal.objects.count() == 0


def test_appeal_refuses_once_the_vote_is_signed_for(cast: Cast) -> None:
    proposal = make_rejected(cast, stage=Stage.REVIEWING)
    proposal.cycle.voting_cleared_at = proposal.cycle.voting_from_at
    proposal.cycle.save()

    with pytest.raises(NotPossible) as refusal:
        appeal_rejection(proposal, by=cast.resident, text="Why?")

    assert (str(refusal.value), Appeal.objects.count()) == (NOT_NOW, 0)


@pytest.mark.parametrize("code", ["unclear", *HIDING])
def test_an_upheld_appeal_publishes_the_proposal(cast: Cast, code: str) -> None:
    appeal = make_appeal(cast, code)

    decide_appeal(appeal, by=cast.other_moderator, verdict="upheld", reason="It is clear enough.")

    stored = fresh(appeal.proposal)
    assert (stored.state, stored.rejection_code, stored.ask is not None) == (State.PUBLISHED, "", True)
    assert stored in Proposal.objects.visible_to(AnonymousUser())
    assert (Appeal.objects.get().verdict, Appeal.objects.get().decided_by) == ("upheld", cast.other_moderator)
    assert stored.events.last().name == "restore"


def test_an_upheld_appeal_starts_the_clock_of_an_old_ask_again(cast: Cast) -> None:
    proposal = fresh(make_published(cast, make_cycle(cast)))
    reject_proposal(proposal, by=cast.moderator, code="other", reason="Why")
    appeal = appeal_rejection(fresh(proposal), by=cast.resident, text="Why?")

    decide_appeal(appeal, by=cast.other_moderator, verdict="upheld", reason="Right.")

    stored = fresh(proposal)
    assert (stored.ask, stored.ask.owed_on is not None) == (proposal.ask, True)


def test_a_dismissed_appeal_leaves_the_rejection_and_says_why(cast: Cast) -> None:
    appeal = make_appeal(cast)
    Notice.objects.all().delete()

    decide_appeal(appeal, by=cast.other_moderator, verdict="dismissed", reason="Nobody could build it.")

    stored = fresh(appeal.proposal)
    assert (stored.state, stored.rejection_code) == (State.REJECTED, "unclear")
    assert (stored.events.last().name, stored.events.last().reason) == ("dismiss_appeal", "Nobody could build it.")
    assert list(Notice.objects.values_list("user", "detail")) == [(cast.resident.pk, "Nobody could build it.")]


def test_who_rejected_does_not_decide(cast: Cast) -> None:
    appeal = make_appeal(cast)

    with pytest.raises(NotAllowed):
        decide_appeal(appeal, by=cast.moderator, verdict="dismissed", reason="I said so.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(decided_by=cast.moderator)

    assert Appeal.objects.get().verdict == ""


@pytest.mark.parametrize(("verdict", "reason"), [("", "Why"), ("perhaps", "Why"), ("upheld", " "), ("dismissed", "")])
def test_decide_appeal_needs_a_verdict_and_a_reason(cast: Cast, verdict: str, reason: str) -> None:
    appeal = make_appeal(cast)

    with pytest.raises(NotPossible):
        decide_appeal(appeal, by=cast.other_moderator, verdict=verdict, reason=reason)

    assert (Appeal.objects.get().verdict, fresh(appeal.proposal).state) == ("", State.REJECTED)


@pytest.mark.parametrize("second_verdict", Verdict.values)
@pytest.mark.parametrize("first_verdict", Verdict.values)
def test_of_two_who_decide_at_once_one_does(cast: Cast, first_verdict: str, second_verdict: str) -> None:
    third = User.objects.create_user("third@marneuli.example")
    grant_role(third, RoleKind.MODERATOR, cast.municipality)
    appeal = make_appeal(cast)
    stale = Appeal.objects.get()
    decide_appeal(appeal, by=cast.other_moderator, verdict=first_verdict, reason="First.")
    state, events = fresh(appeal.proposal).state, appeal.proposal.events.count()

    with pytest.raises(NotPossible) as refusal:
        decide_appeal(stale, by=third, verdict=second_verdict, reason="Second.")

    stored = Appeal.objects.get()
    assert (str(refusal.value), stored.verdict, stored.decided_by) == (DECIDED, first_verdict, cast.other_moderator)
    assert (fresh(appeal.proposal).state, appeal.proposal.events.count()) == (state, events)


def test_an_administrator_decides_where_no_other_moderator_is_left(cast: Cast) -> None:
    appeal = make_appeal(cast)
    with pytest.raises(NotAllowed):
        decide_appeal(appeal, by=cast.administrator, verdict="upheld", reason="Right.")
    leave_one_moderator(cast)

    decide_appeal(appeal, by=cast.administrator, verdict="upheld", reason="Right.")

    assert fresh(appeal.proposal).state == State.PUBLISHED


def _nothing(cast: Cast) -> None:
    """Two moderators, one of whom rejected."""


def _other_is_author(cast: Cast) -> None:
    CoAuthor.objects.create(proposal=Proposal.objects.get(), user=cast.other_moderator, name="Moderator")


def _other_has_left(cast: Cast) -> None:
    User.objects.filter(pk=cast.other_moderator.pk).update(is_active=False)


def _administrator_is_author(cast: Cast) -> None:
    leave_one_moderator(cast)
    Proposal.objects.update(author=cast.administrator)


def _decided(cast: Cast) -> None:
    decide_appeal(Appeal.objects.get(), by=cast.other_moderator, verdict="dismissed", reason="No.")


@pytest.mark.parametrize(
    ("arrange", "who"),
    [
        (_nothing, ["other_moderator"]),
        (leave_one_moderator, ["administrator"]),
        (_other_is_author, ["administrator"]),
        (_other_has_left, ["administrator"]),
        (_administrator_is_author, []),
    ],
)
def test_the_inbox_and_the_lock_agree_on_who_decides(cast: Cast, elsewhere: Cast, arrange, who: list[str]) -> None:
    make_appeal(cast)
    arrange(cast)
    people = {name: User.objects.get(pk=getattr(cast, name).pk) for name in ("resident", "neighbour", *ROLES)}
    people |= {f"{name} elsewhere": getattr(elsewhere, name) for name in ROLES}

    appeal = Appeal.objects.select_related("proposal__cycle__municipality").get()
    assert [name for name, user in people.items() if may_decide_appeal(user, appeal)] == who
    assert [name for name, user in people.items() if appeals_for(user).count()] == who


def test_a_decided_appeal_waits_for_nobody(cast: Cast) -> None:
    make_appeal(cast)

    _decided(cast)

    assert [appeals_for(getattr(cast, name)).count() for name in ROLES] == [0] * len(ROLES)
    assert Municipality.objects.count() == 1
