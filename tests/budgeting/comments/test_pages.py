"""Comments on a proposal's page: plain forms that lose nothing."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.comments.actions import hide_comment, write_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from portal.accounts.models import User
from tests.budgeting.comments.test_queries import fill
from tests.factories import make_cycle, make_draft, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db
TYPED = {"text": "Su lazımdır.", "written_in": "az"}


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_published(cast, make_cycle(cast))


def page_of(proposal: Proposal) -> str:
    return reverse("proposal", args=[proposal.address])


def form_of(proposal: Proposal) -> str:
    return reverse("comment_proposal", args=[proposal.address])


def write(proposal: Proposal, by: User, text: str = "Bəli.") -> Comment:
    return write_comment(proposal, by=by, text=text, written_in="az")


def test_a_stranger_reads_and_is_led_to_sign_in_without_a_cookie(
    client: Client, cast: Cast, proposal: Proposal
) -> None:
    write(proposal, cast.neighbour, "İlk söz")

    response = client.get(page_of(proposal))

    text = response.content.decode()
    assert (dict(response.cookies), "csrfmiddlewaretoken" in text) == ({}, False)
    assert '<div class="comment-text" lang="az"><p>İlk söz</p></div>' in text
    assert f"?next={page_of(proposal)}%23comments" in text


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_a_comment_is_written_in_every_language(client: Client, cast: Cast, proposal: Proposal, language: str) -> None:
    client.force_login(cast.neighbour)
    with override(language):
        assert f'<option value="{language}" selected>' in client.get(page_of(proposal)).content.decode()
        response = client.post(form_of(proposal), {"text": "Su", "written_in": "hy"})

    comment = Comment.objects.get()
    assert (response.status_code, response.url.endswith(f"#comment-{comment.pk}")) == (302, True)
    assert (comment.written_in, comment.author) == ("hy", cast.neighbour)


def test_a_reply_goes_back_to_its_page(client: Client, cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.resident)
    client.force_login(cast.neighbour)

    response = client.post(f"{form_of(proposal)}?comments=1", {**TYPED, "parent": comment.pk})

    reply = comment.replies.get()
    assert response.url == f"{page_of(proposal)}?comments=1#comment-{reply.pk}"


def test_a_refused_comment_keeps_what_was_typed(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.neighbour)
    long = "uzun " * 400

    response = client.post(form_of(proposal), {"text": long, "written_in": "ka"})

    text = response.content.decode()
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert long.strip() in text
    assert '<option value="ka" selected>' in text
    assert response.context["talk"]["form"].errors != {}


def test_a_refused_reply_stays_at_what_it_answers(client: Client, cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.resident)
    client.force_login(cast.neighbour)

    response = client.post(form_of(proposal), {**TYPED, "text": " ", "parent": comment.pk})

    [shown] = response.context["talk"]["page"]
    assert (response.status_code, shown.reply_form.is_bound) == (422, True)
    assert response.context["talk"]["form"].is_bound is False


def test_a_reply_to_what_was_hidden_meanwhile_is_not_lost(client: Client, cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.resident)
    hide_comment(comment, by=cast.moderator, code="hate")
    client.force_login(cast.neighbour)

    response = client.post(form_of(proposal), {**TYPED, "parent": comment.pk})

    text = response.content.decode()
    assert response.status_code == 422
    assert "This comment can no longer be answered." in text
    assert TYPED["text"] in text


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 40, "999999"])
def test_a_reply_to_nothing_is_not_found(client: Client, cast: Cast, proposal: Proposal, parent: str) -> None:
    client.force_login(cast.neighbour)
    assert client.post(form_of(proposal), {**TYPED, "parent": parent}).status_code == 404


def test_another_proposals_comment_and_an_unpublished_proposal_are_not_found(
    client: Client, cast: Cast, elsewhere: Cast, proposal: Proposal
) -> None:
    there = write(make_published(elsewhere, make_cycle(elsewhere)), elsewhere.neighbour)
    draft = make_draft(cast, proposal.cycle)
    client.force_login(cast.neighbour)

    statuses = [
        client.post(form_of(proposal), {**TYPED, "parent": there.pk}).status_code,
        client.post(form_of(draft), TYPED).status_code,
        client.post(reverse("remove_comment", args=[there.pk])).status_code,
        client.post(reverse("remove_comment", args=[999_999])).status_code,
    ]

    assert (statuses, Comment.objects.count()) == ([404] * 4, 1)


@pytest.mark.parametrize(
    "poison",
    [
        "<script>alert(1)</script>",
        "\u202eevil\u202c",
        "\u200b\u200d",
        "\x00",
        "x" * 100_000,
        "{{ 7|add:1 }}",
        "a\ud800",
    ],
)
def test_poison_is_refused_or_inert(client: Client, cast: Cast, proposal: Proposal, poison: str) -> None:
    client.force_login(cast.neighbour)

    body = f"text={poison_in_a_form(poison)}&written_in=az"
    response = client.post(form_of(proposal), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (302, 422)
    text = client.get(page_of(proposal)).content.decode()
    assert [part for part in UNSAFE if part in text] == []


UNSAFE = ("<script>alert", "\u202e", "\u200b", "\x00")


def poison_in_a_form(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("written_in", ["", "xx", "ka'--"])
def test_nonsense_languages_are_refused(client: Client, cast: Cast, proposal: Proposal, written_in: str) -> None:
    client.force_login(cast.neighbour)
    assert client.post(form_of(proposal), {"text": "x", "written_in": written_in}).status_code == 422


def test_what_was_typed_survives_an_ended_session(client: Client, cast: Cast, proposal: Proposal) -> None:
    response = client.post(form_of(proposal), {**TYPED, "written_in": "hy"})
    assert response.status_code == 302
    assert response.url.endswith(f"?next={reverse('proposal', args=[proposal.pk])}%23comments")

    client.force_login(cast.neighbour)
    first, second = (client.get(page_of(proposal)).content.decode() for _visit in range(2))

    assert (TYPED["text"] in first, '<option value="hy" selected>' in first) == (True, True)
    assert TYPED["text"] not in second


def test_a_kept_reply_waits_at_what_it_answers(client: Client, cast: Cast, proposal: Proposal) -> None:
    comment, other = write(proposal, cast.resident), make_published(cast, proposal.cycle)
    client.post(form_of(proposal), {**TYPED, "parent": comment.pk})
    client.force_login(cast.neighbour)

    assert TYPED["text"] not in client.get(page_of(other)).content.decode()
    [shown] = client.get(page_of(proposal)).context["talk"]["page"]
    assert shown.reply_form["text"].value() == TYPED["text"]


def test_only_an_author_is_offered_news(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.neighbour)
    client.post(form_of(proposal), {**TYPED, "is_update": "on"})
    client.force_login(cast.resident)
    client.post(form_of(proposal), {**TYPED, "is_update": "on"})

    assert list(Comment.objects.order_by("pk").values_list("author", "is_update")) == [
        (cast.neighbour.pk, False),
        (cast.resident.pk, True),
    ]


def test_own_words_are_taken_back_and_others_are_not(client: Client, cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)
    remove = reverse("remove_comment", args=[comment.pk])
    client.force_login(cast.moderator)
    assert (client.post(remove).status_code, client.get(remove).status_code) == (404, 405)
    client.force_login(cast.neighbour)
    assert remove in client.get(page_of(proposal)).content.decode()

    assert [client.post(remove).url for _press in range(2)] == [page_of(proposal)] * 2

    comment.refresh_from_db()
    assert comment.state == CommentState.REMOVED


def test_a_merged_proposal_leads_on_and_its_comments_say_where_they_come_from(
    client: Client, cast: Cast, proposal: Proposal
) -> None:
    merged = make_published(cast, proposal.cycle, title="Köhnə təklif")
    write(merged, cast.neighbour, "Buradan")
    Proposal.objects.filter(pk=merged.pk).update(state=State.MERGED, merged_into=proposal)
    client.force_login(cast.neighbour)

    old, new = (client.get(page_of(one)) for one in (merged, proposal))

    assert (old.context["talk"]["form"], new.context["talk"]["form"] is None) == (None, False)
    assert f'href="{reverse("proposal", args=[proposal.pk])}#comments"' in old.content.decode()
    origin = f'<a href="{page_of(merged)}" lang="az">Köhnə təklif</a>'
    assert [origin in page.content.decode() for page in (old, new)] == [False, True]
    [shown] = new.context["talk"]["page"]
    assert hasattr(shown, "reply_form") is False


def test_a_held_comment_is_shown_to_its_author_with_a_note(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast, holds_comments=True))
    client.force_login(cast.neighbour)
    note = "Only you see this until a moderator has read it."

    page = client.post(form_of(proposal), TYPED, follow=True).content.decode()

    assert [part in page for part in (TYPED["text"], note, "A moderator reads your comment")] == [True] * 3
    client.force_login(cast.resident)
    page = client.get(page_of(proposal)).content.decode()
    assert [part in page for part in (TYPED["text"], note)] == [False] * 2


def test_the_page_costs_the_same_with_1_and_with_40_comments(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.neighbour)
    costs = []
    for more in (1, 39):
        fill(proposal, cast, more)
        client.get(page_of(proposal))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(proposal)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 20


def test_an_earlier_name_is_nowhere_on_the_page(client: Client, cast: Cast, proposal: Proposal) -> None:
    comment = write(proposal, cast.neighbour)
    User.objects.filter(pk=cast.neighbour.pk).update(display_name="N.")
    report = reverse("report_comment", args=[comment.pk])

    anonymous = client.get(page_of(proposal)).content.decode()
    client.force_login(cast.observer)

    assert ("N." in anonymous, "Neighbour" in anonymous) == (True, False)
    assert "Neighbour" not in client.get(report).content.decode()
