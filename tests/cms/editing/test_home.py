"""An editor's first screen: what can be begun, what waits, what is outdated; and the guide."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.editing.queries import drafts_of, institutions_of, outdated_translations
from cms.models import MunicipalityPage, NewsPage, PageTranslation
from cms.planting import plant_municipality
from portal.accounts.models import User
from portal.clock import now
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


def make_editor(*pages: Page, language: str = "en") -> User:
    """Somebody who may write and change below these pages, in every tree."""
    user = User.objects.create_user(f"editor{User.objects.count()}@example.ge", language=language)
    group = Group.objects.create(name=f"group {user.pk}")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for page in pages:
        for tree in page.get_translations(inclusive=True):
            for codename in ("add_page", "change_page", "publish_page"):
                may = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
                GroupPagePermission.objects.create(group=group, page=tree, permission=may)
    user.groups.add(group)
    return user


@pytest.fixture
def page(db: None) -> MunicipalityPage:
    return plant_municipality(make_municipality())


@pytest.fixture
def elsewhere_page(db: None) -> MunicipalityPage:
    return plant_municipality(make_municipality("bolnisi"))


def add_news(parent: Page, number: int = 1, *, live: bool = True) -> NewsPage:
    news = NewsPage(title=f"News {number}", slug=f"news-{number}", locale=parent.locale, live=False)
    parent.add_child(instance=news)
    revision = news.save_revision()
    if live:
        revision.publish()
    return NewsPage.objects.get(pk=news.pk)


def translate(news: NewsPage, language: str, *, made_from: Any) -> PageTranslation:
    locale = next(one.locale for one in news.get_parent().get_translations() if one.locale.language_code == language)
    twin = news.copy_for_translation(locale)
    return PageTranslation.objects.create(page=twin, original=news, original_published_at=made_from)


def home(user: User) -> Any:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_a_text_begins_in_the_editors_own_tree(page: MunicipalityPage, language: str) -> None:
    answer = home(make_editor(page, language=language)).content.decode()

    tree = page.get_translations(inclusive=True).get(locale__language_code=language)
    for kind in ("newspage", "eventpage"):
        assert answer.count(reverse("wagtailadmin_pages:add", args=["cms", kind, tree.pk])) == 1


def test_only_own_places_are_offered(page: MunicipalityPage, elsewhere_page: MunicipalityPage) -> None:
    keys = [one.translation_key for one in institutions_of(make_editor(page))]

    assert keys == [page.translation_key]


def test_somebody_without_a_place_is_offered_none(page: MunicipalityPage) -> None:
    editor = make_editor()

    assert (institutions_of(editor), list(drafts_of(editor)), list(outdated_translations(editor))) == ([], [], [])
    assert "Write news" not in home(editor).content.decode()


def test_drafts_are_shown_to_those_who_may_change_them(
    page: MunicipalityPage, elsewhere_page: MunicipalityPage
) -> None:
    draft, editor = add_news(page, live=False), make_editor(page)
    add_news(elsewhere_page, 2, live=False)
    add_news(page, 3)

    assert [one.pk for one in drafts_of(editor)] == [draft.pk]
    assert "1 draft is not published yet." in home(editor).content.decode()


def test_a_translation_is_outdated_when_its_original_was_published_later(page: MunicipalityPage) -> None:
    news, editor = add_news(page), make_editor(page)
    translation = translate(news, "az", made_from=news.last_published_at)
    assert list(outdated_translations(editor)) == []

    news.save_revision().publish()

    assert list(outdated_translations(editor)) == [translation]
    assert "1 translation is older than its original." in home(editor).content.decode()


def test_a_translation_elsewhere_or_of_a_hidden_original_is_not_shown(
    page: MunicipalityPage, elsewhere_page: MunicipalityPage
) -> None:
    editor, long_ago = make_editor(page), now() - timedelta(days=9)
    translate(add_news(elsewhere_page), "az", made_from=long_ago)
    hidden = add_news(page, 2)
    translate(hidden, "az", made_from=long_ago)
    NewsPage.objects.filter(pk=hidden.pk).update(live=False)

    assert list(outdated_translations(editor)) == []


def test_the_first_screen_asks_as_often_for_three_rows_as_for_one(
    page: MunicipalityPage, django_assert_max_num_queries: Any
) -> None:
    editor, long_ago = make_editor(page), now() - timedelta(days=9)

    def asked(count: int) -> int:
        for number in range(count):
            translate(add_news(page, number + count * 10), "az", made_from=long_ago)
            add_news(page, number + count * 100, live=False)
        home(editor)
        with django_assert_max_num_queries(200) as queries:
            home(editor)
        return len(queries)

    assert asked(1) == asked(3)


def test_nothing_of_wagtails_own_news_is_shown(page: MunicipalityPage) -> None:
    user = User.objects.create_superuser("chief@example.ge", language="en")

    answer = home(user).content.decode()

    assert [word for word in ("wagtail.org", "gravatar", "upgrade", "What's new") if word in answer] == []
    assert "<title>Dashboard - Khma</title>" in " ".join(answer.split()).replace("> ", ">").replace(" <", "<")


@pytest.mark.parametrize(
    ("language", "words"),
    [("ka", "სიახლის დაწერა"), ("hy", "Գրել նորություն"), ("az", "Xəbər yazmaq"), ("en", "Write news")],
)
def test_the_guide_has_seven_chapters_in_every_language(page: MunicipalityPage, language: str, words: str) -> None:
    client = Client()
    client.force_login(make_editor(page, language=language))

    answer = client.get(reverse("editor_guide")).content.decode()

    chapters = ["news", "pictures", "events", "translate", "publish", "campaigns", "documents"]
    assert f'<h2 id="news">{words}</h2>' in answer
    assert [answer.count(f'<h2 id="{chapter}">') for chapter in chapters] == [1] * 7
    assert [answer.count(f'href="#{chapter}"') for chapter in chapters] == [1] * 7


def test_the_guide_is_for_editors(client: Client) -> None:
    assert client.get(reverse("editor_guide")).status_code == 302
