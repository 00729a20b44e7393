"""The addresses of a kind: its embed, its picture and its share image."""

from django.urls import URLPattern, path, register_converter

from budgeting import addresses  # noqa: F401  (registers the converter)
from budgeting.embeds import views
from budgeting.embeds.kinds import KINDS


class PictureFormat:
    regex = "svg|png"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PictureFormat, "picture")


def addresses_of(name: str) -> list[URLPattern]:
    kind, place = {"kind": KINDS[name]}, KINDS[name].place
    return [
        path(f"embed/{place}/", views.embed, kind, name=f"embed_{name}"),
        path(f"embed/{place}.<picture:format>", views.picture, kind, name=f"picture_{name}"),
        path(f"share/{place}.png", views.share, kind, name=f"share_{name}"),
    ]
