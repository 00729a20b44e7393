"""The parts of pages that open pages fetch again, all at once when something changed.

What everybody sees is made once and kept for a moment, but never longer than until the next news of its topic. The
page cache cannot do that: it would give the page as it was before.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from budgeting.announce import mark_of

KEPT_SECONDS = 2  # a stage changes without news


def fragment(request: HttpRequest, topic: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What `make` answers; to readers without a session also what it answered a moment ago at this address.

    Call it after the reader's right to see it was checked.
    """
    if request.COOKIES:
        response = make()
    else:
        key = f"fragment-{request.path}-{get_language()}-{mark_of(topic)}"
        kept = caches["pages"].get(key)
        if kept is None:
            made = make()
            kept = made.content
            caches["pages"].set(key, kept, KEPT_SECONDS)
        response = HttpResponse(kept)
    patch_cache_control(response, private=True, no_store=True)
    return response
