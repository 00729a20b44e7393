"""Addresses of the API below its version that are about pages."""

from django.urls import path

from cms.api import campaigns, pages

LISTS = {"campaigns": "api_campaigns", "pages": "api_pages"}
urlpatterns = [
    path("campaigns/", campaigns.Campaigns.as_view(), name="api_campaigns"),
    path("campaigns/<pk:pk>/", campaigns.OneCampaign.as_view(), name="api_campaign"),
    path("pages/", pages.Pages.as_view(), name="api_pages"),
]
