"""Draft, private, scheduled and expired pages appear nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.models import NewsPage
from cms.planting import plant_municipality
from cms.translating.actions import translate_into
from cms.visibility import public_pages
from tests.cms.campaigns.making import make_organisation
from tests.cms.making import make_draft, make_news, twin
from tests.cms.screens import make_editor, publish, rewrite, signed_in
from tests.factories import LANGUAGES, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare")]
TITLE = "საიდუმლო"


def close(page: Page, kind: str) -> None:
    closed = PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=kind, password="x")
    if kind == PageViewRestriction.GROUPS:
        closed.groups.add(Group.objects.create(name="few"))


def make_hidden(how: str) -> NewsPage:
    here = plant_municipality(make_municipality())
    if how == "draft":
        return make_draft(NewsPage, below=here, title=TITLE)
    if how == "scheduled":
        page = make_draft(NewsPage, below=here, title=TITLE)
        rewrite(page, go_live_at=timezone.now() + timedelta(days=1)).publish()
        return page
    page = make_news(below=here, title=TITLE)
    if how == "unpublished":
        page.unpublish()
    elif how == "expired":
        rewrite(page, expire_at=timezone.now() + timedelta(hours=1)).publish()
        NewsPage.objects.update(expire_at=timezone.now() - timedelta(hours=1))
        call_command("publish_scheduled")
    elif how == "below a private page":
        close(here, PageViewRestriction.LOGIN)
    else:
        close(page, how)
    return page


HOW = ["draft", "scheduled", "unpublished", "expired", "below a private page", "login", "password", "groups"]


@pytest.mark.parametrize("how", HOW)
def test_what_is_not_public_appears_nowhere_in_any_language(how: str) -> None:
    page = make_hidden(how)

    seen = []
    for language in LANGUAGES:
        own = twin(page, language)
        paths = [
            own.get_url(),
            f"/{language}/",
            f"/{language}/marneuli/",
            f"/{language}/search/?q={TITLE}",
            f"/{language}/feeds/news.atom",
            f"/{language}/feeds/{own.get_parent().pk}/news.atom",
            f"/sitemap-pages-{language}.xml",
        ]
        for path in paths:
            html = Client().get(path).content.decode()
            marks = [f">{TITLE}<", f"{own.get_url()}<", f'{own.get_url()}"'] if path != own.get_url() else [TITLE]
            seen += [path for mark in marks if mark in html]
    assert seen == []
    assert public_pages().filter(title=TITLE).count() == 0
    assert NewsPage.objects.public().count() == 0


def test_what_is_public_appears_everywhere() -> None:
    """The same places, so that the test above looks where something would be."""
    here = plant_municipality(make_municipality())
    page = make_news(below=here, title=TITLE, slug="secret")

    found = {}
    for path in [
        "/ka/marneuli/secret/",
        f"/ka/search/?q={TITLE}",
        "/ka/feeds/news.atom",
        f"/ka/feeds/{here.pk}/news.atom",
        "/sitemap-pages-ka.xml",
    ]:
        html = Client().get(path).content.decode()
        found[path] = f">{TITLE}<" in html or f"{page.get_url()}<" in html

    assert found == dict.fromkeys(found, True)


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_a_page_closed_in_one_language_is_closed_in_its_translations_too(kind: str) -> None:
    page, translator = make_news(title=TITLE), make_editor()
    own = translate_into(page, "az", by=translator)
    publish(signed_in(translator), own, title="Sirr", slug="sirr")
    assert Client().get("/az/sirr/").status_code == 200

    close(page, kind)

    answers = [Client().get(twin(page, language).get_url()) for language in LANGUAGES]
    assert [TITLE in answer.content.decode() or "Sirr<" in answer.content.decode() for answer in answers] == [False] * 4
    assert NewsPage.objects.public().count() == 0


def test_opening_it_again_brings_it_back() -> None:
    page = make_news(title=TITLE)
    close(page, "login")

    PageViewRestriction.objects.all().delete()

    assert [Client().get(twin(page, language).get_url()).status_code for language in LANGUAGES] == [200] * 4
    assert NewsPage.objects.public().count() == 4


def test_a_feed_of_what_is_hidden_or_missing_is_not_found() -> None:
    here = plant_municipality(make_municipality())
    answers: dict[str, Any] = {"before": Client().get(f"/az/feeds/{here.pk}/news.atom").status_code}

    close(here, "login")
    answers["closed"] = Client().get(f"/az/feeds/{here.pk}/news.atom").status_code
    answers["none"] = Client().get("/az/feeds/99999999/news.atom").status_code

    assert answers == {"before": 200, "closed": 404, "none": 404}


def test_an_organisations_page_lists_in_no_language_what_is_closed_in_one() -> None:
    home = make_organisation()
    news = make_news(below=home, title=TITLE)
    paths = [twin(home, language).get_url() for language in LANGUAGES]
    assert [TITLE in Client().get(path).content.decode() for path in paths] == [True] * len(LANGUAGES)

    close(news, PageViewRestriction.LOGIN)

    assert [TITLE in Client().get(path).content.decode() for path in paths] == [False] * len(LANGUAGES)
