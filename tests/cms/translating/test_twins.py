"""What follows an original through the trees, and what stays."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import PageTranslation, PlainPage
from cms.translating.actions import translate_into
from tests.cms.making import home, make_draft, make_page, twin
from tests.cms.screens import make_editor, publish, signed_in, typed
from tests.factories import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare")]


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(make_editor())


def translated(language: str = "az") -> tuple[PlainPage, PlainPage]:
    """A Georgian page and its finished translation."""
    page, by = make_page(), make_editor("translator")
    own = translate_into(page, language, by=by)
    publish(signed_in(by), own, title="Su", lead="Kənddə su")
    return page, PlainPage.objects.get(pk=own.pk)


def live_in(page: Page) -> dict[str, bool]:
    return dict(Page.objects.filter(translation_key=page.translation_key).values_list("locale__language_code", "live"))


def test_unpublishing_an_original_takes_only_its_aliases_down(editor: Client) -> None:
    page, _own = translated()

    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert live_in(page) == {"ka": False, "hy": False, "en": False, "az": True}
    assert Client().get(PlainPage.objects.get(title="Su").get_url()).status_code == 200


def test_unpublishing_a_translation_leaves_the_original(editor: Client) -> None:
    page, own = translated()

    editor.post(reverse("wagtailadmin_pages:unpublish", args=[own.pk]))

    assert live_in(page) == {"ka": True, "hy": True, "en": True, "az": False}


def test_publishing_again_brings_the_aliases_back(editor: Client) -> None:
    page, _own = translated()
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    publish(editor, page, title="წყალი", slug=page.slug)

    assert live_in(page) == dict.fromkeys(LANGUAGES, True)


def test_deleting_an_original_takes_only_its_aliases_along(editor: Client) -> None:
    page, own = translated()

    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    left = Page.objects.filter(translation_key=page.translation_key)
    assert [one.pk for one in left] == [own.pk]
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_deleting_many_at_once_takes_the_aliases_along(editor: Client) -> None:
    page, own = translated()
    other = make_page()

    answer = editor.post(
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={page.pk}&id={other.pk}"
    )

    assert answer.status_code == 302
    assert list(PlainPage.objects.values_list("pk", flat=True)) == [own.pk]
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_a_page_is_not_deleted_while_a_translation_stands_below_its_alias(editor: Client) -> None:
    parent = make_page(title="მშობელი")
    child = make_page(below=parent, title="შვილი")
    translate_into(child, "az", by=make_editor("translator"))

    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]), follow=True)

    assert "შვილი (Azərbaycanca)" in answer.content.decode()
    assert PlainPage.objects.count() == 8


@pytest.mark.parametrize("screen", ["unpublish", "delete"])
def test_the_confirmation_names_what_stays(editor: Client, screen: str) -> None:
    page, _own = translated()

    answer = editor.get(reverse(f"wagtailadmin_pages:{screen}", args=[page.pk])).content.decode()

    assert ("These translations stay as they are:" in answer, '<span lang="az">Su</span> (Azərbaycanca)' in answer) == (
        True,
        True,
    )
    assert "all 3 translations" not in answer


def test_the_confirmation_of_a_move_names_what_stays(editor: Client) -> None:
    page, _own = translated()

    answer = editor.get(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, make_page(title="b").pk]))

    assert '<span lang="az">Su</span> (Azərbaycanca)' in answer.content.decode()


def test_moving_an_original_moves_its_aliases_and_no_translation(editor: Client) -> None:
    page, own = translated()
    there = make_page(title="სხვა")

    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, there.pk]))

    assert PlainPage.objects.get(pk=page.pk).get_parent().pk == there.pk
    assert twin(page, "hy").get_parent().pk == twin(there, "hy").pk
    assert own.get_parent().pk == home("az").pk
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_a_copy_appears_in_every_language_with_what_stands_below_it(editor: Client) -> None:
    page = make_page(title="მშობელი")
    make_page(below=page, title="შვილი")
    facts = {"new_title": "ასლი", "new_slug": "asli", "new_parent_page": home("ka").pk, "copy_subpages": "on"}

    editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), facts)

    copy = PlainPage.objects.get(title="ასლი", locale__language_code="ka")
    twins = PlainPage.objects.filter(translation_key=copy.translation_key)
    assert {one.locale.language_code for one in twins} == set(LANGUAGES)
    assert [one.get_children().count() for one in twins] == [1, 1, 1, 1]
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_a_copy_is_of_nobodys_translation(editor: Client) -> None:
    page, _own = translated()
    facts = {"new_title": "ასლი", "new_slug": "asli", "new_parent_page": home("ka").pk}

    editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), facts)

    copy = PlainPage.objects.get(title="ასლი", locale__language_code="ka")
    assert PageTranslation.objects.count() == 1
    assert copy.translation_key != page.translation_key


def test_wagtails_own_button_remembers_the_original_too(editor: Client) -> None:
    page = make_page()

    editor.post(reverse("wagtailadmin_pages:convert_alias", args=[twin(page, "hy").pk]))

    translation = PageTranslation.objects.get()
    assert (translation.page_id, translation.original_id) == (twin(page, "hy").pk, page.pk)
    assert translation.original_published_at == page.last_published_at


def test_a_page_that_waits_for_its_day_waits_in_every_language(editor: Client) -> None:
    page = make_draft()

    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        typed(title="წყალი", go_live_at="2099-01-01 10:00") | {"action-publish": "1"},
    )

    assert live_in(page) == dict.fromkeys(LANGUAGES, False)


def test_a_parent_kept_in_memory_loses_no_child() -> None:
    parent = make_page(title="მშობელი")
    stale = PlainPage.objects.get(pk=parent.pk)
    make_page(below=parent, title="შვილი")

    stale.save_revision().publish()

    assert PlainPage.objects.get(pk=parent.pk).get_children().count() == 1
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]
