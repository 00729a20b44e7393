"""What is announced, and on which topic: answers to the readers of a municipality, a count to its officials."""

from datetime import date

import pytest

from budgeting.announce import topic_of_answers, topic_of_counting, topic_of_cycle
from budgeting.responses.actions import edit_response, extend_ask, reopen_ask
from budgeting.results.actions import count_cycle
from portal.clock import pinned
from tests.budgeting.responses.asks import answer, make_ask, noon
from tests.budgeting.results.closed import make_closed
from tests.people import Cast


def test_every_word_of_an_office_is_announced_to_its_readers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr("budgeting.responses.actions.announce", heard.append)
    ask = make_ask(cast)
    steps = [len(heard)]

    with pinned(noon(date(2026, 3, 5))):
        extend_ask(ask, by=cast.official, new_owed_on=date(2026, 4, 20), reason="Snow.", reason_language="en")
    steps.append(len(heard))
    response = answer(cast, ask, outcome="done")
    steps.append(len(heard))
    with pinned(noon(date(2026, 3, 11))):
        edit_response(response, by=cast.official, reason_ka="სხვა")
    steps.append(len(heard))
    with pinned(noon(date(2026, 3, 12))):
        reopen_ask(ask, by=cast.resident, reason="The lamp is dark.", reason_language="en")

    assert (steps, len(heard)) == ([0, 1, 2, 3], 4)
    assert set(heard) == {topic_of_answers(cast.municipality.pk)}


def test_a_count_is_followed_by_officials_and_heard_of_by_everybody_once_it_is_public(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    for module in ("actions", "storing"):
        monkeypatch.setattr(f"budgeting.results.{module}.announce", heard.append)
    cycle = make_closed(cast)

    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    assert heard.count(topic_of_cycle(cycle.pk)) == 1
    assert heard[-1] == topic_of_cycle(cycle.pk)  # published last
    assert set(heard[:-1]) == {topic_of_counting(cycle.pk)}
