"""The embeds, their pictures and the images that stand beside a shared link."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from budgeting.embeds.card import Card
from budgeting.embeds.kinds import Kind
from budgeting.embeds.looks import look_of
from budgeting.embeds.pictures import default_share, municipality_share, picture_of, png_of, share_of, svg_answer
from portal.embed_page import embed_page
from portal.places.models import Municipality

WIDTHS = (300, 600, 900, 1200, 2400)  # a fixed few, so that nobody can have endlessly many drawn
cached = cache_control(public=True, max_age=60, stale_while_revalidate=600)
cached_longer = cache_control(public=True, max_age=600, stale_while_revalidate=86_400)


def _card(kind: Kind, pk: int) -> Card:
    card = kind.card(pk)
    if card is None:
        raise Http404
    return card


@require_safe
@cached
def embed(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    """One public thing, to be framed anywhere; anything else is not found. With ?fit=1 it tells its height."""
    card, look = _card(kind, pk), look_of(kind, pk, get_language() or "", request.GET)
    context = {
        "card": card,
        "page_address": card.page_address,
        "compact": look.is_compact,
        "fits": request.GET.get("fit") == "1",
    }
    return embed_page("embeds/card.html", context, theme=look.theme)


@require_safe
@cached
def picture(request: HttpRequest, pk: int, format: str, kind: Kind) -> HttpResponse:
    """Its chart as a file, in one of a few widths (?width=600)."""
    width = request.GET.get("width", "600")
    if width not in map(str, WIDTHS):
        raise Http404
    look = look_of(kind, pk, get_language() or "", request.GET)
    svg, drawn = picture_of(_card(kind, pk), look, int(width))
    return svg_answer(svg) if format == "svg" else png_of(svg, drawn)


@require_safe
@cached_longer
def share(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    """1200 x 630 pixels for a link that is shared."""
    return png_of(share_of(_card(kind, pk)))


@require_safe
@cached_longer
def share_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    return png_of(municipality_share(get_object_or_404(Municipality, slug=slug, is_active=True)))


@require_safe
@cached_longer
def share_default(request: HttpRequest) -> HttpResponse:
    """For every page that is about no one thing."""
    return png_of(default_share())


@require_safe
def moved_embed(request: HttpRequest, rest: str) -> HttpResponse:
    """Embeds once stood below a language; what was pasted then goes on working."""
    return HttpResponsePermanentRedirect(f"/embed/{rest}?lang={get_language()}")
