"""Publishing an official answer."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.actions import open_ask, publish_response
from budgeting.responses.models import Ask, Response
from portal.log.models import Entry
from tests.people import ROLES, Cast

FACTS: dict[str, Any] = {
    "written_in": "hy",
    "outcome": "planned",
    "reason_ka": "დაგეგმილია",
    "reason_hy": "Պլանավորված է",
    "next_step_ka": "ტენდერი მაისში",
    "office": "City hall",
}


@pytest.fixture
def ask(cast: Cast) -> Ask:
    return open_ask(cast.municipality)


def test_publish_response_stores_the_answer_and_who_gave_it(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **FACTS)

    response = Response.objects.get()
    assert (response.ask, response.answered_by, response.outcome) == (ask, cast.official, "planned")
    assert (response.reason_ka, response.reason_hy, response.office) == ("დაგეგმილია", "Պլանավորված է", "City hall")
    entry = Entry.objects.get(act="publish_response")
    assert (entry.by, entry.municipality) == (cast.official, cast.municipality)
    assert entry.facts == {"ask": ask.pk, "outcome": "planned"}


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("reason_ka", "Write the reason in Georgian and in the author's language."),
        ("reason_hy", "Write the reason in Georgian and in the author's language."),
        ("next_step_ka", "Say what happens next, or give evidence."),
        ("outcome", "This field cannot be blank."),
        ("office", "This field cannot be blank."),
    ],
)
def test_publish_response_refuses_each_missing_piece(cast: Cast, ask: Ask, missing: str, sentence: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        publish_response(ask, by=cast.official, **{**FACTS, missing: ""})

    assert str(refusal.value) == sentence
    assert (Response.objects.count(), Entry.objects.filter(act="publish_response").count()) == (0, 0)


def test_publish_response_takes_evidence_for_a_next_step(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **{**FACTS, "next_step_ka": "", "evidence": "Budget line 5"})

    assert Response.objects.get().evidence == "Budget line 5"


@pytest.mark.parametrize("language", ["ka", "hy"])
def test_publish_response_takes_200_letters_of_reason_and_not_one_more(cast: Cast, ask: Ask, language: str) -> None:
    publish_response(ask, by=cast.official, **{**FACTS, f"reason_{language}": "ა" * 200})

    with pytest.raises(NotPossible) as refusal:
        publish_response(ask, by=cast.official, **{**FACTS, "outcome": "done", f"reason_{language}": "ა" * 201})

    assert str(refusal.value) == "Ensure this value has at most 200 characters (it has 201)."
    assert Response.objects.count() == 1


def test_publish_response_refuses_an_unknown_outcome(cast: Cast, ask: Ask) -> None:
    with pytest.raises(NotPossible) as refusal:
        publish_response(ask, by=cast.official, **{**FACTS, "outcome": "perhaps"})

    assert str(refusal.value) == "Value 'perhaps' is not a valid choice."


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if "official" not in name)])
def test_publish_response_is_an_officials_alone(cast: Cast, ask: Ask, name: str) -> None:
    with pytest.raises(NotAllowed):
        publish_response(ask, by=getattr(cast, name), **FACTS)

    assert Response.objects.count() == 0


def test_publish_response_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast, ask: Ask) -> None:
    with pytest.raises(NotAllowed):
        publish_response(ask, by=elsewhere.official, **FACTS)


def test_a_second_response_adds_to_the_first(cast: Cast, ask: Ask) -> None:
    first = publish_response(ask, by=cast.official, **FACTS)
    second = publish_response(ask, by=cast.other_official, **{**FACTS, "outcome": "done"})

    assert list(ask.responses.all()) == [second, first]


def test_the_same_answer_sent_twice_is_published_once(cast: Cast, ask: Ask) -> None:
    publish_response(ask, by=cast.official, **FACTS)

    with pytest.raises(NotPossible) as refusal:
        publish_response(ask, by=cast.other_official, **FACTS)

    assert str(refusal.value) == "This answer has been published already."
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"outcome": ""},
        {"outcome": "perhaps"},
        {"reason_ka": ""},
        {"reason_ka": None},
        {"office": ""},
        {"next_step_ka": "", "evidence": ""},
        {"next_step_ka": None, "evidence": ""},
    ],
)
def test_database_refuses_an_incomplete_response(cast: Cast, ask: Ask, broken: dict[str, Any]) -> None:
    response = publish_response(ask, by=cast.official, **FACTS)

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(**broken)
