"""Writing a proposal on a phone: without JavaScript from the first question to handing in, and what a script adds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessibility import violations
from tests.browser.site import LANGUAGES, Site
from tests.browser.test_journeys import open_cycle


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "yol.jpg"
    Image.effect_noise((2000, 1500), 60).convert("RGB").save(path, "JPEG")
    return path


def start(page: Page, site: Site, language: str, title: str) -> str:
    """Answers the first question; returns the address of the draft's questions."""
    open_cycle(page, site, "bolnisi", language)
    page.click("a.button")
    page.fill("#id_title", title)
    page.click("main form button")
    page.wait_for_url("**/write/summary/")
    return page.url.removesuffix("summary/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_proposal_from_the_first_question_to_handing_in_without_javascript(
    plain_page: Page, site: Site, sign_in: Callable[..., None], photo: Path, language: str
) -> None:
    page = plain_page
    go_on = "main form button.button:not(.quiet)"
    sign_in(page, "resident")
    questions = start(page, site, language, f"Körpü {language}")

    page.click(go_on)  # empty: refused with a list of what is wrong
    expect(page.locator(".notice.bad a")).to_have_attribute("href", "#id_summary")
    page.fill("#id_summary", "Çayın üstündəki körpü köhnəlib.")
    page.click(go_on)
    page.fill("#id_text", "Uşaqlar məktəbə bu körpüdən keçir.")
    page.click(go_on)
    page.locator("[name=theme]").nth(1).check()
    page.click(go_on)

    page.fill("#id_q", "kepenekci")  # the older name, on an old phone
    page.click("form.search button")
    expect(page.locator("[name=settlement]")).to_have_count(2)
    page.locator("[name=settlement]").nth(1).check()
    page.click(go_on)

    page.locator("input[type=image]").click(position={"x": 200, "y": 120})
    expect(page.locator("button[name=remove]")).to_be_visible()
    page.click("main p a.button")

    page.locator("[name=beneficiaries]").first.check()
    page.click(go_on)
    page.fill("#id_rough_cost_tetri", "12 000")
    page.click(go_on)

    page.set_input_files("#id_upload", photo)
    page.fill("#id_alt", "Köhnə körpü")
    page.click("form[enctype] button")
    shown = page.locator(".photos img")
    expect(shown).to_have_count(1)
    expect(shown).to_have_js_property("naturalWidth", 480)  # waits until it has come
    page.click("main p a.button")
    page.locator("main p.row:not(.between) a").first.click()  # no documents
    page.click("main p a.button")  # nobody writes along

    assert page.url.endswith("/check/")
    expect(page.locator(".missing")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.click("main form button")
    expect(page.locator(".notice.good")).to_be_visible()
    page.goto(questions)
    assert "/write/" not in page.url  # handed in: there is nothing to write any more


def test_screen_with_errors_is_accessible(page: Page, site: Site, sign_in: Callable[..., None]) -> None:
    sign_in(page, "resident")
    questions = start(page, site, "ka", "ხიდი")
    faults = []
    for step in ("summary", "theme", "place", "photos", "documents"):
        page.goto(questions + step + "/")
        page.locator("main form[method=post] button.button").last.click()
        expect(page.locator(".notice.bad")).to_be_visible()
        faults += [(step, fault["id"]) for fault in violations(page)]
    assert faults == []


def test_text_typed_before_a_lost_connection_comes_back(
    page: Page, context: BrowserContext, site: Site, sign_in: Callable[..., None]
) -> None:
    sign_in(page, "resident")
    questions = start(page, site, "en", "Bridge")
    page.goto(questions + "text/")
    page.locator("#id_text").press_sequentially("Half a sentence")
    context.set_offline(True)
    page.click("main form button")
    expect(page.locator("[data-draft-notice]")).to_contain_text("There is no connection now.")
    context.set_offline(False)

    page.goto(questions + "text/")

    expect(page.locator("#id_text")).to_have_value("Half a sentence")
    expect(page.locator("[data-draft-notice]")).to_contain_text("had not been saved")
    page.click("main form button")
    page.wait_for_url("**/theme/")
    page.goto(questions + "text/")
    expect(page.locator("[data-draft-notice]")).to_be_hidden()


def test_invited_person_joins(page: Page, site: Site, sign_in: Callable[..., None]) -> None:
    sign_in(page, "resident")
    questions = start(page, site, "az", "Birlikdə yazırıq")
    page.goto(questions + "coauthors/")
    link = page.locator("#id_link").input_value()
    page.context.clear_cookies()
    sign_in(page, "cso")

    page.goto(link)
    assert violations(page) == []
    page.click("main form button")

    expect(page.locator("h1")).to_have_text("Birlikdə yazırıq")
