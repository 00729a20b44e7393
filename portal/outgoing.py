"""Requests this site makes to the few services its settings name."""

import json
from http.client import HTTPException
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would be followed by a GET, to a host nobody named, and what was posted lost without an error."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)
LONGEST_ANSWER = 1_000_000


def post_json(url: str, body: dict[str, Any], *, seconds: int, token: str = "") -> bytes:
    """POSTs the body as JSON, with a bearer token if there is one; returns the answer, at most LONGEST_ANSWER bytes of it.

    OSError when the service cannot be reached, takes longer than `seconds` to say something, points elsewhere,
    answers with any status but 2xx, or does not speak HTTP.
    """
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = Request(url, json.dumps(body).encode(), headers)  # noqa: S310
    try:
        with _opener.open(request, timeout=seconds) as answer:
            return bytes(answer.read(LONGEST_ANSWER))
    except HTTPException as error:
        raise OSError("The service does not speak HTTP.") from error
