"""Addresses: an id and a readable slug, of which only the id is read, so a changed slug breaks no link."""

from django.urls import register_converter


class NumberedSlug:
    """Matches "12" and "12-kendin-isiqlandirilmasi"; gives the view 12."""

    regex = r"[0-9]{1,18}(?:-[a-z0-9-]*)?"

    def to_python(self, value: str) -> int:
        return int(value.partition("-")[0])

    def to_url(self, value: int | str) -> str:
        return str(value)


register_converter(NumberedSlug, "numbered")
