"""The chain of what is open to others: it reads, keeps nothing of the reader, and marks what it says."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(client: Client, db: None, method: str) -> None:
    for name in ("share_default", "oembed"):
        answer = getattr(client, method)(reverse(name))
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_what_is_not_there_is_a_card_for_a_frame_that_is_not_kept_for_one_reader(client: Client, db: None) -> None:
    answer = client.get("/embed/no/such/thing/?lang=az", HTTP_COOKIE="sessionid=x")
    assert (answer.status_code, answer["Cache-Control"], "Set-Cookie" in answer) == (404, "public, max-age=10", False)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert '<html lang="az" data-theme="auto">' in answer.content.decode()


def test_a_mark_is_the_same_each_time(client: Client, db: None) -> None:
    first, second = (client.get(reverse("share_default")) for _time in range(2))
    assert first["ETag"] == second["ETag"]
