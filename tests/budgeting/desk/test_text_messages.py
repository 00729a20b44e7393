"""The desk page on which a vote's text messages are limited."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.sms.models import SmsAccount
from tests.factories import make_vote
from tests.people import Cast

SPENT = "All the text messages of this vote are spent"


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["sms"])


def address(cycle: Cycle) -> str:
    return reverse("desk_text_messages", args=[cycle.address])


@pytest.mark.parametrize("name", ["official", "administrator"])
def test_officials_see_what_is_sent_and_set_the_most(client: Client, cast: Cast, cycle: Cycle, name: str) -> None:
    SmsAccount.objects.create(cycle=cycle, most=5, sent=5, crowded=2)
    client.force_login(getattr(cast, name))

    before = client.get(address(cycle)).content.decode()
    page = client.post(address(cycle), {"most": "12"}, follow=True)

    assert SPENT in before
    assert (page.status_code, SPENT in page.content.decode()) == (200, False)
    assert SmsAccount.objects.values_list("most", "sent", "crowded").get() == (12, 5, 2)


@pytest.mark.parametrize("typed", ["", "-1", "ten", "10000001", "1" * 400])
def test_a_number_that_is_none_is_asked_again(client: Client, cast: Cast, cycle: Cycle, typed: str) -> None:
    client.force_login(cast.official)

    page = client.post(address(cycle), {"most": typed})

    assert (page.status_code, SmsAccount.objects.count()) == (422, 0)


@pytest.mark.parametrize("name", ["moderator", "translator", "booth_officer"])
def test_other_staff_see_it_and_decide_nothing(client: Client, cast: Cast, cycle: Cycle, name: str) -> None:
    client.force_login(getattr(cast, name))

    assert '<form method="post" novalidate>' not in client.get(address(cycle)).content.decode()
    assert client.post(address(cycle), {"most": "1"}).status_code == 403


def test_another_municipalitys_official_finds_nothing(
    client: Client, elsewhere: Cast, cast: Cast, cycle: Cycle
) -> None:
    client.force_login(elsewhere.official)
    assert client.get(address(cycle)).status_code == 404


def test_a_cycle_without_messages_says_so(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    client.force_login(cast.official)

    assert "does not send codes by text message" in client.get(address(cycle)).content.decode()
    assert reverse("desk_text_messages", args=[cycle.address]) not in desk_of(client, cycle)


def test_the_desk_of_the_cycle_warns_when_messages_are_spent(client: Client, cast: Cast, cycle: Cycle) -> None:
    client.force_login(cast.official)
    before = desk_of(client, cycle)
    SmsAccount.objects.create(cycle=cycle, most=1, sent=1)

    assert (SPENT in before, address(cycle) in before, SPENT in desk_of(client, cycle)) == (False, True, True)


def desk_of(client: Client, cycle: Cycle) -> str:
    return client.get(reverse("desk_cycle", args=[cycle.address])).content.decode()
