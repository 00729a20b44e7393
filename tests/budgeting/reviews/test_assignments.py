"""Who checks a proposal, and who stands aside."""

from datetime import timedelta

import pytest

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import publish_reviews, sign_review, write_review
from budgeting.reviews.assignments import assign_batch, assign_reviewers, declare_conflict, release_reviewers
from budgeting.reviews.models import Assignment, Conflict, Review, ReviewState
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import today
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.reviews.verdicts import again, make_signed, make_third_reviewer, make_to_sign, make_under_review
from tests.factories import make_cycle, make_published, review_facts
from tests.people import Cast

pytestmark = pytest.mark.django_db

DECIDED = "This proposal is not waiting for a verdict any more."


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_under_review(cast)


def assigned() -> set[str]:
    return {str(one.reviewer) for one in Assignment.objects.select_related("reviewer")}


@pytest.mark.parametrize("name", ["reviewer", "moderator", "administrator"])
def test_assign_reviewers_stores_each_with_a_day_and_tells_them(cast: Cast, proposal: Proposal, name: str) -> None:
    by, due_on = getattr(cast, name), today() + timedelta(days=5)
    Notice.objects.all().delete()

    assign_reviewers(proposal, by=by, reviewers=[cast.reviewer, cast.other_reviewer], due_on=due_on)

    rows = Assignment.objects.values_list("reviewer", "by", "due_on")
    assert set(rows) == {(one.pk, by.pk, due_on) for one in (cast.reviewer, cast.other_reviewer)}
    told = {notice.user for notice in Notice.objects.select_related("user")}
    assert told == {cast.reviewer, cast.other_reviewer} - {by}
    assert Entry.objects.get(act="assign_reviewers").by == by


@pytest.mark.parametrize("name", ["resident", "neighbour", "official", "translator", "booth_officer", "observer"])
def test_assign_and_release_reviewers_are_not_others_to_do(cast: Cast, proposal: Proposal, name: str) -> None:
    by = getattr(cast, name)
    with pytest.raises(NotAllowed):
        assign_reviewers(proposal, by=by, reviewers=[cast.reviewer], due_on=today())
    with pytest.raises(NotAllowed):
        release_reviewers(proposal, by=by, reviewers=[cast.reviewer])


def test_assign_refuses_another_municipalitys_moderator_and_one_who_wrote_it(
    cast: Cast, elsewhere: Cast, proposal: Proposal
) -> None:
    grant_role(cast.resident, RoleKind.MODERATOR, cast.municipality)
    for by in (elsewhere.moderator, cast.resident):
        with pytest.raises(NotAllowed):
            assign_reviewers(proposal, by=by, reviewers=[cast.reviewer], due_on=today())


def test_assign_refuses_who_cannot_review(cast: Cast, elsewhere: Cast, proposal: Proposal) -> None:
    author = grant_role(cast.resident, RoleKind.REVIEWER, cast.municipality).user
    third = make_third_reviewer(cast)
    declare_conflict(proposal, by=third, text="ძმა")
    for reviewer in (cast.moderator, elsewhere.reviewer, author, third):
        with pytest.raises(NotPossible) as refusal:
            assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer, reviewer], due_on=today())
        assert str(refusal.value) == f"{reviewer} cannot review this proposal."
    assert assigned() == set()


def test_assign_refuses_a_day_that_has_passed_and_nobody(cast: Cast, proposal: Proposal) -> None:
    for reviewers, day, sentence in (
        ([cast.reviewer], today() - timedelta(days=1), "This day has passed already."),
        ([], today(), "Choose at least one reviewer."),
    ):
        with pytest.raises(NotPossible) as refusal:
            assign_reviewers(proposal, by=cast.moderator, reviewers=reviewers, due_on=day)
        assert str(refusal.value) == sentence


def test_assign_again_gives_the_new_day_and_takes_nobody_away(cast: Cast, proposal: Proposal) -> None:
    stale = Proposal.objects.get()
    assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    later = today() + timedelta(days=9)

    assign_reviewers(stale, by=cast.administrator, reviewers=[cast.reviewer], due_on=later)
    assign_reviewers(stale, by=cast.administrator, reviewers=[cast.other_reviewer], due_on=later)

    assert set(Assignment.objects.values_list("by", "due_on")) == {
        (cast.moderator.pk, later),
        (cast.administrator.pk, later),
    }


