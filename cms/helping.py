"""Plants the help pages: written in each language by hand, once, below each home page."""

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.utils.timezone import now
from wagtail.models import Page

from cms.models import HomePage, PlainPage

FOLDER = Path(__file__).parent / "planted"
HELP = "help"
BELOW = ("how-it-works", "privacy", "accessibility", "contact")


def plant_help() -> None:
    """Creates the help pages that are missing in each language.

    A page is known by a key of its own, so one that was edited, renamed or moved is left alone. Where an editor
    has another page at the address already, nothing is planted.
    """
    for home in HomePage.objects.select_related("locale"):
        index = _plant(HELP, below=home)
        for slug in BELOW if index else ():
            _plant(slug, below=index)


def _plant(slug: str, *, below: Page) -> Page | None:
    key = uuid5(NAMESPACE_URL, f"khma:help:{slug}")
    page = PlainPage.objects.filter(translation_key=key, locale=below.locale_id).first()
    if page or below.get_children().filter(slug=slug).exists():
        return page
    language = below.locale.language_code
    title, lead, text = (FOLDER / f"{slug}.{language}.html").read_text(encoding="utf-8").split("\n", 2)
    page = PlainPage(
        title=title,
        slug=slug,
        lead=lead,
        body=[{"type": "text", "value": text.strip()}],
        written_in=language,
        locale=below.locale,
        translation_key=key,
        first_published_at=now(),
        last_published_at=now(),
    )
    return below.add_child(instance=page)
