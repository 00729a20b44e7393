"""The API's addresses, put together from budgeting's and the pages' own; the version stands before them."""

from django.urls import include, path, re_path

from budgeting.api.root import OpenApi, Root
from budgeting.api.urls import LISTS as OF_BUDGETING
from budgeting.api.views import NothingHere
from cms.api.urls import LISTS as OF_PAGES

urlpatterns = [
    path("v1/", Root.as_view(lists={**OF_BUDGETING, **OF_PAGES}), name="api"),
    path("v1/openapi.json", OpenApi.as_view(), name="api_document"),
    path("v1/", include("budgeting.api.urls")),
    path("v1/", include("cms.api.urls")),
    re_path("^", NothingHere.as_view(), name="api_nothing"),
]
