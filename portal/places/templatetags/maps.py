"""Windows and points of SVG maps, always with a decimal point, whatever the reader's language."""

from collections.abc import Iterable

from django import template

from portal.places.models import Municipality

register = template.Library()


@register.filter
def window(municipality: Municipality) -> str:
    """The viewBox that shows one municipality."""
    return " ".join(f"{value:g}" for value in municipality.window)


@register.simple_tag
def region_window(municipalities: Iterable[Municipality]) -> str:
    """The viewBox that shows them all."""
    windows = [place.window for place in municipalities if place.outline]
    if not windows:
        return "0 0 1 1"
    left, top = min(w[0] for w in windows), min(w[1] for w in windows)
    right, bottom = max(w[0] + w[2] for w in windows), max(w[1] + w[3] for w in windows)
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"


@register.filter
def middle(municipality: Municipality, axis: str) -> str:
    """The middle of the municipality's window on one axis: where its name is written."""
    x, y, width, height = municipality.window
    return f"{x + width / 2:.1f}" if axis == "x" else f"{y + height / 2:.1f}"


@register.filter
def before_bracket(name: str) -> str:
    """A name without the older one in brackets: a map has no room for both."""
    return name.partition(" (")[0]
