"""What was typed when a session had ended: it waits in the new one, for the same question of the same proposal."""

from collections.abc import Iterable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from budgeting.cycles.models import LONGEST_TEXT

_KEPT = "kept_answer"
_MOST_VALUES = 20


def sign_in_first(request: HttpRequest, question: str, names: Iterable[str]) -> HttpResponse:
    """To the sign-in page and back to this question; of a sent form these fields are kept, files excepted."""
    if request.method == "POST":
        typed = {name: request.POST.getlist(name)[:_MOST_VALUES] for name in names if name in request.POST}
        texts = {name: [value[: LONGEST_TEXT * 2] for value in values] for name, values in typed.items()}
        request.session[_KEPT] = {"question": question, "typed": texts}
    return redirect_to_login(request.get_full_path())


def take_kept(request: HttpRequest, question: str) -> dict[str, list[str]]:
    """What was kept for this question, once; anything kept for another question waits on."""
    if request.method == "GET" and request.session.get(_KEPT, {}).get("question") == question:
        return request.session.pop(_KEPT)["typed"]
    return {}
