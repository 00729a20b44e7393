"""Telling people things: a notice is stored with what happened, and leaves after the commit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import override

from portal.accounts.models import Rhythm, User
from portal.languages.texts import Reading
from portal.messages.models import Notice
from portal.messages.tasks import send_notices


@dataclass(frozen=True, slots=True)
class News:
    """What is told, as a reader of one language gets it."""

    about: Reading
    sentence: str
    path: str
    detail: str = ""
    detail_language: str = ""


def tell(users: Iterable[User], news: Callable[[], News], *, is_own: bool = False) -> None:
    """Stores a notice for each of the users, in the user's language, inside the act's own transaction.

    It leaves after the commit: at once for `is_own` news and for who wants it so, else with the next digest.
    Nobody is written to who chose "never". `news` is called once a language, with that language active.
    """
    readers = [user for user in users if user.is_active and user.rhythm != Rhythm.NEVER]
    told: dict[str, News] = {}
    for language in {user.language for user in readers}:
        with override(language):
            told[language] = news()
    notices = [_notice(user, told[user.language], is_own) for user in readers]
    Notice.objects.bulk_create(notices)
    at_once = [notice.pk for notice in notices if is_own or notice.user.rhythm == Rhythm.AT_ONCE]
    if at_once:
        transaction.on_commit(lambda: send_notices.enqueue(at_once), robust=True)


def _notice(user: User, news: News, is_own: bool) -> Notice:
    return Notice(
        user=user,
        about=news.about.text[:250],
        about_language=news.about.language,
        sentence=news.sentence,
        language=user.language,
        is_own=is_own,
        detail=news.detail,
        detail_language=news.detail_language,
        path=news.path,
    )
