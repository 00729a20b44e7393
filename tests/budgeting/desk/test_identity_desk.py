"""Checking a document from the desk: the number stands in no answer, address, session or log."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.codes import read_code
from budgeting.voting.identity import METHODS
from budgeting.voting.identity.desk.models import DeskCode
from budgeting.voting.identity.numbers import key_of_number
from portal.clock import now
from tests.factories import VISITOR, make_cards, make_vote
from tests.people import Cast

NUMBER = "01234567890"


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["card", "desk"])


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.official)
    return client


def path_of(cycle: Cycle) -> str:
    return reverse("desk_identity", args=[cycle.pk])


def look(officer: Client, cycle: Cycle, number: str = NUMBER) -> object:
    return officer.post(path_of(cycle), {"act": "look", "number": number})


def person_of(page: object) -> str:
    return page.context["hand_over"]["person"].value()


def test_verdict_then_code_then_vote(officer: Client, cycle: Cycle) -> None:
    page = look(officer, cycle, "012 345-678 90")
    assert (page.status_code, 'data-standing="free"' in page.content.decode()) == (200, True)
    assert "May vote" in page.content.decode()

    slip = officer.post(path_of(cycle), {"act": "code", "person": person_of(page)})

    code = read_code(slip.context["slip"]["code"], 12)
    voter = METHODS["desk"].identify(cycle, {"code": code}, VISITOR)
    assert voter.voter_key == key_of_number(cycle, NUMBER)
    assert slip.content.decode().count(slip.context["slip"]["code"]) == 1
    cast_ballot(cycle, [1], voter=voter)
    again = look(officer, cycle).content.decode()
    assert ('data-standing="online"' in again, "Has voted online on" in again) == (True, True)


def test_reloading_the_slip_shows_no_second_code_and_keeps_the_first(officer: Client, cycle: Cycle) -> None:
    person = person_of(look(officer, cycle))
    first = officer.post(path_of(cycle), {"act": "code", "person": person})

    reloaded = officer.post(path_of(cycle), {"act": "code", "person": person})

    assert (reloaded.status_code, DeskCode.objects.count()) == (422, 1)
    assert "cannot be shown again" in reloaded.content.decode()
    code = read_code(first.context["slip"]["code"], 12)
    assert METHODS["desk"].identify(cycle, {"code": code}, VISITOR)


def test_a_card_is_bound_and_a_slip_of_the_finger_keeps_the_person(officer: Client, cast: Cast, cycle: Cycle) -> None:
    [code] = make_cards(cast, cycle)
    person = person_of(look(officer, cycle))

    slipped = officer.post(path_of(cycle), {"act": "bind", "person": person, "code": "7K2M"})
    assert (slipped.status_code, slipped.context["bind"]["code"].value()) == (422, "7K2M")
    assert "May vote" in slipped.content.decode()
    bound = officer.post(path_of(cycle), {"act": "bind", "person": person, "code": code}, follow=True)

    assert bound.redirect_chain[0][1] == 302
    assert "The card is bound to this person. Hand it over." in bound.content.decode()
    assert METHODS["card"].identify(cycle, {"code": code}, VISITOR).voter_key == key_of_number(cycle, NUMBER)


def test_the_number_stands_in_no_answer_session_cache_or_log(
    officer: Client, cast: Cast, cycle: Cycle, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = look(officer, cycle)
        slip = officer.post(path_of(cycle), {"act": "code", "person": person_of(page)})
        [card] = make_cards(cast, cycle)
        bound = officer.post(path_of(cycle), {"act": "bind", "person": person_of(page), "code": card}, follow=True)

    for answer in (page, slip, bound):
        assert NUMBER not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    sessions = [str(one.get_decoded()) for one in Session.objects.all()]
    cached = [str(getattr(store, "_cache", {})) for store in caches.all()]
    records = [f"{one.getMessage()} {one.__dict__}" for one in caplog.records if one.name != "django.db.backends"]
    assert [text for text in (*sessions, *cached, *records) if NUMBER in text] == []
    assert 'autocomplete="off"' in page.content.decode()


@pytest.mark.parametrize("number", ["", "123", "0123456789012", "აბგდევზთიკლ", "x" * 41, "0123456789\x00"])
def test_what_is_no_number_is_refused_and_stays_typed(officer: Client, cycle: Cycle, number: str) -> None:
    answer = look(officer, cycle, number)

    assert (answer.status_code, answer.context["form"]["number"].value()) == (422, number)
    assert "verdict" not in answer.context


@pytest.mark.parametrize("act", ["code", "bind"])
@pytest.mark.parametrize("person", ["", "x", "gAAAAABc", "ა" * 600])
def test_a_person_who_was_not_looked_up_gets_nothing(officer: Client, cycle: Cycle, act: str, person: str) -> None:
    answer = officer.post(path_of(cycle), {"act": act, "person": person, "code": "7K2M"})

    assert (answer.status_code, DeskCode.objects.count()) == (422, 0)
    assert "Type the personal number again" in answer.content.decode()


def test_another_officers_form_is_not_taken(officer: Client, cast: Cast, cycle: Cycle) -> None:
    person = person_of(look(officer, cycle))
    officer.force_login(cast.booth_officer)

    assert officer.post(path_of(cycle), {"act": "code", "person": person}).status_code == 422
    assert DeskCode.objects.count() == 0


def test_a_cycle_of_cards_alone_checks_nobody_at_a_desk(officer: Client, cast: Cast) -> None:
    cycle = make_vote(cast)

    assert "Nobody is checked at a desk" in officer.get(path_of(cycle)).content.decode()
    assert "verdict" not in look(officer, cycle).context
    assert "/identity/" not in officer.get(reverse("desk_cycle", args=[cycle.pk])).content.decode()


def test_after_the_vote_nobody_is_looked_up(officer: Client, cast: Cast, cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=now())

    answer = look(officer, cycle)

    assert (answer.status_code, "The vote is over." in answer.content.decode()) == (422, True)


def test_the_page_shows_how_much_each_officer_did(officer: Client, cast: Cast, cycle: Cycle) -> None:
    look(officer, cycle)
    [card] = make_cards(cast, cycle)
    officer.post(path_of(cycle), {"act": "bind", "person": person_of(look(officer, cycle)), "code": card})

    [day] = officer.get(path_of(cycle)).context["days"]

    assert (day.officer, day.looked_up, day.codes, day.cards) == (cast.official, 2, 0, 1)


def test_the_page_costs_the_same_queries_for_one_officer_and_three(
    officer: Client, cast: Cast, cycle: Cycle, django_assert_max_num_queries: object
) -> None:
    counts = []
    for person in (cast.official, cast.booth_officer, cast.other_official):
        officer.force_login(person)
        look(officer, cycle)
        officer.force_login(cast.official)
        with django_assert_max_num_queries(30) as queries:
            officer.get(path_of(cycle))
        counts.append(len(queries))

    assert len(set(counts)) == 1


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_the_page_and_the_slip_work_in_every_language(officer: Client, cycle: Cycle, language: str) -> None:
    with override(language):
        page = look(officer, cycle)
        slip = officer.post(path_of(cycle), {"act": "code", "person": person_of(page)})
    assert [one.status_code for one in (page, slip)] == [200, 200]
    assert [f'lang="{code}"' in slip.content.decode() for code in ("ka", "hy", "az")] == [True] * 3
