"""A poison corpus through every page and form: whatever people type stays text, and nothing answers with an error.

Every text that any model keeps is overwritten with the poison, so a new model is walked without being named here.
"""

from contextlib import suppress

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse

from tests.access.forms_of import AskedForm, Page
from tests.access.test_table import ROWS
from tests.access.world import World

ATTRIBUTE = "\"' onmouseover=alert(1) x='"
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"
SVG = "<svg onload=alert(1)><foreignObject><body onload=alert(1)>"
TEMPLATE = "{{ 7|add:7 }}{% debug %}{braces} %(name)s %s"
DIRECTIONS = "Su\u202eyol\u200b\u2066կ\u2069\ufeff"
SCRIPTS = "წყალი Ջուր Suyu İıƏə \u10d0\u0301 \U0001f6b0"
# One walk for each way a text can begin: an address and a formula act only at the beginning. What a browser would run
# comes first in the rest, because a short field keeps the beginning alone.
CORPUS = {
    "markup": ATTRIBUTE + HTML + SVG,
    "address": "javascript:alert(1)" + TEMPLATE + DIRECTIONS,
    "formula": '=HYPERLINK("http://x.example";"წყალი")' + SCRIPTS,
}
# Not typed by anybody: what the code itself writes and reads.
TECHNICAL = {
    *(
        "slug",
        "lot_seed",
        "currency",
        "digest",
        "root",
        "password",
        "act",
        "name_key",
        "voter",
        "receipt",
        "key",
        "network",
    ),
    *("outline", "code", "method", "action", "phone", "email", "image", "small", "file", "rule_document", "archive"),
    *("proposalevent.name", "path", "language", "username", "about_language", "detail_language", "reason_language"),
}
LABELS = ("budgeting", "accounts", "portal_messages", "places")
PEOPLE = ("anonymous", "author", "everything")


def poison_everything(poison: str) -> None:
    for model in [model for label in LABELS for model in apps.get_app_config(label).get_models()]:
        texts = {
            one.name: poison[: getattr(one, "max_length", None) or 5000]
            for one in model._meta.concrete_fields
            if isinstance(one, (models.CharField, models.TextField))
            and not one.choices
            and not one.unique
            and one.name not in TECHNICAL
            and f"{model._meta.model_name}.{one.name}" not in TECHNICAL
            and not one.name.endswith("_language")
        }
        for name, text in texts.items():
            with suppress(IntegrityError), transaction.atomic():  # what the database refuses was never typed
                model.objects.exclude(**{name: ""}).filter(**{f"{name}__isnull": False}).update(**{name: text})


@pytest.mark.parametrize("kind", CORPUS)
def test_what_people_typed_is_inert_on_every_page(world: World, kind: str) -> None:
    poison_everything(CORPUS[kind])
    acting = []
    for who, path, response in pages(world):
        if response.get("Content-Type", "").startswith("text/html"):
            acting += [(who, path, fault) for fault in Page(response.content.decode()).acting]
        if response.get("Content-Type", "").startswith("text/csv"):
            acting += [(who, path, cell) for cell in formulas(response)]

    assert acting == []


@pytest.mark.parametrize("poison", [HTML + DIRECTIONS, "ა" * 100_000, ""], ids=["markup", "long", "empty"])
def test_whatever_is_sent_by_a_form_is_answered(world: World, poison: str) -> None:
    failed, sent = [], set()
    for who, path, response in pages(world):
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        for form in Page(response.content.decode()).forms:
            same = (who, form.action or path, *form.fields)  # signing out, for one, stands on every page
            if same not in sent and send(world, who, path, form, poison) >= 500:
                failed.append((who, path, form.action))
            sent.add(same)

    assert failed == []


def pages(world: World):
    """(who, path, response) of every address in the table that answers this person."""
    for name, keys, method, *_statuses in ROWS:
        path = reverse(name, args=world.args(keys))
        for who in PEOPLE if method == "GET" else ():
            client = client_of(world, who)
            response = client.get(path)
            assert response.status_code < 500, (who, path)
            if response.status_code == 200:
                yield who, path, response


def send(world: World, who: str, path: str, form: AskedForm, poison: str) -> int:
    """Sends the form with the poison in everything that can be typed; takes back what it changed."""
    data = {name: [poison] if name in form.typed else values for name, values in form.fields.items()}
    client = client_of(world, who)
    with transaction.atomic():
        target = form.action or path
        response = client.post(target, data) if form.method == "post" else client.get(target, data)
        transaction.set_rollback(True)
    return response.status_code


def client_of(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if person := world.people[who]:
        client.force_login(person)
    return client


def formulas(response) -> list[str]:
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode("utf-8-sig")
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(",")]
    return [
        cell for cell in cells if cell[:1] in ("=", "+", "-", "@") and not cell.lstrip("-").replace(".", "").isdigit()
    ]
