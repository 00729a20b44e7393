"""The square map on which an author taps a point: what it shows, and where on it a tap lies."""

from dataclasses import dataclass
from math import isfinite

from budgeting.proposals.models import Proposal
from portal.places.projection import unproject

SIDE = 320  # pixels, at every width of screen: without a script nobody tells the server how far it was scaled
AROUND, NEAR = 24.0, 6.0  # map units, about 9 km and 2 km
ZOOMS = ("all", "around", "near")


@dataclass(frozen=True, slots=True)
class View:
    """A square window on the plane of all maps: its middle and its side in map units."""

    x: float
    y: float
    span: float

    @property
    def scale(self) -> float:
        """Pixels for one map unit."""
        return SIDE / self.span

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the plane lies on the picture."""
        return ((x - self.x) * self.scale + SIDE / 2, (y - self.y) * self.scale + SIDE / 2)

    def place(self, left: float, top: float) -> tuple[float, float]:
        """The latitude and longitude under a pixel of the picture."""
        return unproject((left - SIDE / 2) / self.scale + self.x, (top - SIDE / 2) / self.scale + self.y)

    def holds(self, point: tuple[float, float]) -> bool:
        return max(abs(point[0] - self.x), abs(point[1] - self.y)) <= self.span / 2


def view_of(proposal: Proposal, zoom: str = "", middle: str = "") -> View:
    """The window at this zoom, around `middle` ("x,y" in map units) or else around the pin or the settlement.

    Nonsense in either is ignored.
    """
    whole = whole_view(proposal)
    zoom = zoom if zoom in ZOOMS else "around" if proposal.point else "all"
    if zoom == "all":
        return whole
    x, y = _read(middle) or proposal.point or (whole.x, whole.y)
    return View(x, y, {"around": AROUND, "near": NEAR}[zoom])


def whole_view(proposal: Proposal) -> View:
    """The whole municipality, or the surroundings of its town where no outline is known."""
    municipality = proposal.cycle.municipality
    if not municipality.window:
        return View(*municipality.point, AROUND * 4)
    left, top, width, height = municipality.window
    return View(left + width / 2, top + height / 2, max(width, height))


def is_within_reach(proposal: Proposal, point: tuple[float, float]) -> bool:
    """Whether a point lies in the municipality's window or around the chosen settlement."""
    here = proposal.settlement.point if proposal.settlement else None
    return whole_view(proposal).holds(point) or bool(here and View(*here, AROUND).holds(point))


def _read(middle: str) -> tuple[float, float] | None:
    try:
        x, y = (float(part) for part in middle.split(","))
    except ValueError:
        return None
    return (x, y) if isfinite(x) and isfinite(y) else None
