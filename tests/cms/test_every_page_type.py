"""Every page type in every language through the editor's own screens: written, previewed, published, changed, restored,
planned, taken down and published again; and what the public sees after each step, in every tree."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.models import (
    CampaignIndexPage,
    CampaignPage,
    CouncilPage,
    EventPage,
    HomePage,
    LibraryPage,
    MunicipalityPage,
    NewsPage,
    OrganisationPage,
    PlainPage,
    PressPage,
)
from cms.planting import plant_municipality
from tests.cms.campaigns.making import make_campaign, make_organisation, page_of
from tests.cms.making import home, twin
from tests.cms.screens import make_editor, signed_in
from tests.factories import LANGUAGES, make_municipality
from tests.people import make_cast

pytestmark = pytest.mark.django_db
MADE_BY_CODE = (HomePage, CampaignIndexPage, CampaignPage, OrganisationPage)  # opened by an action, not by "add"
BY_HAND = (MunicipalityPage, NewsPage, EventPage, CouncilPage, LibraryPage, PressPage, PlainPage)
FACTS: dict[type, dict[str, Any]] = {
    NewsPage: {"published_on": "2026-11-01"},
    EventPage: {"kind": "meeting", "starts_at": "2026-12-01 10:00", "venue": "School"},
    CouncilPage: {"kind": "gender", "members": inline_formset([])},
    LibraryPage: {"documents": inline_formset([])},
}


class Editing:
    """One page type in one language, on the editor's screens."""

    def __init__(self, model: type, language: str) -> None:
        self.model, self.language = model, language
        self.client = signed_in(make_editor())
        self.facts = {**FACTS.get(model, {})}
        self.parent = home(language)
        if model is MunicipalityPage:
            self.facts["municipality"] = str(make_municipality().pk)
        elif model is CouncilPage:
            self.parent = twin(plant_municipality(make_municipality()), language)

    def form(self, title: str, **facts: Any) -> dict[str, Any]:
        texts = {"title": title, "slug": "page", "lead": "Lead", "body": streamfield([("text", rich_text("<p>T</p>"))])}
        return nested_form_data({**texts, "written_in": "", **self.facts, **facts})

    def create(self, title: str) -> None:
        arguments = ["cms", self.model._meta.model_name, self.parent.pk]
        answer = self.client.post(reverse("wagtailadmin_pages:add", args=arguments), self.form(title))
        assert answer.status_code == 302, answer.context["form"].errors
        self.page = self.model.objects.get(draft_title=title, locale__language_code=self.language)

    def save(self, title: str, **facts: Any) -> None:
        answer = self.client.post(reverse("wagtailadmin_pages:edit", args=[self.page.pk]), self.form(title, **facts))
        assert answer.status_code == 302, answer.context["form"].errors

    def publish(self, title: str, **facts: Any) -> None:
        self.save(title, **{"action-publish": "1", **facts})

    def preview(self, title: str) -> str:
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[self.page.pk])
        assert self.client.post(address, self.form(title)).json()["is_valid"] is True
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    def press(self, name: str, *more: Any, **facts: Any) -> None:
        answer = self.client.post(reverse(f"wagtailadmin_pages:{name}", args=[self.page.pk, *more]), facts)
        assert answer.status_code == 302

    def public(self) -> dict[str, bool]:
        """Where it stands published; and the public gets it there, in this tree and in the next one."""
        live = {code: twin(self.page, code).live for code in LANGUAGES}
        for code in (self.language, LANGUAGES[LANGUAGES.index(self.language) - 1]):
            answer = Client().get(Page.objects.get(pk=twin(self.page, code).pk).get_url())
            assert answer.status_code == (200 if live[code] else 404)
        return live

    def titles(self) -> set[str]:
        return set(self.model.objects.filter(translation_key=self.page.translation_key).values_list("title", flat=True))


