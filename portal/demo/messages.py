"""What the people of the demo were told: on their pages, and in messages that go nowhere."""

from portal.clock import now
from portal.messages.delivery import write_messages
from portal.messages.models import Message, Notice


def keep_messages() -> None:
    """Writes everybody's waiting notices into messages and notes them as sent: there is nobody at those addresses."""
    write_messages(Notice.objects.waiting(), seconds=60)
    Message.objects.filter(sent_at=None).update(try_at=None, sent_at=now())
