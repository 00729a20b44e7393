"""What was typed when a session had ended: it waits in the new one, for the same question about the same thing."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from budgeting.cycles.models import LONGEST_TEXT

_KEPT = "kept_answer"
_MOST_VALUES = 20

Kept = dict[str, list[str]]  # by the names of the fields


def sign_in_first(request: HttpRequest, question: str, names: Iterable[str], *, back_to: str = "") -> HttpResponse:
    """To the sign-in page and back to this one, or to `back_to`; of a sent form these fields are kept, files excepted."""
    if request.method == "POST":
        typed = {name: request.POST.getlist(name)[:_MOST_VALUES] for name in names if name in request.POST}
        texts = {name: [value[: LONGEST_TEXT * 2] for value in values] for name, values in typed.items()}
        request.session[_KEPT] = {"question": question, "typed": texts}
    return redirect_to_login(back_to or request.get_full_path())


def take_kept(request: HttpRequest, question: str) -> Kept:
    """What was kept for this question, once; anything kept for another question waits on."""
    if request.method == "GET" and request.session.get(_KEPT, {}).get("question") == question:
        return request.session.pop(_KEPT)["typed"]
    return {}


def as_initial(kept: Kept) -> dict[str, str]:
    """What a form whose questions have one answer each begins with."""
    return {name: values[0] for name, values in kept.items()}


def keeps_typed(*names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For a page whose form comes back to it: who is not signed in does so first, and the view is given `kept`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **address: object) -> HttpResponse:
            question = "-".join([view.__name__, *map(str, address.values())])
            if not request.user.is_authenticated:
                return sign_in_first(request, question, names)
            return view(request, **address, kept=as_initial(take_kept(request, question)))

        return guarded

    return decorate
