"""The stylesheet: one small file a component in static/portal/css, joined into one download."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

FOLDER = Path(__file__).parent / "static" / "portal" / "css"
_YEAR = 31_536_000


def stylesheet_path() -> str:
    """The address of the joined stylesheet; it changes with its content, so browsers keep it for a year."""
    return f"/styles-{_fingerprint()}.css"


def serve_stylesheet(request: HttpRequest, fingerprint: str) -> HttpResponse:
    if fingerprint != _fingerprint():
        raise Http404
    return HttpResponse(
        _joined(), content_type="text/css", headers={"Cache-Control": f"public, max-age={_YEAR}, immutable"}
    )


def _fingerprint() -> str:
    return sha256(_joined().encode()).hexdigest()[:12]


def _join() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.css")))


_kept = cache(_join)


def _joined() -> str:
    return _join() if settings.DEBUG else _kept()
