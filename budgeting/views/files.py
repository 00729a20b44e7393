"""Photos, documents and recordings of proposals and of their works: only ever read through the proposal, by those who may see it."""

import re
from pathlib import PurePath
from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from budgeting.attachments.documents import TYPES
from budgeting.attachments.models import Document, Photo, Recording
from budgeting.attachments.sound import TYPES as SOUND_TYPES
from budgeting.milestones.models import MilestoneDocument, MilestonePhoto
from budgeting.proposals.models import Proposal

PUBLIC_SECONDS = 3600  # no longer: what a moderator hides must be gone soon
SIZES = ("image", "small")
_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


@require_safe
def proposal_photo(request: HttpRequest, pk: int, photo: int, size: str) -> FileResponse:
    if size not in SIZES:
        raise Http404
    return _photo(_load(request, Photo, pk, photo), size)


@require_safe
def milestone_photo(request: HttpRequest, pk: int, photo: int, size: str) -> FileResponse:
    if size not in SIZES:
        raise Http404
    return _photo(_load(request, MilestonePhoto, pk, photo, owner="milestone__project"), size)


def _photo(found: tuple[Any, bool], size: str) -> FileResponse:
    row, is_public = found
    response = _answer(getattr(row, size), is_public, content_type="image/jpeg")
    response.headers["Content-Disposition"] = "inline"
    return response


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def proposal_document(request: HttpRequest, pk: int, document: int) -> FileResponse:
    """Always a download: what a stranger uploaded is never shown in the site's name."""
    return _document(_load(request, Document, pk, document))


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def milestone_document(request: HttpRequest, pk: int, document: int) -> FileResponse:
    return _document(_load(request, MilestoneDocument, pk, document, owner="milestone__project"))


def _document(found: tuple[Any, bool]) -> FileResponse:
    row, is_public = found
    content_type = TYPES[PurePath(row.file.name).suffix]
    facts: dict[str, Any] = {"as_attachment": True, "filename": row.name, "content_type": content_type}
    return _answer(row.file, is_public, **facts)


@require_safe
@csp_replace({"default-src": ["'none'"], "media-src": ["'self'"], "sandbox": True})
def proposal_recording(request: HttpRequest, pk: int, recording: int) -> HttpResponseBase:
    """Whole, or the part a player asks for: some play nothing that cannot be read in parts."""
    row, is_public = _load(request, Recording, pk, recording)
    response = _answer(row.file, is_public, content_type=SOUND_TYPES[PurePath(row.file.name).suffix])
    response.headers["Content-Disposition"] = "inline"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Encoding"] = "identity"  # sound is packed already, and a part must not be packed
    return _part(response, row.file, request.headers.get("Range", ""))


def _part(response: FileResponse, file: Any, asked: str) -> FileResponse:
    """The answer cut to one range of bytes. Source: RFC 9110, 14.2; any other range is not looked at."""
    wanted = _RANGE.fullmatch(asked)
    size = file.size
    if wanted is None or int(wanted[1]) >= size:
        return response
    first, last = int(wanted[1]), min(int(wanted[2] or size - 1), size - 1)
    if last < first:
        return response
    file.seek(first)
    response.streaming_content = [file.read(last - first + 1)]
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    return response


def _load(request: HttpRequest, model: type, pk: int, row_pk: int, owner: str = "proposal") -> tuple[Any, bool]:
    """The row, and whether anybody may read it. The public is asked for first: then nobody's session is read.

    `owner` is the look-up from the row to the proposal through which it is read.
    """
    rows = model.objects.filter(pk=row_pk, **{owner: pk})
    for user in (AnonymousUser(), None):
        visible = Proposal.objects.visible_to(user or request.user)
        if row := rows.filter(**{f"{owner}__in": visible}).first():
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
