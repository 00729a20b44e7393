"""Addresses of the desk."""

from django.urls import path

from budgeting.desk import (
    counts,
    cycles,
    entering,
    inbox,
    people,
    proposals,
    simulator,
    translating,
    translating_editor,
    writing,
)

urlpatterns = [
    path("", inbox.inbox, name="desk"),
    path("proposals/<numbered:pk>/", proposals.proposal_desk, name="desk_proposal"),
    path("cycles/<numbered:pk>/", cycles.cycle_desk, name="desk_cycle"),
    path("cycles/<numbered:pk>/cards/", cycles.cards, name="desk_cards"),
    path("cycles/<numbered:pk>/counts/", counts.counts_desk, name="desk_counts"),
    path("cycles/<numbered:pk>/enter/", entering.enter, name="desk_enter"),
    path("cycles/<numbered:pk>/edit/", writing.edit_cycle, name="desk_edit_cycle"),
    path("cycles/new/<slug:municipality>/", writing.new_cycle, name="desk_new_cycle"),
    path("simulator/", simulator.simulators, name="desk_simulators"),
    path("simulator/<numbered:pk>/", simulator.simulator, name="desk_simulator"),
    path("people/<slug:municipality>/", people.people_desk, name="desk_people"),
    path("translations/", translating.translation_desk, name="desk_translations"),
    path(
        "translations/<slug:kind>/<numbered:pk>/<slug:language>/",
        translating_editor.translation_editor,
        name="desk_translation",
    ),
]
