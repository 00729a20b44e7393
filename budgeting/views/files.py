"""Photos and documents of proposals: only ever read through the proposal, by those who may see it."""

from pathlib import PurePath
from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from budgeting.attachments.documents import TYPES
from budgeting.attachments.models import Document, Photo
from budgeting.proposals.models import Proposal

PUBLIC_SECONDS = 3600  # no longer: what a moderator hides must be gone soon
SIZES = ("image", "small")


@require_safe
def proposal_photo(request: HttpRequest, pk: int, photo: int, size: str) -> FileResponse:
    if size not in SIZES:
        raise Http404
    row, is_public = _load(request, Photo, pk, photo)
    response = _answer(getattr(row, size), is_public, content_type="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    return response


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def proposal_document(request: HttpRequest, pk: int, document: int) -> FileResponse:
    """Always a download: what a stranger uploaded is never shown in the site's name."""
    row, is_public = _load(request, Document, pk, document)
    content_type = TYPES[PurePath(row.file.name).suffix]
    facts: dict[str, Any] = {"as_attachment": True, "filename": row.name, "content_type": content_type}
    return _answer(row.file, is_public, **facts)


def _load(request: HttpRequest, model: type, pk: int, row_pk: int) -> tuple[Any, bool]:
    """The row, and whether anybody may read it. The public is asked for first: then nobody's session is read."""
    rows = model.objects.filter(pk=row_pk, proposal=pk)
    for user in (AnonymousUser(), None):
        visible = Proposal.objects.visible_to(user or request.user)
        if row := rows.filter(proposal__in=visible).first():
            return row, user is not None
    raise Http404


def _answer(file: Any, is_public: bool, **facts: Any) -> FileResponse:
    try:
        response = FileResponse(file.open("rb"), **facts)
    except OSError:  # the file was lost, or is being taken away
        raise Http404 from None
    if is_public:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response
