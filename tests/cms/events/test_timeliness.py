"""Seven days of the calendar in Tbilisi, and what counts as an announcement."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from cms.events.models import Notice
from cms.events.timeliness import days_of_notice, is_in_time
from cms.models import EventPage
from cms.models.events import EventKind
from portal.clock import now, pinned
from tests.cms.making import at, make_event, municipality_page, path_in
from tests.people import Cast

SESSION = at(2030, 3, 8, 0, 0)


@pytest.mark.parametrize(
    ("announced_at", "days"),
    [
        (at(2030, 3, 1, 0, 0), 7),
        (at(2030, 3, 1, 23, 59), 7),
        (at(2030, 3, 2, 0, 0), 6),
        (at(2030, 2, 28, 23, 59), 8),
        (at(2030, 3, 8, 0, 0), 0),
        (at(2030, 3, 9, 12, 0), -1),
    ],
)
def test_days_are_counted_in_tbilisi_whatever_the_hour(announced_at: datetime, days: int) -> None:
    assert (days_of_notice(announced_at, SESSION), is_in_time(announced_at, SESSION)) == (days, days >= 7)


def test_midnight_is_tbilisis_and_not_that_of_utc() -> None:
    """20:00 UTC is midnight in Tbilisi: a second earlier is the day before."""
    midnight = at(2030, 3, 2, 0, 0)

    assert is_in_time(midnight - timedelta(seconds=1), SESSION)
    assert not is_in_time(midnight, SESSION)


pytestmark = pytest.mark.django_db


def test_publishing_announces_and_the_aliases_say_the_same(cast: Cast) -> None:
    event = make_event(municipality_page(cast), starts_at=now() + timedelta(days=3))

    assert Notice.objects.count() == 1
    events = EventPage.objects.filter(translation_key=event.translation_key)
    assert [(one.notice_days, one.is_late_notice) for one in events] == [(3, True)] * 4


def republish(event: EventPage, **facts: object) -> EventPage:
    event = EventPage.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_a_changed_text_is_not_a_new_announcement(cast: Cast) -> None:
    event = make_event(municipality_page(cast))
    with pinned(now() + timedelta(days=9)):
        event = republish(event, lead="დღის წესრიგი", venue=" საკრებულო.")

    assert (Notice.objects.count(), event.is_late_notice) == (1, False)


@pytest.mark.parametrize("change", ["later", "earlier", "place"])
def test_another_day_or_place_is_a_new_announcement(cast: Cast, change: str) -> None:
    event = make_event(municipality_page(cast))
    facts = {
        "later": {"starts_at": event.starts_at + timedelta(days=1)},
        "earlier": {"starts_at": event.starts_at - timedelta(hours=1)},
        "place": {"venue": "კლუბი"},
    }[change]
    with pinned(now() + timedelta(days=6)):
        event = republish(event, **facts)

    assert (Notice.objects.count(), event.is_late_notice) == (2, True)


def test_a_session_that_is_put_off_far_enough_is_announced_in_time_again(cast: Cast) -> None:
    event = make_event(municipality_page(cast), starts_at=now() + timedelta(days=2))

    event = republish(event, starts_at=now() + timedelta(days=8))

    assert (event.notice_days, event.is_late_notice) == (8, False)


def test_a_day_changed_after_the_session_does_not_mend_the_announcement(cast: Cast) -> None:
    event = make_event(municipality_page(cast), starts_at=now() + timedelta(days=2))
    with pinned(now() + timedelta(days=5)):
        event = republish(event, starts_at=now() - timedelta(days=1))

    assert (event.notice_days, event.is_late_notice) == (-1, True)


def test_what_was_taken_down_told_nobody(cast: Cast) -> None:
    event = make_event(municipality_page(cast))
    event.unpublish()
    with pinned(now() + timedelta(days=5)):
        event = republish(event)

    assert (event.notice_days, event.is_late_notice) == (5, True)


def test_what_is_taken_down_after_the_session_had_told(cast: Cast) -> None:
    event = make_event(municipality_page(cast))
    with pinned(now() + timedelta(days=11)):
        EventPage.objects.get(pk=event.pk).unpublish()
        event = republish(event, lead="ოქმი")

    assert (Notice.objects.count(), event.is_late_notice) == (1, False)


def test_a_translation_is_no_announcement_of_its_own(cast: Cast) -> None:
    event = make_event(municipality_page(cast))
    twin = EventPage.objects.get(alias_of=event, locale__language_code="az")
    EventPage.objects.filter(pk=twin.pk).update(alias_of=None)
    with pinned(now() + timedelta(days=8)):
        twin = republish(twin, title="İclas", venue="Şura binası", written_in="az")

    assert (Notice.objects.count(), twin.is_late_notice) == (1, False)


def test_a_draft_and_a_scheduled_page_announce_nothing_until_they_are_public(cast: Cast) -> None:
    event = make_event(municipality_page(cast))
    EventPage.objects.filter(pk=event.pk).update(live=False, first_published_at=None)
    Notice.objects.all().delete()
    event = republish(event, go_live_at=now() + timedelta(days=1))
    assert (Notice.objects.count(), event.live) == (0, False)

    event.revisions.update(approved_go_live_at=now() - timedelta(minutes=1))
    latest = event.latest_revision
    latest.content["go_live_at"] = (now() - timedelta(minutes=1)).isoformat()
    latest.save()
    call_command("publish_scheduled")

    assert (Notice.objects.count(), EventPage.objects.get(pk=event.pk).live) == (1, True)


def test_a_meeting_need_not_be_announced_seven_days_before(cast: Cast) -> None:
    event = make_event(municipality_page(cast), kind=EventKind.MEETING, starts_at=now() + timedelta(days=1))

    assert (event.notice_days, event.is_late_notice) == (None, False)


def test_the_page_says_whether_it_was_announced_in_time(client: Client, cast: Cast) -> None:
    parent = municipality_page(cast)
    late = make_event(parent, "გვიანი", starts_at=now() + timedelta(days=3))
    in_time = make_event(parent, "დროული", starts_at=now() + timedelta(days=7))

    def notice(event: EventPage) -> bool:
        return 'class="notice bad"' in client.get(path_in(event, "en")).content.decode()

    assert (notice(late), notice(in_time)) == (True, False)
    page = client.get("/en/marneuli/")
    assert [one.title for one in page.context["below"].late] == ["გვიანი"]
    assert page.context["below"].judged == 2
    assert "Announced 3 days before. The rule is seven." in page.content.decode()
    assert "1 session or assembly of the last twelve months" in page.content.decode()
