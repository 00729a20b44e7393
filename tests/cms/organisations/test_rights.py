"""Roles x what can be done with a page, through Wagtail's own screens."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Page

from cms.models import NewsPage, OrganisationPage
from cms.organisations.hooks import choose_what_is_public_or_ones_own
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from tests.cms.making import make_draft, make_news
from tests.cms.organisations.people import Ngo, Town, add_news, edit_news, is_live, make_ngo, make_town, make_user
from tests.cms.screens import signed_in
from tests.factories import LANGUAGES

pytestmark = pytest.mark.django_db
ACTS = ("add", "publish new", "edit", "publish", "unpublish", "move", "delete", "copy", "convert", "revert", "root")
#                      own organisation's page, live                  what each may do there
TABLE = {
    "owner": {"add", "publish new", "edit", "publish", "unpublish", "move", "delete", "copy", "convert", "revert"},
    "author": {"add"},
    "other owner": set(),
    "editor": set(),
    "administrator": set(),
    "resident": set(),
    "official": set(),
    "inactive": set(),
}


def world() -> tuple[Ngo, Town, dict[str, User]]:
    ngo, other, town = make_ngo(), make_ngo("Other House"), make_town()
    official, inactive = make_user("official"), make_user("inactive")
    grant_role(official, RoleKind.OFFICIAL, town.municipality)
    grant_role(inactive, RoleKind.CSO_OWNER, ngo.organisation)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    people = {
        "owner": ngo.owner,
        "author": ngo.author,
        "other owner": other.owner,
        "editor": town.editor,
        "administrator": town.administrator,
        "resident": make_user("resident"),
        "official": official,
        "inactive": inactive,
    }
    return ngo, town, people


def was_done(act: str, user: User, ngo: Ngo, page: NewsPage) -> bool:
    """Tries the act by POST on a live page of the organisation; says what became of it."""
    client = signed_in(user)
    twin = page.get_translations().get(locale__language_code="az")
    pages = "wagtailadmin_pages:"
    if act in ("add", "publish new"):
        add_news(user, ngo.page, "Fresh", slug="fresh", **({"action-publish": "1"} if act == "publish new" else {}))
        made = NewsPage.objects.filter(title="Fresh", alias_of=None).first()
        return made is not None and (act == "add" or made.live)
    if act in ("edit", "publish"):
        edit_news(user, page, "Changed", **({"action-publish": "1"} if act == "publish" else {}))
        page = NewsPage.objects.get(pk=page.pk)
        return page.title == "Changed" if act == "publish" else page.get_latest_revision_as_object().title == "Changed"
    if act == "unpublish":
        client.post(reverse(f"{pages}unpublish", args=[page.pk]))
        return not is_live(page)
    if act == "move":
        plain = ngo.page.__class__.objects.get(pk=ngo.page.pk)
        before = Page.objects.get(pk=page.pk).path
        client.post(reverse(f"{pages}set_page_position", args=[page.pk]) + "?position=1")
        return Page.objects.get(pk=page.pk).path != before and plain.get_children().count() > 0
    if act == "delete":
        client.post(reverse(f"{pages}delete", args=[page.pk]))
        return not Page.objects.filter(pk=page.pk).exists()
    if act == "copy":
        facts = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": str(ngo.page.pk)}
        client.post(reverse(f"{pages}copy", args=[page.pk]), {**facts, "copy_subpages": "", "publish_copies": "on"})
        return NewsPage.objects.filter(title="Copied").exists()
    if act == "convert":
        client.post(reverse(f"{pages}convert_alias", args=[twin.pk]))
        return Page.objects.get(pk=twin.pk).alias_of_id is None
    if act == "revert":
        first = page.latest_revision
        edit = Page.objects.get(pk=page.pk).specific
        edit.title = "Second"
        edit.save_revision()
        edit_news(user, page, "Reverted", revision=str(first.pk))
        return NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Reverted"
    client.post(reverse(f"{pages}delete", args=[ngo.page.pk]))
    client.post(reverse(f"{pages}unpublish", args=[ngo.page.pk]))
    return not OrganisationPage.objects.filter(pk=ngo.page.pk, live=True).exists()


def test_only_the_organisations_own_people_touch_its_pages() -> None:
    ngo, _town, people = world()
    page = make_news(ngo.page, "Live")
    make_news(ngo.page, "Below it")

    done = {
        name: {act for act in ACTS if was_done_and_undone(act, person, ngo, page)} for name, person in people.items()
    }

    assert done == TABLE


def was_done_and_undone(act: str, person: User, ngo: Ngo, page: NewsPage) -> bool:
    from django.db import transaction

    with transaction.atomic():
        done = was_done(act, person, ngo, NewsPage.objects.get(pk=page.pk))
        transaction.set_rollback(True)
    return done


def test_an_author_edits_drafts_of_their_own_only() -> None:
    ngo = make_ngo()
    own = make_draft(NewsPage, below=ngo.page, title="Own", owner=ngo.author)
    foreign = make_draft(NewsPage, below=ngo.page, title="Foreign", owner=ngo.owner)

    for page in (own, foreign):
        edit_news(ngo.author, page, "Changed", slug=page.slug, **{"action-publish": "1"})

    latest = [NewsPage.objects.get(pk=one.pk).get_latest_revision_as_object().title for one in (own, foreign)]
    assert (latest, is_live(own), is_live(foreign)) == (["Changed", "Foreign"], False, False)


def test_an_author_deletes_an_own_draft_and_nothing_that_is_live() -> None:
    ngo = make_ngo()
    draft = make_draft(NewsPage, below=ngo.page, title="Draft", owner=ngo.author)
    Page.objects.filter(alias_of=draft).delete()
    live = make_news(ngo.page, "Live", owner=ngo.author)

    for page in (draft, live):
        signed_in(ngo.author).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert [Page.objects.filter(pk=page.pk).exists() for page in (draft, live)] == [False, True]


def test_a_municipality_without_check_publishes_at_once() -> None:
    town = make_town()

    add_news(town.editor, town.page, "Water", **{"action-publish": "1"})

    assert [page.live for page in NewsPage.objects.filter(title="Water")] == [True] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_may_edit_the_own_page_in_every_tree_and_no_other(language: str) -> None:
    town, other = make_town(), make_town("bolnisi")
    editor = User.objects.get(pk=town.editor.pk)

    own, foreign = (
        one.page.get_translations(inclusive=True).get(locale__language_code=language) for one in (town, other)
    )

    assert (own.permissions_for_user(editor).can_edit(), own.permissions_for_user(editor).can_add_subpage()) == (
        True,
        True,
    )
    may = foreign.permissions_for_user(editor)
    assert (may.can_edit(), may.can_publish(), may.can_add_subpage()) == (False, False, False)
    home = own.get_parent().permissions_for_user(editor)
    assert (home.can_edit(), home.can_add_subpage(), home.can_publish_subpage()) == (False, False, False)


def test_an_editor_cannot_give_the_page_to_another_municipality() -> None:
    town, other = make_town(), make_town("bolnisi")

    answer = signed_in(town.editor).get(reverse("wagtailadmin_pages:edit", args=[town.page.pk]))

    assert (answer.status_code, "municipality" in answer.context["form"].fields) == (200, False)
    assert other.municipality != town.municipality


def test_a_page_cannot_be_moved_into_anothers_tree() -> None:
    town, ngo = make_town(), make_ngo()
    grant_role(town.editor, RoleKind.CSO_OWNER, ngo.organisation)  # even who edits in both cannot… unless they may
    other, page = make_ngo("Other House"), make_news(town.page, "Mine")

    for target in (other.page,):
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
        signed_in(town.editor).post(address)

    assert Page.objects.get(pk=page.pk).get_parent().pk == town.page.pk


def test_bulk_actions_obey_the_same_rights() -> None:
    ngo, town = make_ngo(), make_town()
    page = make_news(ngo.page, "News")

    for action in ("unpublish", "delete", "move", "publish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        data: dict[str, Any] = {"include_descendants": "on", "chooser": str(town.page.pk)}
        signed_in(town.editor).post(f"{address}?id={page.pk}&id={ngo.page.pk}&next=/editor/", data)

    assert (is_live(page), is_live(ngo.page)) == (True, True)
    assert Page.objects.get(pk=page.pk).get_parent().pk == ngo.page.pk


SCREENS = ("edit", "history", "usage", "delete", "copy", "move", "unpublish", "view_draft", "workflow_history")


@pytest.mark.parametrize("screen", SCREENS)
def test_a_draft_of_another_organisation_is_seen_nowhere(screen: str) -> None:
    ngo, other = make_ngo(), make_ngo("Other House")
    draft = make_draft(NewsPage, below=ngo.page, title="Secret plan", owner=ngo.owner)

    answer = signed_in(other.owner).get(reverse(f"wagtailadmin_pages:{screen}", args=[draft.pk]), follow=False)

    assert answer.status_code in (302, 403, 404)
    assert b"Secret plan" not in answer.content


@pytest.mark.parametrize(
    "path",
    [
        "/editor/",
        "/editor/pages/",
        "/editor/choose-page/",
        "/editor/reports/site-history/",
        "/editor/reports/locked/",
        "/editor/reports/workflow/",
        "/editor/reports/aging-pages/",
        "/editor/reports/page-types-usage/",
        "/editor/api/main/pages/?fields=*&limit=50",
    ],
)
def test_lists_and_choosers_show_no_drafts_of_others(path: str) -> None:
    ngo, other = make_ngo(), make_ngo("Other House")
    draft = make_draft(NewsPage, below=ngo.page, title="Secret plan", owner=ngo.owner)

    client = signed_in(other.owner)
    answers = [client.get(path, follow=True), client.get(f"/editor/choose-page/{ngo.page.pk}/")]

    assert [b"Secret plan" in answer.content for answer in answers] == [False, False], draft


def test_searching_a_page_to_link_to_finds_public_pages_and_ones_own(rf: RequestFactory) -> None:
    ngo, other = make_ngo(), make_ngo("Other House")
    secret = make_draft(NewsPage, below=ngo.page, title="Secret plan", owner=ngo.owner)
    public, own = make_news(ngo.page, "Public"), make_draft(NewsPage, below=other.page, title="Own", owner=other.owner)
    request = rf.get("/")
    request.user = User.objects.get(pk=other.owner.pk)

    shown = set(choose_what_is_public_or_ones_own(Page.objects.all(), request).values_list("pk", flat=True))

    assert [page.pk in shown for page in (secret, public, own)] == [False, True, True]


CLOSED = (
    "reports/page-types-usage/",
    "users/",
    "users/new/",
    "groups/",
    "groups/new/",
    "sites/",
    "locales/",
    "redirects/",
    "collections/",
    "collections/add/",
    "workflows/list/",
    "workflows/add/",
    "workflows/tasks/index/",
)


@pytest.mark.parametrize("path", CLOSED)
def test_screens_of_the_site_are_closed_to_editors(path: str) -> None:
    ngo, town = make_ngo(), make_town()
    root = make_user("root", is_superuser=True)

    assert signed_in(root).get(f"/editor/{path}").status_code == 200
    for person in (ngo.owner, town.editor, town.administrator):
        answer = signed_in(person).get(f"/editor/{path}")
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/editor/"), person


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_no_such_role_is_told_so_in_their_language(language: str) -> None:
    from django.utils.translation import override

    town = make_town()
    people = [make_user("resident", language=language)]
    for kind in (RoleKind.OFFICIAL, RoleKind.OBSERVER, RoleKind.TRANSLATOR):
        people.append(make_user(kind.value, language=language))
        grant_role(people[-1], kind, town.municipality)
    with override(language):
        from django.utils.translation import gettext as _

        sentence = _("Only who writes pages for a municipality or an organisation comes in here.")
    for person in people:
        answer = signed_in(person).get("/editor/", follow=True)

        assert (answer.status_code, [path for path, _code in answer.redirect_chain]) == (
            403,
            ["/editor/login/?next=/editor/"],
        )
        assert sentence in answer.content.decode()
        assert "permission to access" not in answer.content.decode()


def test_a_stranger_signs_in_and_comes_back_to_the_editor() -> None:
    answer = Client().get("/editor/pages/", follow=True)

    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, "/ka/account/?next=%2Feditor%2Fpages%2F")


def test_members_of_organisations_need_a_second_factor_too(settings: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    ngo, town, resident = make_ngo(), make_town(), make_user("resident")

    answers = {
        name: signed_in(person).get("/editor/")["Location"]
        for name, person in {"owner": ngo.owner, "author": ngo.author, "editor": town.editor}.items()
    }

    assert set(answers.values()) == {"/ka/account/second-factor/set-up/"}
    assert signed_in(resident).get("/en/my/").status_code == 200
