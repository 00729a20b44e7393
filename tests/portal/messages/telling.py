"""News to tell in tests, and the mails they become."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from portal.accounts.models import User
from portal.languages.texts import Reading, TranslationState
from portal.messages.actions import News, tell
from portal.messages.delivery import deliver_messages, write_messages
from portal.messages.models import Message, Notice

POISON = 'Lamps</h1><script>alert(1)</script>\r\nBcc: all@example.ge\u202e\u200b" onclick="'


def news(
    title: str = "Lamps", sentence: str = "It was published.", path: str = "/en/proposals/1/", **facts: str
) -> News:
    return News(about=Reading(title, "az", TranslationState.ORIGINAL), sentence=sentence, path=path, **facts)


def tell_one(user: User, *, is_own: bool = True, **facts: str) -> Notice:
    """One notice to the user, which waits: nothing is committed in a test."""
    tell([user], lambda: news(**facts), is_own=is_own)
    return Notice.objects.latest("pk")


def send_due() -> None:
    """What the command does."""
    write_messages(Notice.objects.due(), seconds=60)
    deliver_messages(Message.objects.due(), seconds=60)


def last_mail() -> EmailMultiAlternatives:
    return mail.outbox[-1]
