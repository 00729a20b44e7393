"""A translation is begun, published, checked, outdated and found still right."""

from datetime import timedelta

import pytest
from django.test import Client

from budgeting.errors import NotAllowed, NotPossible
from cms.models import NewsPage, PageTranslation, PlainPage
from cms.translating.actions import check_translation, confirm_translation, translate_into
from portal.accounts.models import User
from tests.cms.making import home, make_draft, make_page, twin
from tests.cms.screens import make_editor, publish, rewrite, save, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(db: None) -> User:
    return make_editor("translator")


@pytest.fixture
def checker(db: None) -> User:
    return make_editor("checker")


@pytest.mark.parametrize(("language", "into"), [("ka", "hy"), ("ka", "az"), ("hy", "ka"), ("az", "hy"), ("en", "ka")])
def test_translate_into_keeps_the_text_and_remembers_the_original(translator: User, language: str, into: str) -> None:
    page = make_page(language=language)

    own = translate_into(page, into, by=translator)

    own = PlainPage.objects.get(pk=own.pk)
    translation = PageTranslation.objects.get()
    assert (own.locale.language_code, own.alias_of_id, own.live) == (into, None, True)
    assert (own.title, own.lead, own.written_in) == (page.title, page.lead, language)
    assert (translation.page_id, translation.original_id) == (own.pk, page.pk)
    assert translation.original_published_at == page.last_published_at


def test_the_language_changes_by_itself_when_the_translation_is_published(translator: User) -> None:
    own = translate_into(make_page(), "az", by=translator)
    client = signed_in(translator)

    save(client, own)
    assert (PlainPage.objects.get(pk=own.pk).written_in, PlainPage.objects.get(pk=own.pk).title) == (
        "ka",
        "წყალი სოფელში",
    )
    publish(client, own, written_in="en")

    assert (PlainPage.objects.get(pk=own.pk).written_in, PlainPage.objects.get(pk=own.pk).title) == ("az", "Su")


def test_a_text_nobody_wrote_over_stays_in_its_language(translator: User) -> None:
    page = make_page()
    own = translate_into(page, "az", by=translator)
    same = own.get_latest_revision_as_object()
    body = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": same.body[0].id or "",
        "body-0-value": '{"entityMap": {}, "blocks": [{"key": "a", "text": "გრძელი ტექსტი", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}]}',
    }

    publish(signed_in(translator), own, title=page.title, lead=page.lead, slug=own.slug, **body)

    assert PlainPage.objects.get(pk=own.pk).lead == page.lead


def test_a_draft_is_translated_from_its_newest_version(translator: User) -> None:
    page = make_draft()
    rewrite(page, title="ახალი სათაური")

    own = translate_into(page, "hy", by=translator)

    assert (own.get_latest_revision_as_object().title, own.live) == ("ახალი სათაური", False)


def test_nobody_translates_what_they_may_not_edit() -> None:
    page, stranger = make_page(), User.objects.create_user("s@example.ge")

    with pytest.raises(NotAllowed):
        translate_into(page, "az", by=stranger)

    assert (PageTranslation.objects.count(), twin(page, "az").alias_of_id) == (0, page.pk)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "There is no such language."),
        ("az", "Somebody has begun this translation already."),
        ("ka", "Somebody has begun this translation already."),
    ],
)
def test_a_translation_is_begun_once(translator: User, language: str, sentence: str) -> None:
    page = make_page()
    translate_into(page, "az", by=translator)

    with pytest.raises(NotPossible, match=sentence):
        translate_into(page, language, by=translator)

    assert PageTranslation.objects.count() == 1


def finished(translator: User) -> tuple[PlainPage, PlainPage]:
    page = make_page()
    own = translate_into(page, "az", by=translator)
    publish(signed_in(translator), own)
    return page, PlainPage.objects.get(pk=own.pk)


def test_a_second_person_checks_a_translation(translator: User, checker: User) -> None:
    _page, own = finished(translator)

    check_translation(own, by=checker)

    translation = PageTranslation.objects.get()
    assert (translation.checked_by, translation.checked_at is not None) == (checker, True)


def test_nobody_checks_their_own_translation(translator: User) -> None:
    _page, own = finished(translator)

    with pytest.raises(NotPossible, match="You wrote this yourself"):
        check_translation(own, by=translator)

    assert PageTranslation.objects.get().checked_at is None


def test_nobody_checks_a_text_that_is_not_translated(translator: User, checker: User) -> None:
    own = translate_into(make_page(), "az", by=translator)

    with pytest.raises(NotPossible, match="no translation yet"):
        check_translation(own, by=checker)


def test_an_original_is_not_checked(checker: User) -> None:
    with pytest.raises(NotPossible, match="not a translation"):
        check_translation(make_page(), by=checker)


def test_a_stranger_checks_and_confirms_nothing(translator: User) -> None:
    page, own = finished(translator)
    stranger = User.objects.create_user("s@example.ge")

    with pytest.raises(NotAllowed):
        check_translation(own, by=stranger)
    with pytest.raises(NotAllowed):
        confirm_translation(own, by=stranger, seen=page.last_published_at)


def test_a_new_version_has_been_checked_by_nobody(translator: User, checker: User) -> None:
    _page, own = finished(translator)
    check_translation(own, by=checker)

    save(signed_in(translator), own, title="Başqa")

    assert PageTranslation.objects.get().checked_by is None


def test_a_translation_is_outdated_when_the_original_is_published_again(translator: User) -> None:
    page, own = finished(translator)
    assert (own.is_outdated, "orijinal dəyişib" in Client().get(own.get_url()).content.decode()) == (False, False)

    publish(signed_in(translator), page, title="ახალი", slug=page.slug)

    own = PlainPage.objects.get(pk=own.pk)
    assert (own.is_outdated, "orijinal dəyişib" in Client().get(own.get_url()).content.decode()) == (True, True)


def test_a_draft_of_the_original_outdates_nothing(translator: User) -> None:
    page, own = finished(translator)

    save(signed_in(translator), page, title="ახალი", slug=page.slug)

    assert PlainPage.objects.get(pk=own.pk).is_outdated is False


def test_somebody_says_that_it_is_still_right(translator: User) -> None:
    page, own = finished(translator)
    publish(signed_in(translator), page, title="ახალი", slug=page.slug)
    page = PlainPage.objects.get(pk=page.pk)

    confirm_translation(own, by=translator, seen=page.last_published_at)

    assert PlainPage.objects.get(pk=own.pk).is_outdated is False


def test_nobody_confirms_what_they_have_not_seen(translator: User) -> None:
    page, own = finished(translator)
    seen = page.last_published_at
    publish(signed_in(translator), page, title="ახალი", slug=page.slug)

    for moment in (seen, seen + timedelta(days=900), None):
        with pytest.raises(NotPossible, match="changed again"):
            confirm_translation(own, by=translator, seen=moment)

    assert PlainPage.objects.get(pk=own.pk).is_outdated is True


def test_the_public_page_says_whose_text_it_shows(translator: User) -> None:
    page = make_page(NewsPage)
    own = translate_into(page, "az", by=translator)

    notes = []
    for path in (page.get_url(), own.get_url()):
        notes.append('class="text-note"' in Client().get(path).content.decode())
    publish(signed_in(translator), own)
    notes.append('class="text-note"' in Client().get(NewsPage.objects.get(pk=own.pk).get_url()).content.decode())

    assert notes == [False, True, False]
    assert home("az").is_outdated is False
