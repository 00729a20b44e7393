"""The second person: who may publish where a municipality wants its pages checked."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, TaskState, WorkflowPage, WorkflowState

from budgeting.errors import NotAllowed, NotPossible
from cms.models import MunicipalityPage, NewsPage, SecondPersonTask
from cms.organisations.actions import set_page_check
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.cms.making import make_news
from tests.cms.organisations.people import Town, add_news, edit_news, is_live, make_ngo, make_town, make_user, take_role
from tests.cms.screens import signed_in

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def checked_town(slug: str = "marneuli") -> Town:
    town = make_town(slug)
    set_page_check(town.municipality, by=User.objects.get(pk=town.administrator.pk), wanted=True)
    return town


def submitted(town: Town, title: str = "Water") -> NewsPage:
    add_news(town.editor, town.page, title, **SUBMIT)
    return NewsPage.objects.get(title=title, alias_of=None)


def act(user: User, page: Page, name: str = "approve", comment: str = "") -> Any:
    states = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).order_by("-pk")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, states[0].pk])
    return signed_in(user).post(address, {"comment": comment})


def test_an_editor_alone_publishes_nothing() -> None:
    town = checked_town()

    add_news(town.editor, town.page, "Water", **PUBLISH)
    page = NewsPage.objects.get(title="Water", alias_of=None)
    edit_news(town.editor, page, "Water", **PUBLISH)

    assert [one.live for one in NewsPage.objects.filter(slug="water")] == [False] * 4


@pytest.mark.parametrize("who", ["second", "administrator"])
def test_a_second_person_publishes_in_all_trees(who: str) -> None:
    town = checked_town()
    page = submitted(town)
    assert is_live(page) is False

    act(getattr(town, who), page)

    assert [one.live for one in NewsPage.objects.filter(slug="water")] == [True] * 4
    assert WorkflowState.objects.get().status == "approved"


def test_who_wrote_it_does_not_approve_it() -> None:
    town = checked_town()
    page = submitted(town)

    act(town.editor, page)
    edit_news(town.editor, page, "Water", **APPROVE)

    assert (is_live(page), WorkflowState.objects.get().status) == (False, "in_progress")


def test_who_is_from_elsewhere_does_not_approve_it() -> None:
    town, other, ngo = checked_town(), checked_town("bolnisi"), make_ngo()
    page, official = submitted(town), make_user("official")
    grant_role(official, RoleKind.OFFICIAL, town.municipality)

    for person in (other.editor, other.administrator, ngo.owner, official):
        act(person, page)

    assert (is_live(page), WorkflowState.objects.get().status) == (False, "in_progress")


def test_a_superfluous_right_to_publish_does_not_help() -> None:
    """Neither another group, nor being the administrator, nor even running the portal."""
    town = checked_town()
    group = Group.objects.create(name="Extra")
    for codename in ("publish_page", "change_page", "add_page"):
        GroupPagePermission.objects.create(
            group=group, page=town.page.page_ptr, permission=Permission.objects.get(codename=codename)
        )
    town.editor.groups.add(group)
    root = make_user("root", is_superuser=True)

    for number, person in enumerate((town.editor, town.administrator, root)):
        add_news(person, town.page, f"Water {number}", slug=f"water-{number}", **PUBLISH)

    pages = NewsPage.objects.filter(slug__startswith="water", alias_of=None)
    assert [page.live for page in pages] == [False] * 3
    for page, person in zip(pages.order_by("pk"), (town.editor, town.administrator, root), strict=True):
        edit_news(person, page, page.title, slug=page.slug, **SUBMIT)
        act(person, page)
        assert is_live(page) is False


def test_who_edits_while_approving_does_not_publish_the_edit() -> None:
    town = checked_town()
    page = submitted(town)

    edit_news(town.second, page, "Rewritten", slug="water", **APPROVE)

    assert (is_live(page), WorkflowState.objects.get().status) == (False, "in_progress")


def test_who_edited_it_last_does_not_approve_it() -> None:
    town = checked_town()
    page = submitted(town)

    edit_news(town.second, page, "Rewritten", slug="water")
    act(town.second, page)
    assert is_live(page) is False
    act(town.administrator, page)

    assert NewsPage.objects.get(pk=page.pk).title == "Rewritten"


def test_two_people_alone_always_find_a_way() -> None:
    """The second wrote into it and sends it back; who submits it then is another than who approves."""
    town = checked_town()
    take_role(town.administrator, RoleKind.ADMINISTRATOR)
    page = submitted(town)
    edit_news(town.second, page, "Rewritten", slug="water")
    act(town.second, page, "reject", "I changed the title.")

    edit_news(town.second, page, "Rewritten", slug="water", **SUBMIT)
    act(town.second, page)
    assert is_live(page) is False
    act(town.editor, page)

    assert (is_live(page), NewsPage.objects.get(pk=page.pk).title) == (True, "Rewritten")


def test_while_it_waits_its_author_does_not_change_it_unseen() -> None:
    town = checked_town()
    page = submitted(town)

    edit_news(town.editor, page, "Something else", slug="water")
    act(town.second, page)

    assert (is_live(page), NewsPage.objects.get(pk=page.pk).title) == (True, "Water")


def test_its_author_may_take_it_back() -> None:
    town = checked_town()
    page = submitted(town)

    edit_news(town.editor, page, "Water", **{"action-cancel-workflow": "1"})

    assert (is_live(page), WorkflowState.objects.get().status) == (False, "cancelled")


def test_scheduling_is_publishing_too() -> None:
    town = checked_town()
    facts = {"go_live_at": "2020-01-01 10:00", "expire_at": ""}
    add_news(town.editor, town.page, "Soon", **facts, **PUBLISH)
    page = NewsPage.objects.get(title="Soon", alias_of=None)

    from django.core.management import call_command

    call_command("publish_scheduled_pages")

    assert (is_live(page), page.revisions.filter(approved_go_live_at__isnull=False).count()) == (False, 0)


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions_are_no_way_around(action: str) -> None:
    town = checked_town()
    page = submitted(town)
    live = make_news(town.page, "Live")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    for one in (live, page) if action != "delete" else (live,):
        signed_in(town.editor).post(f"{address}?id={one.pk}&next=/editor/", {"include_descendants": "on"})

    assert (is_live(page), is_live(live)) == (False, True)


def test_where_it_is_checked_an_editor_alone_takes_nothing_public_down_but_the_administrator_does() -> None:
    town = checked_town()
    pages = {name: make_news(town.page, name) for name in ("editor", "administrator")}

    for name, page in pages.items():
        signed_in(getattr(town, name)).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        signed_in(town.editor).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert is_live(pages["editor"]) is True
    assert not Page.objects.filter(pk=pages["administrator"].pk, live=True).exists()


def test_copying_is_no_way_around() -> None:
    town = checked_town()
    live = make_news(town.page, "Live", owner=town.editor)
    edit_news(town.editor, live, "Unchecked", slug="live")
    facts = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": str(town.page.pk)}

    signed_in(town.editor).post(
        reverse("wagtailadmin_pages:copy", args=[live.pk]), {**facts, "publish_copies": "on", "alias": "on"}
    )

    assert NewsPage.objects.filter(slug="copied", live=True).count() == 0


def test_a_live_page_keeps_its_text_until_the_change_is_approved() -> None:
    town = checked_town()
    page = make_news(town.page, "Live")
    edit_news(town.editor, page, "Changed", slug="live", **SUBMIT)
    assert [one.title for one in NewsPage.objects.filter(slug="live")] == ["Live"] * 4

    act(town.second, page)

    assert [one.title for one in NewsPage.objects.filter(slug="live")] == ["Changed"] * 4


def test_a_translation_is_checked_like_its_original() -> None:
    town = checked_town()
    page = make_news(town.page, "Live")
    twin = page.get_translations().get(locale__language_code="az")
    signed_in(town.editor).post(reverse("wagtailadmin_pages:convert_alias", args=[twin.pk]))

    edit_news(town.editor, twin, "Canli", slug="live", written_in="az", **PUBLISH)
    assert NewsPage.objects.get(pk=twin.pk).title == "Live"
    edit_news(town.editor, twin, "Canli", slug="live", written_in="az", **SUBMIT)
    act(town.editor, twin)
    assert NewsPage.objects.get(pk=twin.pk).title == "Live"
    act(town.second, twin)

    assert NewsPage.objects.get(pk=twin.pk).title == "Canli"


def test_who_is_no_longer_an_editor_approves_nothing() -> None:
    town = checked_town()
    page = submitted(town)
    take_role(town.second, RoleKind.EDITOR)

    act(town.second, page)

    assert is_live(page) is False


def test_approved_once_is_approved_once() -> None:
    """Two open the page; the slower one is refused, and nothing happens twice."""
    town = checked_town()
    page = submitted(town)
    stale = TaskState.objects.get()
    task = SecondPersonTask.objects.get()
    act(town.second, page)
    published = NewsPage.objects.get(pk=page.pk).last_published_at

    for name in ("approve", "reject"):
        with pytest.raises(NotAllowed):
            task.on_action(stale, User.objects.get(pk=town.administrator.pk), name)

    page = NewsPage.objects.get(pk=page.pk)
    assert (page.live, page.last_published_at, TaskState.objects.get().status) == (True, published, "approved")


def test_the_others_are_told_that_it_waits_and_the_author_what_became_of_it() -> None:
    town = checked_town()
    User.objects.update(language="en")
    page = submitted(town)
    told = Notice.objects.filter(sentence="A page waits for you to check it.")
    assert {notice.user for notice in told} == {town.second, town.administrator}
    assert {(notice.about, notice.path) for notice in told} == {("Water", f"/editor/pages/{page.pk}/edit/")}

    act(town.second, page, "reject", "The sum is wrong.")
    sent_back = Notice.objects.get(sentence="Your page was sent back by the person who checked it.")
    assert (sent_back.user, sent_back.detail) == (town.editor, "The sum is wrong.")

    edit_news(town.editor, page, "Water", **SUBMIT)
    act(town.second, page)
    approved = Notice.objects.get(sentence="Your page was approved by a second person and is published.")
    assert approved.user == town.editor


def test_wagtail_writes_no_mails_of_its_own(mailoutbox: list[Any]) -> None:
    town = checked_town()
    page = submitted(town)
    act(town.second, page, "reject", "No.")

    assert [mail for mail in mailoutbox if "Wagtail" in mail.body or "moderation" in mail.body.lower()] == []


def test_what_waits_for_me_is_listed_for_me_only() -> None:
    town, other = checked_town(), checked_town("bolnisi")
    page = submitted(town)
    task = SecondPersonTask.objects.get()

    waiting = {
        name: [state.workflow_state.object_id for state in task.get_task_states_user_can_moderate(fresh(person))]
        for name, person in {"second": town.second, "editor": town.editor, "other": other.editor}.items()
    }

    assert waiting == {"second": [str(page.pk)], "editor": [], "other": []}


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_the_check_is_switched_by_the_municipalitys_administrator_and_nobody_else() -> None:
    town, other, ngo = make_town(), make_town("bolnisi"), make_ngo()
    for person in (town.editor, other.administrator, ngo.owner, make_user("root", is_superuser=True)):
        with pytest.raises(NotAllowed):
            set_page_check(town.municipality, by=fresh(person), wanted=True)

    set_page_check(town.municipality, by=fresh(town.administrator), wanted=True)
    set_page_check(town.municipality, by=fresh(town.administrator), wanted=True)

    own = MunicipalityPage.objects.filter(municipality=town.municipality).values_list("pk", flat=True)
    assert sorted(WorkflowPage.objects.values_list("page", flat=True)) == sorted(own)
    assert [entry.facts for entry in Entry.objects.filter(act="set_page_check")] == [{"wanted": True}]


def test_the_check_needs_two_people() -> None:
    town = make_town()
    take_role(town.editor, RoleKind.EDITOR)
    take_role(town.second, RoleKind.EDITOR)

    with pytest.raises(NotPossible, match="two people"):
        set_page_check(town.municipality, by=fresh(town.administrator), wanted=True)


def test_switched_off_what_waited_is_a_draft_and_its_editor_publishes_it() -> None:
    town, other = checked_town(), checked_town("bolnisi")
    page, elsewhere = submitted(town), submitted(other, "Elsewhere")

    set_page_check(town.municipality, by=fresh(town.administrator), wanted=False)

    states = {state.object_id: state.status for state in WorkflowState.objects.all()}
    assert states == {str(page.pk): "cancelled", str(elsewhere.pk): "in_progress"}
    edit_news(town.editor, page, "Water", **PUBLISH)
    assert is_live(page) is True


def test_the_desk_switches_the_check() -> None:
    town, other = make_town(), make_town("bolnisi")
    path = "/en/desk/pages/marneuli/"

    answers = [signed_in(person).get(path).status_code for person in (town.administrator, town.editor)]
    answers += [signed_in(person).post(path, {"wanted": "yes"}).status_code for person in (other.administrator, None)]
    assert answers == [200, 404, 404, 302]
    town.municipality.refresh_from_db()
    assert town.municipality.checks_pages is False

    signed_in(town.administrator).post(path, {"wanted": "yes"})
    town.municipality.refresh_from_db()
    assert town.municipality.checks_pages is True
    assert "It is on" in signed_in(town.administrator).get(path).content.decode()
