"""Addresses of embeds; the language stands in the address, as everywhere."""

from django.urls import path

from budgeting.embeds import views

urlpatterns = [
    path("<slug:language>/cycles/<int:pk>/results/", views.results, name="embed_results"),
]
