"""Announcing: after the commit, and at no cost when the channel layer is down."""

import logging

import pytest
from django.core.cache import cache
from django.db import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from budgeting.announce import announce, mark_of, nudge, topic_of_cycle
from budgeting.cycles.models import Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.hiding import SMALLEST_CELL
from tests.budgeting.live.own_thread import in_own_thread
from tests.factories import make_vote, make_voters
from tests.people import Cast

NOBODY_LISTENS_THERE = "redis://127.0.0.1:1/0"


def test_a_redis_that_is_down_costs_no_vote(
    cast: Cast,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("budgeting.voting.actions.is_turnout_shown", lambda _cycle: True)
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [NOBODY_LISTENS_THERE]},
        }
    }

    with django_capture_on_commit_callbacks() as callbacks:
        cast_ballot(cycle, [1], voter=voter)
    with caplog.at_level(logging.WARNING):
        for callback in callbacks:
            in_own_thread(callback)

    assert [record.getMessage() for record in caplog.records if record.name == "budgeting.announce"] == [
        f"The channel layer did not take the news of {topic_of_cycle(cycle.pk)}."
    ]


def test_announce_waits_for_the_commit(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        announce("cycle-1")

    assert len(callbacks) == 1


def test_a_first_ballot_is_announced_and_a_changed_one_is_not(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Else a watcher could see when somebody changes their mind."""
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)
    announced = []

    for choices in ([1], [2]):
        with django_capture_on_commit_callbacks() as callbacks:
            cast_ballot(cycle, choices, voter=voter)
        announced.append(len(callbacks))

    assert announced == [1, 0]


def test_a_rush_of_ballots_is_one_nudge(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would otherwise have every watcher's page fetch the turnout again, and would tell when one person voted."""
    sent: list[str] = []
    monkeypatch.setattr("budgeting.announce.async_to_sync", lambda _send: lambda topic, _news: sent.append(topic))

    with django_capture_on_commit_callbacks() as callbacks:
        for topic in ("cycle-1", "cycle-1", "cycle-2", "cycle-1"):
            nudge(topic)
    for callback in callbacks:
        callback()

    assert sent == ["cycle-1", "cycle-2"]


def test_nobody_is_nudged_while_the_turnout_is_hidden(
    cast: Cast,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nine who have voted are not shown; neither is the second in which each of them did."""
    sent: list[str] = []
    monkeypatch.setattr("budgeting.announce.async_to_sync", lambda _send: lambda topic, _news: sent.append(topic))
    cycle = make_vote(cast)
    told = []

    for voter in make_voters(cast, cycle, SMALLEST_CELL + 1):
        cache.clear()  # each votes when the last nudge is long gone
        with django_capture_on_commit_callbacks(execute=True):
            cast_ballot(cycle, [1], voter=voter)
        told.append(len(sent))

    assert told == [0] * (SMALLEST_CELL - 1) + [1, 2]


def test_a_database_that_fails_after_the_commit_costs_no_vote(
    cast: Cast,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_cycle: Cycle) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr("budgeting.voting.actions.is_turnout_shown", fail)
    cycle = make_vote(cast)
    [voter] = make_voters(cast, cycle)

    with django_capture_on_commit_callbacks(execute=True):
        cast_ballot(cycle, [1], voter=voter)

    assert cycle.roll.count() == 1


def test_the_mark_moves_with_the_news_of_its_topic_alone(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgeting.announce.async_to_sync", lambda _send: lambda _topic, _news: None)
    before = [mark_of(topic) for topic in ("cycle-1", "cycle-2")]

    with django_capture_on_commit_callbacks(execute=True):
        announce("cycle-1")

    after = [mark_of(topic) for topic in ("cycle-1", "cycle-2")]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True]
