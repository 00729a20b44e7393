"""So many questions from one address in a minute, and not more."""

from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from portal.visitors import address_of


class ByAddress(SimpleRateThrottle):
    """Counts in the cache, under a digest: the address itself is kept nowhere."""

    scope = "api"

    def get_cache_key(self, request: Request, view: object) -> str:
        return f"api-{salted_hmac('budgeting.api', address_of(request._request)).hexdigest()}"
