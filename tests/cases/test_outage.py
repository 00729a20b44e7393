"""The database does not answer while somebody votes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from budgeting.voting.models import Ballot, Roll
from tests.cases.ballots import choose, prove
from tests.factories import LANGUAGES, make_cards, make_vote
from tests.people import Cast


@contextmanager
def database_down(error: type[Exception]) -> Iterator[None]:
    def refuse(*_args: object) -> None:
        raise error("server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def patient() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_case_05_the_answer_is_503_in_the_voters_language_and_says_when_to_come_back(
    patient: Client, cast: Cast, language: str, error: type[Exception]
) -> None:
    cycle = make_vote(cast)
    with override(language):
        path, title = reverse("vote", args=[cycle.address]), gettext("Please try again in a minute")

    with database_down(error):
        answer = patient.get(path)

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert (f'<html lang="{language}">' in page, title in page) == (True, True)


def test_case_05_choices_sent_meanwhile_are_kept_and_the_journey_goes_on(patient: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)

    with database_down(OperationalError):
        answer = choose(patient, cycle, [1, 3])
    check = patient.get(reverse("vote_check", args=[cycle.address]))

    assert (answer.status_code, "Your ballot is not yet cast." in answer.content.decode()) == (503, False)
    assert [project.number for project in check.context["projects"]] == [1, 3]
    assert prove(patient, cycle, code).context["code"]


@pytest.mark.parametrize("name", ["vote_check", "vote_identify", "vote_receipt", "receipt_check"])
def test_case_05_every_step_keeps_the_ballot_and_half_stores_nothing(patient: Client, cast: Cast, name: str) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    choose(patient, cycle, [2])
    kept = patient.cookies["ballot"].value

    with database_down(OperationalError):
        path = reverse(name, args=[cycle.address])
        is_sent = name in ("vote_identify", "receipt_check")
        answer = patient.post(path, {"method": "card", "code": code, "receipt": code}) if is_sent else patient.get(path)

    assert (answer.status_code, patient.cookies["ballot"].value) == (503, kept)
    assert "Your ballot is not yet cast." in answer.content.decode()
    assert code not in answer.content.decode()
    assert (Ballot.objects.count(), Roll.objects.count()) == (0, 0)


def test_an_error_of_ours_stays_an_error(patient: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("broken")

    cycle = make_vote(cast)
    monkeypatch.setattr("budgeting.views.vote.load_cycle", broken)

    answer = choose(patient, cycle, [1])

    assert (answer.status_code, "ballot" in patient.cookies) == (500, False)
