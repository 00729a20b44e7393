"""A booth from the first stamp to the close, on phones of 360 pixels."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from budgeting.closing.actions import close_vote
from budgeting.closing.models import SealedBallot
from budgeting.cycles.models import Cycle
from portal.accounts.models import User
from portal.clock import now
from tests.browser.accessibility import violations
from tests.budgeting.booths.paper import make_booth, number_of
from tests.budgeting.live.own_thread import in_own_thread
from tests.factories import make_vote
from tests.people import Cast

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone_of(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[User], Page]]:
    contexts = []

    def phone_of(person: User) -> Page:
        """This person's phone, signed in."""
        client = Client()
        client.force_login(person)
        context = browser.new_context(viewport=PHONE, base_url=live_server.url)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        contexts.append(context)
        return context.new_page()

    yield phone_of
    for context in contexts:
        context.close()


@pytest.mark.django_db(transaction=True)
def test_a_booth_from_the_first_stamp_to_the_close(
    cast: Cast, phone_of: Callable[[User], Page], tmp_path: Path
) -> None:
    cycle = in_own_thread(make_vote, cast)
    booth = in_own_thread(make_booth, cast, cycle, "Sadakhlo, school", 3)
    officer, official, third = (phone_of(person) for person in (cast.booth_officer, cast.official, cast.other_official))

    stamp_two(officer, cycle, tmp_path)
    let_the_vote_end(cycle)
    officer.goto(f"/en/desk/booths/{booth.pk}/")
    officer.fill("[name=open_box-ballots]", "2")
    officer.get_by_role("button", name="Count the ballots in the box").click()
    type_in(officer, booth.pk, [(1,), (2, 3)], tmp_path)
    type_in(official, booth.pk, [(1,), (2,)], tmp_path)
    settle(third, booth.pk, "2", [2, 3], tmp_path)
    sign(officer, official, booth.pk, tmp_path)
    cycle.refresh_from_db()
    in_own_thread(lambda: close_vote(cycle, by=cast.official, seconded_by=cast.other_official))

    assert sorted(SealedBallot.objects.values_list("choices", "fate")) == [([1], "counted"), ([2, 3], "counted")]


def stamp_two(page: Page, cycle: Cycle, folder: Path) -> None:
    """Two people are stamped; the first comes a second time and is told."""
    page.goto(f"/en/desk/cycles/{cycle.pk}/booths/")
    look_at(page, folder, "list")
    page.get_by_role("link", name="Sadakhlo, school").click()
    look_at(page, folder, "booth")
    page.get_by_role("link", name="Stamp people in the roll").click()
    for place in (1, 2):
        page.fill("[name=number]", number_of(place))
        page.get_by_role("button", name="Look up").click()
        assert page.get_by_role("alert").inner_text().split("\n")[-1] == "May vote here."
        look_at(page, folder, "green")
        page.get_by_role("button", name="Stamp", exact=True).click()
        assert page.locator(".notice.good").inner_text() == "Stamped. Hand out one sheet now."
        assert page.input_value("[name=number]") == ""
        assert number_of(place) not in page.url + page.content()
    page.fill("[name=number]", number_of(1))
    page.get_by_role("button", name="Look up").click()
    assert "Has voted on paper on" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("button", name="Stamp", exact=True).count() == 0
    look_at(page, folder, "red")
    page.get_by_role("link", name="Next person").click()
    look_at(page, folder, "roll")
    page.get_by_role("link", name="Sadakhlo, school").click()
    page.get_by_role("link", name="Type in a printed roll").click()
    page.fill("[name=numbers]", f"{number_of(1)}\n12")
    page.get_by_role("button", name="Mark them in the roll").click()
    assert page.input_value("[name=numbers]") == "12"
    look_at(page, folder, "offline")


def let_the_vote_end(cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(voting_until_at=now() - timedelta(hours=1))


def type_in(page: Page, booth: int, ballots: list[tuple[int, ...]], folder: Path) -> None:
    page.goto(f"/en/desk/booths/{booth}/typing/")
    for number, choices in enumerate(ballots, start=1):
        assert page.input_value("[name=number]") == str(number)
        for choice in choices:
            page.check(f"[name=choices][value='{choice}']")
        look_at(page, folder, "typing")
        page.get_by_role("button", name="Store and go to the next").click()
        assert page.locator(".notice.good").inner_text() == f"Ballot {number} is typed."
    assert page.get_by_text("There is no ballot left for you to type.").is_visible()


def settle(page: Page, booth: int, number: str, choices: list[int], folder: Path) -> None:
    page.goto("/en/desk/")
    page.locator("[aria-labelledby=list-settling] a").click()
    assert page.input_value("[name=number]") == number
    assert page.locator("main .panel li").all_inner_texts() == ["№ 2", "№ 2, № 3"]
    for choice in choices:
        page.check(f"[name=choices][value='{choice}']")
    look_at(page, folder, "settling")
    page.get_by_role("button", name="Settle", exact=True).click()
    assert page.get_by_text("Nothing differs.").is_visible()


def sign(first: Page, second: Page, booth: int, folder: Path) -> None:
    first.goto(f"/en/desk/booths/{booth}/protocol/")
    first.fill("[name=unused]", "0")
    first.get_by_role("button", name="Sign", exact=True).click()
    assert "Sheets received: 3, unused: 0, spoiled: 0, handed out: 2." in first.get_by_role("alert").inner_text()
    assert first.input_value("[name=unused]") == "0"
    look_at(first, folder, "refused")
    first.fill("[name=unused]", "1")
    first.get_by_role("button", name="Sign", exact=True).click()
    second.goto("/en/desk/")
    second.locator("[aria-labelledby=list-countersigning] a").click()
    look_at(second, folder, "countersigning")
    second.get_by_role("button", name="Sign as the second person").click()
    assert second.get_by_role("link", name="Protocol as PDF").is_visible()
    look_at(second, folder, "signed")


def look_at(page: Page, folder: Path, name: str) -> None:
    """Keeps a picture of the page, and finds nothing wrong with it that a machine can find."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    faults = violations(page)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
