"""The translations board: page by language, what each person may do, at a constant cost."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from cms.models import EventPage, MunicipalityPage, NewsPage, PlainPage
from cms.planting import plant_municipality
from cms.translating.actions import check_translation, translate_into
from cms.translating.queries import in_state, originals, twins_by_language
from portal.accounts.models import User
from portal.clock import now
from tests.cms.making import make_draft, make_news, make_page, twin
from tests.cms.screens import make_editor, publish, signed_in
from tests.factories import LANGUAGES, make_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare")]
BOARD = "/editor/translations/"


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


def make_local_editor(page: Page, *languages: str, name: str = "local") -> User:
    """Somebody who may edit below this page's twins in these languages."""
    user = User.objects.create_user(f"{name}@example.ge")
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    for language in languages:
        GroupPagePermission.objects.create(group=group, page=twin(page, language).page_ptr, permission=change)
    user.groups.add(group)
    return user


def states(page: Any) -> dict[str, str]:
    found = twins_by_language([page])
    return {language: found[str(page.translation_key), language].state for language in LANGUAGES}


def test_the_states_of_a_page_in_every_language(editor: User) -> None:
    page, checker = make_page(), make_editor("checker")
    assert states(page) == {"ka": "original", "hy": "shown", "az": "shown", "en": "shown"}

    for language in ("az", "hy"):
        translate_into(page, language, by=editor)
    assert states(page) == {"ka": "original", "hy": "shown", "az": "shown", "en": "shown"}

    publish(signed_in(editor), twin(page, "az"))
    publish(signed_in(editor), twin(page, "hy"))
    check_translation(twin(page, "hy"), by=checker)
    assert states(page) == {"ka": "original", "hy": "checked", "az": "translated", "en": "shown"}

    publish(signed_in(editor), page, title="ახალი", slug=page.slug)
    assert states(page) == {"ka": "original", "hy": "outdated", "az": "outdated", "en": "shown"}


def test_what_is_outdated_on_the_board_is_outdated_on_the_page(editor: User) -> None:
    page = make_page()
    translate_into(page, "az", by=editor)
    publish(signed_in(editor), twin(page, "az"))
    for title in ("", "ახალი"):
        if title:
            publish(signed_in(editor), page, title=title, slug=page.slug)
        assert (states(page)["az"] == "outdated") == twin(page, "az").is_outdated


def test_every_text_has_one_row_whatever_its_tree(editor: User) -> None:
    pages = [make_page(language=language, title=language, slug=language) for language in ("ka", "hy", "az")]
    translate_into(pages[0], "az", by=editor)

    rows = originals(editor).filter(content_type__model="plainpage")

    assert [row.pk for row in rows.order_by("pk")] == [page.pk for page in pages]


def test_the_board_shows_only_what_a_person_may_edit() -> None:
    here = plant_municipality(make_municipality())
    there = plant_municipality(make_municipality("bolnisi"))
    mine, theirs = make_page(below=here), make_page(below=there)
    translator = make_local_editor(here, "az")

    rows = originals(translator)

    assert {row.pk for row in rows} == {here.pk, mine.pk}
    page = signed_in(translator).get(BOARD).content.decode()
    assert re.findall(r"/editor/translations/(\d+)/into/(\w+)/", page) == [(str(mine.pk), "az"), (str(here.pk), "az")]
    assert f"/{theirs.pk}/" not in page


def test_a_translator_reaches_nothing_by_anothers_ids() -> None:
    here = plant_municipality(make_municipality())
    there = plant_municipality(make_municipality("bolnisi"))
    theirs = make_page(below=there)
    mine = make_page(below=here)
    client = signed_in(make_local_editor(here, "az"))
    translate_into(theirs, "az", by=make_editor())

    answers = {
        "begin theirs": client.post(f"{BOARD}{theirs.pk}/into/hy/"),
        "begin mine in another tree": client.post(f"{BOARD}{mine.pk}/into/hy/"),
        "compare": client.get(f"{BOARD}{twin(theirs, 'az').pk}/"),
        "check": client.post(f"{BOARD}{twin(theirs, 'az').pk}/check/"),
        "confirm": client.post(f"{BOARD}{twin(theirs, 'az').pk}/confirm/"),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 302)
    assert client.get(answers["begin theirs"]["Location"]).status_code == 404
    assert twin(theirs, "hy").alias_of_id == theirs.pk
    assert twin(mine, "hy").alias_of_id == mine.pk
    assert twin(theirs, "az").translated.checked_by is None


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/into/az/", "{pk}/check/", "{pk}/confirm/"])
def test_the_board_is_for_editors(client: Client, path: str) -> None:
    address = BOARD + path.format(pk=make_page().pk)

    for _who in ("stranger", "resident"):
        assert client.post(address).status_code == 302
        assert client.get(address)["Location"].startswith(("/editor/login/", "/ka/account/", "/en/account/"))
        client.force_login(User.objects.get_or_create(email="r@example.ge")[0])


def test_the_board_begins_a_translation_and_opens_it_with_the_original_beside(editor: User) -> None:
    page = make_page()
    client = signed_in(editor)
    assert f"{BOARD}{page.pk}/into/az/" in client.get(BOARD).content.decode()

    answer = client.post(f"{BOARD}{page.pk}/into/az/", follow=True)

    own = twin(page, "az")
    assert answer.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[own.pk]), 302)]
    screen = answer.content.decode()
    assert 'The original: <span lang="ka">წყალი სოფელში</span>' in screen
    assert f'href="{BOARD}{own.pk}/"' in screen


