"""What is done behind the pages, at once or by a worker, as the settings say."""

from django_tasks import task

from budgeting.inclusion.actions import make_report
from budgeting.inclusion.models import InclusionReport


@task()
def make_report_in_background(report_pk: int) -> None:
    make_report(InclusionReport.objects.select_related("cycle__municipality", "count").get(pk=report_pk))
