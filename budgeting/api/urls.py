"""Addresses of the API below its version. Milestones and inclusion get their own files and lines here."""

from django.urls import path, register_converter

from budgeting.api import cycles, log, places, proposals, responses, results


class Pk:
    """A number both databases can hold."""

    regex = "[0-9]{1,18}"
    to_python = int
    to_url = str


register_converter(Pk, "pk")

LISTS = {
    "municipalities": "api_municipalities",
    "settlements": "api_settlements",
    "cycles": "api_cycles",
    "proposals": "api_proposals",
    "results": "api_results",
    "offices": "api_offices",
    "asks": "api_asks",
    "log_roots": "api_log_roots",
}
urlpatterns = [
    path("municipalities/", places.Municipalities.as_view(), name="api_municipalities"),
    path("municipalities/<pk:pk>/", places.OneMunicipality.as_view(), name="api_municipality"),
    path("settlements/", places.Settlements.as_view(), name="api_settlements"),
    path("settlements/<pk:pk>/", places.OneSettlement.as_view(), name="api_settlement"),
    path("cycles/", cycles.Cycles.as_view(), name="api_cycles"),
    path("cycles/<pk:pk>/", cycles.OneCycle.as_view(), name="api_cycle"),
    path("cycles/<pk:pk>/turnout/", cycles.CycleTurnout.as_view(), name="api_turnout"),
    path("cycles/<pk:pk>/counts/", results.CycleCounts.as_view(), name="api_counts"),
    path("proposals/", proposals.Proposals.as_view(), name="api_proposals"),
    path("proposals/<pk:pk>/", proposals.OneProposal.as_view(), name="api_proposal"),
    path("results/", results.Results.as_view(), name="api_results"),
    path("results/<pk:pk>/", results.OneResult.as_view(), name="api_result"),
    path("offices/", responses.Offices.as_view(), name="api_offices"),
    path("offices/<pk:pk>/", responses.OneOffice.as_view(), name="api_office"),
    path("asks/", responses.Asks.as_view(), name="api_asks"),
    path("asks/<pk:pk>/", responses.OneAsk.as_view(), name="api_ask"),
    path("log/roots/", log.LogRoots.as_view(), name="api_log_roots"),
]
