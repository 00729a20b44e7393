"""Who comes to the desk at all."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from budgeting.errors import NotAllowed
from portal.accounts.roles import is_staff_anywhere


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends a stranger to sign in and refuses people without a role in any municipality."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_staff_anywhere(request.user):
            raise NotAllowed
        return view(request, *args, **kwargs)

    return login_required(guarded)
