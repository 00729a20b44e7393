"""The page at which messages are stopped, for whoever holds the link in a mail: no sign-in, one click."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts.models import Rhythm
from portal.messages.forms import RhythmForm
from portal.messages.stopping import choose_rhythm, read_stop_token

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058


# Mail programs send the POST without a cookie, and the signed link is the proof; nothing else is changed here.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_messages(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing: programs that look for harmful links open it before the reader does."""
    user = read_stop_token(token)
    if user is None:
        raise Http404
    field, value = ONE_CLICK
    asked = {"rhythm": Rhythm.NEVER} if request.POST.get(field) == value else request.POST
    form = RhythmForm(asked if request.method == "POST" else None, instance=user)
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        choose_rhythm(user, form.cleaned_data["rhythm"])
        form = RhythmForm(instance=user)
    context = {"form": form, "is_done": is_done, "is_stopped": user.rhythm == Rhythm.NEVER, "one_click": ONE_CLICK}
    return render(request, "messages/stop.html", context, status=422 if form.errors else 200)
