"""Moderators' pages: what they offer, whom they turn away, and what they never show."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.comments.actions import hide_comment
from budgeting.comments.models import Comment, CommentState
from budgeting.moderation.actions import reject_proposal
from budgeting.moderation.appeals import appeal_rejection
from budgeting.moderation.models import Appeal, Report
from budgeting.moderation.queries import acts_on
from budgeting.moderation.reports import report_comment, report_proposal
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import State
from budgeting.responses.actions import promise_of
from portal.accounts.models import User
from tests.budgeting.moderation.test_reports import make_comment
from tests.factories import make_cycle, make_published, make_submitted, make_theme
from tests.people import Cast

LANGUAGES = ("ka", "hy", "az", "en")


def make_work(cast: Cast) -> dict[str, str]:
    """One of each thing that waits for a moderator; {name: address of its page}."""
    cycle = make_cycle(cast)
    submitted, published, rejected = (
        make_submitted(cast, cycle),
        make_published(cast, cycle),
        make_submitted(cast, cycle),
    )
    reject_proposal(rejected, by=cast.moderator, code="unclear", reason="What?")
    appeal = appeal_rejection(rejected, by=cast.resident, text="This.")
    held = make_comment(cast, published, state=CommentState.HELD)
    of_proposal = report_proposal(published, by=cast.neighbour, code="hate", note="Bad.")
    of_comment = report_comment(make_comment(cast, published), by=cast.neighbour, code="hate")
    return {
        "submitted": reverse("desk_proposal", args=[submitted.pk]),
        "published": reverse("desk_proposal", args=[published.pk]),
        "comment": reverse("desk_comment", args=[held.pk]),
        "report": reverse("desk_report", args=[of_proposal.pk]),
        "report of a comment": reverse("desk_report", args=[of_comment.pk]),
        "appeal": reverse("desk_appeal", args=[appeal.pk]),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_moderators_pages_answer_in_every_language(client: Client, cast: Cast, language: str) -> None:
    work = make_work(cast)
    client.force_login(cast.other_moderator)

    for path in [*work.values(), reverse("desk")]:
        assert (path, client.get(path.replace("/en/", f"/{language}/", 1)).status_code) == (path, 200)


def test_moderators_pages_never_show_how_to_reach_anybody_or_who_reported(client: Client, cast: Cast) -> None:
    work = make_work(cast)
    for number, name in enumerate(("resident", "neighbour", "observer")):
        User.objects.filter(pk=getattr(cast, name).pk).update(phone=f"+99555512345{number}")
    client.force_login(cast.other_moderator)

    for path in [*work.values(), reverse("desk")]:
        page = client.get(path).content.decode()
        shown = [word for word in ("@marneuli.example", "99555512345", "Neighbour") if word in page]
        assert (path, shown) == (path, [])


def test_moderators_pages_are_for_moderators_of_the_place(client: Client, cast: Cast, elsewhere: Cast) -> None:
    work = make_work(cast)
    queue = [work[name] for name in ("comment", "report", "report of a comment", "appeal")]

    def statuses(user: User) -> list[int]:
        client.force_login(user)
        return [client.get(path).status_code for path in queue]

    assert [client.get(path).status_code for path in queue] == [302] * 4
    assert statuses(cast.resident) == [403] * 4
    assert statuses(cast.official) == statuses(elsewhere.moderator) == [404] * 4
    assert statuses(cast.administrator) == [404, 404, 404, 200]
    assert [client.post(path, {"act": "dismiss"}).status_code for path in queue[:3]] == [404] * 3


def test_moderator_shows_and_hides_a_held_comment(client: Client, cast: Cast) -> None:
    path = make_work(cast)["comment"]
    client.force_login(cast.moderator)

    assert client.post(path, {"act": "hide", "hide-code": "", "hide-seen": "held"}).status_code == 422
    assert client.post(path, {"act": "show", "show-seen": "held"}).status_code == 302
    assert client.post(path, {"act": "show", "show-seen": "held"}).status_code == 409

    assert Comment.objects.filter(state=CommentState.HELD).count() == 0


@pytest.mark.parametrize(("first", "second"), [("hide", "show"), ("show", "hide")])
def test_a_page_left_open_does_not_undo_what_another_moderator_decided(
    client: Client, cast: Cast, first: str, second: str
) -> None:
    path = make_work(cast)["comment"]
    typed = {"show": {"act": "show"}, "hide": {"act": "hide", "hide-code": "hate"}}
    client.force_login(cast.moderator)
    client.post(path, {**typed[first], f"{first}-seen": "held"})
    decided = Comment.objects.get(text="Yaxşı fikirdir.", reports=None).state
    client.force_login(cast.other_moderator)

    refused = client.post(path, {**typed[second], f"{second}-seen": "held"})
    on_purpose = next(act.form["seen"].value() for act in refused.context["acts"] if act.name == second)

    assert (refused.status_code, on_purpose) == (422, decided)
    assert Comment.objects.get(reports=None).state == decided
    assert client.post(path, {**typed[second], f"{second}-seen": on_purpose}).status_code == 302


def test_a_report_of_what_is_gone_already_can_be_upheld(client: Client, cast: Cast) -> None:
    work = make_work(cast)
    hide_comment(Comment.objects.get(reports__isnull=False), by=cast.moderator, code="hate")
    reject_proposal(Proposal.objects.get(reports__isnull=False), by=cast.moderator, code="hate", reason="It insults.")
    client.force_login(cast.other_moderator)

    answers = [client.post(work[name], {"act": "uphold"}).status_code for name in ("report", "report of a comment")]

    assert (answers, set(Report.objects.values_list("verdict", flat=True))) == ([302, 302], {"upheld"})


def test_moderator_decides_on_a_report(client: Client, cast: Cast) -> None:
    path = make_work(cast)["report"]
    client.force_login(cast.moderator)
    typed = {"act": "uphold", "uphold-code": "hate", "uphold-reason": ""}

    assert client.post(path, typed).status_code == 422
    assert client.post(path, {**typed, "uphold-reason": "It insults."}).status_code == 302
    assert client.post(path, {**typed, "uphold-reason": "Late."}).status_code == 409

    report = Report.objects.get(proposal__isnull=False)
    assert (report.verdict, report.proposal.state) == ("upheld", State.REJECTED)


def test_what_was_written_too_late_is_shown_again(client: Client, cast: Cast) -> None:
    path = make_work(cast)["appeal"]
    client.force_login(cast.other_moderator)
    client.post(path, {"act": "dismiss", "dismiss-reason": "First."})

    answer = client.post(path, {"act": "dismiss", "dismiss-reason": "My long reason."})

    assert (answer.status_code, answer.context["lost"]) == (409, ["My long reason."])
    assert Appeal.objects.get().verdict == "dismissed"


def test_who_rejected_sees_the_appeal_and_no_act(client: Client, cast: Cast) -> None:
    path = make_work(cast)["appeal"]
    client.force_login(cast.moderator)

    assert (client.get(path).status_code, client.get(path).context["acts"]) == (200, [])


def test_moderator_merges_divides_and_moves_from_the_desk(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    into, double = make_published(cast, cycle, title="Su kəməri"), make_submitted(cast, cycle, title="Su kəməri")
    path = reverse("desk_proposal", args=[double.pk])
    client.force_login(cast.moderator)
    roads = make_theme("roads")
    seen = acts_on(double)
    moved = {"act": "move", "move-settlement": "", "move-theme": roads.pk, "move-reason": "R", "move-seen": seen}
    part = {"act": "split", **{f"split-{name}": "Hissə" for name in ("title", "summary", "text", "reason")}}

    assert client.post(path, moved).status_code == 302
    assert client.post(path, {**part, "split-seen": seen}).status_code == 422  # a page left open before the move
    assert client.post(path, {**part, "split-seen": seen + 1}).status_code == 302
    assert client.post(path, {"act": "merge", "merge-into": into.pk, "merge-reason": "Same"}).status_code == 302

    double.refresh_from_db()
    assert (double.state, double.merged_into, double.theme, double.parts.count()) == (State.MERGED, into, roads, 1)


def test_merging_is_offered_with_the_most_similar_first(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    other, alike = make_published(cast, cycle, title="Stadion"), make_published(cast, cycle, title="Su kəməri")
    waiting = make_submitted(cast, cycle, title="Su kəməri")
    make_published(cast, make_cycle(cast), title="Su kəməri")
    own = make_published(cast, cycle, title="Su kəməri")
    CoAuthor.objects.create(proposal=own, user=cast.moderator, name="Moderator")
    client.force_login(cast.moderator)

    acts = client.get(reverse("desk_proposal", args=[waiting.pk])).context["acts"]

    form = next(act.form for act in acts if act.name == "merge")
    assert [one.pk for one in form.fields["into"].queryset] == [alike.pk, other.pk]


@pytest.mark.parametrize("stranger", ["moderator", "official", "resident"])
def test_promise_is_asked_of_the_administrator(client: Client, cast: Cast, elsewhere: Cast, stranger: str) -> None:
    path = reverse("desk_promise", args=["marneuli"])
    for person in (getattr(cast, stranger), elsewhere.administrator):
        client.force_login(person)
        assert client.get(path).status_code == (403 if person == cast.resident else 404)
    client.force_login(cast.administrator)

    assert client.post(path, {"moderation_days": "0", "answer_days": "30"}).status_code == 422
    assert client.post(path, {"moderation_days": "5", "answer_days": "20"}).status_code == 302
    assert promise_of(cast.municipality).moderation_days == 5


def _more_proposals(cast: Cast, proposal: Proposal) -> None:
    make_submitted(cast, proposal.cycle)


def _more_comments(cast: Cast, proposal: Proposal) -> None:
    make_comment(cast, proposal, state=CommentState.HELD)


def _more_reports(cast: Cast, proposal: Proposal) -> None:
    report_comment(make_comment(cast, proposal), by=cast.neighbour, code="hate")


def _more_appeals(cast: Cast, proposal: Proposal) -> None:
    rejected = make_submitted(cast, proposal.cycle)
    reject_proposal(rejected, by=cast.moderator, code="other", reason="Why")
    appeal_rejection(rejected, by=cast.resident, text="Why?")


@pytest.mark.parametrize("more", [_more_proposals, _more_comments, _more_reports, _more_appeals])
def test_inbox_costs_the_same_with_1_and_with_10(
    client: Client, cast: Cast, more: Callable[[Cast, Proposal], None]
) -> None:
    proposal = make_published(cast, make_cycle(cast))
    client.force_login(cast.other_moderator)
    costs = []
    for count in (1, 9):
        for _number in range(count):
            more(cast, proposal)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk"))
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 25


def test_who_is_reported_does_not_read_what_readers_say(client: Client, cast: Cast) -> None:
    comment = make_comment(cast, author=cast.moderator)
    report = report_comment(comment, by=cast.neighbour, code="hate", note="He insulted me at the shop.")
    path = reverse("desk_report", args=[report.pk])

    client.force_login(cast.moderator)
    assert client.get(path).status_code == 403
    client.force_login(cast.other_moderator)
    assert client.get(path).status_code == 200
