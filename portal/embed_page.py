"""A page for other people's frames: all it needs is in its one answer, and it may be framed anywhere."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from portal.charts.svg import THEMES

STYLES = Path(__file__).parent / "templates" / "embeds" / "style.css"


def embed_page(name: str, context: dict[str, Any], *, theme: str = "auto", status: int = 200) -> HttpResponse:
    """The template with its styles within it. Its policy allows these very styles by their hash, and no others."""
    styles, source = _styles()
    look = {"styles": mark_safe(styles), "theme": theme if theme in THEMES else "auto"}
    answer = HttpResponse(render_to_string(name, context | look), status=status)
    answer._csp_replace = {
        "style-src": [source],
        "script-src": ["'self'"],
        "connect-src": ["'none'"],
        "img-src": ["data:"],
        "frame-ancestors": ["*"],
    }
    return answer


@cache
def _styles() -> tuple[str, str]:
    """The styles, and how a content security policy names them."""
    styles = STYLES.read_text(encoding="utf-8")
    return styles, f"'sha256-{b64encode(sha256(styles.encode()).digest()).decode()}'"
