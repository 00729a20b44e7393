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
    """What is told, as one reader gets it."""

    about: Reading
    sentence: str
    path: str
    detail: str = ""
    detail_language: str = ""


def tell(users: Iterable[User], news: Callable[[], News], *, is_own: bool = False) -> None:
    """Stores a notice for each of the users, in the user's language, inside the act's own transaction.

    It leaves after the commit: at once for `is_own` news and for who wants it so, else with the next digest.
    Nobody is written to who chose "never". `news` is called with the user's language active.
    """
    at_once = []
    for user in users:
        if user.rhythm == Rhythm.NEVER or not user.is_active:
            continue
        with override(user.language):
            told = news()
        notice = Notice.objects.create(
            user=user,
            about=told.about.text[:250],
            about_language=told.about.language,
            sentence=told.sentence,
            detail=told.detail,
            detail_language=told.detail_language,
            path=told.path,
        )
        if is_own or user.rhythm == Rhythm.AT_ONCE:
            at_once.append(notice.pk)
    if at_once:
        transaction.on_commit(lambda: send_notices.enqueue(at_once))
