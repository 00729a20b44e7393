"""Readers report, a moderator decides; nothing is hidden by numbers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from budgeting.comments.actions import hide_comment, show_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.models import Report, Verdict
from budgeting.moderation.queries import reports_for
from budgeting.moderation.reports import (
    MOST_REPORTS_A_DAY,
    decide_report,
    report_comment,
    report_proposal,
)
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import RejectionCode, State
from portal.accounts.models import User
from portal.clock import now, pinned
from portal.log.models import Entry
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import ROLES, Cast

ALREADY = "You have reported this already. A moderator will look at it."
DECIDED = "Somebody has already decided on this report."


def make_comment(cast: Cast, proposal: Proposal | None = None, **facts: object) -> Comment:
    proposal = proposal or make_published(cast, make_cycle(cast))
    defaults = {"author": cast.observer, "author_name": "Observer", "written_in": "az", "text": "Yaxşı fikirdir."}
    return Comment.objects.create(proposal=proposal, **{**defaults, **facts})


def test_report_proposal_hides_nothing_however_many(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))

    for name in ("neighbour", "official", "reviewer", "booth_officer"):
        report_proposal(proposal, by=getattr(cast, name), code="hate", note=" Bad words. ")

    assert Report.objects.count() == 4
    assert (Report.objects.first().note, Report.objects.first().verdict) == ("Bad words.", "")
    assert list(Proposal.objects.visible_to(AnonymousUser())) == [proposal]


def test_report_comment_hides_nothing(cast: Cast) -> None:
    comment = make_comment(cast)

    report_comment(comment, by=cast.neighbour, code="personal")

    assert (Report.objects.get().comment, Comment.objects.get().state) == (comment, CommentState.SHOWN)


def test_reporting_twice_is_answered_calmly(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    comment = make_comment(cast, proposal)
    report_proposal(proposal, by=cast.neighbour, code="hate")
    report_comment(comment, by=cast.neighbour, code="hate")

    for report, thing in ((report_proposal, proposal), (report_comment, comment)):
        with pytest.raises(NotPossible) as refusal:
            report(thing, by=cast.neighbour, code="advert")
        assert str(refusal.value) == ALREADY

    assert list(Report.objects.values_list("code", flat=True)) == ["hate", "hate"]


def test_nobody_reports_what_is_their_own(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    comment = make_comment(cast, proposal)
    CoAuthor.objects.create(proposal=proposal, user=cast.neighbour, name="Neighbour")

    for user in (cast.resident, cast.neighbour, AnonymousUser()):
        with pytest.raises(NotAllowed):
            report_proposal(Proposal.objects.get(), by=user, code="hate")
    with pytest.raises(NotAllowed):
        report_comment(comment, by=cast.observer, code="hate")

    assert Report.objects.count() == 0


def test_nobody_reports_what_they_cannot_read(cast: Cast) -> None:
    hidden = make_submitted(cast, make_cycle(cast))

    with pytest.raises(NotAllowed):
        report_proposal(hidden, by=cast.neighbour, code="hate")
    for state in (CommentState.HELD, CommentState.HIDDEN, CommentState.REMOVED):
        with pytest.raises(NotAllowed):
            report_comment(make_comment(cast, state=state), by=cast.neighbour, code="hate")

    assert Report.objects.count() == 0


@pytest.mark.parametrize("facts", [{"code": ""}, {"code": "nonsense"}])
def test_report_refuses_what_does_not_fit(cast: Cast, facts: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        report_proposal(make_published(cast, make_cycle(cast)), by=cast.neighbour, **facts)

    assert Report.objects.count() == 0


def test_who_reports_without_end_waits_until_tomorrow(cast: Cast) -> None:
    cycle = make_cycle(cast)
    for _number in range(MOST_REPORTS_A_DAY):
        report_proposal(make_in(State.PUBLISHED, cast, cycle), by=cast.neighbour, code="advert")
    one_more = make_in(State.PUBLISHED, cast, cycle)

    with pytest.raises(NotPossible) as refusal:
        report_proposal(one_more, by=cast.neighbour, code="advert")
    report_proposal(one_more, by=cast.official, code="advert")
    with pinned(now() + timedelta(days=1, minutes=1)):
        report_proposal(one_more, by=cast.neighbour, code="advert")

    assert str(refusal.value) == "You have reported a lot today. Please go on tomorrow."
    assert one_more.reports.count() == 2


def test_an_upheld_report_of_a_proposal_rejects_it_with_a_reason(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    report = report_proposal(proposal, by=cast.neighbour, code="hate")

    decide_report(report, by=cast.moderator, verdict="upheld", code="personal", reason="It names a person.")

    stored = Proposal.objects.get()
    assert (stored.state, stored.rejection_code) == (State.REJECTED, "personal")
    assert stored.events.last().reason == "It names a person."
    assert (Report.objects.get().verdict, Report.objects.get().decided_by) == ("upheld", cast.moderator)


def test_an_upheld_report_of_a_comment_hides_it(cast: Cast) -> None:
    comment = make_comment(cast)
    report = report_comment(comment, by=cast.neighbour, code="hate")

    decide_report(report, by=cast.moderator, verdict="upheld")

    assert (Comment.objects.get().state, Comment.objects.get().reason) == (CommentState.HIDDEN, "hate")


def test_a_dismissed_report_leaves_everything(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    report = report_proposal(proposal, by=cast.neighbour, code="hate")

    decide_report(report, by=cast.moderator, verdict="dismissed")

    assert (Proposal.objects.get().state, Report.objects.get().verdict) == (State.PUBLISHED, "dismissed")
    assert [event.name for event in proposal.events.all()] == ["submit", "publish"]


def test_all_open_reports_of_the_same_thing_are_closed_together(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    comment, other = make_comment(cast, proposal), make_comment(cast, proposal)
    first, second = (report_comment(comment, by=by, code="hate") for by in (cast.neighbour, cast.official))
    of_another = report_comment(other, by=cast.neighbour, code="hate")
    of_the_proposal = report_proposal(proposal, by=cast.neighbour, code="hate")

    decide_report(first, by=cast.moderator, verdict="dismissed")

    verdicts = {report.pk: report.verdict for report in Report.objects.all()}
    assert verdicts == {first.pk: "dismissed", second.pk: "dismissed", of_another.pk: "", of_the_proposal.pk: ""}


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if "moderator" not in name)])
def test_decide_report_is_a_moderators_alone(cast: Cast, elsewhere: Cast, name: str) -> None:
    report = report_proposal(make_published(cast, make_cycle(cast)), by=cast.neighbour, code="hate")

    for person in (getattr(cast, name), elsewhere.moderator):
        with pytest.raises(NotAllowed):
            decide_report(report, by=person, verdict="dismissed")

    assert Report.objects.get().verdict == ""


def test_a_moderator_decides_neither_on_an_own_comment_nor_an_own_report(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    about_own = report_comment(make_comment(cast, proposal, author=cast.moderator), by=cast.neighbour, code="hate")
    own = report_proposal(proposal, by=cast.moderator, code="hate")

    for report in (about_own, own):
        with pytest.raises(NotAllowed):
            decide_report(report, by=cast.moderator, verdict="dismissed")

    assert (reports_for(cast.moderator).count(), reports_for(cast.other_moderator).count()) == (0, 2)


@pytest.mark.parametrize("second_verdict", Verdict.values)
@pytest.mark.parametrize("first_verdict", Verdict.values)
def test_of_two_moderators_who_decide_at_once_one_does(cast: Cast, first_verdict: str, second_verdict: str) -> None:
    proposal = make_published(cast, make_cycle(cast))
    report = report_proposal(proposal, by=cast.neighbour, code="hate")
    stale = Report.objects.get()
    decide_report(report, by=cast.moderator, verdict=first_verdict, reason="First.")
    state, events = Proposal.objects.get().state, proposal.events.count()

    with pytest.raises(NotPossible) as refusal:
        decide_report(stale, by=cast.other_moderator, verdict=second_verdict, reason="Second.")

    assert (str(refusal.value), Report.objects.get().decided_by) == (DECIDED, cast.moderator)
    assert (Proposal.objects.get().state, proposal.events.count()) == (state, events)


def test_a_report_that_comes_too_late_to_reject_stays_open(cast: Cast) -> None:
    proposal = make_in(State.FEASIBLE, cast, make_cycle(cast))
    report = report_proposal(proposal, by=cast.neighbour, code="hate")

    with pytest.raises(NotPossible) as refusal:
        decide_report(report, by=cast.moderator, verdict="upheld", reason="Why")

    assert str(refusal.value) == "The proposal is too far on its way to be rejected."
    assert (Report.objects.get().verdict, Proposal.objects.get().state) == ("", State.FEASIBLE)


def test_upholding_needs_a_reason_and_stores_nothing_without(cast: Cast) -> None:
    report = report_proposal(make_published(cast, make_cycle(cast)), by=cast.neighbour, code="hate")

    with pytest.raises(NotPossible):
        decide_report(report, by=cast.moderator, verdict="upheld")

    assert (Report.objects.get().verdict, Entry.objects.filter(act="decide_report").count()) == ("", 0)


def test_a_moderator_shows_and_hides_comments_on_the_record(cast: Cast) -> None:
    comment = make_comment(cast, state=CommentState.HELD)

    show_comment(comment, by=cast.moderator)
    hide_comment(comment, by=cast.moderator, code=RejectionCode.HATE)

    assert (Comment.objects.get().state, Comment.objects.get().reason) == (CommentState.HIDDEN, "hate")
    assert list(Entry.objects.order_by("pk").values_list("act", flat=True))[-2:] == ["show_comment", "hide_comment"]


def test_of_two_moderators_at_a_held_comment_one_decides(cast: Cast) -> None:
    comment = make_comment(cast, state=CommentState.HELD)
    stale = Comment.objects.select_related("proposal__cycle__municipality").get()
    show_comment(comment, by=cast.moderator)

    with pytest.raises(NotPossible):
        show_comment(stale, by=cast.other_moderator)

    assert Comment.objects.get().state == CommentState.SHOWN


def test_comments_are_moderated_by_moderators_and_never_ones_own(cast: Cast, elsewhere: Cast) -> None:
    comment = make_comment(cast, state=CommentState.HELD, author=cast.other_moderator)
    people = [cast.other_moderator, cast.resident, cast.official, cast.administrator, elsewhere.moderator]

    for person in people:
        with pytest.raises(NotAllowed):
            show_comment(comment, by=person)
        with pytest.raises(NotAllowed):
            hide_comment(comment, by=person, code="hate")

    assert (Comment.objects.get().state, User.objects.count()) == (CommentState.HELD, 24)
