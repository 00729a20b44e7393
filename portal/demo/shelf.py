"""Pictures and documents of the demo's pages, kept in their owner's collection."""

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection

from portal.demo.logos import LOGO_ALT, logo
from portal.demo.papers import paper
from portal.demo.pictures import ALTS, scene


def picture(name: str, language: str, collection: Collection | None = None) -> AbstractImage:
    """The drawing of that name with its description in this language; the same row for the same three."""
    return _image(scene(name), f"{name}.png", ALTS[name][language], collection)


def mark_of(shape: str, colour: str, name: str, language: str, collection: Collection | None = None) -> AbstractImage:
    """An organisation's logo; `name` is the organisation's in this language."""
    return _image(logo(shape, colour), f"logo-{shape}.png", LOGO_ALT[language].format(name=name), collection)


def document(title: str, name: str, text: str, collection: Collection | None = None) -> AbstractDocument:
    """A short PDF of that name."""
    return get_document_model().objects.create(
        title=title, file=ContentFile(paper(title, text), name=f"{name}.pdf"), **_kept_in(collection)
    )


def _image(data: bytes, file_name: str, description: str, collection: Collection | None) -> AbstractImage:
    place = _kept_in(collection)
    images = get_image_model().objects
    kept = images.filter(title=description, **place).first()
    return kept or images.create(
        title=description, description=description, file=ImageFile(ContentFile(data, name=file_name)), **place
    )


def _kept_in(collection: Collection | None) -> dict[str, Collection]:
    return {"collection": collection} if collection else {}
