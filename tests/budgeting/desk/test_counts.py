"""The count on the desk."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from budgeting.results.actions import STALE_AFTER, ask_count, count_cycle, run_count
from budgeting.results.models import Count
from portal.clock import now
from tests.budgeting.results.closed import make_closed, winners
from tests.factories import LANGUAGES, make_vote
from tests.people import ROLES, Cast

REASON = "Project 1 was withdrawn."
MOVED = "It is moved. Another official has to second it."
COUNTED, UNDER_WAY = "The votes are counted.", "The votes are being counted."


def desk_of(cycle: Cycle) -> str:
    return reverse("desk_counts", args=[cycle.pk])


def told(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def official(client: Client, cast: Cast) -> Client:
    client.force_login(cast.official)
    return client


def test_an_official_moves_the_count_and_another_has_it_done(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    page = official.get(desk_of(cycle))
    assert (page.context["may_count"], page.context["has_result"], page.context["unfinished"]) == (True, False, None)

    answer = official.post(desk_of(cycle))

    motion = Motion.objects.waiting().get()
    assert (answer["Location"], told(answer)) == (reverse("desk_counts", args=[cycle.address]), [MOVED])
    assert (motion.moved_by, Count.objects.count()) == (cast.official, 0)
    assert "A count is moved and waits" in official.get(desk_of(cycle)).content.decode()
    official.force_login(cast.other_official)
    seconded = official.post(reverse("desk_vote", args=[cycle.pk]), {"act": "second", "motion": motion.pk})
    count = Count.objects.get()
    assert (told(seconded), count.asked_by, winners(count)) == ([COUNTED], cast.other_official, [1, 3])


def test_a_second_press_is_told_in_words(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)

    answers = [told(official.post(desk_of(cycle)))[-1:] for _press in range(2)]

    assert answers == [[MOVED], ["This has been moved already; another official has to second it."]]
    assert Motion.objects.waiting().count() == 1


def test_a_count_that_is_not_public_is_seen_by_officials_and_nobody_else(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count = run_count(ask_count(cycle, by=cast.official))
    votes = "<td>3</td>"
    seen = {}
    for name in ("official", "other_official", "moderator", "booth_officer", "administrator", "translator"):
        client.force_login(getattr(cast, name))
        page = client.get(desk_of(cycle)).content.decode()
        seen[name] = (votes in page, f"?count={count.pk}" in page)

    assert seen == {
        "official": (True, False),
        "other_official": (True, False),
        **dict.fromkeys(("moderator", "booth_officer", "administrator", "translator"), (False, False)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counts_page_answers_in_every_language_whatever_has_happened(
    official: Client, cast: Cast, language: str
) -> None:
    cycle = make_closed(cast)
    path, seen = f"/{language}/desk/cycles/{cycle.pk}/counts/", []
    seen.append(official.get(path).status_code)
    Count.objects.create(cycle=cycle, rule=cycle.rule, failure="No.")
    count = ask_count(cycle, by=cast.official)
    seen.append(official.get(path).status_code)
    Count.objects.filter(pk=count.pk).update(beat_at=now(), percent=40)
    seen.append(official.get(path).status_code)
    Count.objects.filter(pk=count.pk).update(beat_at=None)
    official.post(path, {"resume": ""})
    seen.append(official.get(path).status_code)

    assert seen == [200] * 4
    assert Count.objects.done().count() == 1


def test_progress_is_shown_and_the_page_looks_again_by_itself(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    ask_count(cycle, by=cast.official)
    waiting = official.get(desk_of(cycle)).content.decode()
    Count.objects.update(beat_at=now(), percent=40)

    counting = official.get(desk_of(cycle)).content.decode()

    assert ["See how far it is" in page for page in (waiting, counting)] == [True, True]
    assert ['<progress value="40" max="100"' in page for page in (waiting, counting)] == [False, True]
    assert ["This count is waiting for its turn." in page for page in (waiting, counting)] == [True, False]
    assert ['name="resume"' in page for page in (waiting, counting)] == [True, True]


def test_a_count_that_was_left_is_taken_up(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count = ask_count(cycle, by=cast.other_official)
    Count.objects.update(beat_at=now() - STALE_AFTER - timedelta(seconds=1), percent=40)

    answer = official.post(desk_of(cycle), {"resume": ""})

    assert (told(answer), list(Count.objects.done())) == ([COUNTED], [count])


def test_a_recount_that_was_left_is_taken_up_without_asking_for_the_reason_again(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    count = ask_count(cycle, by=cast.official, reason=REASON, withdrawn=[cycle.proposals.get(number=1)])

    answer = official.post(desk_of(cycle), {"resume": ""})

    count.refresh_from_db()
    assert (answer.status_code, told(answer), count.reason, winners(count)) == (302, [COUNTED], REASON, [2, 3])


def test_a_count_that_is_alive_goes_on_undisturbed(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    ask_count(cycle, by=cast.official)
    Count.objects.update(beat_at=now(), percent=40)
    before = Count.objects.values().get()

    answer = official.post(desk_of(cycle), {"resume": ""})

    assert (told(answer), Count.objects.values().get()) == ([UNDER_WAY], before)


@pytest.mark.parametrize("is_counted", [False, True])
def test_taking_up_what_has_ended_meanwhile_asks_for_nothing(official: Client, cast: Cast, is_counted: bool) -> None:
    cycle = make_closed(cast)
    if is_counted:
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    answer = official.post(desk_of(cycle), {"resume": ""})

    assert (answer.status_code, told(answer), Count.objects.count()) == (302, [], int(is_counted))


def test_a_second_count_is_not_moved_while_one_is_under_way(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    unfinished = ask_count(cycle, by=cast.other_official, reason="Mine.")

    answer = official.post(desk_of(cycle), {"reason": REASON})

    assert told(answer) == ["This vote is being counted already."]
    assert (list(Count.objects.unfinished()), Motion.objects.waiting().count()) == ([unfinished], 0)
    assert Count.objects.get(pk=unfinished.pk).beat_at is None


def test_votes_are_counted_again_with_a_reason_and_withdrawn_projects(official: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    project = cycle.proposals.get(number=1)

    answer = official.post(desk_of(cycle), {"reason": f" {REASON} ", "withdrawn": [project.pk]})

    motion = Motion.objects.waiting().get()
    assert (told(answer), motion.facts) == ([MOVED], {"reason": REASON, "withdrawn": [1]})
    official.force_login(cast.other_official)
    vote = reverse("desk_vote", args=[cycle.pk])
    assert [REASON in official.get(vote).content.decode(), "№ 1" in official.get(vote).content.decode()] == [True, True]
    official.post(vote, {"act": "second", "motion": motion.pk})
    second = Count.objects.done().first()
    assert (second.pk != first.pk, second.reason, second.published_at) == (True, REASON, None)
    assert (second.conditions["withdrawn"], winners(first), winners(second)) == (["1"], [1, 3], [2, 3])
    assert REASON in official.get(desk_of(cycle)).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_a_recount_without_a_fit_reason_keeps_what_was_typed(official: Client, cast: Cast, reason: str) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    project = cycle.proposals.get(number=1)

    answer = official.post(desk_of(cycle), {"reason": reason, "withdrawn": [project.pk]})

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["reason"])
    assert (form["reason"].value(), form["withdrawn"].value()) == (reason, [str(project.pk)])
    assert '<details class="act section" open>' in answer.content.decode()
    assert list(Count.objects.all()) == [first]


def test_projects_of_another_ballot_cannot_be_withdrawn(official: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle, other = make_closed(cast), make_closed(elsewhere)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    for number in (other.proposals.first().pk, 0, -1, "x", "9" * 30):
        answer = official.post(desk_of(cycle), {"reason": REASON, "withdrawn": [number]})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["withdrawn"])
    assert Count.objects.count() == 1


def test_before_the_vote_is_closed_nothing_is_counted(official: Client, cast: Cast) -> None:
    cycle = make_vote(cast)

    page, answer = official.get(desk_of(cycle)), official.post(desk_of(cycle))

    assert (page.context["may_count"], told(answer)) == (False, ["The vote is not closed yet."])
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert (Count.objects.count(), Motion.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", [name for name in ROLES if "official" not in name and name != "observer"])
def test_other_staff_see_the_counts_and_start_none(client: Client, cast: Cast, name: str) -> None:
    cycle = make_closed(cast)
    client.force_login(getattr(cast, name))

    page = client.get(desk_of(cycle))

    assert (page.status_code, page.context["may_count"]) == (200, False)
    count = ask_count(cycle, by=cast.official)
    assert [client.post(desk_of(cycle), facts).status_code for facts in ({}, {"resume": ""})] == [403, 403]
    assert (list(Count.objects.unfinished()), Count.objects.get().beat_at) == ([count], None)
    Count.objects.update(counted_at=now())
    assert [client.post(desk_of(cycle), facts).status_code for facts in ({}, {"reason": REASON})] == [403, 403]
    assert Count.objects.count() == 1


def test_the_counts_are_closed_to_others(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_closed(cast)
    path = desk_of(cycle)
    assert [client.get(path).status_code, client.post(path).status_code] == [302, 302]
    for person, status in (
        (cast.resident, 403),
        (cast.observer, 403),
        (elsewhere.official, 404),
        (elsewhere.administrator, 404),
    ):
        client.force_login(person)
        assert [client.get(path).status_code, client.post(path, {"reason": REASON}).status_code] == [status, status]

    assert Count.objects.count() == 0


def test_the_counts_cost_the_same_for_1_and_for_10(official: Client, cast: Cast) -> None:
    cycle, costs = make_closed(cast), []
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    for more in (0, 9):
        for number in range(more):
            by = (cast.official, cast.other_official)[number % 2]
            Count.objects.create(cycle=cycle, rule=cycle.rule, asked_by=by, failure=f"No {number}.")
        with CaptureQueriesContext(connection) as queries:
            official.get(desk_of(cycle))
        costs.append(len(queries))

    assert costs[0] == costs[1]
