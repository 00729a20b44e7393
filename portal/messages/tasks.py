"""What is done after the commit, by the task backend."""

from django_tasks import task


@task()
def send_notices(pks: list[int]) -> None:
    """Makes a message of each of these notices and tries to send it; what fails is tried again later."""
