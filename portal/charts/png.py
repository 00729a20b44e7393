"""SVG as PNG, in our letters: the same on every machine, whatever fonts it has."""

import resvg_py

from portal.fonts import BOLD, REGULAR


def as_png(svg: str, *, width: int | None = None) -> bytes:
    """The picture in its own size, or so many pixels wide."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=[str(REGULAR), str(BOLD)],
        font_family="Khma Sans",
        sans_serif_family="Khma Sans",
    )
