"""An event in the editor: the warning before it is published too late, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from cms.events.models import Notice
from cms.models import EventPage
from portal.accounts.models import User
from portal.clock import now
from tests.cms.making import make_event, municipality_page
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_superuser("editor@example.ge", language="en")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def form(days: float = 10, **facts: Any) -> dict[str, Any]:
    begins = localtime(now() + timedelta(days=days))
    return nested_form_data(
        {
            "title": "საკრებულოს სხდომა",
            "slug": "session",
            "kind": "council",
            "starts_at": f"{begins:%Y-%m-%d %H:%M}",
            "venue": "საკრებულო",
            "body": streamfield([]),
            "written_in": "",
            "action-publish": "1",
            **facts,
        }
    )


def add(editor: Client, cast: Cast, data: dict[str, Any]) -> Any:
    page = municipality_page(cast)
    return editor.post(reverse("wagtailadmin_pages:add", args=["cms", "eventpage", page.pk]), data)


def test_a_session_in_good_time_is_published(editor: Client, cast: Cast) -> None:
    answer = add(editor, cast, form())

    assert (answer.status_code, EventPage.objects.filter(live=True).count(), Notice.objects.count()) == (302, 4, 1)


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_a_late_session_is_warned_of_and_nothing_typed_is_lost(editor: Client, cast: Cast, button: str) -> None:
    data = form(3, lead="დღის წესრიგი")
    del data["action-publish"]

    answer = add(editor, cast, data | {button: "1"})

    assert (answer.status_code, EventPage.objects.count()) == (200, 0)
    assert answer.context["form"].errors["starts_at"] == [
        "Sessions and assemblies are announced 7 days before, with the place and the agenda. Only 3 days would be "
        "left. Choose a later day, or tick “Publish it all the same”."
    ]
    html = answer.content.decode()
    assert ("დღის წესრიგი" in html, 'name="is_late_knowingly"' in html) == (True, True)


def test_a_late_session_may_be_published_knowingly(editor: Client, cast: Cast) -> None:
    answer = add(editor, cast, form(3, is_late_knowingly="on"))

    assert (answer.status_code, [one.is_late_notice for one in EventPage.objects.all()]) == (302, [True] * 4)


def test_a_draft_a_meeting_and_what_is_over_are_not_warned_of(editor: Client, cast: Cast) -> None:
    draft = form(3)
    del draft["action-publish"]

    answers = [
        add(editor, cast, data) for data in (draft, form(3, kind="meeting", slug="meeting"), form(-3, slug="over"))
    ]

    assert [answer.status_code for answer in answers] == [302] * 3


def test_a_session_scheduled_too_late_is_warned_of(editor: Client, cast: Cast) -> None:
    goes_live = localtime(now() + timedelta(days=5))

    answer = add(editor, cast, form(10, go_live_at=f"{goes_live:%Y-%m-%d %H:%M}"))

    assert list(answer.context["form"].errors) == ["starts_at"]


def edit(editor: Client, event: EventPage, **facts: Any) -> Any:
    data = form(2, slug=event.slug, title="ახალი სახელი", **facts)
    return editor.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), data)


def test_a_text_may_be_changed_on_the_last_day_and_a_place_only_knowingly(editor: Client, cast: Cast) -> None:
    """The session was announced in time; its day is not changed."""
    begins = (now() + timedelta(days=2)).replace(second=0, microsecond=0)
    event = make_event(municipality_page(cast), starts_at=begins)
    Notice.objects.update(at=now() - timedelta(days=20))

    assert edit(editor, event).status_code == 302
    assert list(edit(editor, event, venue="კლუბი").context["form"].errors) == ["starts_at"]
    event.refresh_from_db()
    assert (event.title, event.venue, event.is_late_notice) == ("ახალი სახელი", "საკრებულო", False)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"starts_at": "tomorrow"}, "Enter a valid date/time."),
        ({"starts_at": "0001-01-01 00:00"}, "Check the year."),
        ({"starts_at": "9999-12-31 23:59"}, "Check the year."),
        ({"ends_at": "2001-01-01 10:00"}, "The end comes after the beginning."),
        ({"women_present": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"women_present": "99999999999"}, "Who came is known only after the event."),
        ({"men_present": "3"}, "Who came is known only after the event."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    editor: Client, cast: Cast, facts: dict[str, str], sentence: str
) -> None:
    answer = add(editor, cast, form(10, **facts))

    said = [message for messages in answer.context["form"].errors.values() for message in messages]
    assert (answer.status_code, sentence in said, EventPage.objects.count()) == (200, True, 0)


def test_the_editors_screens_of_every_page_answer(editor: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    for kind in ("eventpage", "newspage", "councilpage", "librarypage", "presspage"):
        assert editor.get(reverse("wagtailadmin_pages:add", args=["cms", kind, parent.pk])).status_code == 200
    event = make_event(parent)
    for name in ("edit", "history", "view_draft"):
        assert editor.get(reverse(f"wagtailadmin_pages:{name}", args=[event.pk])).status_code == 200
