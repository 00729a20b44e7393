"""Pages with blocks, and one value of each kind of block as the database holds it."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from budgeting.cycles.models import Cycle
from cms.models import HomePage, PlainPage
from cms.planting import ensure_aliases
from portal.places.models import Settlement
from tests.budgeting.attachments.files import PDF, picture


def make_page_with(*blocks: tuple[str, Any], written_in: str = "ka", slug: str = "text") -> PlainPage:
    """A public page with these blocks, shown in every language."""
    home = HomePage.objects.get(locale__language_code=written_in)
    page = home.add_child(
        instance=PlainPage(
            title="Text",
            slug=slug,
            locale=home.locale,
            written_in=written_in,
            body=[{"type": kind, "value": value} for kind, value in blocks],
        )
    )
    ensure_aliases(page)
    return page


def make_image(title: str = "A bridge", size: tuple[int, int] = (1200, 800)) -> Any:
    return get_image_model().objects.create(title=title, file=SimpleUploadedFile("bridge.jpg", picture(size=size)))


def make_document(title: str = "Minutes") -> Any:
    return get_document_model().objects.create(title=title, file=ContentFile(PDF, name="minutes.pdf"))


def every_block(cycle: Cycle, settlement: Settlement) -> dict[str, Any]:
    """{name of a block: a complete value of it}."""
    point = {"label": "Bridge", "settlement": settlement.pk, "lat": None, "lon": None}
    return {
        "text": "<h2>Heading</h2><p>Words</p>",
        "picture": {"image": make_image().pk, "alt_text": "A bridge over a river", "caption": "Built in 2025"},
        "quote": {"quote": "We waited ten years.", "who": "Nino", "role": "A teacher"},
        "figures": {
            "figures": [{"number": "37 %", "label": "of the houses have water"}],
            "source": "Geostat",
            "address": "https://geostat.example/",
            "as_of": "2026-01-31",
        },
        "cycle": {"cycle": cycle.pk},
        "projects": {"heading": "Projects", "cycle": cycle.pk, "show": "all", "theme": None, "most": 3},
        "results": {"cycle": cycle.pk, "most": 10},
        "map": {"municipality": cycle.municipality_id, "points": [point], "caption": "Where"},
        "documents": {"heading": "Papers", "documents": [{"document": make_document().pk, "title": ""}]},
        "video": {
            "title": "The session",
            "address": "https://www.youtube.com/watch?v=x",
            "language": "az",
            "length": "4:05",
        },
        "action": {"sentence": "Come.", "button": "Write", "page": None, "address": "/ka/cycles/"},
        "questions": {"heading": "", "questions": [{"question": "Who?", "answer": "<p>You.</p>"}]},
    }
