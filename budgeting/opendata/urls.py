"""Addresses of the data files, below /data/."""

from django.urls import path

from budgeting import addresses  # noqa: F401  (registers the converter)
from budgeting.opendata import views

urlpatterns = [
    path("cycles.csv", views.cycles_csv, name="data_cycles"),
    path("municipalities.geojson", views.municipalities_geojson, name="data_municipalities"),
    path("cycles/<int:pk>/proposals.csv", views.proposals_csv, name="data_proposals"),
    path("cycles/<int:pk>/proposals.geojson", views.proposals_geojson, name="data_proposals_map"),
    path("cycles/<int:pk>/turnout.csv", views.turnout_csv, name="data_turnout"),
    path("cycles/<int:pk>/stages.csv", views.stages_csv, name="data_stages"),
    path("cycles/<int:pk>/stages.ics", views.cycle_ics, name="data_cycle_calendar"),
    path("cycles/<int:pk>/results.csv", views.results_csv, name="data_results"),
    path("cycles/<int:pk>/results.json", views.results_json, name="data_results_json"),
    path("cycles/<int:pk>/election.pb", views.election_pb, name="data_election"),
    path("cycles/<int:pk>/all.zip", views.all_zip, name="data_all"),
    path("municipalities/<slug:slug>/responses.csv", views.responses_csv, name="data_responses"),
    path("municipalities/<slug:slug>/stages.ics", views.municipality_ics, name="data_municipality_calendar"),
    path("municipalities/<slug:slug>/feed.atom", views.event_feed, name="data_feed"),
]
