"""Which embed an address of this site has."""

from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from budgeting.embeds.kinds import KINDS, Kind, kind_of_page
from budgeting.embeds.looks import Look, look_of

LONGEST_ADDRESS = 2000
_SITE = urlsplit(settings.SITE_URL)


def look_at(url: str) -> Look | None:
    """What is shown for the address of a page in any language, or of an embed; None for any other, here or elsewhere.

    Whether it is public the card says: this looks at the address alone.
    """
    path, asked = _own_path(url)
    if not path:
        return None
    if path.startswith("/embed/"):
        language = asked.get("lang", "")
        return _of_match(path, language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE, asked)
    language = get_language_from_path(path) or ""
    with override(language or settings.LANGUAGE_CODE):
        return _of_match(path, language, {}) if language else None


def _own_path(url: str) -> tuple[str, dict[str, str]]:
    """The path and the parameters, or "" for what is not exactly of this site."""
    if len(url) > LONGEST_ADDRESS or not url.isprintable():
        return "", {}
    try:
        parts = urlsplit(url.strip())
        is_ours = (parts.scheme, parts.netloc.lower()) == (_SITE.scheme, _SITE.netloc.lower())
    except ValueError:
        return "", {}
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return (parts.path, asked) if is_ours else ("", {})


def _of_match(path: str, language: str, asked: dict[str, str]) -> Look | None:
    try:
        match = resolve(path, settings.ROOT_URLCONF)
    except (Resolver404, ValueError):
        return None
    own = match.kwargs.get("kind")
    if isinstance(own, Kind) and match.url_name == f"embed_{own.name}":
        return look_of(own, match.kwargs["pk"], language, asked)
    if kind := kind_of_page(match.url_name):
        return look_of(kind, match.kwargs["pk"], language, asked)
    for kind in KINDS.values():
        if pk := kind.find(path):
            return look_of(kind, pk, language, asked)
    return None
