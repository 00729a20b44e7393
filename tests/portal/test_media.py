"""Uploaded files never act in the site's name."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def files() -> None:
    public = ("rules/rule.txt", "rules/rule.html", "archives/count.zip", "images/photo.jpg")
    for name in (*public, "documents/private.pdf", "secret.txt"):
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


@pytest.mark.usefixtures("files", "db")
def test_only_pictures_are_shown_and_only_public_folders_answer(client: Client) -> None:
    shown = {
        name: (answer.status_code, answer.headers.get("Content-Disposition"))
        for name in ("rules/rule.txt", "rules/rule.html", "archives/count.zip", "images/photo.jpg")
        if (answer := client.get(f"/media/{name}"))
    }
    assert shown == {
        "rules/rule.txt": (200, "attachment"),
        "rules/rule.html": (200, "attachment"),
        "archives/count.zip": (200, "attachment"),
        "images/photo.jpg": (200, 'inline; filename="photo.jpg"'),
    }
    assert "sandbox" in client.get("/media/rules/rule.html").headers["Content-Security-Policy"]
    for name in ("documents/private.pdf", "secret.txt", "rules/none.txt", "rules/../secret.txt"):
        assert client.get(f"/media/{name}", follow=True).status_code == 404
