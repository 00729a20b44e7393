"""The editor's screens, used as an editor uses them."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.accounts.models import User


def make_editor(name: str = "editor") -> User:
    return User.objects.create_superuser(f"{name}@example.ge", language="en")


def signed_in(user: User | None) -> Client:
    """The person's browser; that of a stranger without one."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def typed(title: str = "Su", **facts: Any) -> dict[str, Any]:
    """What the form of a plain page or of news sends."""
    return nested_form_data(
        {
            "title": title,
            "slug": "su",
            "lead": "Mətn",
            "body": streamfield([("text", rich_text("<p>Mətn</p>"))]),
            "written_in": "",
            "published_on": "2026-11-01",
            **facts,
        }
    )


def save(client: Client, page: Page, **facts: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(**facts))


def publish(client: Client, page: Page, **facts: Any) -> Any:
    return save(client, page, **{"action-publish": "1", **facts})


def rewrite(page: Any, by: User | None = None, **texts: Any) -> Any:
    """A new version of the page's text, as the editor saves it."""
    draft = page.get_latest_revision_as_object()
    for field, text in texts.items():
        setattr(draft, field, text)
    return draft.save_revision(user=by)
