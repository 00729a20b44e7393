"""What is done behind the pages, at once or by a worker, as the settings say."""

from django_tasks import task

from budgeting.results.actions import run_count
from budgeting.results.models import Count


@task()
def count_in_background(count_pk: int) -> None:
    """Does a count that was asked for; why it was refused stays with the count."""
    run_count(Count.objects.select_related("cycle__municipality").get(pk=count_pk))
