"""A rejected proposal stays readable unless its code hides it, and is owed no answer any more."""

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.errors import NotPossible
from budgeting.moderation.actions import reject_proposal
from budgeting.proposals.actions import publish_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import HIDING, RejectionCode, State
from tests.budgeting.moderation.acted_on import TOO_LATE, fresh, names
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import Cast


@pytest.mark.parametrize("code", RejectionCode.values)
def test_reject_proposal_keeps_it_readable_unless_the_code_hides_it(cast: Cast, code: str) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    reject_proposal(proposal, by=cast.moderator, code=code, reason="Not here.")

    stored = fresh(proposal)
    assert (stored.state, stored.rejection_code) == (State.REJECTED, code)
    assert [stored in Proposal.objects.visible_to(who) for who in (AnonymousUser(), cast.neighbour)] == [
        code not in HIDING
    ] * 2
    assert [stored in Proposal.objects.visible_to(who) for who in (cast.resident, cast.official)] == [True] * 2


@pytest.mark.parametrize(("code", "reason"), [("", "Why"), ("nonsense", "Why"), ("other", " ")])
def test_reject_proposal_refuses_without_a_known_code_and_a_reason(cast: Cast, code: str, reason: str) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    with pytest.raises(NotPossible):
        reject_proposal(proposal, by=cast.moderator, code=code, reason=reason)

    assert (fresh(proposal).state, fresh(proposal).rejection_code) == (State.SUBMITTED, "")


def test_reject_proposal_stops_the_clock_of_its_answer(cast: Cast) -> None:
    proposal = fresh(make_published(cast, make_cycle(cast)))
    assert proposal.ask.owed_on is not None

    reject_proposal(proposal, by=cast.moderator, code="other", reason="Why")

    assert fresh(proposal).ask.owed_on is None


def test_one_moderator_rejects_while_another_publishes(cast: Cast) -> None:
    first = make_submitted(cast, make_cycle(cast))
    second = fresh(first)
    publish_proposal(first, by=cast.moderator)
    Proposal.objects.filter(pk=first.pk).update(state=State.UNDER_REVIEW)

    with pytest.raises(NotPossible) as refusal:
        reject_proposal(second, by=cast.other_moderator, code="other", reason="Why")

    assert (str(refusal.value), names(first)) == (TOO_LATE, ["submit", "publish"])
    assert fresh(first).rejection_code == ""
