"""Addresses of campaigns' embeds."""

from budgeting.embeds.addresses import addresses_of
from cms.embeds import campaigns  # noqa: F401  (registers the kind)

urlpatterns = addresses_of("campaign")
