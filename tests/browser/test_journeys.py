"""Whole journeys, as people make them: on a phone without JavaScript, and with a keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import LANGUAGES, Site
from tests.browser.weight import MOST, MOST_TEXT, weight_of


def open_cycle(page: Page, site: Site, municipality: str, language: str = "en") -> None:
    page.goto(f"{site.origin}/{language}/{municipality}/")
    page.locator(".card a").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_vote_without_javascript(plain_page: Page, site: Site, language: str) -> None:
    page = plain_page
    card = site.cards("Marneuli")[LANGUAGES.index(language)]
    open_cycle(page, site, "marneuli", language)
    page.click(".button.vote")
    page.locator("[name=choice]").nth(0).check()
    page.locator("[name=choice]").nth(2).check()
    page.click(".button.vote")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.goto(f"{site.origin}/{language}/cycles/")
    expect(page.locator(".uncast")).to_be_visible()  # an uncast ballot says so on every page
    page.click(".uncast a")
    page.click(".button.vote")
    page.fill("[name=code]", card.lower().replace("-", " "))
    page.click(".button.vote")
    receipt = page.locator(".receipt-code").inner_text()
    assert len(receipt.replace("-", "")) == 12
    page.click("main a[href*='/about-you/']")
    page.locator("[name=gender]").first.check()
    page.click("main form button")
    expect(page.locator(".notice.good")).to_be_visible()
    page.click("main a.button")
    page.click("main a[href$='/receipt/check/']")
    page.fill("#id_receipt", receipt.lower())
    page.click("main form button")
    expect(page.locator(".notice.good")).to_contain_text(receipt)
    page.go_back()
    page.go_back()
    page.click("main form button")
    page.wait_for_url("**/finish/")
    expect(page.locator(".uncast")).to_have_count(0)
    assert not {"ballot", "receipt", "reminder", "told"} & {cookie["name"] for cookie in page.context.cookies()}
    page.go_back()
    assert receipt not in page.content()  # nothing on the screen for whoever holds the phone next


@pytest.mark.parametrize("language", LANGUAGES)
def test_vote_with_the_keyboard_alone_and_without_javascript(plain_page: Page, site: Site, language: str) -> None:
    page = plain_page
    open_cycle(page, site, "akhalkalaki", language)
    for selector, arrives in (("a.button.vote", "**/vote/"), (".tally button.vote", "**/check/")):
        if arrives == "**/check/":
            press_until(page, "[name=choice]")
            page.keyboard.press("Space")
            assert_seen(page)
        press_until(page, selector)
        page.keyboard.press("Enter")
        page.wait_for_url(arrives)
    press_until(page, "a.button.vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/identify/")
    press_until(page, "#card_code")
    page.keyboard.type(site.cards("Akhalkalaki")[2 + LANGUAGES.index(language)])
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    expect(page.locator(".receipt-code")).to_be_visible()


def assert_seen(page: Page) -> None:
    """What has the focus is not under the bar (WCAG 2.2, 2.4.11)."""
    top_of_bar = page.locator(".tally").bounding_box()["y"]
    assert page.locator(":focus").bounding_box()["y"] < top_of_bar


def test_no_target_on_the_ballot_is_smaller_than_a_thumb(plain_page: Page, site: Site) -> None:
    open_cycle(plain_page, site, "akhalkalaki")
    plain_page.click(".button.vote")
    targets = plain_page.locator("main .choice, main .button:not(.visually-hidden)").all()
    assert [target.inner_text() for target in targets if target.bounding_box()["height"] < 44] == []


def test_bar_warns_of_too_many_and_of_nothing_else(page: Page, site: Site) -> None:
    open_cycle(page, site, "marneuli")
    page.click(".button.vote")
    warned = []
    for box in page.locator("[name=choice]").all()[:6]:
        warned.append(page.locator(".tally .over").count())
        box.check()
    assert (warned, page.locator(".tally .over").count()) == ([0] * 6, 1)


def test_knapsack_that_does_not_fit_offers_swaps_without_javascript(plain_page: Page, site: Site) -> None:
    page = plain_page
    open_cycle(page, site, "akhalkalaki")
    page.click(".button.vote")
    for box in page.locator("[name=choice]").all():
        box.check()
    page.click(".tally .button.vote")
    alert = page.locator("[role=alert]")
    while not alert.locator("[name=swap]").count():  # far too much: take out until one swap is enough
        page.locator("[name=choice]:checked").last.uncheck()
        page.click(".tally .button.vote")
        assert "/check/" not in page.url
    alert.locator("[name=swap]").first.click()
    page.wait_for_url("**/check/")


def test_vote_again_keeps_the_receipt(plain_page: Page, site: Site) -> None:
    receipts = [vote(plain_page, site, site.cards("Marneuli")[3], choice) for choice in (0, 1)]
    assert receipts[0] == receipts[1]
    expect(plain_page.locator(".notice.good")).to_be_visible()


def vote(page: Page, site: Site, card: str, choice: int) -> str:
    open_cycle(page, site, "marneuli")
    page.click(".button.vote")
    page.locator("[name=choice]").nth(choice).check()
    page.click(".button.vote")
    page.click(".button.vote")
    page.fill("[name=code]", card)
    page.click(".button.vote")
    return page.locator(".receipt-code").inner_text()


def test_refusals_keep_what_was_chosen_and_typed(plain_page: Page, site: Site) -> None:
    page = plain_page
    open_cycle(page, site, "marneuli")
    page.click(".button.vote")
    for box in page.locator("[name=choice]").all()[:6]:
        box.check()
    page.click(".button.vote")
    expect(page.locator(".notice.bad")).to_contain_text("Choose at most 5 projects.")
    expect(page.locator("[name=choice]:checked")).to_have_count(6)
    page.locator("[name=choice]:checked").first.uncheck()
    page.click(".button.vote")
    page.click(".button.vote")
    page.fill("[name=code]", "AAAA-BBBB-CCCC")
    page.click(".button.vote")
    expect(page.locator(".error")).to_have_count(1)
    expect(page.locator("[name=code]")).to_have_value("AAAA-BBBB-CCCC")


def test_knapsack_vote_with_the_keyboard_alone(page: Page, site: Site) -> None:
    open_cycle(page, site, "akhalkalaki")
    press_until(page, "a.button.vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/")
    press_until(page, "[name=choice]")
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    press_until(page, "button.vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    press_until(page, "a.button.vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/identify/")
    press_until(page, "#card_code")
    page.keyboard.type(site.cards("Akhalkalaki")[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    expect(page.locator(".receipt-code")).to_be_visible()


def press_until(page: Page, selector: str) -> None:
    """Tab until the focus is on such an element, and see that the focus can be seen."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"The keyboard never came to {selector}.")


