"""The vote, step by step: the desk's page of the acts that take two officials."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime

from budgeting.closing.actions import move_closing
from budgeting.closing.models import Closing
from budgeting.cycles.models import Cycle
from budgeting.inclusion.models import InclusionReport
from budgeting.motions.models import Act, Motion
from budgeting.results.models import Count
from budgeting.results.queries import standing_count
from budgeting.voting.actions import cast_ballot
from budgeting.voting.extending.models import Outage, VoteExtension
from budgeting.voting.keys import destroy_key, restore_key
from portal.clock import now
from tests.budgeting.results.closed import make_closed
from tests.factories import LANGUAGES, make_vote, make_voters
from tests.people import ROLES, Cast

MOVED = "It is moved. Another official has to second it."
SETTLED = "This motion has been settled already."


def desk_of(cycle: Cycle) -> str:
    return reverse("desk_vote", args=[cycle.pk])


def told(answer: HttpResponse) -> list[str]:
    """What this very answer says; earlier sentences wait for a page to show them."""
    return [str(message) for message in get_messages(answer.wsgi_request)][-1:]


def make_over(cast: Cast, ballots: tuple[list[int], ...] = ([1, 2], [1])) -> Cycle:
    """A vote that is over and not closed yet."""
    cycle = make_vote(cast)
    for voter, choices in zip(make_voters(cast, cycle, len(ballots)), ballots, strict=True):
        cast_ballot(cycle, choices, voter=voter)
    shift = cycle.voting_until_at - cycle.voting_from_at
    for field in ("proposing_from_at", "proposing_until_at", "voting_from_at", "voting_until_at"):
        setattr(cycle, field, getattr(cycle, field) - shift)
    cycle.save()
    return cycle


@pytest.fixture
def one(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.official)
    return client


@pytest.fixture
def two(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.other_official)
    return client


def test_two_officials_take_a_vote_from_its_end_to_its_result(one: Client, two: Client, cast: Cast) -> None:
    cycle = make_over(cast)
    path = desk_of(cycle)

    assert told(one.post(path, {"act": "close"})) == [MOVED]
    assert told(two.post(path, {"act": "second", "motion": Motion.objects.get().pk})) == ["Done."]
    assert Closing.objects.get().facts["voters"] == {"online": 2, "paper": 0}
    assert told(two.post(path, {"act": "count"})) == [MOVED]
    motion = Motion.objects.waiting().get()
    assert told(one.post(path, {"act": "second", "motion": motion.pk})) == ["The votes are counted."]
    count = Count.objects.get()
    assert standing_count(cycle) is None
    assert told(one.post(path, {"act": "publish", "count": count.pk})) == [MOVED]
    motion = Motion.objects.waiting().get()
    assert told(two.post(path, {"act": "second", "motion": motion.pk})) == ["Done."]
    assert standing_count(cycle) == count
    assert [report.count for report in InclusionReport.objects.public()] == [count]


def test_the_checklist_says_what_is_missing_and_nothing_can_be_moved(one: Client, cast: Cast) -> None:
    cycle = make_vote(cast)

    page = one.get(desk_of(cycle)).content.decode()
    answer = one.post(desk_of(cycle), {"act": "close"})

    assert ("The vote and the ten minutes after its end are over" in page, "be closed</button>" in page) == (
        True,
        False,
    )
    assert "The vote cannot be closed yet. Still missing: The vote and the ten minutes" in told(answer)[0]
    assert Motion.objects.count() == 0


def test_the_one_who_moved_it_is_offered_no_second(one: Client, two: Client, cast: Cast) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)

    pages = [client.get(desk_of(cycle)).content.decode() for client in (one, two)]
    answer = one.post(desk_of(cycle), {"act": "second", "motion": motion.pk})

    assert ['value="second"' in page for page in pages] == [False, True]
    assert ["<dt>Online</dt><dd>2</dd>" in page for page in pages] == [True, True]
    assert told(answer) == ["You moved this yourself; another official has to second it."]
    assert Closing.objects.count() == 0


@pytest.mark.parametrize("act", ["second", "drop"])
def test_a_double_press_and_a_stale_page_are_told_in_words(one: Client, two: Client, cast: Cast, act: str) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)
    two.post(desk_of(cycle), {"act": act, "motion": motion.pk})

    again = [told(two.post(desk_of(cycle), {"act": late, "motion": motion.pk})) for late in ("second", "drop")]

    assert again == [[SETTLED], [SETTLED]]
    assert Closing.objects.count() == (act == "second")


def test_moving_twice_is_told_in_words(one: Client, two: Client, cast: Cast) -> None:
    cycle = make_over(cast)

    answers = [told(client.post(desk_of(cycle), {"act": "close"})) for client in (one, one, two)]

    already = "This has been moved already; another official has to second it."
    assert answers == [[MOVED], [already], [already]]
    two.post(desk_of(cycle), {"act": "second", "motion": Motion.objects.get().pk})
    assert told(one.post(desk_of(cycle), {"act": "close"})) == ["This vote is closed already."]


def test_a_motion_of_another_vote_or_none_is_not_found(one: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle, theirs = make_over(cast), make_over(elsewhere)
    motion = move_closing(theirs, by=elsewhere.official)

    for number in (motion.pk, 0, "", "x", "9" * 30):
        for act in ("second", "drop"):
            assert one.post(desk_of(cycle), {"act": act, "motion": number}).status_code == 404
    assert one.post(desk_of(cycle), {"act": "publish", "count": "9" * 30}).status_code == 404
    assert one.post(desk_of(theirs), {"act": "second", "motion": motion.pk}).status_code == 404
    assert Motion.objects.waiting().get() == motion


@pytest.mark.parametrize("name", [name for name in ROLES if "official" not in name and name != "observer"])
def test_other_staff_see_the_steps_and_take_none(client: Client, cast: Cast, name: str) -> None:
    cycle = make_over(cast)
    motion = move_closing(cycle, by=cast.official)
    client.force_login(getattr(cast, name))

    page = client.get(desk_of(cycle))

    assert (page.status_code, "<form" in page.content.decode().partition("<main")[2].partition("</main")[0]) == (
        200,
        False,
    )
    sent = [
        {"act": act, "motion": motion.pk}
        for act in ("close", "count", "second", "drop", "extend", "outage", "", "finish")
    ]
    assert {client.post(desk_of(cycle), data).status_code for data in sent} == {403}
    assert Motion.objects.waiting().count() == 1


def test_the_steps_are_closed_to_others(client: Client, cast: Cast, elsewhere: Cast) -> None:
    path = desk_of(make_over(cast))
    assert [client.get(path).status_code, client.post(path).status_code] == [302, 302]
    for person, status in ((cast.resident, 403), (cast.observer, 403), (elsewhere.official, 404)):
        client.force_login(person)
        assert [client.get(path).status_code, client.post(path, {"act": "close"}).status_code] == [status] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_answers_in_every_language_at_every_step(one: Client, cast: Cast, language: str) -> None:
    opened, over, closed = make_vote(cast), make_over(cast), make_closed(cast)
    move_closing(over, by=cast.other_official)
    extension = extension_of(opened)
    one.post(desk_of(opened), extension)

    for cycle in (opened, over, closed):
        assert one.get(f"/{language}/desk/cycles/{cycle.pk}/vote/").status_code == 200


def extension_of(cycle: Cycle, **changed: str) -> dict[str, str]:
    until = f"{localtime(cycle.voting_until_at) + timedelta(hours=2):%Y-%m-%dT%H:%M}"
    facts = {"until_at": until, "code": "weather", "reason": "<b>Snow</b> & ice.", **changed}
    return {"act": "extend", **{f"extend-{name}": value for name, value in facts.items()}}


def test_an_extension_is_moved_seconded_and_shown_with_the_old_end(one: Client, two: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    path = desk_of(cycle)

    assert told(one.post(path, extension_of(cycle))) == [MOVED]
    waiting = two.get(path).content.decode()
    assert told(two.post(path, {"act": "second", "motion": Motion.objects.get().pk})) == ["Done."]

    extension = VoteExtension.objects.get()
    assert ("&lt;b&gt;Snow" in waiting, extension.reason) == (True, "<b>Snow</b> & ice.")
    for page in (one.get(path), Client().get(reverse("cycle", args=[cycle.pk]))):
        content = page.content.decode()
        assert "&lt;b&gt;Snow&lt;/b&gt; &amp; ice." in content
        assert "The vote was to end on" in content


@pytest.mark.parametrize(
    ("changed", "faulty"),
    [
        ({"until_at": ""}, "until_at"),
        ({"until_at": "soon"}, "until_at"),
        ({"until_at": "1999-01-01T10:00"}, "until_at"),
        ({"until_at": "9999-12-31T23:59"}, "until_at"),
        ({"code": "war"}, "code"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_a_bad_extension_keeps_what_was_typed(one: Client, cast: Cast, changed: dict[str, str], faulty: str) -> None:
    cycle = make_vote(cast)

    answer = one.post(desk_of(cycle), extension_of(cycle, **changed))

    form = answer.context["extend_form"]
    assert (answer.status_code, list(form.errors)) == (422, [faulty])
    assert form["reason"].value() == changed.get("reason", "<b>Snow</b> & ice.")
    assert Motion.objects.count() == 0


def test_an_outage_is_recorded_and_the_owed_extension_shown(one: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    Cycle.objects.update(voting_until_at=now() + timedelta(hours=3))
    start = localtime() - timedelta(hours=1)
    facts = {"from_at": f"{start:%Y-%m-%dT%H:%M}", "until_at": f"{start + timedelta(minutes=30):%Y-%m-%dT%H:%M}"}
    data = {"act": "outage", **{f"outage-{name}": value for name, value in facts.items()}}

    answers = [one.post(desk_of(cycle), data) for _press in range(2)]

    assert (told(answers[0]), answers[1].status_code) == (["Recorded."], 422)
    assert (Outage.objects.count(), Outage.objects.get().recorded_by) == (1, cast.official)
    assert "An extension is owed for an outage: at least until" in one.get(desk_of(cycle)).content.decode()


def test_a_key_that_is_still_there_is_named_and_can_be_destroyed(one: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    restore_key(cycle, b"k" * 32)
    Closing.objects.update(key_gone_at=None)
    before = one.get(desk_of(cycle)).content.decode()

    answer = one.post(desk_of(cycle), {"act": "finish"})

    assert ("manage.py destroy_keys" in before, told(answer)) == (True, ["Done."])
    assert Closing.objects.get().key_gone_at is not None
    assert "manage.py destroy_keys" not in one.get(desk_of(cycle)).content.decode()
    assert destroy_key(cycle)


def test_what_others_moved_waits_in_the_inbox(one: Client, two: Client, cast: Cast, elsewhere: Cast) -> None:
    move_closing(make_over(cast), by=cast.official)
    counts = []
    stranger = Client()
    stranger.force_login(elsewhere.official)

    for client in (one, two, stranger):
        page = client.get(reverse("desk"))
        counts += [one["page"].paginator.count for one in page.context["lists"] if one["name"] == "motions"]

    assert counts == [0, 1, 0]
    assert desk_of(Cycle.objects.first()).rstrip("/").rpartition("/")[2] == "vote"


def test_a_vote_that_is_over_waits_in_the_inbox_for_its_next_step(one: Client, two: Client, cast: Cast) -> None:
    cycle, steps = make_over(cast), []

    def waiting() -> list[str]:
        lists = one.get(reverse("desk")).context["lists"]
        return [str(task.what) for row in lists if row["name"] == "votes" for task in row["page"]]

    for act, facts in (("close", {}), ("count", {}), ("publish", {"count": lambda: Count.objects.get().pk})):
        steps.append(waiting())
        one.post(desk_of(cycle), {"act": act, **{name: value() for name, value in facts.items()}})
        assert waiting() == []
        two.post(desk_of(cycle), {"act": "second", "motion": Motion.objects.latest("pk").pk})

    assert steps == [[Act.CLOSE.label], [Act.COUNT.label], [Act.PUBLISH.label]]
    assert waiting() == []


def test_the_page_costs_the_same_with_1_and_3_of_everything(one: Client, cast: Cast) -> None:
    cycle, costs = make_vote(cast), []
    for more in (1, 2):
        for number in range(more):
            facts = {"from_at": "2026-01-01T00:00+00:00", "until_at": "2026-01-02T00:00+00:00", "code": "other"}
            by = (cast.official, cast.other_official)[number % 2]
            Motion.objects.create(
                cycle=cycle,
                act=Act.EXTEND,
                subject=f"{more}{number}",
                facts={**facts, "reason": "x", "language": "en"},
                moved_by=by,
            )
            start = cycle.voting_from_at + timedelta(hours=more * 5 + number)
            Outage.objects.create(cycle=cycle, from_at=start, until_at=start + timedelta(minutes=20), recorded_by=by)
        with CaptureQueriesContext(connection) as queries:
            one.get(desk_of(cycle))
        costs.append(len(queries))

    assert costs[0] == costs[1]
