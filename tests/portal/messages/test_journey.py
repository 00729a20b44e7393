"""From what happens to a proposal to what its author and its followers read."""

from datetime import timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from pytest_django import DjangoCaptureOnCommitCallbacks

from budgeting.proposals.actions import change_state, publish_proposal
from budgeting.proposals.models import Follow, Proposal
from budgeting.proposals.states import SENTENCES
from portal.accounts.models import User
from portal.clock import pinned
from portal.messages.digests import last_digest_at
from portal.messages.models import Notice
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import Cast
from tests.portal.messages.telling import last_mail, send_due


def follow(proposal: Proposal, *users: User) -> None:
    Follow.objects.bulk_create(Follow(proposal=proposal, user=user) for user in users)


def test_author_hears_of_the_publication_in_armenian(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    cast.resident.language = "hy"
    cast.resident.save()
    title = "Մեր գյուղի դպրոցի ճանապարհի լույսերը"
    proposal = make_submitted(cast, make_cycle(cast), written_in="hy", title=title)

    with override("ka"), django_capture_on_commit_callbacks(execute=True):  # the moderator works in Georgian
        publish_proposal(proposal, by=cast.moderator)

    with override("hy"):
        sentence = gettext("The municipality checked and published the proposal.")
        why = gettext("You get this message because you write or follow proposals on this site.")
    assert sentence != "The municipality checked and published the proposal."
    assert [one.to for one in mail.outbox] == [[cast.resident.email]]
    assert last_mail().subject == f"{title}: {sentence}"
    assert f"- {sentence}\n" in last_mail().body
    assert f"/hy/proposals/{proposal.pk}/" in last_mail().body
    assert why in last_mail().body
    assert cast.moderator.email not in last_mail().message().as_string()


def test_follower_gets_one_digest_with_three_notices(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    cycle = make_cycle(cast)
    proposals = [make_published(cast, cycle, title=title) for title in ("Küçə lampası", "Yeni soba")]
    for proposal in proposals:
        follow(proposal, cast.neighbour)
    cast.neighbour.language = "az"
    cast.neighbour.save()
    Notice.objects.all().delete()  # of the publications
    evening = last_digest_at(cast.neighbour.rhythm)

    with pinned(evening - timedelta(hours=1)), django_capture_on_commit_callbacks(execute=True):
        for proposal in proposals:
            change_state(proposal, "start_review", by=cast.reviewer)
        change_state(proposals[0], "find_not_feasible", by=cast.reviewer, reason="Çox bahadır.")
    assert [one.to for one in mail.outbox] == [[cast.resident.email]] * 3  # the author alone hears at once
    mail.outbox.clear()
    with pinned(evening):
        send_due()
        send_due()

    assert [one.to for one in mail.outbox] == [[cast.neighbour.email]]
    with override("az"):
        assert last_mail().subject == gettext("News about what you follow")
        begun, found = (str(SENTENCES[name]) for name in ("start_review", "find_not_feasible"))
    assert last_mail().body.split("-- \n")[0].count("\n- ") == 3
    assert f"Küçə lampası\n- {begun}\n- {found}\n  > Çox bahadır.\n" in last_mail().body
    assert f"Yeni soba\n- {begun}\n" in last_mail().body


def test_a_thousand_followers_do_not_make_an_act_slow(cast: Cast) -> None:
    cycle = make_cycle(cast)
    few, many = make_published(cast, cycle), make_published(cast, cycle)
    follow(few, cast.neighbour)
    follow(many, *User.objects.bulk_create(User(email=f"{number}@example.ge") for number in range(1000)))
    assert cast.reviewer.held_roles  # read once a request
    queries = []
    for proposal in (few, many):
        with CaptureQueriesContext(connection) as captured:
            change_state(proposal, "start_review", by=cast.reviewer)
        queries.append(len([query for query in captured if 'INTO "portal_messages_notice"' not in query["sql"]]))

    assert queries[0] == queries[1]
    assert Notice.objects.filter(is_own=False).count() == 1001
