"""What is read under a proposal, and by whom."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.comments.actions import hide_comment, remove_comment, write_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.comments.queries import PER_PAGE, comment_page
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import State
from portal.accounts.models import User
from tests.factories import make_cycle, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_published(cast, make_cycle(cast))


def write(proposal: Proposal, by: User, text: str, parent: Comment | None = None) -> Comment:
    return write_comment(proposal, by=by, text=text, written_in="az", parent=parent)


def read(proposal: Proposal, user: User | AnonymousUser = NOBODY) -> list[tuple[str, list[str]]]:
    page = comment_page(proposal, user)
    return [(comment.text, [reply.text for reply in comment.shown_replies]) for comment in page]


def test_new_comments_come_first_and_replies_in_their_order(cast: Cast, proposal: Proposal) -> None:
    first = write(proposal, cast.neighbour, "first")
    write(proposal, cast.resident, "second")
    write(proposal, cast.resident, "yes", first)
    write(proposal, cast.neighbour, "no", first)

    assert read(proposal) == [("second", []), ("first", ["yes", "no"])]


def test_held_words_are_read_by_their_author_alone(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast, holds_comments=True))
    official = write(proposal, cast.official, "shown")
    write(proposal, cast.neighbour, "held")
    write(proposal, cast.neighbour, "held reply", official)

    assert read(proposal, cast.neighbour) == [("held", []), ("shown", ["held reply"])]
    for who in (NOBODY, cast.resident, cast.moderator, cast.administrator):
        assert read(proposal, who) == [("shown", [])]


def test_what_is_gone_leaves_a_line_only_where_a_reply_stands(cast: Cast, proposal: Proposal) -> None:
    removed, hidden, alone, hidden_reply = (write(proposal, cast.neighbour, text) for text in "abcd")
    write(proposal, cast.resident, "to removed", removed)
    write(proposal, cast.resident, "to hidden", hidden)
    reply = write(proposal, cast.resident, "bad", hidden_reply)
    remove_comment(removed, by=cast.neighbour)
    for comment in (hidden, alone, reply, hidden_reply):
        hide_comment(Comment.objects.get(pk=comment.pk), by=cast.moderator, code="hate")

    page = comment_page(proposal, NOBODY)

    assert [(comment.pk, comment.state) for comment in page] == [
        (hidden.pk, CommentState.HIDDEN),
        (removed.pk, CommentState.REMOVED),
    ]
    assert [[reply.text for reply in comment.shown_replies] for comment in page] == [["to hidden"], ["to removed"]]


def test_who_speaks_is_said(cast: Cast, elsewhere: Cast, proposal: Proposal) -> None:
    CoAuthor.objects.create(proposal=proposal, user=cast.observer, name="Observer")
    for who in (cast.resident, cast.observer, cast.translator, elsewhere.moderator, cast.neighbour):
        write(proposal, who, "x")

    said = {comment.name: (comment.is_by_author, comment.is_by_staff) for comment in comment_page(proposal, NOBODY)}

    assert said == {
        "Resident": (True, False),
        "Observer": (True, False),
        "Translator": (False, True),
        "Moderator": (False, False),
        "Neighbour": (False, False),
    }


def test_a_name_follows_the_person_and_outlives_the_account(cast: Cast, proposal: Proposal) -> None:
    write(proposal, cast.neighbour, "x")
    User.objects.filter(pk=cast.neighbour.pk).update(display_name="")
    assert [comment.name for comment in comment_page(proposal, NOBODY)] == [f"Resident {cast.neighbour.pk}"]

    cast.neighbour.delete()

    [comment] = comment_page(proposal, NOBODY)
    assert (comment.name, bool(comment.is_by_author), comment.is_by_staff) == ("Neighbour", False, False)


def test_comments_of_merged_proposals_stand_here_and_say_so(cast: Cast, proposal: Proposal) -> None:
    merged, by_way, other = (make_published(cast, proposal.cycle) for _number in range(3))
    for place, text in ((proposal, "here"), (merged, "merged"), (by_way, "by way"), (other, "other")):
        write(place, cast.neighbour, text)
    for one, into in ((merged, proposal), (by_way, merged)):
        Proposal.objects.filter(pk=one.pk).update(state=State.MERGED, merged_into=into)

    page = comment_page(proposal, NOBODY)

    origins = [(comment.text, comment.came_from) for comment in page]
    assert origins == [("by way", by_way), ("merged", merged), ("here", None)]


def test_pages_hold_20_and_nonsense_leads_to_a_page(cast: Cast, proposal: Proposal) -> None:
    fill(proposal, cast, PER_PAGE + 1)

    sizes = [len(comment_page(proposal, NOBODY, number)) for number in (1, 2, None, "x", "9" * 30)]

    assert sizes == [PER_PAGE, 1, PER_PAGE, PER_PAGE, 1]


def test_reading_costs_the_same_with_1_and_with_40_comments(cast: Cast, proposal: Proposal) -> None:
    costs = []
    for more in (1, 39):
        fill(proposal, cast, more)
        with CaptureQueriesContext(connection) as queries:
            read(proposal, cast.neighbour)
        costs.append(len(queries))

    assert costs[0] == costs[1] == 4


def fill(proposal: Proposal, cast: Cast, count: int) -> None:
    """Comments with a reply each, without the limits of a person."""
    facts = {"proposal": proposal, "author": cast.neighbour, "written_in": "az", "text": "x"}
    for _number in range(count):
        comment = Comment.objects.create(**facts)
        Comment.objects.create(**facts, parent=comment)
