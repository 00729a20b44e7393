"""A screen of Wagtail that names everybody's last draft: only for the portal's administrator."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView

from cms.organisations.permissions import may_run_the_portal


@require_admin_access
def page_types_usage(request: HttpRequest, results_only: bool = False) -> HttpResponse:
    if not may_run_the_portal(request.user):
        raise PermissionDenied
    return PageTypesUsageReportView.as_view(results_only=results_only)(request)
