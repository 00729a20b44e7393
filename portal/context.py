"""What every page's frame needs to know."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from budgeting.views.draft import uncast_cycle
from portal.styles import stylesheet_path


def site(request: HttpRequest) -> dict[str, Any]:
    """Nothing here reads the session of a visitor who has none, so anonymous pages stay cacheable."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return {
        "stylesheet": stylesheet_path(),
        "has_session": has_session,
        "uncast_cycle": cache(lambda: uncast_cycle(request)),  # asked only where the frame shows it
    }
