"""What is done after the commit, by the task backend."""

from django_tasks import task

from portal.messages.delivery import deliver_messages, write_messages
from portal.messages.models import Message, Notice

# Without a worker the task runs within the request, where nobody waits for many messages or a mail server that is slow.
FEW = 20
SECONDS = 3


@task()
def send_notices(pks: list[int]) -> None:
    """Makes messages of the first few of these notices, one for each person, and tries to send them.

    The others, what fails, and what there is no time for go with the next runs of `manage.py send_messages`.
    Run twice, it sends once.
    """
    written = write_messages(Notice.objects.due().filter(pk__in=pks[:FEW]), seconds=SECONDS)
    deliver_messages(Message.objects.due().filter(pk__in=written), seconds=SECONDS)
