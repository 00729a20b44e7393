"""Whose collection a picture of the demo lies in."""

from wagtail.models import Collection

from portal.accounts.models import Organisation
from portal.places.models import Municipality


def collection_of(place: Municipality | Organisation) -> Collection | None:
    """None while the place has none: then it lies in the root, as everything once did."""
    publisher = getattr(place, "publisher", None)
    return publisher.collection if publisher else None
