"""The media kit: wordmark, sign, colours, facts in each language, and the licence, in one zip file."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.press.quotes import quotes
from portal.charts.png import as_png
from portal.places.models import Municipality

IMAGES = Path(__file__).resolve().parents[2] / "portal" / "static" / "portal" / "img"
PIXELS = {"wordmark": 2400, "mark": 1024}  # how wide the pictures are
MOST = 5  # results
# Source: portal/static/portal/css/01-tokens.css
COLOURS = {
    "indigo": "#2b3a84",
    "deep indigo": "#1e2a63",
    "madder": "#a3272d",
    "saffron": "#e3a72f",
    "moss": "#41693a",
    "wool": "#f6f2ea",
    "ink": "#1d2033",
}


def media_kit(municipality: Municipality | None) -> bytes:
    """The zip, with the facts of this municipality, or of all. The same bytes as long as nothing new is published."""
    files: dict[str, bytes] = {}
    for name, width in PIXELS.items():
        svg = (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
        files[f"{name}.svg"], files[f"{name}.png"] = svg.encode(), as_png(svg, width=width)
    files["colours.txt"] = "".join(f"{value}  {name}\n" for name, value in COLOURS.items()).encode()
    for code, _name in settings.LANGUAGES:
        with override(code):
            files[f"facts-{code}.txt"] = _facts(municipality).encode()
    return _zip(files)


def _facts(municipality: Municipality | None) -> str:
    context = {
        "municipality": municipality,
        "quotes": quotes(municipality.pk if municipality else None, most=MOST),
        "site": settings.SITE_URL,
    }
    return render_to_string("cms/press/facts.txt", context)


def _zip(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = ZipInfo(name)
            info.external_attr = 0o644 << 16  # else nobody may read what was unpacked
            archive.writestr(info, content, ZIP_DEFLATED)
    return out.getvalue()
