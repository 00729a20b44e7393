"""My page: what I was told, and how I am written to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from budgeting.reviews.dialogue import ask_author
from portal.accounts.models import Channel, Rhythm
from portal.clock import now, pinned, today
from tests.budgeting.reviews.verdicts import make_under_review
from tests.factories import LANGUAGES
from tests.people import Cast
from tests.portal.messages.telling import POISON, tell_one

MINE = "/en/my/"


@pytest.fixture
def resident(client: Client, cast: Cast) -> Client:
    client.force_login(cast.resident)
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_i_was_told_stands_on_my_page(resident: Client, cast: Cast, language: str) -> None:
    tell_one(cast.resident, title=POISON, detail="ძვირია", detail_language="ka", path="/en/proposals/7/")
    tell_one(cast.neighbour, sentence="For the neighbour.")

    page = resident.get(f"/{language}/my/").content.decode()

    assert '<a href="/en/proposals/7/" lang="az">Lamps&lt;/h1&gt;&lt;script&gt;' in page
    assert '<span lang="ka">It was published.</span>' in page
    assert '<blockquote lang="ka">ძვირია</blockquote>' in page
    assert "For the neighbour." not in page


def test_my_page_says_how_many_questions_are_open_and_overdue(resident: Client, cast: Cast) -> None:
    proposal = make_under_review(cast)
    with pinned(now() - timedelta(days=9)):
        for number, days in enumerate((4, 20, 30)):
            facts = {"text": f"Q{number}", "written_in": "ka", "due_on": today() + timedelta(days=days)}
            ask_author(proposal, by=cast.reviewer, **facts)

    page = resident.get(MINE)

    assert (len(page.context["questions"]), page.context["overdue"]) == (3, 1)
    assert '<span class="is-late">Overdue: 1</span>' in page.content.decode()


def test_only_the_last_twenty_are_shown_newest_first(resident: Client, cast: Cast) -> None:
    for number in range(25):
        tell_one(cast.resident, sentence=f"News {number}.")

    shown = resident.get(MINE).context["notices"]

    assert [notice.sentence for notice in shown] == [f"News {number}." for number in range(24, 4, -1)]


def test_page_asks_the_database_the_same_for_one_and_ten(
    resident: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tell_one(cast.resident)
    resident.get(MINE)
    with django_assert_num_queries(1000, exact=False) as one:
        resident.get(MINE)
    for _number in range(9):
        tell_one(cast.resident)

    with django_assert_num_queries(len(one)):
        resident.get(MINE)


def test_rhythm_and_language_can_be_chosen(resident: Client, cast: Cast) -> None:
    answer = resident.post(MINE, {"display_name": "Leyla", "language": "az", "rhythm": "weekly"})

    cast.resident.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, reverse("my_page"))
    assert (cast.resident.language, cast.resident.rhythm) == ("az", Rhythm.WEEKLY)


def test_person_with_one_address_is_not_asked_for_a_channel(resident: Client, cast: Cast) -> None:
    assert "channel" not in resident.get(MINE).context["form"].fields

    resident.post(MINE, {"language": "az", "rhythm": "daily", "channel": "sms"})

    cast.resident.refresh_from_db()
    assert cast.resident.channel == Channel.EMAIL


def test_person_with_two_addresses_chooses_one(resident: Client, cast: Cast, settings: Settings) -> None:
    cast.resident.phone = "+995555123456"
    cast.resident.save()

    resident.post(MINE, {"language": "az", "rhythm": "daily", "channel": "sms"})

    cast.resident.refresh_from_db()
    assert cast.resident.reached_at == (Channel.SMS, "+995555123456")
    settings.CAN_SEND_SMS = False
    assert "channel" not in resident.get(MINE).context["form"].fields


def test_rhythm_that_does_not_exist_is_refused_and_the_rest_kept(resident: Client, cast: Cast) -> None:
    answer = resident.post(MINE, {"display_name": "Leyla", "language": "az", "rhythm": "hourly"})

    assert answer.status_code == 422
    assert 'value="Leyla"' in answer.content.decode()
    cast.resident.refresh_from_db()
    assert (cast.resident.rhythm, cast.resident.display_name) == (Rhythm.DAILY, "Resident")


def test_a_name_holds_nothing_that_cannot_be_seen(cast: Cast, resident: Client) -> None:
    resident.post(MINE, {"display_name": "\u202eal\u200byeL\u0000", "language": "az", "rhythm": "weekly"})

    cast.resident.refresh_from_db()
    assert cast.resident.display_name == "alyeL"
