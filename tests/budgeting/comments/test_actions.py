"""Writing, answering, taking back, hiding and showing comments."""

from datetime import timedelta
from typing import Any

import pytest

from budgeting.comments.actions import MOST_IN_A_WHILE, hide_comment, remove_comment, show_comment, write_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.following import follow_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from portal.accounts.models import User
from portal.clock import now, pinned
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.factories import make_cycle, make_draft, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db
DECIDED = "Somebody has already decided on this comment. Please look at it again."


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_published(cast, make_cycle(cast))


@pytest.fixture
def holding(cast: Cast) -> Proposal:
    """A proposal where comments wait for a moderator."""
    return make_published(cast, make_cycle(cast, holds_comments=True))


def write(proposal: Proposal, by: User, text: str = "Su lazımdır.", **facts: Any) -> Comment:
    return write_comment(proposal, by=by, text=text, written_in="az", **facts)


def told(user: User) -> list[tuple[str, str]]:
    return [(notice.sentence, notice.detail) for notice in Notice.objects.filter(user=user)]


def timeline(proposal: Proposal) -> list[str]:
    return [event.reason for event in proposal.events.filter(name="update")]


def test_a_comment_is_shown_at_once(cast: Cast, proposal: Proposal) -> None:
    comment = Comment.objects.get(pk=write(proposal, cast.neighbour).pk)

    assert (comment.text, comment.written_in, comment.state) == ("Su lazımdır.", "az", CommentState.SHOWN)
    assert (comment.author, comment.author_name, comment.parent, comment.event) == (
        cast.neighbour,
        "Neighbour",
        None,
        None,
    )


def test_where_comments_are_held_all_but_staff_wait(cast: Cast, elsewhere: Cast, holding: Proposal) -> None:
    states = {
        who.display_name: write(holding, who).state
        for who in (cast.neighbour, cast.resident, cast.observer, cast.official, cast.translator)
    }

    assert states == {
        "Neighbour": "held",
        "Resident": "held",
        "Observer": "held",
        "Official": "shown",
        "Translator": "shown",
    }
    assert write(holding, elsewhere.moderator).state == CommentState.HELD


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202esus\u202c\u200b", "sus"),
        ("a\x00b", "ab"),
        ("x" * 1500 + "\u200b" * 50, "x" * 1500),
        ("\r\n".join("y" * 750), "\n".join("y" * 750)),
    ],
)
def test_what_cannot_be_seen_is_not_stored(cast: Cast, proposal: Proposal, text: str, stored: str) -> None:
    assert write(proposal, cast.neighbour, text).text == stored


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u200d\u2066", "x" * 1501, "x" * 100_000])
def test_nothing_to_read_and_too_much_are_refused(cast: Cast, proposal: Proposal, text: str) -> None:
    with pytest.raises(NotPossible):
        write(proposal, cast.neighbour, text)
    assert Comment.objects.count() == 0


def test_an_unknown_language_is_refused(cast: Cast, proposal: Proposal) -> None:
    with pytest.raises(NotPossible, match="is not a valid choice"):
        write_comment(proposal, by=cast.neighbour, text="x", written_in="xx")


def test_only_what_the_person_may_read_can_be_commented(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))

    with pytest.raises(NotAllowed):
        write(draft, cast.neighbour)
    with pytest.raises(NotPossible, match="Comments begin once the proposal is published"):
        write(draft, cast.resident)


def test_a_closed_budget_and_a_merged_proposal_take_no_comments(cast: Cast) -> None:
    cycle = make_cycle(cast)
    proposal, merged = make_published(cast, cycle), make_published(cast, cycle)
    Proposal.objects.filter(pk=merged.pk).update(state=State.MERGED, merged_into=proposal)
    merged.refresh_from_db()
    with pytest.raises(NotPossible, match="merged into another one"):
        write(merged, cast.neighbour)

    cycle.voting_cleared_at = cycle.closing_cleared_at = now()
    cycle.save()
    proposal.cycle.refresh_from_db()
    with pinned(cycle.implementing_until_at - timedelta(seconds=1)):
        write(proposal, cast.neighbour, "The last word")
    with pinned(cycle.implementing_until_at), pytest.raises(NotPossible, match="This budget is closed"):
        write(proposal, cast.neighbour)


