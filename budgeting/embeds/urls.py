"""Addresses of embeds."""

from django.urls import path

from budgeting import addresses  # noqa: F401  (registers the converter)
from budgeting.embeds import views

urlpatterns = [
    path("cycles/<numbered:pk>/results/", views.results, name="embed_results"),
]
