"""A campaign is found only where the public may read it."""

from django.http import Http404

from cms.campaigns.demands import Demand, demand_of
from cms.campaigns.models import Campaign


def demand_or_404(campaign: Campaign) -> Demand:
    demand = demand_of(campaign)
    if demand is None:
        raise Http404
    return demand
