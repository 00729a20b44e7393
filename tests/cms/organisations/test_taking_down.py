"""Taking an organisation's page down: only the portal's administrator, with a reason everybody reads."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from budgeting.errors import NotAllowed, NotPossible
from cms.models import NewsPage, TakeDown
from cms.organisations.taking_down import restore, take_down
from portal.accounts.models import User
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.cms.making import make_draft, make_news
from tests.cms.organisations.people import Ngo, add_news, edit_news, is_live, make_ngo, make_town, make_user
from tests.cms.screens import signed_in
from tests.factories import LANGUAGES

pytestmark = pytest.mark.django_db
REASON = "It names a private person's illness."


@pytest.fixture
def root(db: None) -> User:
    return make_user("root", is_superuser=True)


def statuses(path: str) -> list[int]:
    return [Client().get(f"/{language}/{path}").status_code for language in LANGUAGES]


def test_only_the_portals_administrator_takes_down_and_only_pages_of_organisations(root: User) -> None:
    ngo, other, town = make_ngo(), make_ngo("Other House"), make_town()
    page, municipal = make_news(ngo.page, "News"), make_news(town.page, "Municipal")

    for person in (ngo.owner, other.owner, town.administrator, town.editor, make_user("resident")):
        with pytest.raises(NotAllowed):
            take_down(page, by=User.objects.get(pk=person.pk), reason=REASON)
    for theirs in (municipal, town.page, town.page.get_parent()):
        with pytest.raises(NotAllowed):
            take_down(theirs, by=root, reason=REASON)
    assert TakeDown.objects.count() == 0


def test_the_address_gives_the_reason_in_every_tree(root: User) -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News")
    assert statuses("green-marneuli/news/") == [200] * 4

    take_down(page, by=root, reason=REASON)

    assert statuses("green-marneuli/news/") == [410] * 4
    text = Client().get("/en/green-marneuli/news/").content.decode()
    assert 'lang="en">It names a private person&#x27;s illness.' in text
    assert "The portal&#x27;s administrator" in text or "The portal's administrator" in text
    assert "Green Marneuli" in text
    assert statuses("green-marneuli/") == [200] * 4


def test_whatever_tree_is_named_all_are_taken_down(root: User) -> None:
    ngo = make_ngo(written_in="hy")
    twin = ngo.page.get_translations().get(locale__language_code="az")

    take_down(twin, by=root, reason=REASON)

    assert statuses("green-marneuli/") == [410] * 4


def test_what_stands_below_goes_with_it_and_comes_back_with_it(root: User) -> None:
    ngo = make_ngo()
    make_news(ngo.page, "Live")
    make_draft(NewsPage, below=ngo.page, title="Draft", owner=ngo.author)
    before = {page.pk: (page.live, page.live_revision_id) for page in Page.objects.all()}

    taken = take_down(ngo.page, by=root, reason=REASON)
    assert (statuses("green-marneuli/live/"), statuses("green-marneuli/none/")) == ([410] * 4, [410] * 4)
    assert Page.objects.filter(path__startswith=ngo.page.path, live=True).count() == 0
    restore(taken, by=root)

    assert {page.pk: (page.live, page.live_revision_id) for page in Page.objects.all()} == before
    assert (statuses("green-marneuli/live/"), statuses("green-marneuli/draft/")) == ([200] * 4, [404] * 4)
    assert [list(fault) for fault in Page.find_problems()] == [[], [], [], [], []]


def test_a_change_that_waited_is_not_published_by_putting_the_page_back(root: User) -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News")
    edit_news(ngo.owner, page, "Later", slug="news")

    restore(take_down(page, by=root, reason=REASON), by=root)

    back = NewsPage.objects.get(pk=page.pk)
    assert (back.title, back.live, back.has_unpublished_changes) == ("News", True, True)


def test_its_people_cannot_put_it_back_themselves(root: User) -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News", owner=ngo.owner)
    take_down(page, by=root, reason=REASON)

    edit_news(ngo.owner, page, "News", **{"action-publish": "1"})
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(ngo.owner).post(f"{address}?id={page.pk}&next=/editor/", {"include_descendants": "on"})
    signed_in(ngo.owner).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert Page.objects.filter(pk=page.pk, live=False).exists()
    assert statuses("green-marneuli/news/") == [410] * 4


def test_below_what_was_taken_down_nothing_is_published(root: User) -> None:
    ngo = make_ngo()
    take_down(ngo.page, by=root, reason=REASON)

    add_news(ngo.owner, ngo.page, "Again", **{"action-publish": "1"})

    assert NewsPage.objects.filter(live=True).count() == 0
    assert statuses("green-marneuli/again/") == [410] * 4


def test_other_pages_are_not_touched(root: User) -> None:
    ngo, other = make_ngo(), make_ngo("Other House")
    first, second = make_news(ngo.page, "First"), make_news(ngo.page, "Second")

    take_down(first, by=root, reason=REASON)

    assert (is_live(second), is_live(other.page), is_live(ngo.page)) == (True, True, True)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_it_needs_a_reason(root: User, reason: str) -> None:
    ngo = make_ngo()

    with pytest.raises(NotPossible):
        take_down(ngo.page, by=root, reason=reason)
    assert is_live(ngo.page)


def test_twice_at_once_is_once(root: User) -> None:
    ngo = make_ngo()
    stale = Page.objects.get(pk=ngo.page.pk)
    taken = take_down(ngo.page, by=root, reason=REASON)

    with pytest.raises(NotPossible):
        take_down(stale, by=root, reason="Another.")
    again = TakeDown.objects.get(pk=taken.pk)
    restore(taken, by=root)
    with pytest.raises(NotPossible):
        restore(again, by=root)
    assert (TakeDown.objects.count(), is_live(ngo.page)) == (1, True)


def test_it_can_be_taken_down_again_after_it_was_put_back(root: User) -> None:
    ngo = make_ngo()
    restore(take_down(ngo.page, by=root, reason=REASON), by=root)

    take_down(ngo.page, by=root, reason="Another reason.")

    assert "Another reason." in Client().get("/en/green-marneuli/").content.decode()


def test_only_the_portals_administrator_puts_it_back(root: User) -> None:
    ngo, town = make_ngo(), make_town()
    taken = take_down(ngo.page, by=root, reason=REASON)

    for person in (ngo.owner, town.administrator):
        with pytest.raises(NotAllowed):
            restore(taken, by=person)


def test_the_organisation_is_told_and_it_is_on_record(root: User) -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News")

    restore(take_down(page, by=root, reason=REASON), by=root)

    told = Notice.objects.order_by("pk")
    assert {notice.user for notice in told} == {ngo.owner, ngo.author}
    assert {(notice.about, notice.detail) for notice in told} == {("News", REASON), ("News", "")}
    acts = Entry.objects.filter(act__in=["take_down", "restore_page"]).order_by("pk")
    assert [(entry.act, entry.by, entry.facts["organisation"]) for entry in acts] == [
        ("take_down", root, ngo.organisation.pk),
        ("restore_page", root, ngo.organisation.pk),
    ]


@pytest.mark.parametrize(("screen", "method"), [("unpublish", "post"), ("delete", "get"), ("delete", "post")])
def test_wagtails_own_screens_lead_to_the_form(root: User, screen: str, method: str) -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News")

    answer = getattr(signed_in(root), method)(reverse(f"wagtailadmin_pages:{screen}", args=[page.pk]))

    assert (answer.status_code, answer["Location"]) == (302, f"/ka/desk/take-down/{page.pk}/")
    assert is_live(page)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_many_at_once_lead_to_the_form_too(root: User, action: str) -> None:
    ngo, town = make_ngo(), make_town()
    pages = [make_news(town.page, "Municipal"), make_news(ngo.page, "News")]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = "&".join(f"id={page.pk}" for page in pages)

    answer = signed_in(root).post(f"{address}?{ids}&next=/editor/", {"include_descendants": "on"})

    assert answer["Location"] == f"/ka/desk/take-down/{pages[1].pk}/"
    assert [is_live(page) for page in pages] == [True, True]


def test_unpublishing_all_from_above_leads_to_the_form_too(root: User) -> None:
    """The home page with everything below it holds pages of organisations."""
    ngo = make_ngo()
    home = ngo.page.get_parent()

    signed_in(root).post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]), {"include_descendants": "on"})
    signed_in(root).post(reverse("wagtailadmin_pages:delete", args=[home.pk]))

    assert is_live(ngo.page)


def test_the_organisation_itself_unpublishes_by_wagtails_screen() -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News")

    signed_in(ngo.owner).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert is_live(page) is False
    assert statuses("green-marneuli/news/") == [404] * 4


def test_the_form_takes_down_and_puts_back(root: User) -> None:
    ngo = make_ngo()
    page = make_news(ngo.page, "News")
    path = f"/en/desk/take-down/{page.pk}/"
    client = signed_in(root)

    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": REASON}).status_code == 302
    assert (is_live(page), REASON.split()[-1] in client.get(path).content.decode()) == (False, True)
    assert client.post(path).status_code == 302
    assert is_live(page) is True


def test_the_form_exists_for_nobody_else() -> None:
    ngo, town = make_ngo(), make_town()
    page = make_news(ngo.page, "News")

    found = {
        name: signed_in(person).post(f"/en/desk/take-down/{page.pk}/", {"reason": REASON}).status_code
        for name, person in people_of(ngo, town.administrator).items()
    }

    assert found == {"stranger": 302, "owner": 403, "administrator": 404}
    assert is_live(page)


def people_of(ngo: Ngo, administrator: User) -> dict[str, User | None]:
    return {"stranger": None, "owner": ngo.owner, "administrator": administrator}


def test_the_form_is_about_pages_of_organisations_only(root: User) -> None:
    town = make_town()

    assert signed_in(root).get(f"/en/desk/take-down/{town.page.pk}/").status_code == 404
    assert signed_in(root).get("/en/desk/take-down/999999/").status_code == 404
