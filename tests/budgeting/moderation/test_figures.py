"""The public numbers on moderation, and what waits for moderators."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.comments.models import CommentState
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.actions import reject_proposal
from budgeting.moderation.appeals import appeal_rejection, decide_appeal
from budgeting.moderation.figures import Verdicts, moderation_figures
from budgeting.moderation.queries import comments_for, reports_for, submitted_to
from budgeting.moderation.reports import decide_report, report_comment, report_proposal
from budgeting.proposals.actions import change_state, publish_proposal, submit_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import promise_of, set_promise
from budgeting.waiting import Task
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import pinned
from portal.log.models import Entry
from tests.budgeting.assisting.test_actions import enter
from tests.budgeting.moderation.test_reports import make_comment
from tests.factories import make_cycle, make_draft
from tests.people import ROLES, Cast

TBILISI = ZoneInfo("Asia/Tbilisi")
MONDAY = datetime(2026, 6, 1, 12, tzinfo=TBILISI)  # a week without public holidays


@pytest.fixture(autouse=True)
def _on_monday():
    with pinned(MONDAY):
        yield


def submitted(cast: Cast, at: datetime, cycle=None) -> Proposal:
    proposal = make_draft(cast, cycle or make_cycle(cast))
    with pinned(at):
        submit_proposal(proposal, by=cast.resident)
    return proposal


def at(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def tasks(waiting) -> list[Task]:
    return waiting[0:20]


def test_figures_of_a_quiet_municipality(cast: Cast) -> None:
    figures = moderation_figures(cast.municipality)

    assert (figures.waiting, figures.oldest_days, figures.overdue, figures.decided) == (0, 0, 0, 0)
    assert (figures.in_time_percent, figures.rejected, figures.promise_days) == (None, [], 3)
    assert (figures.appeals, figures.reports) == (Verdicts(0, 0, 0), Verdicts(0, 0, 0))


def test_figures_count_age_in_working_days(cast: Cast) -> None:
    cycle = make_cycle(cast)
    for day in (0, 2, 3):
        submitted(cast, at(day), cycle)

    with pinned(at(4)):  # Friday
        on_friday = moderation_figures(cast.municipality)
    with pinned(at(7)):  # Monday
        on_monday = moderation_figures(cast.municipality)

    assert (on_friday.waiting, on_friday.oldest_days, on_friday.overdue) == (3, 4, 1)
    assert (on_monday.waiting, on_monday.oldest_days, on_monday.overdue) == (3, 5, 1)


def test_figures_say_what_was_decided_and_how_soon(cast: Cast) -> None:
    cycle = make_cycle(cast)
    soon, late, back, bad = (submitted(cast, at(0), cycle) for _number in range(4))
    with pinned(at(3)):
        publish_proposal(soon, by=cast.moderator)
    with pinned(at(4)):
        publish_proposal(late, by=cast.moderator)
        change_state(back, "send_back", by=cast.moderator, reason="Where?")
        submit_proposal(back, by=cast.resident)
        reject_proposal(bad, by=cast.moderator, code="not_here", reason="Elsewhere.")
        change_state(back, "send_back", by=cast.moderator, reason="Where exactly?")
        figures = moderation_figures(cast.municipality)

    assert (figures.published, figures.sent_back, figures.merged) == (2, 2, 0)
    assert figures.rejected == [("It is not about this municipality", 1)]
    assert (figures.decided, figures.in_time_percent, figures.waiting) == (5, 40, 0)


def test_figures_count_what_staff_wrote_down(cast: Cast) -> None:
    entered = enter(make_cycle(cast), by=cast.booth_officer)
    with pinned(at(1)):
        publish_proposal(entered, by=cast.moderator)
        figures = moderation_figures(cast.municipality)

    assert (figures.decided, figures.in_time_percent, figures.published) == (1, 100, 1)


def test_figures_forget_what_is_older_than_ninety_days(cast: Cast) -> None:
    cycle = make_cycle(cast)
    proposal, rejected = submitted(cast, at(0), cycle), submitted(cast, at(0), cycle)
    publish_proposal(proposal, by=cast.moderator)
    reject_proposal(rejected, by=cast.moderator, code="not_here", reason="Elsewhere.")

    with pinned(at(91)):
        figures = moderation_figures(cast.municipality)

    assert (figures.decided, figures.published, figures.rejected) == (0, 0, [])


def test_figures_count_appeals_and_reports_by_their_outcome(cast: Cast) -> None:
    cycle = make_cycle(cast)
    first, second = submitted(cast, at(0), cycle), submitted(cast, at(0), cycle)
    for proposal in (first, second):
        reject_proposal(proposal, by=cast.moderator, code="unclear", reason="What?")
    appeal = appeal_rejection(first, by=cast.resident, text="This.")
    appeal_rejection(second, by=cast.resident, text="That.")
    decide_appeal(appeal, by=cast.other_moderator, verdict="upheld", reason="Right.")
    comment = make_comment(cast, Proposal.objects.get(pk=first.pk))
    report_comment(comment, by=cast.neighbour, code="hate")
    report = report_proposal(Proposal.objects.get(pk=first.pk), by=cast.neighbour, code="hate")
    decide_report(report, by=cast.moderator, verdict="dismissed")

    figures = moderation_figures(cast.municipality)

    assert (figures.appeals, figures.reports) == (Verdicts(1, 1, 0), Verdicts(1, 0, 1))


def test_figures_are_one_municipalitys(cast: Cast, elsewhere: Cast) -> None:
    submitted(elsewhere, at(0))

    assert moderation_figures(cast.municipality).waiting == 0


def test_figures_cost_the_same_however_many(cast: Cast) -> None:
    cycle = make_cycle(cast)
    costs = []
    for more in (1, 9):
        for _number in range(more):
            publish_proposal(submitted(cast, at(0), cycle), by=cast.moderator)
            submitted(cast, at(0), cycle)
        with CaptureQueriesContext(connection) as queries:
            moderation_figures(cast.municipality)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_what_waits_shows_its_day_and_puts_the_overdue_first(cast: Cast, elsewhere: Cast) -> None:
    """The promises differ: what came later may be overdue while what came earlier is not."""
    grant_role(cast.moderator, RoleKind.MODERATOR, elsewhere.municipality)
    set_promise(cast.municipality, by=cast.administrator, moderation_days=10, answer_days=30)
    set_promise(elsewhere.municipality, by=elsewhere.administrator, moderation_days=1, answer_days=30)
    here, there = submitted(cast, at(0)), submitted(elsewhere, at(1))

    with pinned(at(3)):
        found = tasks(submitted_to(cast.moderator))

    assert [(task.title, task.is_overdue) for task in found] == [(there.title_az, True), (here.title_az, False)]
    assert [(task.since.day, task.due_on.day) for task in found] == [(2, 3), (1, 15)]
    assert [task.municipality for task in found] == ["Bolnisi en", "Marneuli en"]


@pytest.mark.parametrize("day", range(9))
def test_overdue_is_what_is_past_its_day(cast: Cast, day: int) -> None:
    """The database's cut-off and the day that is shown agree."""
    submitted(cast, at(0))

    with pinned(at(day)):
        waiting = submitted_to(cast.moderator)
        [task] = tasks(waiting)
        age = task.age_days

    assert (task.is_overdue, waiting.overdue) == (day > 3, int(day > 3))
    assert task.is_overdue == (task.due_on < at(day).date())
    assert age == [0, 1, 2, 3, 4, 4, 4, 5, 6][day]


