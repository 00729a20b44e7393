"""oEmbed: another site asks by the address of a page, and gets what to show for it. Source: oembed.com."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from budgeting.embeds.card import Card
from budgeting.embeds.finding import look_at
from budgeting.embeds.looks import WIDTH, Look
from portal.charts import share

CACHE_SECONDS = 3600
LARGEST = 100_000  # pixels


@require_safe
@cache_control(public=True, max_age=600, stale_while_revalidate=86_400)
def oembed(request: HttpRequest) -> HttpResponse:
    """The same "not found" for addresses elsewhere, unknown ones, and what is not public; 501 for all but JSON."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    look = look_at(request.GET.get("url", ""))
    if look is None:
        raise Http404
    with override(look.language):
        card = look.kind.card(look.pk)
    if card is None:
        raise Http404
    width = min(WIDTH, _most(request.GET.get("maxwidth", "")))
    height = min(look.height(width), _most(request.GET.get("maxheight", "")))
    answer = JsonResponse(_said(card, look, width, height), json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _said(card: Card, look: Look, width: int, height: int) -> dict[str, object]:
    return {
        "version": "1.0",
        "type": "rich",
        "title": card.title.text,
        "author_name": card.source,
        "author_url": card.page_address,
        "provider_name": "Khma",
        "provider_url": settings.SITE_URL + "/",
        "cache_age": CACHE_SECONDS,
        "thumbnail_url": look.share,
        "thumbnail_width": share.WIDTH,
        "thumbnail_height": share.HEIGHT,
        "html": look.iframe(card.title.text, width=width, height=height),
        "width": width,
        "height": height,
    }


def _most(asked: str) -> int:
    """The largest number of pixels asked for; what is no such number asks for nothing."""
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 7
    return int(asked) if is_number and int(asked) else LARGEST