def test_the_pace_of_one_person_is_limited(cast: Cast, proposal: Proposal) -> None:
    start = now()
    with pinned(start):
        for number in range(MOST_IN_A_WHILE):
            write(proposal, cast.neighbour, f"Comment {number}")
        with pytest.raises(NotPossible, match="a lot in a short time"):
            write(proposal, cast.neighbour, "One more")
        write(proposal, cast.observer, "Somebody else")
    with pinned(start + timedelta(minutes=11)):
        write(proposal, cast.neighbour, "One more")


def test_the_same_words_are_not_taken_twice_a_day(cast: Cast, proposal: Proposal) -> None:
    other = make_published(cast, proposal.cycle)
    write(proposal, cast.neighbour, "Buy lamps!")

    for place in (proposal, other):
        with pytest.raises(NotPossible, match="You have written the same already"):
            write(place, cast.neighbour, "Buy\u200b lamps! ")
    write(other, cast.observer, "Buy lamps!")
    with pinned(now() + timedelta(days=1, seconds=1)):
        write(other, cast.neighbour, "Buy lamps!")


def test_a_reply_stands_under_a_shown_comment_of_the_same_proposal(cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)
    reply = write(proposal, cast.resident, "Bəli.", parent=comment)
    elsewhere = write(make_published(cast, proposal.cycle), cast.neighbour, "Elsewhere")
    hidden = write(proposal, cast.neighbour, "Hidden")
    hide_comment(Comment.objects.get(pk=hidden.pk), by=cast.moderator, code="hate")

    assert reply.parent == comment
    for parent in (reply, elsewhere, hidden):
        with pytest.raises(NotPossible, match="This comment can no longer be answered"):
            write(proposal, cast.observer, "Why?", parent=parent)


def test_an_update_is_told_to_followers_and_stands_on_the_timeline(cast: Cast, proposal: Proposal) -> None:
    follow_proposal(proposal, by=cast.neighbour)

    comment = write(proposal, cast.resident, "Ölçdük.", is_update=True)

    assert (comment.event.name, comment.event.reason_language) == ("update", "az")
    assert timeline(proposal) == ["Ölçdük."]
    assert [detail for _sentence, detail in told(cast.neighbour)] == ["Ölçdük."]
    assert "Ölçdük." not in [detail for _sentence, detail in told(cast.resident)]


def test_an_update_is_the_authors_alone_and_no_reply(cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)
    for who in (cast.neighbour, cast.official, cast.administrator):
        with pytest.raises(NotAllowed):
            write(proposal, who, "News", is_update=True)
    with pytest.raises(NotPossible):
        write(proposal, cast.resident, "News", is_update=True, parent=comment)
    assert timeline(proposal) == []


def test_a_held_update_is_told_once_it_is_shown_and_only_once(cast: Cast, holding: Proposal) -> None:
    follow_proposal(holding, by=cast.neighbour)
    comment = write(holding, cast.resident, "Ölçdük.", is_update=True)
    assert (timeline(holding), told(cast.neighbour)) == ([], [])

    show_comment(comment, by=cast.moderator)
    assert timeline(holding) == ["Ölçdük."]
    hide_comment(comment, by=cast.moderator, code="unclear")
    assert timeline(holding) == [""]
    show_comment(comment, by=cast.moderator)

    assert timeline(holding) == ["Ölçdük."]
    assert len(told(cast.neighbour)) == 1


def test_words_taken_back_are_gone_everywhere(cast: Cast, proposal: Proposal) -> None:
    follow_proposal(proposal, by=cast.neighbour)
    comment = write(proposal, cast.resident, "Ölçdük.", is_update=True)
    write(proposal, cast.neighbour, "Sağ olun.", parent=comment)

    remove_comment(comment, by=cast.resident)

    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.replies.count()) == (CommentState.REMOVED, "", 1)
    assert timeline(proposal) == [""]
    assert [detail for _sentence, detail in told(cast.neighbour)] == [""]


