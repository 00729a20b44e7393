"""What of a review is seen where: the public and the author read a published one, and not a word of another."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import publish_reviews, return_review, sign_review
from budgeting.reviews.assignments import assign_reviewers, declare_conflict
from budgeting.reviews.dialogue import ask_author, reply_to_review
from budgeting.reviews.models import Check, Question, Review
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import now, pinned, today
from portal.languages.texts import in_languages
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import make_signed, make_third_reviewer, make_to_sign, make_under_review
from tests.factories import make_settlement
from tests.people import Cast

pytestmark = pytest.mark.django_db
LANGUAGES = ("ka", "hy", "az", "en")
SECRETS = ("R-REASON", "R-NOTE", "R-SOURCE", "R-EFFECT", "R-CONFLICT", "R-SENT-BACK", "12,345")


def full_review(cast: Cast, *, is_signed: bool = True) -> Review:
    """A review that says something in every field, in every language, with numbers of its own."""
    facts = {
        "cost_low_tetri": 1_234_500,
        "cost_tetri": 1_300_000,
        "cost_high_tetri": 1_400_000,
        "cost_source": "R-SOURCE",
        "findings": {check: {"finding": "conditions", "note": f"R-NOTE {check}"} for check in Check.values},
        "beneficiaries": ["girls"],
        "benefit_note": "R-EFFECT",
        **in_languages("reason", {code: f"R-REASON {code}" for code in LANGUAGES}),
    }
    proposal = make_under_review(cast)
    review = make_to_sign(cast, proposal, **facts)
    if not is_signed:
        return_review(review, by=cast.other_reviewer, note="R-SENT-BACK")
        return review
    declare_conflict(proposal, by=make_third_reviewer(cast), text="R-CONFLICT")
    sign_review(review, by=cast.other_reviewer)
    return review


def ask(cast: Cast, proposal: Proposal, text: str = "ვინ მოუვლის?", days_ago: int = 0) -> Question:
    with pinned(now() - timedelta(days=days_ago)):
        due_on = today() + timedelta(days=1)
        return ask_author(proposal, by=cast.reviewer, text=text, written_in="ka", due_on=due_on)


def leaks(client: Client, paths: list[str]) -> set[str]:
    """The secrets of an unpublished review that any of the pages shows."""
    pages = "".join(client.get(path).content.decode() for path in paths)
    return {secret for secret in SECRETS if secret in pages}


@pytest.mark.parametrize("is_signed", [False, True])
def test_nothing_of_an_unpublished_review_leaks(client: Client, cast: Cast, elsewhere: Cast, is_signed: bool) -> None:
    review = full_review(cast, is_signed=is_signed)
    proposal, cycle = review.proposal, review.proposal.cycle
    public = [
        reverse("proposal", args=[proposal.pk]),
        reverse("cycle", args=[cycle.pk]),
        reverse("proposals", args=[cycle.pk]),
        reverse("reply_to_review", args=[proposal.pk]),
        reverse("my_page"),
        reverse("embed_results", args=[cycle.pk]),
    ]
    desk = [reverse("desk_proposal", args=[proposal.pk]), reverse("desk_reviews", args=[cycle.pk]), reverse("desk")]
    assert leaks(client, public + desk) == set()
    for name in ("resident", "observer", "moderator", "official", "translator", "booth_officer", "administrator"):
        client.force_login(getattr(cast, name))
        assert (name, leaks(client, public + desk)) == (name, set())
    for name in ("reviewer", "moderator", "administrator", "observer"):
        client.force_login(getattr(elsewhere, name))
        assert (name, leaks(client, public + desk)) == (name, set())
        assert [client.get(path).status_code for path in desk[:2]] == [403 if name == "observer" else 404] * 2
    client.force_login(cast.reviewer)
    everybodys = [path for path in public if path != reverse("my_page")]  # there the reviewer is told what came back
    assert leaks(client, everybodys) == set()
    assert "R-REASON" in leaks(client, desk)
    assert not Notice.objects.filter(user=cast.resident, detail__contains="R-").exists()


def test_a_reviewer_who_is_the_author_does_not_read_the_review_of_the_own_proposal(client: Client, cast: Cast) -> None:
    review = full_review(cast)
    grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality)
    client.force_login(cast.resident)
    assert leaks(client, [reverse("desk_proposal", args=[review.proposal_id])]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_review_is_shown_whole_and_names_nobody(client: Client, cast: Cast, language: str) -> None:
    review = full_review(cast)
    review.benefit_settlements.add(make_settlement(cast.municipality))
    publish_reviews([review], by=cast.reviewer)
    reply_to_review(review, by=cast.resident, text="Razı deyiləm.", written_in="az")

    response = client.get(f"/{language}/proposals/{review.proposal_id}/", follow=True)
    page = response.content.decode()

    part = page[page.index('id="review"') :]
    expected = [f"R-REASON {language}", "R-NOTE law", "R-SOURCE", "R-EFFECT", f"Sadakhlo {language}", "Razı deyiləm."]
    assert [text for text in expected if text not in part] == []
    assert '<blockquote class="reply" lang="az">' in part
    assert "R-CONFLICT" not in page
    assert [name for name in (">Reviewer<", "Other_reviewer", "Neighbour") if name in page] == []
    assert (response.status_code, response.cookies) == (200, {})
    assert "csrfmiddlewaretoken" not in page


def test_public_review_says_how_many_stood_aside_and_that_both_stated_no_conflict(client: Client, cast: Cast) -> None:
    review = full_review(cast)
    publish_reviews([review], by=cast.reviewer)
    page = client.get(reverse("proposal", args=[review.proposal.address])).content.decode()
    assert "One reviewer stood aside because of a conflict of interest." in page
    assert "The reviewer and the second reader have both stated that they have no conflict of interest." in page


def test_author_answers_a_question_on_the_proposals_page(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    question, late = ask(cast, proposal), ask(cast, proposal, "სად?", days_ago=5)
    client.force_login(cast.resident)
    page = client.get(reverse("proposal", args=[proposal.address])).content.decode()
    path = reverse("answer_question", args=[proposal.address, question.pk])
    assert f'action="{path}"' in page
    assert '<p lang="ka">ვინ მოუვლის?</p>' in page
    assert page.count('class="overdue"') == 1

    answer = client.post(path, {"text": "Biz özümüz.", "written_in": "az"})

    question.refresh_from_db()
    assert (answer.status_code, question.answer, question.answer_language) == (302, "Biz özümüz.", "az")
    client.post(reverse("answer_question", args=[proposal.address, late.pk]), {"text": "Orada.", "written_in": "az"})
    page = client.get(reverse("proposal", args=[proposal.address])).content.decode()
    assert "after the day it was asked for" in page
    assert f'action="{path}"' not in page


def test_refused_answer_keeps_what_was_typed_also_when_it_comes_too_late(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    question = ask(cast, proposal)
    path = reverse("answer_question", args=[proposal.address, question.pk])
    client.force_login(cast.resident)
    too_long = client.post(path, {"text": "a" * 2001, "written_in": "az"})
    assert (too_long.status_code, too_long.context["form"]["text"].value()) == (422, "a" * 2001)
    client.post(path, {"text": "first", "written_in": "az"})
    late = client.post(path, {"text": "second", "written_in": "az"})
    assert late.status_code == 422
    assert "second" in late.content.decode()
    question.refresh_from_db()
    assert question.answer == "first"


def test_author_replies_to_the_verdict_once(client: Client, cast: Cast) -> None:
    review = make_signed(cast)
    path = reverse("reply_to_review", args=[review.proposal.address])
    client.force_login(cast.resident)
    assert client.post(path, {"text": "x", "written_in": "az"}).status_code == 404
    publish_reviews([review], by=cast.reviewer)
    assert f'action="{path}"' in client.get(reverse("proposal", args=[review.proposal.address])).content.decode()

    assert client.post(path, {"text": "Razı deyiləm.", "written_in": "az"}).status_code == 302

    assert Review.objects.get().reply == "Razı deyiləm."
    assert client.post(path, {"text": "again", "written_in": "az"}).status_code == 422
    assert client.get(path).status_code == 200


def test_words_of_others_are_refused_and_ids_of_other_proposals_not_found(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    proposal, other = make_under_review(cast), make_under_review(cast)
    question = ask(cast, proposal)
    path = reverse("answer_question", args=[proposal.pk, question.pk])
    assert client.post(path, {"text": "x", "written_in": "az"}).status_code == 302
    for stranger in (cast.neighbour, cast.reviewer, elsewhere.resident):
        client.force_login(stranger)
        assert client.post(path, {"text": "x", "written_in": "az"}).status_code == 403
    client.force_login(cast.resident)
    assert client.post(reverse("answer_question", args=[other.pk, question.pk]), {"text": "x"}).status_code == 404
    assert client.post(reverse("answer_question", args=[proposal.pk, 99**12]), {"text": "x"}).status_code == 404
    question.refresh_from_db()
    assert question.answer == ""


def test_my_page_lists_open_questions_the_overdue_first(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    soon, late = ask(cast, proposal, "soon"), ask(cast, proposal, "late", days_ago=5)
    client.force_login(cast.resident)
    response = client.get(reverse("my_page"))
    assert list(response.context["questions"]) == [late, soon]
    assert response.content.decode().count('class="overdue"') == 1


@pytest.mark.parametrize("who", ["resident", "neighbour", "reviewer", None])
def test_pages_cost_the_same_with_1_and_10_questions(client: Client, cast: Cast, who: str | None) -> None:
    proposal = make_under_review(cast)
    assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    if who:
        client.force_login(getattr(cast, who))
    paths = [reverse("proposal", args=[proposal.address])]
    paths += {"resident": [reverse("my_page")], "reviewer": [reverse("desk_proposal", args=[proposal.pk])]}.get(who, [])
    costs = []
    for first, last in ((0, 1), (1, 10)):
        for number in range(first, last):
            ask(cast, proposal, f"? {number}")
        for path in paths:
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            for path in paths:
                client.get(path)
        costs.append(len(queries))
    assert costs[0] == costs[1]
