"""Keeping when the public was told of an event."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from wagtail.models import Page

from cms.events.models import Notice
from portal.clock import now
from portal.languages.folding import fold


class Announced(Protocol):
    """An event's page, as far as a notice asks."""

    pk: int
    alias_of_id: int | None
    translation_key: UUID
    starts_at: datetime
    venue: str


def standing_notice(event: Announced) -> Notice | None:
    """The last notice of the event, in whatever language it was given, withdrawn or not."""
    return Notice.objects.filter(page__translation_key=event.translation_key).first()


def still_tells(notice: Notice | None, event: Announced) -> bool:
    """Whether the notice says what the event says now. What was taken down before the event told nobody."""
    if notice is None or notice.starts_at != event.starts_at or fold(notice.venue) != fold(event.venue):
        return False
    return notice.withdrawn_at is None or event.starts_at <= notice.withdrawn_at


def keep_notice(event: Announced) -> None:
    """Writes that the public is told now, unless it was told the same before.

    Called whenever a page is published: in an editor's name, by the scheduler or by code.
    """
    if event.alias_of_id is not None:
        return
    last = standing_notice(event)
    if last and last.page_id != event.pk:
        return  # a translation of a page that has told
    if not still_tells(last, event):
        Notice.objects.create(page_id=event.pk, starts_at=event.starts_at, venue=event.venue, at=now())


def withdraw_notice(page: Page) -> None:
    """Writes that the page was taken down."""
    Notice.objects.filter(page_id=page.pk, withdrawn_at=None).update(withdrawn_at=now())
