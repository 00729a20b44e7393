"""Dates, numbers and texts as each language writes them (CLDR, through Babel)."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_group_symbol
from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.timezone import localtime
from django.utils.translation import get_language, override

from portal.languages.texts import Reading, read_text

register = template.Library()


def _locale() -> str:
    """Babel's name of the active language; English writes the day first here, like the others."""
    return {"en": "en_GB"}.get(get_language() or "", get_language() or "en_GB")


@register.simple_tag
def reading(thing: Any, field: str) -> Reading:
    """The field's text for this reader, with its language and translation state."""
    return read_text(thing, field)


@register.filter
def day(value: date | datetime | None) -> str:
    """5 sentyabr 2025: a day in full, in Tbilisi's time."""
    if value is None:
        return ""
    return format_date(localtime(value) if isinstance(value, datetime) else value, "long", locale=_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """5 sentyabr 2025, 18:00: a day and a time in Tbilisi."""
    if value is None:
        return ""
    local = localtime(value)
    return f"{format_date(local, 'long', locale=_locale())}, {format_datetime(local, 'HH:mm', locale='en')}"


@register.filter
def number(value: float | None) -> str:
    """12 345 with the language's own separators."""
    return "" if value is None else format_decimal(value, locale=_locale())


@register.simple_tag
def group_symbol() -> str:
    """What parts thousands in this language, for numbers a script changes."""
    return get_group_symbol(get_language())


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict[str, Any]]:
    """This page's address in every language, each named in its own script.

    A view may put `address_of` in the context, a callable that gives the page's path in the active
    language; it keeps slugs translated. Otherwise the path is reversed by name.
    """
    request, address_of = context["request"], context.get("address_of")
    links = []
    for code, name in settings.LANGUAGES:
        with override(code):
            path = address_of() if address_of else None
        path = path or translate_url(request.get_full_path(), code)
        links.append({"code": code, "name": name, "path": path, "is_current": code == get_language()})
    return links
