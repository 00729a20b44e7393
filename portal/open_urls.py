"""Every open address: read only, without a language before it (`?lang=` chooses). See `portal/open.py`."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("portal.api_urls")),
    path("data/", include("budgeting.opendata.urls")),
    path("", include("budgeting.embeds.urls")),
    path("", include("cms.embeds.urls")),
]
