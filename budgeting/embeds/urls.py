"""Addresses of budgeting's embeds, of their pictures, and of oEmbed."""

from django.urls import path

from budgeting.embeds import (
    registered,  # noqa: F401  (registers the kinds)
    views,
)
from budgeting.embeds.addresses import addresses_of
from budgeting.embeds.oembed import oembed

urlpatterns = [
    *addresses_of("cycle"),
    *addresses_of("results"),
    *addresses_of("money"),
    *addresses_of("turnout"),
    *addresses_of("proposal"),
    *addresses_of("office"),
    path("share/municipalities/<slug:slug>.png", views.share_municipality, name="share_municipality"),
    path("share/khma.png", views.share_default, name="share_default"),
    path("oembed/", oembed, name="oembed"),
]
