"""Announcing: after the commit, and at no cost when the channel layer is down."""

import logging

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from budgeting.announce import announce, nudge, topic_of_cycle
from budgeting.voting.actions import cast_ballot
from tests.budgeting.live.own_thread import in_own_thread
from tests.factories import make_vote, make_voters
from tests.people import Cast

NOBODY_LISTENS_THERE = "redis://127.0.0.1:1/0"


def test_a_redis_that_is_down_costs_no_vote(
    cast: Cast,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
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
