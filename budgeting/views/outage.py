"""What somebody sent while the database did not answer: kept in their own browser, where it can be."""

from collections.abc import Callable
from functools import partial, wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

OUTAGES = (OperationalError, InterfaceError)
Keep = Callable[[HttpRequest, HttpResponse, int], None]


def keeps_through_an_outage(keep: Keep) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For a page that is posted to: `keep(request, response, pk)` puts what was posted into the answer that says
    that the site is down. It must read no database."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int) -> HttpResponse:
            try:
                return view(request, pk)
            except OUTAGES:
                if request.method == "POST":
                    request.keep_answers = partial(keep, request, pk=pk)
                raise

        return guarded

    return decorate
