"""Uploaded files, where no proxy serves them: pictures are shown, everything else is downloaded."""

from pathlib import PurePosixPath

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Wagtail's documents are not among them: they have a view of their own, which asks who may read them.
FOLDERS = {"images", "original_images", "rules", "archives"}
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}


@csp_replace({"default-src": ["'none'"], "sandbox": True})
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of FOLDERS; what is not a picture cannot run anything in the site's name."""
    file = PurePosixPath(path)
    if file.parts[0] not in FOLDERS or ".." in file.parts:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if file.suffix.lower() not in PICTURES:
        response.headers["Content-Disposition"] = "attachment"
    return response
