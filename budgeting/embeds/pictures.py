"""Cards as pictures: a chart that stands alone, and the image beside a shared link."""

from hashlib import sha256

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.embeds.card import Card
from budgeting.embeds.looks import Look
from portal.charts.png import as_png
from portal.charts.share import ShareImage, draw_share
from portal.charts.svg import draw
from portal.places.models import Municipality

KEPT_SECONDS = 3600
LARGEST_DRAWN = 1200  # wider ones are the same drawing, larger


def picture_of(card: Card, look: Look, width: int) -> tuple[str, int]:
    """The SVG, and how many pixels wide it is wanted. A card without a chart is drawn as its share image."""
    if card.chart is None:
        return share_of(card, theme=look.theme), width
    return draw(card.chart, width=min(width, LARGEST_DRAWN), theme=look.theme), width


def share_of(card: Card, *, theme: str = "light") -> str:
    return draw_share(
        ShareImage(
            about=f"{card.about} · {card.badge}" if card.badge else card.about,
            title=card.title.text,
            language=card.title.language,
            facts=card.facts[:3],
            source=f"{card.source} · {_('As of %(moment)s') % {'moment': card.as_of}}",
            progress=card.progress,
        ),
        theme=theme,
    )


def municipality_share(municipality: Municipality) -> str:
    about = _("Residents decide on part of the budget")
    return draw_share(ShareImage(about, municipality.name, get_language() or "", (), _("Participatory budget")))


def default_share() -> str:
    title = _("Residents decide on part of the budget")
    return draw_share(ShareImage(_("Participatory budget"), title, get_language() or "", (), "Khma"))


def svg_answer(svg: str) -> HttpResponse:
    """The file; its own colours are the one style it may have."""
    answer = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    answer._csp_replace = {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "connect-src": ["'none'"],
        "img-src": ["'none'"],
        "frame-ancestors": ["*"],
    }
    return answer


def png_of(svg: str, width: int | None = None) -> HttpResponse:
    """The drawing in pixels. One drawing is painted once an hour at most, whatever stands behind its address."""
    key = f"png-{width}-{sha256(svg.encode()).hexdigest()}"
    painted = caches["pages"].get(key)
    if painted is None:
        painted = as_png(svg, width=width)
        caches["pages"].set(key, painted, KEPT_SECONDS)
    return HttpResponse(painted, content_type="image/png")
