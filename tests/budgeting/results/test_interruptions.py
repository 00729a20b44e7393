"""A count that is interrupted, taken up or taken over publishes nothing by halves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from budgeting.counting.archive import differences
from budgeting.counting.sweep import Watch
from budgeting.errors import NotPossible
from budgeting.results import actions
from budgeting.results.actions import STALE_AFTER, ask_count, count_cycle, run_count
from budgeting.results.models import Count
from budgeting.results.queries import published_archive, standing_count
from portal.clock import now, pinned
from tests.budgeting.results.closed import EQUAL_SHARES, make_closed, make_town, published, winners
from tests.people import Cast

SECOND = timedelta(seconds=1)
NOT_TWICE = "This vote is being counted already."
POINTS = {
    "the ballots are read": "budgeting.results.actions.election_of",
    "counting": "budgeting.results.actions.count_election",
    "the archive is written": "budgeting.results.storing.write_archive",
    "outcomes are stored": "budgeting.results.storing.Outcome.objects.bulk_create",
    "the log is written": "budgeting.results.storing.record",
    "telling those who look": "budgeting.results.storing.announce",
}


def asked(cast: Cast) -> Count:
    """A count that was asked for; loaded anew by each who runs it."""
    return ask_count(make_closed(cast), by=cast.official)


def fresh() -> Count:
    return Count.objects.unfinished().get()


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
@pytest.mark.parametrize("point", POINTS)
def test_an_interrupted_count_publishes_nothing_and_is_then_taken_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, point: str, fault: type[BaseException]
) -> None:
    count, before = asked(cast), published()

    def interrupt(*_args: object, **_facts: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(POINTS[point], interrupt)
        with pytest.raises(fault):
            run_count(fresh())
    assert (published(), standing_count(count.cycle)) == (before, None)
    with pytest.raises(NotPossible) as refusal:
        run_count(fresh())  # whoever works on it may still be alive
    assert str(refusal.value) == NOT_TWICE

    with pinned(now() + STALE_AFTER + SECOND):
        run_count(fresh())

    count.refresh_from_db()
    assert (winners(count), count.failure, differences(published_archive(count))) == ([1, 3], "", [])
    finished, outcomes, entries, files = published()
    assert (finished, outcomes, entries, len(files - before[3])) == (1, 4, 1, 1)
    again = count_cycle(count.cycle, by=cast.official, seconded_by=cast.other_official, reason="To compare.")
    assert published_archive(again).result == published_archive(count).result


def test_a_count_is_free_only_after_a_while_without_a_sign_of_life(cast: Cast) -> None:
    asked(cast)
    alive_at = now()
    Count.objects.update(beat_at=alive_at)

    with pinned(alive_at + STALE_AFTER), pytest.raises(NotPossible):
        run_count(fresh())
    with pinned(alive_at + STALE_AFTER + SECOND):
        run_count(fresh())

    assert Count.objects.done().count() == 1


def taken_over(monkeypatch: pytest.MonkeyPatch, name: str, then: Callable[..., Any]) -> None:
    """The first who comes to this point is so slow that another runner takes over and publishes; then it goes on."""
    real = getattr(actions, name)

    def slow(*args: Any, **facts: Any) -> Any:
        monkeypatch.setattr(actions, name, real)
        with pinned(now() + 2 * STALE_AFTER):
            run_count(fresh())
        return then(*args, **facts)

    monkeypatch.setattr(actions, name, slow)


def test_whoever_was_too_slow_publishes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    count, before = asked(cast), published()
    taken_over(monkeypatch, "count_election", actions.count_election)

    with pytest.raises(NotPossible) as refusal:
        run_count(fresh())

    assert str(refusal.value) == NOT_TWICE
    count.refresh_from_db()
    assert (winners(count), count.failure) == ([1, 3], "")
    finished, outcomes, entries, files = published()
    assert (finished, outcomes, entries, len(files - before[3])) == (1, 4, 1, 1)
    assert differences(published_archive(count)) == []


def test_whoever_was_too_slow_does_not_mark_the_published_count_as_failed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = asked(cast)

    def refuse(*_args: object, **_facts: object) -> None:
        raise NotPossible("Not counted.")

    taken_over(monkeypatch, "count_election", refuse)
    with pytest.raises(NotPossible):
        run_count(fresh())

    count.refresh_from_db()
    assert (count.failure, count.counted_at is None) == ("", False)


def run_watched(monkeypatch: pytest.MonkeyPatch, scenario: Callable[[Watch], None]) -> None:
    """Does the unfinished count; the scenario plays while the votes are counted, each call of the watch a beat."""
    real = actions.count_election
    monkeypatch.setattr(actions, "BEAT_EVERY", timedelta(0))

    def counted(*args: Any, watch: Watch) -> Any:
        monkeypatch.setattr(actions, "count_election", real)
        scenario(watch)
        return real(*args)

    monkeypatch.setattr(actions, "count_election", counted)
    run_count(fresh())


def test_a_count_shows_how_far_it_has_come(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    count = asked(cast)
    seen: list[tuple[int, bool]] = []

    def watched(watch: Watch) -> None:
        for share in (0.25, 0.7, 0.6, 3.0):
            before = now()
            watch(share)
            stored = Count.objects.get()
            seen.append((stored.percent, stored.beat_at >= before))

    run_watched(monkeypatch, watched)

    assert seen == [(25, True), (70, True), (70, True), (100, True)]
    count.refresh_from_db()
    assert count.percent == 100


@pytest.mark.parametrize("facts", [{}, {"rule": EQUAL_SHARES}], ids=["by votes", "equal shares"])
def test_equal_shares_give_signs_of_life_whether_they_decide_or_are_compared(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any]
) -> None:
    shares: list[float] = []
    monkeypatch.setattr(actions._Pulse, "beat", lambda pulse, share: shares.append(share))

    count_cycle(make_town(cast, **facts), by=cast.official, seconded_by=cast.other_official)

    assert shares == [0.89] * 6  # the endowment grows from 10 to 16 lari; 17 would be too much


def test_whoever_was_taken_over_is_told_at_the_next_beat(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(cast)
    other_at = now() + 2 * STALE_AFTER

    def watched(watch: Watch) -> None:
        Count.objects.update(beat_at=other_at, percent=3)
        watch(0.5)
        pytest.fail("It went on counting.")

    with pytest.raises(NotPossible) as refusal:
        run_watched(monkeypatch, watched)

    assert str(refusal.value) == NOT_TWICE
    stored = Count.objects.get()
    assert (stored.beat_at, stored.percent, stored.failure, stored.counted_at) == (other_at, 3, "", None)
