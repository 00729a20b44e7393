"""Who comes to the desk at all."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed
from portal.accounts.models import STAFF_ROLES
from portal.accounts.roles import is_staff_anywhere, places_as


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends a stranger to sign in and refuses people without a role in any municipality."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_staff_anywhere(request.user):
            raise NotAllowed
        return view(request, *args, **kwargs)

    return login_required(guarded)


def load_own_cycle(request: HttpRequest, pk: int) -> Cycle:
    """A cycle of a municipality this person works for; anything else is not found."""
    own = Cycle.objects.filter(municipality__in=places_as(request.user, *STAFF_ROLES))
    return get_object_or_404(own.select_related("municipality"), pk=pk)
