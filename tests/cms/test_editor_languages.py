"""An editor's day in the editor, in each language: no English on the way."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import polib
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from cms.models import MunicipalityPage, NewsPage
from cms.planting import plant_municipality
from portal.accounts.models import User
from portal.languages.texts import in_languages
from tests.cms.english import PACKAGES, english_in, has_words
from tests.cms.making import make_news
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db
LANGUAGES = ("ka", "hy", "az")
WORDS = {"ka": "სიახლე", "hy": "Նորություն", "az": "Xəbər"}
NATIVE = {"ka": "მარნეული", "hy": "Մառնեուլի", "az": "Marneuli", "en": "Marneuli"}
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")


@dataclass
class Walk:
    """A signed-in person who notes English wherever they come."""

    client: Client
    language: str
    found: dict[str, set[str]] = field(default_factory=dict)

    def get(self, address: str, *args: Any, query: str = "", where: str = "", **headers: str) -> Any:
        path = address if address.startswith("/") else reverse(address, args=args)
        return self.note(where or address, self.client.get(path + query, headers=headers or None, follow=True))

    def post(self, address: str, *args: Any, data: Any, where: str = "", **headers: str) -> Any:
        path = address if address.startswith("/") else reverse(address, args=args)
        answer = self.client.post(path, data, headers=headers or None, follow=True)
        return self.note(where or f"after {address}", answer)

    def note(self, where: str, answer: Any, status: int = 200) -> Any:
        assert answer.status_code == status, (where, answer.status_code)
        if english := english_in(answer, self.language):
            self.found.setdefault(where, set()).update(english)
        return answer


@dataclass
class Place:
    """A municipality with a page of news, a picture, a document, and a second person who checks."""

    page: MunicipalityPage
    news: NewsPage
    picture: Any
    document: Any
    editors: Group


def permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.fixture
def place(db: None, settings: Any, tmp_path: Any) -> Place:
    settings.MEDIA_ROOT = tmp_path
    # Tables for searching are made by migrations; what is found does not matter here, what the screens say does.
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
    municipality = make_municipality()
    for name, text in in_languages("name", NATIVE).items():
        setattr(municipality, name, text)
    municipality.save()
    municipality.region.name_hy, municipality.region.name_az = "Քվեմո Քարթլի", "Kvemo Kartli"
    municipality.region.save()
    Page.objects.update(title="ხმა", draft_title="ხმა")  # what is planted is text, in four languages
    page = plant_municipality(municipality)
    news = make_news(page, "სიახლე ხიდზე")
    editors = Group.objects.create(name="რედაქტორები")
    editors.permissions.add(permission("wagtailadmin", "access_admin"))
    for tree in page.get_translations(inclusive=True):
        for codename in PAGE_PERMISSIONS:
            may = permission("wagtailcore", codename)
            GroupPagePermission.objects.create(group=editors, page=tree, permission=may)
    root = Collection.get_first_root_node()
    shelf = root.add_child(name="მარნეული")
    for verb, thing in product(("add", "change", "choose"), ("image", "document")):
        may = permission({"image": "wagtailimages", "document": "wagtaildocs"}[thing], f"{verb}_{thing}")
        GroupCollectionPermission.objects.create(group=editors, collection=shelf, permission=may)
    picture = get_image_model().objects.create(
        title="ხიდი", file=get_test_image_file(filename="khidi.png"), collection=shelf
    )
    document = get_document_model().objects.create(
        title="ოქმი", file=ContentFile(b"...", name="oqmi.txt"), collection=shelf
    )
    return Place(page, news, picture, document, editors)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def begin(user: User, language: str) -> Walk:
    client = Client()
    client.force_login(user)
    return Walk(client, language)


@pytest.fixture
def chief(language: str, place: Place) -> Walk:
    user = User.objects.create_superuser("nino@example.ge", display_name="ნინო", language=language)
    return begin(user, language)


@pytest.fixture
def editor(language: str, place: Place) -> Walk:
    user = User.objects.create_user("anna@example.ge", display_name="ანა", language=language)
    user.groups.add(place.editors)
    return begin(user, language)


@pytest.fixture(params=["chief", "editor"])
def walk(request: pytest.FixtureRequest, language: str, place: Place) -> Walk:
    return request.getfixturevalue(request.param)


def tree(place: Place, language: str) -> Page:
    return next(
        one for one in place.page.get_translations(inclusive=True) if one.locale.language_code == language
    ).specific


def filled(answer: Any, language: str, **facts: Any) -> Any:
    """The form of the screen, with a title and a text of this language."""
    data = querydict_from_html(answer.content.decode(), form_id="page-edit-form")
    data["slug"] = data["slug"] or "axali"
    body = streamfield([("text", rich_text("<p>ტექსტი</p>"))])
    for name, value in nested_form_data({"title": WORDS[language], "body": body, **facts}).items():
        data[name] = value
    return data


def test_the_first_screens_speak_the_persons_language(walk: Walk, place: Place) -> None:
    walk.get("wagtailadmin_home")
    walk.get("wagtailadmin_account")
    walk.get("editor_guide")
    walk.get("wagtailadmin_explore_root")
    walk.get("wagtailadmin_explore", tree(place, walk.language).pk)
    walk.get("wagtailadmin_explore", place.page.pk, query="?q=სიახლე&ordering=title")
    walk.get("wagtailadmin_explore_results", place.page.pk, query="?has_child_pages=true&locale=ka")
    walk.get("wagtailadmin_pages:search", query="?q=სიახლე")
    walk.get("wagtailadmin_pages:search_results", query="?q=ჰჰჰ")

    assert walk.found == {}


def test_every_kind_of_page_is_written_without_english(chief: Walk, place: Place) -> None:
    for model in MunicipalityPage.creatable_subpage_models():
        chief.get("wagtailadmin_pages:add", "cms", model.__name__.lower(), place.page.pk)

    assert chief.found == {}


def test_a_page_is_written_and_published_without_english(walk: Walk, place: Place) -> None:
    parent = tree(place, walk.language)
    walk.get("wagtailadmin_pages:add_subpage", parent.pk)
    address = ("wagtailadmin_pages:add", "cms", "newspage", parent.pk)
    empty = walk.get(*address)
    walk.post(*address, data=filled(empty, walk.language, title=""), where="a page without a title")
    walk.post(*address, data=filled(empty, walk.language), where="a draft was saved")
    page = NewsPage.objects.get(title=WORDS[walk.language], locale=parent.locale)
    edit = ("wagtailadmin_pages:edit", page.pk)
    screen = walk.get(*edit)
    walk.get("wagtailadmin_home", where="home with a draft")
    walk.post("wagtailadmin_pages:preview_on_edit", page.pk, data=filled(screen, walk.language), where="preview data")
    walk.post(*edit, data=filled(screen, walk.language, **{"action-publish": "1"}), where="a page was published")
    walk.post(*edit, data=filled(walk.get(*edit), walk.language, title="", lead="x"), where="an error while editing")
    walk.post(*edit, data=filled(walk.get(*edit), walk.language, lead="ახალი"), where="a change was saved")
    revisions = list(page.revisions.order_by("created_at"))
    walk.get("wagtailadmin_pages:history", page.pk)
    walk.get("wagtailadmin_pages:history_results", page.pk)
    walk.get("wagtailadmin_pages:revisions_compare", page.pk, revisions[0].pk, revisions[-1].pk)
    walk.get("wagtailadmin_pages:revisions_compare", page.pk, "live", "latest")
    walk.get("wagtailadmin_pages:revisions_revert", page.pk, revisions[0].pk)
    walk.get("wagtailadmin_pages:usage", page.pk)
    walk.get("wagtailadmin_pages:copy", page.pk)
    walk.get("wagtailadmin_pages:move", page.pk)
    walk.get("wagtailadmin_pages:unpublish", page.pk)
    walk.get("wagtailadmin_pages:delete", page.pk)
    walk.get("wagtailadmin_pages:set_privacy", page.pk, where="privacy", **{"x-requested-with": "XMLHttpRequest"})
    walk.post("wagtailadmin_pages:lock", page.pk, data={}, where="locked")
    walk.get(*edit, where="a locked page")
    walk.get("wagtailadmin_home", where="home with a locked page")
    walk.post("wagtailadmin_pages:unlock", page.pk, data={}, where="unlocked")
    later = {"go_live_at": "2030-01-01 10:00", "expire_at": "2031-01-01 10:00", "action-publish": "1"}
    walk.post(*edit, data=filled(walk.get(*edit), walk.language, **later), where="a planned publication")
    walk.get(*edit, where="a planned page")
    walk.post("wagtailadmin_pages:unpublish", page.pk, data={"include_descendants": "on"}, where="unpublished")
    walk.post("wagtailadmin_pages:delete", page.pk, data={}, where="deleted")

    assert walk.found == {}


def test_saving_by_itself_answers_without_english(walk: Walk, place: Place) -> None:
    page = place.news
    edit = ("wagtailadmin_pages:edit", page.pk)
    data = filled(walk.get(*edit), walk.language)

    walk.post(*edit, data=data, where="saved by itself", accept="application/json")
    walk.client.post(reverse(*edit[:1], args=edit[1:]), data | {"title": ""}, headers={"accept": "application/json"})

    assert walk.found == {}


def test_an_alias_becomes_a_page_without_english(walk: Walk, place: Place) -> None:
    other = "az" if walk.language != "az" else "hy"
    twin = place.news.get_translations().get(locale__language_code=other)
    walk.get("wagtailadmin_pages:edit", twin.pk, where="an alias")
    walk.get("wagtailadmin_pages:history", twin.pk, where="history of an alias")
    walk.get("wagtailadmin_pages:convert_alias", twin.pk)
    walk.post("wagtailadmin_pages:convert_alias", twin.pk, data={}, where="converted")

    assert walk.found == {}


DIALOGS: list[tuple[str, Callable[[Place], list[int]], str]] = [
    ("wagtailadmin_choose_page", lambda _place: [], "?page_type=wagtailcore.page&allow_external_link=true"),
    ("wagtailadmin_choose_page_child", lambda place: [place.page.pk], "?allow_email_link=true&allow_phone_link=true"),
    ("wagtailadmin_choose_page_search", lambda _place: [], "?q=სიახლე"),
    ("wagtailadmin_choose_page_external_link", lambda _place: [], "?allow_external_link=true&allow_email_link=true"),
    ("wagtailadmin_choose_page_email_link", lambda _place: [], "?allow_email_link=true"),
    ("wagtailadmin_choose_page_phone_link", lambda _place: [], "?allow_phone_link=true"),
    ("wagtailadmin_choose_page_anchor_link", lambda _place: [], "?allow_anchor_link=true"),
    ("wagtailimages_chooser:choose", lambda _place: [], ""),
    ("wagtailimages_chooser:choose_results", lambda _place: [], "?q=ჰჰჰ"),
    ("wagtailimages_chooser:select_format", lambda place: [place.picture.pk], ""),
    ("wagtailimages_chooser:chosen", lambda place: [place.picture.pk], ""),
    ("wagtaildocs_chooser:choose", lambda _place: [], ""),
    ("wagtaildocs_chooser:choose_results", lambda _place: [], "?q=ჰჰჰ"),
    ("wagtaildocs_chooser:chosen", lambda place: [place.document.pk], ""),
]


def test_dialogs_open_without_english(walk: Walk, place: Place) -> None:
    for name, args, query in DIALOGS:
        walk.get(name, *args(place), query=query, **{"x-requested-with": "XMLHttpRequest"})
    for name in ("wagtailimages_chooser:create", "wagtaildocs_chooser:create"):
        walk.post(name, data={}, **{"x-requested-with": "XMLHttpRequest"})
    wrong = {"external-link-chooser-url": "nowhere"}
    walk.post("wagtailadmin_choose_page_external_link", data=wrong, where="a wrong address")

    assert walk.found == {}


def test_pictures_and_documents_are_kept_without_english(walk: Walk, place: Place) -> None:
    for app, thing in (("wagtailimages", place.picture), ("wagtaildocs", place.document)):
        for name in ("index", "index_results", "add_multiple", "add"):
            walk.get(f"{app}:{name}")
        for name in ("edit", "delete"):
            walk.get(f"{app}:{name}", thing.pk)
        walk.get(f"{app}:index", query="?q=ჰჰჰ", where=f"{app} not found")
        walk.post(f"{app}:edit", thing.pk, data={"title": ""}, where=f"{app} without a title")
        facts = {"title": "ხიდი", "collection": thing.collection_id, "tags": ""}
        facts |= {"focal_point_x": "", "focal_point_y": "", "focal_point_width": "", "focal_point_height": ""}
        walk.post(f"{app}:edit", thing.pk, data=facts, where=f"{app} saved")
        wrong = {
            "files[]": ContentFile(b"not a picture", name="x.exe"),
            "title": "x",
            "collection": thing.collection_id,
        }
        walk.post(f"{app}:add_multiple", data=wrong, where=f"{app} refused", **{"x-requested-with": "XMLHttpRequest"})
    walk.get("wagtailimages:image_usage", place.picture.pk)
    walk.get("wagtaildocs:document_usage", place.document.pk)
    walk.post("wagtaildocs:delete", place.document.pk, data={}, where="document deleted")

    assert walk.found == {}


@pytest.fixture
def checked(place: Place, language: str) -> Iterator[Workflow]:
    """Pages of the place are checked by another editor."""
    with override(language):
        workflow = Workflow.objects.create(name="შემოწმება")
        task = GroupApprovalTask.objects.create(name="მეორე ადამიანი")
        task.groups.add(place.editors)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        for one in place.page.get_translations(inclusive=True):
            WorkflowPage.objects.create(workflow=workflow, page=one)
        yield workflow


def test_a_second_person_checks_without_english(walk: Walk, place: Place, checked: Workflow) -> None:
    page = place.news
    edit = ("wagtailadmin_pages:edit", page.pk)
    data = filled(walk.get(*edit, where="a page with a workflow"), walk.language, **{"action-submit": "1"})
    walk.post(*edit, data=data, where="submitted")
    walk.get(*edit, where="a page in moderation")
    walk.get("wagtailadmin_home", where="home with a page to check")
    state = page.current_workflow_task_state
    ajax = {"x-requested-with": "XMLHttpRequest"}
    for action in ("approve", "reject"):
        walk.get("wagtailadmin_pages:collect_workflow_action_data", page.pk, action, state.pk, where=action, **ajax)
    walk.get("wagtailadmin_pages:confirm_workflow_cancellation", page.pk, **ajax)
    walk.get("wagtailadmin_pages:workflow_history", page.pk)
    walk.get("wagtailadmin_pages:workflow_history_detail", page.pk, state.workflow_state_id)
    walk.get("wagtailadmin_reports:workflow")
    walk.get("wagtailadmin_reports:workflow_tasks")
    walk.post(
        "wagtailadmin_pages:workflow_action", page.pk, "reject", state.pk, data={"comment": "ახლიდან"}, where="rejected"
    )
    walk.get(*edit, where="a rejected page")
    data = filled(walk.get(*edit), walk.language, **{"action-restart-workflow": "1"})
    walk.post(*edit, data=data, where="submitted again")
    page = NewsPage.objects.get(pk=page.pk)
    if state := page.current_workflow_task_state:
        walk.post(
            "wagtailadmin_pages:workflow_action", page.pk, "approve", state.pk, data={"comment": ""}, where="approved"
        )
    walk.get("wagtailadmin_pages:history", page.pk, where="history with a workflow")

    assert walk.found == {}


def test_many_pages_are_changed_at_once_without_english(walk: Walk, place: Place) -> None:
    for action in ("publish", "unpublish", "move", "delete"):
        name, query = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]), f"?id={place.news.pk}"
        walk.get(name, query=query, where=f"{action} many")

    assert walk.found == {}


def test_scripts_are_given_every_sentence(walk: Walk) -> None:
    answer = walk.client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    assert untold_in(answer, walk.language) == set()


def untold_in(catalogue: str, language: str) -> set[str]:
    """Sentences of Wagtail's scripts that the catalogue they are given does not translate."""
    start = catalogue.index("const newcatalog = ") + len("const newcatalog = ")
    given, _end = json.JSONDecoder().raw_decode(catalogue[start:])
    asked = polib.pofile(str(PACKAGES / "wagtail/admin/locale/en/LC_MESSAGES/djangojs.po"))
    keys = {f"{one.msgctxt}\x04{one.msgid}" if one.msgctxt else one.msgid for one in asked if has_words(one.msgid)}
    told = {key for key, text in given.items() if text and (text if isinstance(text, str) else text[0]) != key}
    return keys - told


def test_somebody_unknown_is_led_to_the_sign_in_page(client: Client) -> None:
    answer = client.get("/editor/", headers={"accept-language": "hy"}, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/hy/account/")


def test_who_has_no_profile_yet_reads_their_own_language(language: str, editor: Walk) -> None:
    """The browser may speak another one."""
    answer = editor.client.get("/editor/", headers={"accept-language": "en"})

    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_language_chosen_in_the_editor_is_the_persons_language_everywhere(editor: Walk) -> None:
    screen = editor.get("wagtailadmin_account")
    data = querydict_from_html(screen.content.decode(), form_index=0)
    data["locale-language"] = "az"

    editor.language = "az"
    editor.post("wagtailadmin_account", data=data)

    assert User.objects.get(email="anna@example.ge").language == "az"
    assert editor.found == {}
