"""Who comes to the desk at all."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import is_staff_anywhere, places_as
from portal.places.models import Municipality

Row = TypeVar("Row", bound=Model)


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends a stranger to sign in and refuses people who hold neither a role in any municipality nor an office above."""

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


def load_place(request: HttpRequest, slug: str, *kinds: RoleKind) -> Municipality:
    """A municipality in which this person holds one of the roles; any other is not found."""
    own = Municipality.objects.filter(pk__in=places_as(request.user, *kinds))
    return get_object_or_404(own, slug=slug)


def load_chosen(rows: QuerySet[Row], pk: str | None) -> Row | None:
    """The row that a ?name=pk of the address names; None without one, not found where it is not among the rows."""
    if not pk:
        return None
    return get_object_or_404(rows, pk=pk if pk.isdecimal() and len(pk) < 10 else 0)
