"""The media kit, for the whole portal or for one municipality."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.press.kit import media_kit
from portal.places.models import Municipality


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    return _download(media_kit(None), "khma-media-kit.zip")


@require_safe
def municipality_kit(request: HttpRequest, slug: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality.objects.defer("outline").filter(is_active=True), slug=slug)
    return _download(media_kit(municipality), f"khma-media-kit-{municipality.slug}.zip")


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
