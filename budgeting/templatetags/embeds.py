"""What a page says of itself to those who share it or show it elsewhere."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from budgeting.embeds.kinds import KINDS, Kind, kind_of_page
from budgeting.embeds.looks import Look
from portal.languages.texts import Reading, read_text

register = template.Library()
_REGIONS = {"ka": "ka_GE", "hy": "hy_AM", "az": "az_AZ", "en": "en_GB"}


@register.inclusion_tag("components/share.html", takes_context=True)
def share_tags(context: template.Context) -> dict[str, Any]:
    """The share image of a public page, and where it is found as oEmbed; nothing without a query.

    Only for readers without a session: what they can read is public, so everything named here can be found.
    """
    request = context.get("request")
    if request is None or context.get("has_session", True):
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    kind, thing = _about(context, request)
    facts = {"region": _REGIONS[language], "url": settings.SITE_URL + request.path}
    if kind is None:
        return facts | {"image": _image(context, language), "title": getattr(context.get("page"), "title", "")}
    look = Look(kind, thing.pk, language)
    title = getattr(context.get("page"), "title", "") or read_text(thing, kind.field)
    oembed = f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({'url': facts['url'], 'format': 'json'})}"
    return facts | {"image": look.share, "title": title, "oembed": oembed}


def _about(context: template.Context, request: Any) -> tuple[Kind | None, Any]:
    """What the page is about, and its kind; (None, None) for a page about no one thing that has an embed."""
    match = request.resolver_match
    kind = kind_of_page(match.url_name if match else None)
    if kind is None and getattr(context.get("page"), "campaign_id", None):
        kind = KINDS.get("campaign")
    thing = context.get(kind.thing) if kind else None
    return (kind, thing) if getattr(thing, "pk", None) else (None, None)


def _image(context: template.Context, language: str) -> str:
    place = getattr(context.get("page"), "municipality", None)
    is_open = place is not None and place.is_active
    path = reverse("share_municipality", args=[place.slug]) if is_open else reverse("share_default")
    return f"{settings.SITE_URL}{path}?lang={language}"


@register.inclusion_tag("budgeting/embeds/_snippet.html")
def embed_snippet(name: str, thing: Any) -> dict[str, Any]:
    """How to show this thing elsewhere, folded away at the end of its page: `{% embed_snippet "results" cycle %}`."""
    kind = KINDS[name]
    look = Look(kind, thing.pk, get_language() or settings.LANGUAGE_CODE)
    title: Reading = read_text(thing, kind.field)
    return {"look": look, "title": title.text, "iframe": look.iframe(title.text)}
