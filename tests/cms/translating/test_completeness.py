"""An official text is published in all public languages together, or not yet; whichever way it is published."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask as Approval
from wagtail.models import Page, Revision, Workflow, WorkflowPage, WorkflowTask

from budgeting.errors import NotPossible
from cms.models import PlainPage
from cms.translating.actions import check_translation, translate_into
from portal.accounts.models import User
from tests.cms.making import home, make_draft, make_page, twin
from tests.cms.screens import make_editor, publish, rewrite, save, signed_in, typed
from tests.factories import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare")]
NOT_TRANSLATED = "There is no translation yet: {name}."
NOT_CHECKED = "Nobody has checked the translation yet: {name}."
NAMES = {"ka": "ქართული", "hy": "Հայերեն", "az": "Azərbaycanca"}


@pytest.fixture
def author(db: None) -> User:
    return make_editor("author")


@pytest.fixture
def checker(db: None) -> User:
    return make_editor("checker")


def make_official(language: str = "ka", **facts: object) -> PlainPage:
    return make_draft(PlainPage, language, must_be_complete=True, title="წესები", slug="rules", **facts)


def translate(page: PlainPage, by: User, *languages: str) -> None:
    for language in languages:
        own = translate_into(page, language, by=by)
        rewrite(own, by=by, title=f"Rules {language}", written_in=language)


def complete(page: PlainPage, author: User, checker: User) -> None:
    others = [language for language in NAMES if language != page.locale.language_code]
    translate(page, author, *others)
    for language in others:
        check_translation(twin(page, language), by=checker)


def live(page: PlainPage) -> dict[str, bool]:
    return {language: twin(page, language).live for language in LANGUAGES}


HIDDEN = dict.fromkeys(LANGUAGES, False)
SHOWN = dict.fromkeys(LANGUAGES, True)


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_nothing_official_is_published_in_one_language(author: User, language: str) -> None:
    page = make_official(language)

    with pytest.raises(NotPossible) as refusal:
        page.get_latest_revision().publish(user=author)

    missing = [NOT_TRANSLATED.format(name=name) for code, name in NAMES.items() if code != language]
    assert str(refusal.value) == " ".join(
        ["This is an official text: it is published in all languages together.", *missing]
    )
    assert live(page) == HIDDEN


def test_the_sentence_says_what_is_missing(author: User, checker: User) -> None:
    page = make_official()
    translate(page, author, "hy")

    answer = publish(signed_in(author), page, title="წესები", slug="rules", must_be_complete="on")

    assert answer.context["form"].non_field_errors() == [
        "This is an official text: it is published in all languages together. " + NOT_CHECKED.format(name="Հայերեն"),
        NOT_TRANSLATED.format(name="Azərbaycanca"),
    ]
    assert live(page) == HIDDEN


def test_what_was_typed_is_kept_when_it_is_refused(author: User) -> None:
    page = make_official()

    answer = publish(signed_in(author), page, title="ახალი წესები", slug="rules", must_be_complete="on")

    assert answer.context["form"]["title"].value() == "ახალი წესები"


def test_a_draft_of_an_official_text_is_saved_as_ever(author: User) -> None:
    page = make_official()

    answer = save(signed_in(author), page, title="ახალი წესები", slug="rules", must_be_complete="on")

    assert (answer.status_code, PlainPage.objects.get(pk=page.pk).draft_title) == (302, "ახალი წესები")


def test_a_new_official_page_is_not_published_by_the_first_button(author: User) -> None:
    address = reverse("wagtailadmin_pages:add", args=["cms", "plainpage", home("ka").pk])

    answer = signed_in(author).post(address, typed(must_be_complete="on") | {"action-publish": "1"})

    assert (answer.status_code, PlainPage.objects.count()) == (200, 0)
    assert "it is published in all languages together" in answer.content.decode()


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_a_complete_text_is_published_in_all_languages_at_once(author: User, checker: User, language: str) -> None:
    page = make_official(language)
    complete(page, author, checker)

    page.get_latest_revision().publish()

    assert live(page) == SHOWN
    titles = {code: twin(page, code).title for code in NAMES if code != language}
    assert titles == {code: f"Rules {code}" for code in titles}
    assert [twin(page, code).is_outdated for code in LANGUAGES] == [False] * 4


def test_a_translation_brings_the_original_with_it(author: User, checker: User) -> None:
    page = make_official()
    complete(page, author, checker)

    twin(page, "az").get_latest_revision().publish()

    assert live(page) == SHOWN
    assert [twin(page, code).is_outdated for code in LANGUAGES] == [False] * 4


def test_the_editors_button_publishes_all(author: User, checker: User) -> None:
    page = make_official(lead="Mətn", body=[("text", "<p>Mətn</p>")])
    complete(page, author, checker)

    answer = publish(signed_in(author), page, title="წესები", slug="rules", must_be_complete="on")

    assert (answer.status_code, live(page)) == (302, SHOWN)


def test_the_editors_button_refuses_new_words_that_nobody_has_translated(author: User, checker: User) -> None:
    page = make_official()
    complete(page, author, checker)

    answer = publish(signed_in(author), page, title="სხვა", slug="rules", must_be_complete="on")

    assert len(answer.context["form"].non_field_errors()) == 2
    assert live(page) == HIDDEN


def test_a_change_of_the_original_before_it_is_published_is_to_be_checked_again(author: User, checker: User) -> None:
    page = make_official()
    complete(page, author, checker)

    rewrite(page, by=author, title="სხვა წესები")

    with pytest.raises(NotPossible, match="Nobody has checked"):
        page.get_latest_revision().publish()


def test_a_translation_changed_after_its_check_is_to_be_checked_again(author: User, checker: User) -> None:
    page = make_official()
    complete(page, author, checker)

    rewrite(twin(page, "az"), by=author, title="Başqa")

    with pytest.raises(NotPossible, match=NOT_CHECKED.format(name="Azərbaycanca")):
        page.get_latest_revision().publish()


def test_a_flag_taken_off_one_translation_changes_nothing(author: User, checker: User) -> None:
    page = make_official()
    translate(page, author, "hy")
    rewrite(twin(page, "hy"), by=author, must_be_complete=False)

    with pytest.raises(NotPossible):
        twin(page, "hy").get_latest_revision().publish()


def test_code_cannot_save_it_live(author: User) -> None:
    page = PlainPage.objects.get(pk=make_official().pk)
    page.live = True

    with pytest.raises(NotPossible):
        page.save()
    with pytest.raises(NotPossible):
        home("ka").add_child(instance=PlainPage(title="x", must_be_complete=True, locale=home("ka").locale))

    assert live(page) == HIDDEN


def test_a_plan_waits_until_it_is_complete(author: User, checker: User) -> None:
    page, other = make_official(), make_draft(title="სხვა", slug="other")
    for one in (page, other):
        revision = rewrite(one, by=author)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())

    call_command("publish_scheduled")
    assert (live(page), live(other)) == (HIDDEN, SHOWN)

    complete(page, author, checker)
    call_command("publish_scheduled")
    assert live(page) == SHOWN


def test_a_plan_for_an_incomplete_text_is_refused_at_once(author: User) -> None:
    page = make_official()

    answer = publish(
        signed_in(author), page, title="წესები", slug="rules", must_be_complete="on", go_live_at="2099-01-01 10:00"
    )

    assert "it is published in all languages together" in answer.content.decode()
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 0


def test_a_workflow_cannot_approve_what_is_incomplete(author: User, checker: User) -> None:
    page = make_official()
    workflow = Workflow.objects.create(name="Second person", active=True)
    task = Approval.objects.create(name="Check", active=True)
    task.groups.add(Group.objects.create(name="checkers"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=home("ka").pk))
    page = PlainPage.objects.get(pk=page.pk)
    started = workflow.start(page, author)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", started.current_task_state.pk])

    answer = signed_in(checker).post(address, follow=True)

    assert "This is an official text: it is published in all languages together." in answer.content.decode()
    assert live(page) == HIDDEN


def test_many_at_once_are_refused_with_a_sentence(author: User) -> None:
    page = make_official()

    answer = signed_in(author).post(
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={page.pk}", follow=True
    )

    assert "This is an official text: it is published in all languages together." in answer.content.decode()
    assert live(page) == HIDDEN


def test_a_published_text_may_be_corrected_and_its_translations_say_that_they_are_older(
    author: User, checker: User
) -> None:
    page = make_official()
    complete(page, author, checker)
    page.get_latest_revision().publish()

    answer = publish(signed_in(author), page, title="წესები 2", slug="rules", must_be_complete="on")

    assert answer.status_code == 302
    assert [twin(page, code).is_outdated for code in LANGUAGES] == [False, True, True, False]


def test_an_ordinary_page_needs_no_translation() -> None:
    assert live(make_page()) == SHOWN
