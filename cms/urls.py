"""Addresses of what pages cannot do by themselves: forms, files, and what staff do at their desk."""

from django.urls import include, path
from django.views.decorators.http import require_safe

from budgeting import addresses  # noqa: F401 - registers the converter
from cms.desk import campaigns as campaigns_at_the_desk
from cms.desk import organisations as organisations_at_the_desk
from cms.desk import pages
from cms.feeds import NewsFeed
from cms.searching import search_page
from cms.views import campaign_answers, campaigns, organisations, paper, press

campaign_urls = [
    path("pledge/", campaigns.pledge_page, name="pledge"),
    path("withdraw/", campaigns.withdraw, name="withdraw_pledge"),
    path("close/", campaigns.close, name="close_campaign"),
    path("not-done/", campaign_answers.not_done, name="campaign_not_done"),
    path("outcome/", campaign_answers.outcome, name="campaign_outcome"),
    path("paper/", paper.paper, name="campaign_paper"),
    path("paper/<int:batch>.pdf", paper.scan, name="campaign_scan"),
    path("signatures.pdf", paper.sheet_pdf, name="campaign_sheet"),
    path("poster.pdf", paper.poster_pdf, name="campaign_poster"),
    path("hand-over/", paper.hand_over_page, name="campaign_hand_over"),
    path("hand-over/photo.jpg", paper.hand_over_photo, name="campaign_hand_over_photo"),
]
urlpatterns = [
    path("search/", search_page, name="search"),
    path("feeds/news.atom", require_safe(NewsFeed()), name="news_feed"),
    path("feeds/<int:pk>/news.atom", require_safe(NewsFeed()), name="news_feed_below"),
    path("press/kit.zip", press.kit, name="press_kit"),
    path("press/<slug:slug>/kit.zip", press.municipality_kit, name="municipality_press_kit"),
    path("campaigns/<numbered:pk>/", include(campaign_urls)),
    path("campaigns/reasons/<numbered:pk>/", campaigns.reason_page, name="campaign_reason"),
    path("my/organisation/<numbered:pk>/", organisations.members, name="organisation_members"),
    path("desk/pages/<slug:municipality>/", pages.pages_desk, name="desk_pages"),
    path("desk/organisations/", organisations_at_the_desk.organisations_desk, name="desk_organisations"),
    path("desk/take-down/<numbered:pk>/", organisations_at_the_desk.take_down_desk, name="desk_take_down"),
    path("desk/campaigns/<numbered:pk>/", campaigns_at_the_desk.campaign_desk, name="desk_campaign"),
    path("desk/pledge-bursts/", campaigns.bursts_desk, name="desk_pledge_bursts"),
]
