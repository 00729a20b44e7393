"""Notices made into messages: a mail in text and HTML, or one short text message, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.accounts.models import Channel, Rhythm, User
from portal.messages.models import Message, Notice
from portal.messages.plain_text import cut, lines, one_line, units
from portal.messages.queryset import NoticeQuerySet
from portal.messages.stopping import stop_token

# Two parts of a text message in letters beyond the Latin ones. Source: 3GPP TS 23.040, 9.2.3.24.1 (67 a part)
SMS_UNITS = 2 * 67
SMS_TITLE_UNITS = 40
SUBJECT_TITLE_UNITS = 90
SUBJECT_UNITS = 200
HOW_OFTEN = {
    Rhythm.AT_ONCE: gettext_lazy("You chose to hear from us at once."),
    Rhythm.DAILY: gettext_lazy("News of your own matters comes at once, everything else once a day, together."),
    Rhythm.WEEKLY: gettext_lazy("News of your own matters comes at once, everything else once a week, together."),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One notice, as a message shows it."""

    sentence: str
    language: str
    detail: list[str]
    detail_language: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message says about one thing, oldest first. Without a title where there was none yet."""

    title: str
    language: str
    url: str
    items: list[Item]


@transaction.atomic
def write_message(user: User, notices: NoticeQuerySet) -> Message | None:
    """Puts the user's among these notices into one new message, to be sent now; None if others took them already.

    The rows are locked, so each notice gets into one message however many workers ask.
    """
    taken = list(notices.filter(user=user, message=None).select_for_update(of=("self",)))
    if not taken:
        return None
    topics = _topics(taken)
    channel, _address = user.reached_at
    with override(user.language):
        parts = {"text": _text_message(topics)} if channel == Channel.SMS else _mail(user, topics)
    message = Message.objects.create(user=user, channel=channel, language=user.language, **parts)
    Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(message=message)
    return message


def _topics(notices: list[Notice]) -> list[Topic]:
    """The notices grouped by the page they lead to, under its newest title."""
    topics: dict[str, Topic] = {}
    for notice in notices:
        items = topics[notice.path].items if notice.path in topics else []
        items.append(Item(one_line(notice.sentence), notice.language, lines(notice.detail), notice.detail_language))
        url = settings.SITE_URL + notice.path
        topics[notice.path] = Topic(one_line(notice.about), notice.about_language, url, items)
    return list(topics.values())


def _mail(user: User, topics: list[Topic]) -> dict[str, str]:
    subject = _subject(topics)
    context: dict[str, Any] = {
        "subject": subject,
        "topics": topics,
        "language": user.language,
        "how_often": HOW_OFTEN[Rhythm(user.rhythm)],
        "site_url": settings.SITE_URL,
        "settings_url": _settings_url(),
        "stop_url": stop_url(user),
    }
    return {
        "subject": subject,
        "text": render_to_string("messages/mail.txt", context),
        "html": render_to_string("messages/mail.html", context),
    }


def stop_url(user: User) -> str:
    """The page, in the active language, at which one click stops all messages to this person."""
    return f"{settings.SITE_URL}{reverse('stop_messages', args=[stop_token(user)])}"


def _settings_url() -> str:
    return f"{settings.SITE_URL}{reverse('my_page')}"


def _subject(topics: list[Topic]) -> str:
    """One piece of news is its own subject; a digest is called one."""
    if len(topics) > 1 or len(topics[0].items) > 1:
        return _("News about what you follow")
    return cut(_headline(topics[0], SUBJECT_TITLE_UNITS), SUBJECT_UNITS)


def _headline(topic: Topic, title_units: int) -> str:
    sentence = topic.items[0].sentence
    return f"{cut(topic.title, title_units)}: {sentence}" if topic.title else sentence


def _text_message(topics: list[Topic]) -> str:
    """The first news, how many more there are, and where all stand and the messages can be changed or stopped."""
    others = sum(len(topic.items) for topic in topics) - 1
    more = [_("More news: {count}.").format(count=others)] if others else []
    end = " ".join([*more, _settings_url()])
    room = SMS_UNITS - units(end) - 1
    return f"{cut(_headline(topics[0], SMS_TITLE_UNITS), room)} {end}"
