"""Asking the API as a program does: by address, without a session."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def answer(path: str, **query: Any) -> Any:
    """What stands at the address below the version, which must be open."""
    response = Client().get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def rows(path: str, **query: Any) -> list[dict[str, Any]]:
    return answer(path, **query)["results"]


def status(path: str, **query: Any) -> int:
    return Client().get(f"/api/v1/{path}", query).status_code


def queries(path: str) -> int:
    with CaptureQueriesContext(connection) as made:
        answer(path)
    return len(made)
