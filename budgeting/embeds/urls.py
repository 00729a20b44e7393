"""Addresses of embeds, below the language like every other."""

from django.urls import path

from budgeting.embeds import views

urlpatterns = [
    path("cycles/<int:pk>/results/", views.results, name="embed_results"),
]
