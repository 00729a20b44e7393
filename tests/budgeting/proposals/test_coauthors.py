"""Writing together: who joins, who is removed, and what the link is worth."""

import uuid
from typing import Any

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state, save_draft, submit_proposal
from budgeting.proposals.coauthors import MOST_COAUTHORS, join_proposal, remove_coauthor, renew_invitation
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.permissions import may_moderate
from portal.accounts.models import User
from portal.messages.models import Notice
from tests.factories import make_cycle, make_draft, make_published, make_submitted
from tests.people import Cast


def made(cast: Cast, **facts: Any) -> Proposal:
    return make_draft(cast, make_cycle(cast), **facts)


def joined(draft: Proposal, user: User) -> CoAuthor:
    return join_proposal(draft, by=user, key=draft.invite_key)


def test_join_makes_a_co_author_and_tells_the_first(cast: Cast) -> None:
    draft = made(cast)

    row = joined(draft, cast.neighbour)

    assert (CoAuthor.objects.get(), row.name) == (row, "Neighbour")
    notice = Notice.objects.get()
    assert (notice.user, "Neighbour" in notice.sentence) == (cast.resident, True)
    save_draft(Proposal.objects.get(), by=cast.neighbour, title="Together")
    assert Proposal.objects.get().title_az == "Together"


def test_join_with_another_key_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible):
        join_proposal(made(cast), by=cast.neighbour, key=uuid.uuid4())
    assert CoAuthor.objects.count() == 0


def test_link_that_was_made_void_while_its_page_was_open_no_longer_works(cast: Cast) -> None:
    draft = made(cast)
    old = draft.invite_key
    renew_invitation(draft, by=cast.resident)

    with pytest.raises(NotPossible) as refusal:
        join_proposal(Proposal.objects.get(), by=cast.neighbour, key=old)

    assert str(refusal.value) == "This link is no longer valid. Ask the author for a new one."
    joined(Proposal.objects.get(), cast.neighbour)


def test_nobody_joins_twice_or_their_own(cast: Cast) -> None:
    draft = made(cast)
    joined(draft, cast.neighbour)
    for user in (cast.neighbour, cast.resident):
        with pytest.raises(NotAllowed):
            joined(Proposal.objects.get(), user)
    assert CoAuthor.objects.count() == 1


@pytest.mark.parametrize("make", [make_submitted, make_published])
def test_nobody_joins_what_is_handed_in(cast: Cast, make: Any) -> None:
    with pytest.raises(NotPossible):
        joined(make(cast, make_cycle(cast)), cast.neighbour)


def test_a_moderator_may_write_along_before_it_is_handed_in_and_then_does_not_moderate_it(cast: Cast) -> None:
    draft = made(cast)
    joined(draft, cast.moderator)
    submit_proposal(Proposal.objects.get(), by=cast.resident)
    assert may_moderate(cast.moderator, Proposal.objects.get()) is False


def test_those_who_judge_it_do_not_join_once_it_was_handed_in(cast: Cast, elsewhere: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    change_state(proposal, "send_back", by=cast.moderator, reason="Where is it?")
    for user in (cast.moderator, cast.other_moderator, cast.reviewer):
        with pytest.raises(NotAllowed):
            joined(Proposal.objects.get(), user)
    joined(Proposal.objects.get(), elsewhere.moderator)
    assert [row.user for row in CoAuthor.objects.all()] == [elsewhere.moderator]


def test_a_link_that_went_round_does_not_bring_a_crowd(cast: Cast) -> None:
    draft = made(cast)
    crowd = [User.objects.create_user(f"crowd{number}@khma.example") for number in range(MOST_COAUTHORS + 1)]
    for user in crowd[:-1]:
        joined(draft, user)
    with pytest.raises(NotPossible):
        joined(draft, crowd[-1])
    assert CoAuthor.objects.count() == MOST_COAUTHORS


def test_first_author_removes_anybody_and_a_co_author_leaves(cast: Cast, elsewhere: Cast) -> None:
    draft = made(cast)
    rows = [joined(draft, user) for user in (cast.neighbour, elsewhere.resident)]

    with pytest.raises(NotAllowed):
        remove_coauthor(Proposal.objects.get(), by=cast.neighbour, coauthor=rows[1].pk)
    remove_coauthor(Proposal.objects.get(), by=cast.neighbour, coauthor=rows[0].pk)
    remove_coauthor(Proposal.objects.get(), by=cast.resident, coauthor=rows[1].pk)

    assert CoAuthor.objects.count() == 0


def test_a_co_author_of_another_proposal_is_not_removed_through_this_one(cast: Cast) -> None:
    here, there = made(cast), made(cast)
    row = joined(there, cast.neighbour)
    remove_coauthor(here, by=cast.resident, coauthor=row.pk)
    assert CoAuthor.objects.get() == row


def test_invitation_is_the_first_authors(cast: Cast) -> None:
    draft = made(cast)
    joined(draft, cast.neighbour)
    for user in (cast.neighbour, cast.moderator, cast.administrator):
        with pytest.raises(NotAllowed):
            renew_invitation(Proposal.objects.get(), by=user)
    assert Proposal.objects.get().invite_key == draft.invite_key


def test_co_author_removed_meanwhile_saves_nothing(cast: Cast) -> None:
    draft = made(cast)
    row = joined(draft, cast.neighbour)
    stale = Proposal.objects.prefetch_related("coauthors").get()
    assert len(stale.coauthors.all()) == 1
    remove_coauthor(draft, by=cast.resident, coauthor=row.pk)

    with pytest.raises(NotAllowed):
        save_draft(stale, by=cast.neighbour, title="Still here")

    assert Proposal.objects.get().title_az == draft.title_az


def test_two_authors_at_once_keep_each_others_answers(cast: Cast) -> None:
    draft = made(cast)
    joined(draft, cast.neighbour)
    theirs, mine = Proposal.objects.get(), Proposal.objects.get()

    save_draft(theirs, by=cast.neighbour, title="Their title")
    save_draft(mine, by=cast.resident, summary="My sentence")

    stored = Proposal.objects.get()
    assert (stored.title_az, stored.summary_az) == ("Their title", "My sentence")


def test_saving_a_draft_that_was_deleted_meanwhile_says_so(cast: Cast) -> None:
    draft = made(cast)
    stale = Proposal.objects.get()
    draft.delete()
    with pytest.raises(NotPossible):
        save_draft(stale, by=cast.resident, title="Gone")