def test_only_its_author_takes_a_comment_back_once(cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)
    for who in (cast.resident, cast.moderator, cast.administrator):
        with pytest.raises(NotAllowed):
            remove_comment(comment, by=who)
    remove_comment(comment, by=cast.neighbour)
    with pytest.raises(NotPossible, match=DECIDED):
        remove_comment(comment, by=cast.neighbour)


def test_a_moderator_hides_and_shows_and_the_author_hears(cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)

    hide_comment(comment, by=cast.moderator, code="hate")
    comment.refresh_from_db()
    assert (comment.state, comment.reason, comment.text) == (CommentState.HIDDEN, "hate", "Su lazımdır.")
    show_comment(comment, by=cast.other_moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == (CommentState.SHOWN, "")

    assert [entry.act for entry in Entry.objects.order_by("pk")][-2:] == ["hide_comment", "show_comment"]
    hidden, shown = told(cast.neighbour)
    assert hidden[0] != shown[0]
    assert (hidden[1] != "", shown[1]) == (True, "")


def test_a_comment_is_hidden_only_for_a_known_reason(cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)
    for code in ("", "because"):
        with pytest.raises(NotPossible, match="Choose why it is hidden"):
            hide_comment(comment, by=cast.moderator, code=code)
    assert Comment.objects.get().state == CommentState.SHOWN


@pytest.mark.parametrize("name", ["neighbour", "resident", "reviewer", "official", "administrator", "observer"])
def test_only_a_moderator_of_the_place_decides(cast: Cast, elsewhere: Cast, proposal: Proposal, name: str) -> None:
    comment = write(proposal, cast.neighbour)
    for who in (getattr(cast, name), elsewhere.moderator):
        with pytest.raises(NotAllowed):
            hide_comment(comment, by=who, code="hate")
        with pytest.raises(NotAllowed):
            show_comment(comment, by=who)


def test_a_moderator_never_decides_on_own_words_nor_under_an_own_proposal(cast: Cast, proposal: Proposal) -> None:
    own = write(proposal, cast.moderator)
    with pytest.raises(NotAllowed):
        hide_comment(own, by=cast.moderator, code="hate")
    criticism = write(proposal, cast.neighbour)
    Proposal.objects.filter(pk=proposal.pk).update(author=cast.moderator)
    with pytest.raises(NotAllowed):
        hide_comment(Comment.objects.get(pk=criticism.pk), by=cast.moderator, code="hate")


@pytest.mark.parametrize("is_held", [False, True])
def test_of_two_moderators_the_second_is_told(cast: Cast, is_held: bool) -> None:
    proposal = make_published(cast, make_cycle(cast, holds_comments=is_held))
    pk = write(proposal, cast.neighbour).pk
    first, second = Comment.objects.get(pk=pk), Comment.objects.get(pk=pk)

    hide_comment(first, by=cast.moderator, code="hate")
    with pytest.raises(NotPossible, match=DECIDED):
        hide_comment(second, by=cast.other_moderator, code="advert")
    with pytest.raises(NotPossible, match=DECIDED):
        show_comment(second, by=cast.other_moderator)

    second.refresh_from_db()
    assert (second.state, second.reason) == (CommentState.HIDDEN, "hate")
    assert Entry.objects.filter(act__in=["hide_comment", "show_comment"]).count() == 1


def test_a_refused_hiding_leaves_the_timeline_as_it_was(cast: Cast, proposal: Proposal) -> None:
    pk = write(proposal, cast.resident, "Ölçdük.", is_update=True).pk
    first, second = Comment.objects.get(pk=pk), Comment.objects.get(pk=pk)
    hide_comment(first, by=cast.moderator, code="hate")
    show_comment(first, by=cast.moderator)
    hide_comment(first, by=cast.moderator, code="hate")
    show_comment(Comment.objects.get(pk=pk), by=cast.moderator)

    with pytest.raises(NotPossible):
        show_comment(second, by=cast.other_moderator)
    assert timeline(proposal) == ["Ölçdük."]


def test_stage_of_commenting_reaches_into_the_vote(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.VOTING)
    proposal = make_published(cast, cycle)
    assert write(proposal, cast.neighbour).state == CommentState.SHOWN
