"""What is done after the commit, by the task backend."""

from django_tasks import task

from portal.messages.delivery import deliver_messages, write_messages
from portal.messages.models import Message, Notice

# Without a worker the task runs within the request, and nobody waits longer there for a mail server that is slow.
SECONDS = 3


@task()
def send_notices(pks: list[int]) -> None:
    """Makes messages of these notices, one for each person, and tries to send them.

    What fails, and what there is no time for, goes with a later run of `manage.py send_messages`.
    Run twice, it sends once.
    """
    written = write_messages(Notice.objects.due().filter(pk__in=pks), seconds=SECONDS)
    deliver_messages(Message.objects.due().filter(pk__in=written), seconds=SECONDS)
