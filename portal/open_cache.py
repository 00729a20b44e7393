"""Answers to open addresses, kept for a few seconds above all else: an embed is loaded by everybody who reads the news.

What is kept are bytes and headers as they left the chain, compressed or not, so a second reader costs two look-ups.
Like kept pages they stand under a mark that every change of an editor's makes anew (`portal/cache.py`).
"""

from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from portal.cache import MARK

LARGEST = 500_000  # bytes of one answer
_KEPT_VARY = {"", "Accept-Encoding"}
Kept = tuple[bytes, dict[str, str]]


def key_of(request: HttpRequest) -> str:
    """What the answer may depend on: the mark, the whole address, and whether it may be compressed. "" keeps nothing."""
    if not settings.PAGE_CACHE_SECONDS or request.method != "GET":
        return ""
    asked, mark = request.META, caches["pages"].get(MARK, "")
    how = "gzip" if "gzip" in asked.get("HTTP_ACCEPT_ENCODING", "") else ""
    address = (request.scheme, asked.get("HTTP_HOST", ""), request.path, asked.get("QUERY_STRING", ""))
    return f"open-{sha256(repr((how, mark, address)).encode()).hexdigest()}"


def kept_answer(request: HttpRequest, key: str) -> HttpResponse | None:
    """What was kept under the key; 304 where the reader has it already."""
    kept: Kept | None = caches["pages"].get(key) if key else None
    if kept is None:
        return None
    content, headers = kept
    answer = HttpResponse(content, headers=headers)
    if "HTTP_IF_NONE_MATCH" in request.META:
        return get_conditional_response(request, etag=headers.get("ETag"), response=answer)
    return answer


def keep(key: str, answer: HttpResponse) -> None:
    """Keeps it if it is whole, public and the same for everybody."""
    is_same_for_all = answer.get("Vary", "") in _KEPT_VARY and not answer.cookies
    is_public = answer.status_code == 200 and "public" in answer.get("Cache-Control", "")
    if key and is_public and is_same_for_all and not answer.streaming and len(answer.content) <= LARGEST:
        caches["pages"].set(key, (answer.content, dict(answer.items())), settings.PAGE_CACHE_SECONDS)