def test_assign_starts_no_review(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    assert Proposal.objects.get().state == "published"


def test_assign_after_a_verdict_published_meanwhile_is_refused(cast: Cast) -> None:
    review = make_signed(cast)
    stale = Proposal.objects.get()
    publish_reviews([review], by=cast.reviewer)
    for act in (
        lambda: assign_reviewers(stale, by=cast.moderator, reviewers=[cast.reviewer], due_on=today()),
        lambda: release_reviewers(stale, by=cast.moderator, reviewers=[cast.reviewer]),
        lambda: declare_conflict(stale, by=cast.reviewer, text="ძმა"),
    ):
        with pytest.raises(NotPossible) as refusal:
            act()
        assert str(refusal.value) == DECIDED


def test_only_who_is_assigned_writes_and_any_reviewer_when_nobody_is(cast: Cast, proposal: Proposal) -> None:
    write_review(proposal, by=cast.other_reviewer, reason_ka="ა")
    assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer], due_on=today())

    with pytest.raises(NotAllowed):
        write_review(proposal, by=cast.other_reviewer, reason_ka="ბ")
    write_review(proposal, by=cast.reviewer, reason_ka="გ")

    release_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer])
    write_review(proposal, by=cast.other_reviewer, reason_ka="დ")
    assert Review.objects.get().reason_ka == "დ"


def test_release_of_who_was_released_already_is_told(cast: Cast, proposal: Proposal) -> None:
    assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    stale = Proposal.objects.get()
    release_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer])
    with pytest.raises(NotPossible):
        release_reviewers(stale, by=cast.administrator, reviewers=[cast.reviewer])
    assert Entry.objects.filter(act="release_reviewers").count() == 1


def test_batch_assigns_all_or_none_and_names_the_one_that_stops_it(cast: Cast) -> None:
    first, second = make_under_review(cast), make_signed(cast)
    publish_reviews([second], by=cast.reviewer)

    with pytest.raises(NotPossible) as refusal:
        assign_batch([first, second.proposal], by=cast.moderator, reviewers=[cast.reviewer], due_on=today())

    assert str(refusal.value) == f"{second.proposal}: {DECIDED}"
    assert assigned() == set()
    assign_batch([first], by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    assert assigned() == {"Reviewer"}


def test_declare_conflict_passes_the_review_on_for_good(cast: Cast, proposal: Proposal) -> None:
    assign_reviewers(proposal, by=cast.moderator, reviewers=[cast.reviewer], due_on=today())
    write_review(proposal, by=cast.reviewer, **review_facts(conflict="ძმა"))

    declare_conflict(proposal, by=cast.reviewer, text=" ძმა ")

    assert assigned() == set()
    assert Conflict.objects.get().text == "ძმა"
    review = Review.objects.get()
    assert (review.state, review.conflict, review.has_no_conflict) == (ReviewState.WRITING, "", False)
    with pytest.raises(NotAllowed):
        write_review(proposal, by=cast.reviewer, reason_ka="ა")
    entry = Entry.objects.get(act="declare_conflict")
    assert (entry.by, entry.facts) == (cast.reviewer, {})
    assert write_review(proposal, by=cast.other_reviewer, **review_facts()).reviewer == cast.other_reviewer


@pytest.mark.parametrize("who", ["reviewer", "other_reviewer"])
def test_declare_conflict_undoes_a_verdict_that_is_not_published_yet(cast: Cast, who: str) -> None:
    review = make_signed(cast)
    stale = again(review)

    declare_conflict(review.proposal, by=getattr(cast, who), text="ძმა")

    kept = Review.objects.get()
    assert (kept.state, kept.second_reader, kept.signed_at) == (ReviewState.WRITING, None, None)
    with pytest.raises((NotPossible, NotAllowed)):
        publish_reviews([stale], by=cast.reviewer)


def test_declare_conflict_forbids_to_sign(cast: Cast) -> None:
    review = make_to_sign(cast)
    declare_conflict(review.proposal, by=cast.other_reviewer, text="ძმა")
    with pytest.raises(NotAllowed):
        sign_review(again(review), by=cast.other_reviewer)
    sign_review(again(review), by=make_third_reviewer(cast))


def test_declare_conflict_needs_words_and_is_done_once(cast: Cast, proposal: Proposal) -> None:
    with pytest.raises(NotPossible):
        declare_conflict(proposal, by=cast.reviewer, text=" ")
    declare_conflict(proposal, by=cast.reviewer, text="ძმა")
    with pytest.raises(NotPossible):
        declare_conflict(proposal, by=cast.reviewer, text="და")
    with pytest.raises(NotAllowed):
        declare_conflict(proposal, by=cast.official, text="ძმა")
    assert Conflict.objects.get().text == "ძმა"