HIDDEN, SHOWN = dict.fromkeys(LANGUAGES, False), dict.fromkeys(LANGUAGES, True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", BY_HAND, ids=lambda model: model.__name__)
def test_a_page_lives_through_everything(model: type, language: str) -> None:
    editing = Editing(model, language)

    editing.create("One")
    assert editing.public() == HIDDEN

    assert 'lang="' in editing.preview("Previewed")
    editing.publish("One")
    assert (editing.public(), editing.titles()) == (SHOWN, {"One"})
    first = editing.page.revisions.order_by("pk").last()

    editing.save("Two")
    assert editing.titles() == {"One"}
    editing.publish("Two")
    assert editing.titles() == {"Two"}

    screen = editing.client.get(reverse("wagtailadmin_pages:revisions_revert", args=[editing.page.pk, first.pk]))
    assert screen.context["form"]["title"].value() == "One"
    editing.publish("One", revision=str(first.pk))
    assert editing.titles() == {"One"}

    editing.press("unpublish")
    assert editing.public() == HIDDEN
    editing.publish("Three")
    assert (editing.public(), editing.titles()) == (SHOWN, {"Three"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", BY_HAND, ids=lambda model: model.__name__)
def test_a_page_comes_and_goes_on_its_day(model: type, language: str) -> None:
    editing = Editing(model, language)
    editing.create("One")

    editing.publish("One", go_live_at="2099-01-01 10:00")
    assert editing.public() == HIDDEN

    let_the_day_come()
    assert editing.public() == SHOWN

    editing.publish("One", expire_at="2099-01-01 10:00")
    assert editing.public() == SHOWN
    model.objects.filter(pk=editing.page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert editing.public() == HIDDEN


def let_the_day_come() -> None:
    """What is planned is planned for a moment ago, and the command runs that looks every few minutes."""
    [planned] = Revision.objects.filter(approved_go_live_at__isnull=False)
    before = timezone.now() - timedelta(minutes=1)
    planned.content["go_live_at"], planned.approved_go_live_at = before.isoformat(), before
    planned.save()
    call_command("publish_scheduled")


def make_coded(model: type, language: str) -> Any:
    """A page that an action opens."""
    if model is HomePage:
        return home(language)
    if model is CampaignIndexPage:
        return CampaignIndexPage.objects.get(locale__language_code=language)
    page = make_organisation("Voice", language)
    if model is OrganisationPage:
        return page
    return page_of(make_campaign(make_cast(), page, title="Bridge"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MADE_BY_CODE, ids=lambda model: model.__name__)
def test_a_page_made_by_an_action_is_changed_restored_and_planned_like_others(model: type, language: str) -> None:
    page = make_coded(model, language)
    client = signed_in(make_editor())
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    one = page.save_revision()
    one.publish()
    draft = page.get_latest_revision_as_object()
    draft.title = "Two"
    two = draft.save_revision()
    assert model.objects.get(pk=page.pk).title != "Two"

    two.publish()
    assert Client().get(page.get_url()).status_code == 200
    assert model.objects.get(pk=page.pk).title == "Two"

    one.publish()
    assert model.objects.get(pk=page.pk).title == page.title

    # Taking another organisation's page down needs a public reason (tests/cms/organisations); here it is its own act.
    model.objects.get(pk=page.pk).unpublish()
    assert shown(page) is False
    later = model.objects.get(pk=page.pk).get_latest_revision_as_object()
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision().publish()
    assert shown(page) is False
    let_the_day_come()
    assert shown(page) is True


def shown(page: Any) -> bool:
    """Whether its own text is public. A home page that is taken down gives way to the site's first one."""
    status = Client().get(page.get_url()).status_code
    is_live = type(page).objects.get(pk=page.pk).live
    assert type(page) is HomePage or status == (200 if is_live else 404)
    return is_live


def test_no_page_type_is_left_out() -> None:
    from wagtail.models import get_page_models

    assert {model for model in get_page_models() if model is not Page} == {*BY_HAND, *MADE_BY_CODE}
