"""Blocks typed into the editor's form."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from budgeting.cycles.stages import Stage
from cms.models import HomePage, PlainPage
from portal.accounts.models import User
from tests.cms.blocks.bodies import make_image
from tests.factories import LANGUAGES, make_cycle
from tests.people import Cast


@pytest.fixture
def editor(db: None, client: Client, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(User.objects.create_superuser("editor@example.ge"))
    return client


def address() -> str:
    home = HomePage.objects.get(locale__language_code="hy")
    return reverse("wagtailadmin_pages:add", args=["cms", "plainpage", home.pk])


def form(*blocks: tuple[str, dict[str, Any]], **facts: Any) -> dict[str, Any]:
    page = {"title": "Էջ", "slug": "ej", "lead": "", "written_in": "", "action-publish": "1", **facts}
    return nested_form_data({**page, "body": streamfield(blocks)})


def test_blocks_are_published_by_an_editor(editor: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    picture = {"image": str(make_image().pk), "alt_text": "Կամուրջ", "caption": ""}
    card = {"cycle": str(cycle.pk)}
    chosen = {"heading": "", "cycle": str(cycle.pk), "show": "all", "theme": "", "most": "3"}

    answer = editor.post(address(), form(("picture", picture), ("cycle", card), ("projects", chosen)))

    assert answer.status_code == 302, answer.context["form"].errors
    page = PlainPage.objects.get(slug="ej", locale__language_code="hy")
    assert [block["value"] for block in page.body.get_prep_value()][1:] == [
        {"cycle": cycle.pk},
        {"heading": "", "cycle": cycle.pk, "show": "all", "theme": None, "most": 3},
    ]
    for language in LANGUAGES:
        public = Client().get(f"/{language}/ej/").content.decode()
        assert ('alt="Կամուրջ"' in public, f"/{language}/cycles/{cycle.pk}-" in public) == (True, True)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_picture_without_words_is_not_published_and_nothing_typed_is_lost(editor: Client, cast: Cast) -> None:
    picture = {"image": str(make_image().pk), "alt_text": "  ", "caption": "Մեր կամուրջը"}

    answer = editor.post(address(), form(("picture", picture)))

    assert (answer.status_code, PlainPage.objects.filter(slug="ej").exists()) == (200, False)
    assert answer.context["form"]["body"].value()[0].value["caption"] == "Մեր կամուրջը"


@pytest.mark.parametrize("chosen", ["", "0", "999999", "x", "1 OR 1=1"])
def test_a_cycle_that_is_not_offered_is_refused(editor: Client, cast: Cast, chosen: str) -> None:
    answer = editor.post(address(), form(("cycle", {"cycle": chosen})))

    assert (answer.status_code, PlainPage.objects.filter(slug="ej").exists()) == (200, False)


def test_a_hidden_cycle_is_neither_offered_nor_taken(editor: Client, cast: Cast) -> None:
    hidden = make_cycle(cast, Stage.PREPARING)

    screen = editor.get(address()).content.decode()
    answer = editor.post(address(), form(("cycle", {"cycle": str(hidden.pk)})))

    assert ("Budget 2026" in screen, answer.status_code) == (False, 200)


def test_the_form_offers_a_cycle_that_became_public_a_moment_ago(editor: Client, cast: Cast) -> None:
    assert "Budget 2026" not in editor.get(address()).content.decode()

    make_cycle(cast)

    assert "Budget 2026" in editor.get(address()).content.decode()


def test_a_hostile_address_is_not_published(editor: Client, cast: Cast) -> None:
    button = {"sentence": "x", "button": "x", "page": "", "address": "javascript:alert(1)"}

    answer = editor.post(address(), form(("action", button)))

    assert (answer.status_code, PlainPage.objects.filter(slug="ej").exists()) == (200, False)