def test_only_a_translation_has_an_original_beside_it(editor: User) -> None:
    screen = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[make_page().pk])).content.decode()

    assert "The original:" not in screen


def test_a_translation_is_only_begun_by_a_post(editor: User) -> None:
    page = make_page()

    assert signed_in(editor).get(f"{BOARD}{page.pk}/into/az/").status_code == 405
    assert twin(page, "az").alias_of_id == page.pk


def test_a_refusal_on_the_board_says_why(editor: User) -> None:
    page = make_page()
    client = signed_in(editor)
    client.post(f"{BOARD}{page.pk}/into/az/")

    answer = client.post(f"{BOARD}{page.pk}/into/az/", headers={"referer": f"http://testserver{BOARD}"}, follow=True)

    assert answer.redirect_chain == [(f"http://testserver{BOARD}", 302)]
    assert "Somebody has begun this translation already." in answer.content.decode()


def test_a_refusal_sends_nobody_to_another_site(editor: User) -> None:
    page = make_page()

    answer = signed_in(editor).post(f"{BOARD}{page.pk}/into/ru/", headers={"referer": "https://evil.example/editor/"})

    assert answer["Location"] == "/editor/"


def test_a_second_person_marks_and_confirms_on_the_screen(editor: User) -> None:
    page = make_page()
    own = translate_into(page, "az", by=editor)
    publish(signed_in(editor), own)
    publish(signed_in(editor), page, title="ახალი", slug=page.slug)
    client = signed_in(make_editor("checker"))
    screen = client.get(f"{BOARD}{own.pk}/").content.decode()
    [seen] = re.findall(r'name="seen" value="([^"]+)"', screen)

    client.post(f"{BOARD}{own.pk}/confirm/", {"seen": seen})
    client.post(f"{BOARD}{own.pk}/check/")

    assert states(page)["az"] == "checked"
    screen = client.get(f"{BOARD}{own.pk}/").content.decode()
    assert ("Checked by" in screen, "confirm/" in screen, "check/" in screen) == (True, False, False)
    history = client.get(reverse("wagtailadmin_pages:history", args=[own.pk])).content.decode()
    assert ("Translation checked" in history, "Translation still right" in history) == (True, True)


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-99-99T00:00:00", "\x00", "2026-01-01T00:00:00"])
def test_a_confirmation_with_a_made_up_moment_is_refused(editor: User, seen: str) -> None:
    page = make_page()
    own = translate_into(page, "az", by=editor)
    publish(signed_in(editor), own)
    publish(signed_in(editor), page, title="ახალი", slug=page.slug)

    answer = signed_in(editor).post(f"{BOARD}{own.pk}/confirm/", {"seen": seen})

    assert (answer.status_code, states(page)["az"]) == (302, "outdated")


def test_the_board_is_narrowed_by_place_language_state_and_kind(editor: User) -> None:
    here = plant_municipality(make_municipality())
    news, plain, event = (
        make_news(below=here),
        make_page(),
        make_page(EventPage, below=here, title="კრება", starts_at=now(), venue="x"),
    )
    translate_into(news, "az", by=editor)
    publish(signed_in(editor), twin(news, "az"))

    def shown(**chosen: Any) -> set[int]:
        answer = signed_in(editor).get(BOARD, chosen)
        return {page.pk for page in answer.context["pages"] if page.depth > 2} - {
            page.pk for page in Page.objects.filter(slug="campaigns")
        }

    kinds = {model: model._meta.model_name for model in (NewsPage, PlainPage)}
    from django.contrib.contenttypes.models import ContentType

    assert shown() == {here.pk, news.pk, plain.pk, event.pk}
    assert shown(place=here.pk) == {here.pk, news.pk, event.pk}
    assert shown(language="az", state="translated") == {news.pk}
    assert shown(state="translated") == {news.pk}
    assert shown(language="hy", state="translated") == set()
    assert shown(language="az") == {here.pk, plain.pk, event.pk}
    assert shown(content_type=ContentType.objects.get_for_model(NewsPage).pk) == {news.pk}
    assert len(kinds) == 2


@pytest.mark.parametrize(
    "chosen", [{"place": "x"}, {"state": "nonsense"}, {"language": "'; DROP"}, {"p": "99999"}, {"content_type": "0"}]
)
def test_a_nonsense_choice_is_no_error(editor: User, chosen: dict[str, str]) -> None:
    make_page()

    assert signed_in(editor).get(BOARD, chosen).status_code in {200, 404}


def test_the_board_costs_the_same_for_one_page_and_for_five(editor: User) -> None:
    client = signed_in(editor)
    translate_into(make_page(), "az", by=editor)
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)
    for number in range(4):
        translate_into(make_page(title=f"გვერდი {number}"), "az", by=editor)

    with CaptureQueriesContext(connection) as many:
        client.get(BOARD)

    assert len(many) == len(few)


def test_the_board_has_pages(editor: User) -> None:
    for number in range(22):
        make_draft(title=f"გვერდი {number}")

    answer = signed_in(editor).get(BOARD)

    assert len(answer.context["pages"]) == 20
    assert "p=2" in answer.content.decode()


def test_a_municipalitys_page_is_found_in_no_state_twice(editor: User) -> None:
    here = plant_municipality(make_municipality())

    found = in_state(originals(editor), "shown")

    assert list(found.filter(pk=here.pk).values_list("pk", flat=True)) == [here.pk]
    assert MunicipalityPage.objects.count() == 4
