"""Addresses of the desk."""

from django.urls import path

from budgeting.desk import (
    counts,
    cycles,
    entering,
    inbox,
    offices,
    people,
    promises,
    proposals,
    queue,
    reviews,
    simulator,
    templates,
    translating,
    translating_editor,
    writing,
)

urlpatterns = [
    path("", inbox.inbox, name="desk"),
    path("proposals/<numbered:pk>/", proposals.proposal_desk, name="desk_proposal"),
    path("comments/<numbered:pk>/", queue.comment_desk, name="desk_comment"),
    path("reports/<numbered:pk>/", queue.report_desk, name="desk_report"),
    path("appeals/<numbered:pk>/", queue.appeal_desk, name="desk_appeal"),
    path("cycles/<numbered:pk>/", cycles.cycle_desk, name="desk_cycle"),
    path("cycles/<numbered:pk>/cards/", cycles.cards, name="desk_cards"),
    path("cycles/<numbered:pk>/counts/", counts.counts_desk, name="desk_counts"),
    path("cycles/<numbered:pk>/reviews/", reviews.reviews_desk, name="desk_reviews"),
    path("cycles/<numbered:pk>/enter/", entering.enter, name="desk_enter"),
    path("cycles/<numbered:pk>/edit/", writing.edit_cycle, name="desk_edit_cycle"),
    path("cycles/new/<slug:municipality>/", writing.new_cycle, name="desk_new_cycle"),
    path("simulator/", simulator.simulators, name="desk_simulators"),
    path("simulator/<numbered:pk>/", simulator.simulator, name="desk_simulator"),
    path("promise/<slug:municipality>/", promises.promise_desk, name="desk_promise"),
    path("people/<slug:municipality>/", people.people_desk, name="desk_people"),
    path("offices/<slug:municipality>/", offices.offices_desk, name="desk_offices"),
    path("templates/<slug:municipality>/", templates.templates_desk, name="desk_templates"),
    path("translations/", translating.translation_desk, name="desk_translations"),
    path(
        "translations/<slug:kind>/<numbered:pk>/<slug:language>/",
        translating_editor.translation_editor,
        name="desk_translation",
    ),
]
