"""Where a proposal is: a settlement found by any of its names, and a point tapped on the map."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.errors import NotPossible
from budgeting.proposals.actions import save_draft
from budgeting.proposals.models import Proposal
from budgeting.proposals.point_map import SIDE, ZOOMS, View, is_within_reach, view_of
from budgeting.proposals.steps import WritingStep
from budgeting.proposals.writing_forms import WHOLE
from budgeting.views.kept import Kept
from budgeting.views.loading import load_draft
from budgeting.views.notices import say
from budgeting.views.writing_frame import same_screen, show_step
from portal.languages.typed import clean_text
from portal.places.projection import project
from portal.places.queries import find_settlements
from portal.places.templatetags.maps import before_bracket

_LETTER, _LINE = 8, 15  # pixels a letter of a village's name takes on the map, and a line
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Box:
    """The room a name takes on the map: from its left to its right end, around its line."""

    left: float
    right: float
    middle: float

    def covers(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and abs(self.middle - other.middle) < _LINE


def places_found(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """What the screen shows for ?q=: the settlements so called, or all of them."""
    query = clean_text(request.GET.get("q", ""))[:LONGEST_QUERY].strip()
    return {"query": query, "places": find_settlements(proposal.cycle.municipality, query), "whole": WHOLE}


def point_screen(request: HttpRequest, proposal: Proposal, step: WritingStep, kept: Kept) -> HttpResponse:
    """Takes a tap on the map, sent by the browser as pixels of the picture, or takes the point away."""
    refusal = ""
    if request.method == "POST":
        try:
            lat, lon = (None, None) if "remove" in request.POST else _tapped(request, proposal)
            save_draft(proposal, by=request.user, lat=lat, lon=lon)
        except NotPossible as reason:
            refusal = str(reason)
        else:
            say(request, _("The point is kept.") if lat else _("The point is removed."))
            return redirect(same_screen(request, proposal, step))
    view, zoom = _view(request, proposal)
    extra = {"view": view, "zoom": zoom, "middle": _middle(view), "side": SIDE, "zooms": ZOOMS}
    return show_step(request, proposal, step, refusal=refusal, **extra)


def _view(request: HttpRequest, proposal: Proposal) -> tuple[View, str]:
    """The window the page shows, or for a sent form the one that was tapped on."""
    asked = request.POST if request.method == "POST" else request.GET
    zoom = asked.get("zoom", "")
    zoom = zoom if zoom in ZOOMS else "around" if proposal.point else "all"
    return view_of(proposal, zoom, asked.get("middle", "")), zoom


def _middle(view: View) -> str:
    return f"{view.x:.2f},{view.y:.2f}"


def _tapped(request: HttpRequest, proposal: Proposal) -> tuple[float, float]:
    """The latitude and longitude under the tap. NotPossible for a press of a key, and for a point elsewhere."""
    try:
        left, top = int(request.POST.get("at.x", "")), int(request.POST.get("at.y", ""))
    except ValueError:
        left = top = 0
    if (left, top) == (0, 0):  # what browsers send when the picture is pressed by a key
        raise NotPossible(_("Tap the place on the map with a finger or a mouse. You can also leave it out."))
    if not (0 <= left <= SIDE and 0 <= top <= SIDE):
        raise NotPossible(_("This point is not on the map. Tap again."))
    lat, lon = _view(request, proposal)[0].place(left, top)
    if not is_within_reach(proposal, project(lat, lon)):
        raise NotPossible(_("This point is outside the municipality. Tap again."))
    return lat, lon


@login_required
@require_safe
def point_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture to tap on: the villages around, and the pin if there is one; for the authors alone."""
    proposal = load_draft(request, pk)
    if not proposal.is_editable:
        raise Http404
    view = view_of(proposal, request.GET.get("zoom", ""), request.GET.get("middle", ""))
    context = {
        "side": SIDE,
        "scale": f"{view.scale:.4f}",
        "shift": f"{SIDE / 2 - view.x * view.scale:.2f} {SIDE / 2 - view.y * view.scale:.2f}",
        "outline": proposal.cycle.municipality.outline,
        "villages": _villages(proposal, view),
        "pin": _at(view.pixel(*project(proposal.lat, proposal.lon))) if proposal.lat is not None else None,
    }
    response = render(request, "budgeting/proposals/write/map.svg", context, content_type="image/svg+xml")
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _villages(proposal: Proposal, view: View) -> list[dict[str, Any]]:
    """The settlements in the window; a name that would cover another one is left out, the chosen one's never."""
    places = [
        place for place in proposal.cycle.municipality.settlements.all() if place.point and view.holds(place.point)
    ]
    places.sort(key=lambda place: place.pk != proposal.settlement_id)
    taken: list[Box] = []
    shown = []
    for place in places:
        left, top = view.pixel(*place.point)
        name = before_bracket(place.name)
        is_right = left > SIDE / 2
        width = len(name) * _LETTER
        box = Box(left - width if is_right else left, left if is_right else left + width, top)
        has_room = not any(box.covers(other) for other in taken)
        if has_room:
            taken.append(box)
        shown.append(
            {
                "at": _at((left, top)),
                "label": _at((left + (-7 if is_right else 7), top + 4)),
                "anchor": "end" if is_right else "start",
                "name": name if has_room else "",
            }
        )
    return shown


def _at(pixel: tuple[float, float]) -> tuple[str, str]:
    """Numbers for SVG, which takes a decimal point whatever the reader's language."""
    return (f"{pixel[0]:.1f}", f"{pixel[1]:.1f}")
