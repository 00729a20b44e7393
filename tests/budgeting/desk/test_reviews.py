"""A review on the desk: its form, the second reader's part, and the page of all the reviews of a cycle."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.reviews.actions import publish_reviews, return_review, start_review, write_review
from budgeting.reviews.assignments import assign_reviewers, declare_conflict
from budgeting.reviews.dialogue import ask_author
from budgeting.reviews.models import Assignment, Check, Conflict, Question, Review, ReviewState
from portal.accounts.models import User
from portal.clock import now, pinned, today
from tests.budgeting.reviews.verdicts import make_signed, make_to_sign, make_under_review
from tests.factories import make_cycle, make_published, make_settlement, make_signed_review, review_facts
from tests.people import Cast

pytestmark = pytest.mark.django_db
WHOLE = {
    "is_feasible": "yes",
    **{f"finding_{check}": "yes" for check in Check.values},
    "note_land": "მერიის მიწაა",
    "cost_low_tetri": "10 000",
    "cost_tetri": "11 500",
    "cost_high_tetri": "13 000",
    "cost_source": "სმეტა",
    "beneficiaries": ["women", "girls"],
    "benefit_note": "წყლის ზიდვა მცირდება",
    "reason_ka": "შესაძლებელია.",
    "reason_az": "Mümkündür.",
    "has_no_conflict": "on",
}


def post(client: Client, user: User, proposal: Proposal, act: str, **typed: Any) -> HttpResponse:
    client.force_login(user)
    data = {"act": act, **{f"{act}-{field}": value for field, value in typed.items()}}
    return client.post(reverse("desk_proposal", args=[proposal.pk]), data)


def form_of(response: HttpResponse, name: str) -> Any:
    return next(act.form for act in response.context["acts"] if act.name == name)


def offered(client: Client, user: User, proposal: Proposal) -> set[str]:
    client.force_login(user)
    return {act.name for act in client.get(reverse("desk_proposal", args=[proposal.pk])).context["acts"]}


def test_each_person_is_offered_the_own_acts(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    assert offered(client, cast.reviewer, proposal) == {"review", "ask", "assign", "conflict"}
    assert offered(client, cast.moderator, proposal) == {"assign", "move", "split"}
    make_to_sign(cast, proposal)
    assert offered(client, cast.reviewer, proposal) == {"review", "ask", "assign", "conflict"}
    assert offered(client, cast.other_reviewer, proposal) == {"sign", "return", "ask", "assign", "conflict"}
    assert offered(client, cast.official, proposal) == {"answer", "extend"}


def test_saving_keeps_an_incomplete_review(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)

    answer = post(client, cast.reviewer, proposal, "review", seen="", then="", reason_ka="ჯერ", cost_tetri="500")

    review = Review.objects.get()
    assert (answer.status_code, review.state, review.reason_ka) == (302, ReviewState.WRITING, "ჯერ")
    assert (review.is_feasible, review.cost_tetri) == (None, 50_000)
    form = form_of(client.get(reverse("desk_proposal", args=[proposal.pk])), "review")
    assert (form["reason_ka"].value(), form["cost_tetri"].value(), form["seen"].value()) == (
        "ჯერ",
        "500",
        review.digest,
    )


def test_handing_over_stores_the_whole_review(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    settlement = make_settlement(cast.municipality)

    answer = post(
        client,
        cast.reviewer,
        proposal,
        "review",
        seen="",
        then="hand_over",
        benefit_settlements=[settlement.pk],
        **WHOLE,
    )

    review = Review.objects.get()
    assert (answer.status_code, review.state, review.is_feasible) == (302, ReviewState.TO_SIGN, True)
    assert (review.cost_low_tetri, review.cost_tetri, review.cost_high_tetri) == (1_000_000, 1_150_000, 1_300_000)
    assert review.findings["land"] == {"finding": "yes", "note": "მერიის მიწაა"}
    assert (review.beneficiaries, list(review.benefit_settlements.all())) == (["women", "girls"], [settlement])


def test_handing_over_marks_each_field_that_is_missing_and_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    typed = {**WHOLE, "finding_law": "", "cost_source": "", "reason_az": "", "is_feasible": "yes"}
    del typed["has_no_conflict"]

    answer = post(client, cast.reviewer, proposal, "review", seen="", then="hand_over", **typed)

    form = form_of(answer, "review")
    assert answer.status_code == 422
    assert set(form.errors) == {"finding_law", "cost_source", "reason_az", "has_no_conflict"}
    assert (form["reason_ka"].value(), form["note_land"].value()) == ("შესაძლებელია.", "მერიის მიწაა")
    assert form["beneficiaries"].value() == ["women", "girls"]
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"cost_low_tetri": "12 000"}, "cost_low_tetri"),
        ({"cost_high_tetri": "11 000"}, "cost_high_tetri"),
        ({"cost_tetri": "12,50"}, "cost_tetri"),
        ({"cost_tetri": "26 000", "cost_high_tetri": "27 000"}, "cost_tetri"),
        ({"reason_ka": "ა" * 2001}, "reason_ka"),
        ({"finding_law": "perhaps"}, "finding_law"),
        ({"beneficiaries": ["cats"]}, "beneficiaries"),
        ({"benefit_settlements": ["99999"]}, "benefit_settlements"),
        ({"conflict": "ძმა"}, "conflict"),
    ],
)
def test_refused_review_says_so_at_the_field(client: Client, cast: Cast, typed: dict[str, Any], field: str) -> None:
    proposal = make_under_review(cast)
    answer = post(client, cast.reviewer, proposal, "review", seen="", then="hand_over", **{**WHOLE, **typed})
    assert (answer.status_code, list(form_of(answer, "review").errors)) == (422, [field])
    assert not Review.objects.exists()


def test_of_two_who_write_at_once_the_second_keeps_the_typed_text_and_may_replace_the_first(
    client: Client, cast: Cast
) -> None:
    proposal = make_under_review(cast)
    post(client, cast.reviewer, proposal, "review", seen="", then="", reason_ka="პირველი")

    refused = post(client, cast.other_reviewer, proposal, "review", seen="", then="", reason_ka="მეორე")

    form = form_of(refused, "review")
    assert (refused.status_code, form["reason_ka"].value()) == (422, "მეორე")
    assert "პირველი" in refused.content.decode()
    assert Review.objects.get().reason_ka == "პირველი"
    seen = form["seen"].value()
    post(client, cast.other_reviewer, proposal, "review", seen=seen, then="", reason_ka="მეორე")
    assert Review.objects.get().reason_ka == "მეორე"


def test_a_statement_on_conflicts_is_made_again_by_the_next_reviewer(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    write_review(proposal, by=cast.reviewer, **review_facts())
    forms = []
    for user in (cast.reviewer, cast.other_reviewer):
        client.force_login(user)
        forms.append(form_of(client.get(reverse("desk_proposal", args=[proposal.pk])), "review"))
    assert [form["has_no_conflict"].value() for form in forms] == [True, False]


def test_second_reader_signs_what_was_read_and_states_no_conflict(client: Client, cast: Cast) -> None:
    review = make_to_sign(cast)
    client.force_login(cast.other_reviewer)
    page = client.get(reverse("desk_proposal", args=[review.proposal_id]))
    seen = form_of(page, "sign")["seen"].value()
    assert "It can be done en" in page.content.decode()

    assert post(client, cast.other_reviewer, review.proposal, "sign", seen=seen).status_code == 422
    stale = post(client, cast.other_reviewer, review.proposal, "sign", seen="other", has_no_conflict="on")
    assert form_of(stale, "sign").non_field_errors() == [
        "The review has changed since you read it. Please read it again."
    ]
    post(client, cast.other_reviewer, review.proposal, "sign", seen=seen, has_no_conflict="on")

    assert Review.objects.get().state == ReviewState.SIGNED


def test_second_reader_gives_it_back_with_a_note_the_reviewer_reads(client: Client, cast: Cast) -> None:
    review = make_to_sign(cast)
    post(client, cast.other_reviewer, review.proposal, "return", note="ფასი?")
    client.force_login(cast.reviewer)
    assert "ფასი?" in client.get(reverse("desk_proposal", args=[review.proposal_id])).content.decode()


def test_verdict_is_published_from_the_proposal(client: Client, cast: Cast) -> None:
    review = make_signed(cast)
    assert post(client, cast.reviewer, review.proposal, "publish_review").status_code == 302
    assert Proposal.objects.get().state == State.FEASIBLE


def test_assigning_asking_and_standing_aside_from_the_desk(client: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    soon = (today() + timedelta(days=3)).isoformat()
    reviewers = [cast.reviewer.pk, cast.other_reviewer.pk]
    post(client, cast.moderator, proposal, "assign", reviewers=reviewers, due_on=soon)
    post(client, cast.moderator, proposal, "release", reviewers=[cast.other_reviewer.pk])
    assert list(Assignment.objects.values_list("reviewer", flat=True)) == [cast.reviewer.pk]
    post(client, cast.reviewer, proposal, "ask", text="ვინ?", written_in="ka", due_on=soon)
    assert Question.objects.get().text == "ვინ?"
    post(client, cast.reviewer, proposal, "conflict", text="ძმა")
    assert Conflict.objects.get().reviewer == cast.reviewer
    assert offered(client, cast.reviewer, proposal) == {"assign"}


@pytest.mark.parametrize("act", ["review", "sign", "return", "publish_review", "assign", "release", "ask", "conflict"])
def test_posting_nonsense_is_answered(client: Client, cast: Cast, act: str) -> None:
    for proposal in (make_under_review(cast), make_to_sign(cast).proposal, make_signed(cast).proposal):
        for user in (cast.reviewer, cast.moderator, cast.official):
            typed = {"reviewers": "x", "due_on": "2026-99-99", "cost_tetri": "x" * 30, "seen": "\x00", "text": "\x00"}
            assert post(client, user, proposal, act, **typed).status_code in (302, 409, 422)


# All the reviews of a cycle


def make_cycle_of_reviews(cast: Cast) -> tuple[str, list[Proposal]]:
    """One published, one under review and overdue, one signed, one decided; with the page's path."""
    cycle = make_cycle(cast, Stage.REVIEWING)
    proposals = [make_published(cast, cycle) for _number in range(4)]
    for proposal in proposals[1:]:
        start_review(proposal, by=cast.reviewer)
    with pinned(now() - timedelta(days=3)):
        assign_reviewers(proposals[1], by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    make_signed_review(cast, proposals[2])
    publish_reviews([make_signed_review(cast, proposals[3])], by=cast.reviewer)
    return reverse("desk_reviews", args=[cycle.pk]), proposals


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_reviews_page_shows_the_overdue_first_and_what_to_publish(client: Client, cast: Cast, language: str) -> None:
    path, (published, overdue, signed, decided) = make_cycle_of_reviews(cast)
    client.force_login(cast.reviewer)
    response = client.get(path.replace("/en/", f"/{language}/"))
    assert list(response.context["page"]) == [overdue, published, signed, decided]
    assert [review.proposal for review in response.context["signed"]] == [signed]
    assert response.content.decode().count('class="overdue"') == 1
    assert response.content.decode().count('name="proposals"') == 3


def test_reviews_page_assigns_many_at_once(client: Client, cast: Cast) -> None:
    path, (published, overdue, _signed, decided) = make_cycle_of_reviews(cast)
    client.force_login(cast.administrator)
    soon = (today() + timedelta(days=3)).isoformat()
    typed = {"act": "assign", "reviewers": [cast.other_reviewer.pk], "due_on": soon}

    refused = client.post(path, {**typed, "proposals": [published.pk, decided.pk]})
    assert refused.status_code == 422
    assert f"{decided}: This proposal is not waiting for a verdict any more." in refused.content.decode()
    assert f'value="{published.pk}" aria-labelledby="proposal-{published.pk}" checked' in refused.content.decode()
    assert Assignment.objects.count() == 1

    client.post(path, {**typed, "proposals": [published.pk, overdue.pk]})
    assert set(Assignment.objects.values_list("proposal", "reviewer")) == {
        (published.pk, cast.other_reviewer.pk),
        (overdue.pk, cast.reviewer.pk),
        (overdue.pk, cast.other_reviewer.pk),
    }
    for wrong in ({}, {"proposals": ["x"]}, {"proposals": [published.pk], "reviewers": [cast.moderator.pk]}):
        assert client.post(path, {**typed, **wrong}).status_code == 422


def test_reviews_page_publishes_all_or_none(client: Client, cast: Cast) -> None:
    first = make_signed(cast)
    second = make_published(cast, first.proposal.cycle)
    start_review(second, by=cast.reviewer)
    other = make_signed_review(cast, second)
    path = reverse("desk_reviews", args=[second.cycle_id])
    client.force_login(cast.reviewer)
    typed = {"act": "publish", "reviews": [review.pk for review in client.get(path).context["signed"]]}
    assert typed["reviews"] == [first.pk, other.pk]
    return_review(other, by=cast.other_reviewer, note="no")

    refused = client.post(path, typed)

    assert refused.status_code == 422
    assert f"{second}: Somebody has already decided" in refused.content.decode()
    assert set(Proposal.objects.values_list("state", flat=True)) == {State.UNDER_REVIEW}
    assert client.post(path, {"act": "publish", "reviews": [first.pk]}).status_code == 302
    assert Proposal.objects.get(pk=first.proposal_id).state == State.FEASIBLE
    assert client.post(path, {"act": "publish"}).status_code == 422


def test_reviews_page_is_for_the_places_staff_and_acts_for_its_roles(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    path, (_published, _overdue, signed, _decided) = make_cycle_of_reviews(cast)
    publish = {"act": "publish", "reviews": [signed.review.pk]}
    assert client.get(path).status_code == 302
    for user, status in ((cast.resident, 403), (cast.observer, 403), (elsewhere.reviewer, 404)):
        client.force_login(user)
        assert [client.get(path).status_code, client.post(path, publish).status_code] == [status] * 2
    client.force_login(cast.official)
    response = client.get(path)
    assert (list(response.context["signed"]), response.context["may_assign"]) == ([], False)
    assert client.post(path, publish).status_code == 403
    assert Proposal.objects.get(pk=signed.pk).state == State.UNDER_REVIEW


def test_reviews_page_costs_the_same_with_4_and_with_14_rows(client: Client, cast: Cast) -> None:
    path, (published, *_others) = make_cycle_of_reviews(cast)
    client.force_login(cast.reviewer)
    client.get(path)
    costs = []
    for more in (0, 5):
        for _number in range(more):
            proposal = make_published(cast, published.cycle)
            assign_reviewers(
                proposal, by=cast.moderator, reviewers=[cast.reviewer, cast.other_reviewer], due_on=today()
            )
            start_review(proposal, by=cast.reviewer)
            due_on = today() + timedelta(days=2)
            ask_author(proposal, by=cast.reviewer, text="?", written_in="ka", due_on=due_on)
            another = make_published(cast, published.cycle)
            start_review(another, by=cast.reviewer)
            make_signed_review(cast, another)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16


def test_a_declared_conflict_takes_the_proposal_off_the_own_lists(client: Client, cast: Cast) -> None:
    review = make_signed(cast)
    third_path = reverse("desk_reviews", args=[review.proposal.cycle_id])
    declare_conflict(review.proposal, by=cast.other_reviewer, text="ძმა")
    client.force_login(cast.other_reviewer)
    assert list(client.get(third_path).context["signed"]) == []