def test_comments_that_are_held_wait_for_moderators(cast: Cast, elsewhere: Cast) -> None:
    held = make_comment(cast, state=CommentState.HELD)
    make_comment(cast, state=CommentState.SHOWN)

    assert [task.path for task in tasks(comments_for(cast.moderator))] == [f"/en/desk/comments/{held.pk}/"]
    assert [comments_for(person).count() for person in (cast.official, elsewhere.moderator)] == [0, 0]


def test_reports_of_the_same_thing_wait_as_one(cast: Cast) -> None:
    comment = make_comment(cast)
    first = report_comment(comment, by=cast.neighbour, code="hate")
    report_comment(comment, by=cast.official, code="advert")
    other = report_proposal(comment.proposal, by=cast.neighbour, code="hate")

    found = [task.path for task in tasks(reports_for(cast.moderator))]

    assert found == [f"/en/desk/reports/{report.pk}/" for report in (first, other)]


def test_set_promise_is_kept_and_recorded(cast: Cast) -> None:
    set_promise(cast.municipality, by=cast.administrator, moderation_days=5, answer_days=20)
    set_promise(cast.municipality, by=cast.administrator, moderation_days=4, answer_days=20)

    promise = promise_of(cast.municipality)
    assert (promise.moderation_days, promise.answer_days) == (4, 20)
    assert Entry.objects.filter(act="set_promise").first().facts == {"moderation_days": 4, "answer_days": 20}


@pytest.mark.parametrize(("moderation_days", "answer_days"), [(0, 20), (61, 20), (3, 0), (3, 251)])
def test_set_promise_refuses_what_nobody_could_keep(cast: Cast, moderation_days: int, answer_days: int) -> None:
    with pytest.raises(NotPossible):
        set_promise(cast.municipality, by=cast.administrator, moderation_days=moderation_days, answer_days=answer_days)

    assert promise_of(cast.municipality).moderation_days == 3


@pytest.mark.parametrize("name", ["resident", *(name for name in ROLES if name != "administrator")])
def test_set_promise_is_the_administrators_alone(cast: Cast, elsewhere: Cast, name: str) -> None:
    for person in (getattr(cast, name), elsewhere.administrator):
        with pytest.raises(NotAllowed):
            set_promise(cast.municipality, by=person, moderation_days=5, answer_days=20)