def test_proposal_from_draft_to_answer_without_javascript(
    plain_page: Page, site: Site, sign_in: Callable[..., None]
) -> None:
    page = plain_page
    sign_in(page, "resident")
    open_cycle(page, site, "bolnisi")
    page.click("a.button")
    page.select_option("#id_written_in", "az")
    page.fill("#id_title", "Körpü təmiri")
    page.click("main form button")
    page.click("main a:has-text('All questions')")
    page.click("main a.button")
    page.click("main form button")  # handed in too early
    expect(page.locator(".notice.bad")).to_contain_text("Fill in the title")
    for step, field, text in (
        ("summary", "#id_summary", "Çayın üstündəki körpü köhnəlib."),
        ("text", "#id_text", "Uşaqlar məktəbə bu körpüdən keçir."),
        ("cost", "#id_rough_cost_tetri", "12 000"),
    ):
        page.click(f"main a[href*='/write/{step}/']")
        page.fill(field, text)
        page.click("main form button")
    page.click("main a[href*='/write/theme/']")
    page.locator("[name=theme]").nth(1).check()
    page.click("main form button")
    page.click("main form button")
    expect(page.locator(".notice.good")).to_be_visible()
    address = page.url.split("/proposals/")[1]

    act(page, site, sign_in, "moderator", address, "publish")
    act(page, site, sign_in, "moderator", address, "assign", {"due_on": "2099-01-31"})
    act(page, site, sign_in, "reviewer", address, "start_review")
    costs = {"cost_low_tetri": "10 000", "cost_tetri": "11 500", "cost_high_tetri": "13 000", "cost_source": "სმეტა"}
    reasons = {"reason_ka": "შესაძლებელია.", "reason_az": "Mümkündür."}
    act(page, site, sign_in, "reviewer", address, "review", {**costs, **reasons})
    act(page, site, sign_in, "reviewer2", address, "sign")
    act(page, site, sign_in, "reviewer", address, "publish_review")
    answer = {"reason_ka": "გავაკეთებთ.", "reason_az": "Edəcəyik.", "next_step_ka": "ტენდერი."}
    act(page, site, sign_in, "official", address, "answer", answer)

    page.context.clear_cookies()
    page.goto(f"{site.origin}/az/proposals/{address}")
    expect(page.locator("h1")).to_have_text("Körpü təmiri")
    expect(page.locator("main")).to_contain_text("Edəcəyik.")
    expect(page.locator(".timeline li")).to_have_count(5)


def act(
    page: Page,
    site: Site,
    sign_in: Callable[..., None],
    who: str,
    address: str,
    name: str,
    fields: dict[str, str] | None = None,
) -> None:
    """Signs in and does one act on the desk."""
    page.context.clear_cookies()
    sign_in(page, who)
    page.goto(f"{site.origin}/en/desk/proposals/{address}")
    form = page.locator(f"details:has(input[name=act][value={name}])")
    form.locator("summary").first.click()
    for field, text in (fields or {}).items():
        form.locator(f"[name={name}-{field}]").fill(text)
    if name == "assign":
        for box in form.locator("input[type=checkbox]").all():
            box.check()
    if name == "review":
        for choice in form.locator("input[type=radio][value=yes]").all():
            choice.check()
    if name in ("review", "sign"):
        form.locator(f"[name={name}-has_no_conflict]").check()
    if name == "answer":
        form.locator(f"[name={name}-outcome]").select_option("accepted")
    form.locator("form[method=post] button").last.click()
    expect(page.locator(".notice.good")).to_be_visible()


def test_first_visit_is_light(page: Page, site: Site) -> None:
    for language in LANGUAGES:
        weight = weight_of(page, f"{site.origin}/{language}/")
        assert weight["Document"] + weight["Stylesheet"] <= MOST_TEXT
    open_cycle(page, site, "marneuli", "ka")
    assert weight_of(page, page.url.rstrip("/") + "/vote/").total() <= MOST


def test_open_page_hears_of_a_new_ballot(page: Page, plain_page: Page, site: Site) -> None:
    open_cycle(page, site, "akhalkalaki")
    turnout = page.locator("[data-part=now] strong")
    before = int(turnout.inner_text())
    page.wait_for_timeout(500)  # the socket opens

    open_cycle(plain_page, site, "akhalkalaki")
    plain_page.click(".button.vote")
    plain_page.locator("[name=choice]").first.check()
    plain_page.click(".button.vote")
    plain_page.click(".button.vote")
    plain_page.fill("#card_code", site.cards("Akhalkalaki")[1])
    plain_page.press("#card_code", "Enter")

    expect(turnout).to_have_text(str(before + 1), timeout=5000)
