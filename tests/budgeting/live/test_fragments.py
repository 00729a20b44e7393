"""The parts that open pages fetch again: never older than the news, the same as on the page, and cheap."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage, next_change_at, stage_of
from portal.clock import pinned
from tests.factories import LANGUAGES, make_cycle, make_published, make_vote
from tests.people import Cast


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens here."""
    monkeypatch.setattr("budgeting.announce.async_to_sync", lambda _send: lambda _topic, _news: None)


@pytest.mark.parametrize("part", ["now", "turnout"])
def test_a_part_is_never_older_than_the_news(
    cast: Cast, part: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """A page is told and fetches at once: what another reader fetched just before would be kept on its screen."""
    cycle = make_vote(cast)
    address, held = f"/en/cycles/{cycle.pk}/{part}/", "Have voted"
    before = Client().get(address).content.decode()
    cycle.roll.model.objects.bulk_create(
        cycle.roll.model(cycle=cycle, voter_key=str(number), method="card", voted_on="2026-03-02")
        for number in range(10)
    )

    unannounced = Client().get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        announce(topic_of_cycle(cycle.pk))
    announced = Client().get(address).content.decode()

    assert [held in page for page in (before, unannounced, announced)] == [False, False, True]


def test_a_part_fetched_by_many_costs_each_of_them_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/en/cycles/{make_vote(cast).pk}/now/"
    Client().get(address)

    with django_assert_num_queries(1):  # whether everybody may see the cycle
        Client().get(address)


def test_a_part_is_kept_by_its_language(cast: Cast) -> None:
    cycle = make_vote(cast)
    parts = {code: Client().get(f"/{code}/cycles/{cycle.pk}/now/").content for code in LANGUAGES}

    assert len(set(parts.values())) == len(LANGUAGES)


def test_no_browser_keeps_a_part_and_it_sets_no_cookie(cast: Cast) -> None:
    answer = Client().get(f"/en/cycles/{make_vote(cast).pk}/now/")

    assert (answer["Cache-Control"], dict(answer.cookies)) == ("private, no-store", {})


def test_a_cycle_that_is_hidden_is_not_found_though_its_part_is_kept(cast: Cast) -> None:
    cycle = make_cycle(cast)
    address = f"/en/cycles/{cycle.pk}/now/"
    first = Client().get(address)

    Cycle.objects.update(proposing_cleared_at=None)

    assert (first.status_code, Client().get(address).status_code) == (200, 404)


@pytest.mark.parametrize("part", ["stage", "now", "calendar"])
def test_the_part_says_what_the_page_says(cast: Cast, part: str) -> None:
    cycle = make_vote(cast)
    page, fetched = (Client().get(f"/en/cycles/{cycle.pk}/{end}").content.decode() for end in ("", "now/"))
    inside = fetched.partition(f'<div data-part="{part}">')[2].partition('\n</div>\n<div data-part="')[0]

    assert (len(inside) > 20, inside.removesuffix("</div>\n").strip() in page) == (True, True)


def test_an_answer_is_not_kept_from_one_reader_for_another(cast: Cast) -> None:
    """Signed in, it may hold a button that is for this person."""
    proposal = make_published(cast, make_cycle(cast))
    address = f"/en/proposals/{proposal.pk}/answers/"
    anonymous, resident = Client(), Client()
    resident.force_login(cast.resident)

    assert [one.get(address).status_code for one in (anonymous, resident, anonymous)] == [200] * 3


def test_a_draft_has_no_answers_to_show(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    type(proposal).objects.filter(pk=proposal.pk).update(state="draft", published_at=None)

    assert Client().get(f"/en/proposals/{proposal.pk}/answers/").status_code == 404


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.PREPARING, Stage.CLOSED)])
def test_the_next_change_is_the_first_instant_of_another_stage(cast: Cast, stage: Stage) -> None:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    cycle = make_cycle(cast, stage, voting_cleared_at=long_ago, closing_cleared_at=long_ago)
    begin = next(step.from_at for step in cycle.calendar if step.stage == stage)

    change_at = next_change_at(cycle, begin)

    assert change_at is not None
    assert stage_of(cycle, change_at - timedelta(microseconds=1)) == stage_of(cycle, begin)
    assert stage_of(cycle, change_at) != stage_of(cycle, begin)


def test_nothing_is_to_come_after_the_end(cast: Cast) -> None:
    cycle = make_cycle(cast)

    with pinned(cycle.implementing_until_at):
        assert (next_change_at(cycle, cycle.implementing_until_at), cycle.changes_in) == (None, None)


def test_a_page_waits_whole_seconds_and_never_too_short(cast: Cast) -> None:
    cycle = make_cycle(cast)

    with pinned(cycle.proposing_until_at - timedelta(seconds=2, milliseconds=1)):
        assert cycle.changes_in == 3
