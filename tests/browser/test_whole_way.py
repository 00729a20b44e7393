"""A proposal's whole way in each language, from the first question to the answer; and two officials at every step."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.site import LANGUAGES, Site
from tests.browser.test_journeys import open_cycle

SignIn = Callable[[Page, str], None]
TEXTS = {
    "ka": ("ხიდის შეკეთება", "მდინარეზე ხიდი დაძველდა.", "ბავშვები სკოლაში ამ ხიდით დადიან."),
    "hy": ("Կամրջի վերանորոգում", "Գետի վրայի կամուրջը հնացել է։", "Երեխաները դպրոց են գնում այս կամրջով։"),
    "az": ("Körpünün təmiri", "Çayın üstündəki körpü köhnəlib.", "Uşaqlar məktəbə bu körpüdən keçir."),
}
ANSWERS = {
    "ka": "ხიდს გაზაფხულზე შევაკეთებთ.",
    "hy": "Կամուրջը կնորոգենք գարնանը։",
    "az": "Körpünü yazda təmir edəcəyik.",
}
COSTS = {"cost_low_tetri": "10 000", "cost_tetri": "11 500", "cost_high_tetri": "13 000", "cost_source": "სმეტა"}


@pytest.fixture
def open_page(browser: Browser, sign_in: SignIn) -> Iterator[Callable[[str], Page]]:
    """A page of somebody's own, beside those of others."""
    with ExitStack() as opened:

        def open_page(name: str) -> Page:
            page = opened.enter_context(closing(browser.new_context())).new_page()
            sign_in(page, name)
            return page

        yield open_page


def submit(page: Page, site: Site, language: str) -> str:
    """The resident writes in this language and hands it in; returns the proposal's id."""
    title, summary, text = TEXTS[language]
    open_cycle(page, site, "bolnisi", language)
    page.click("a.button")
    expect(page.locator("#id_written_in")).to_have_value(language)
    page.fill("#id_title", title)
    page.click("main form button")
    page.wait_for_url("**/write/summary/")
    questions = page.url.removesuffix("summary/")
    page.fill("#id_summary", summary)
    page.locator("main form button.button:not(.quiet)").click()
    page.wait_for_url("**/write/text/")
    page.fill("#id_text", text)
    page.locator("main form button.button:not(.quiet)").click()
    page.wait_for_url("**/write/theme/")
    page.locator("[name=theme]").nth(1).check()
    page.locator("main form button.button:not(.quiet)").click()
    page.goto(questions.removesuffix("write/") + "check/")
    page.click("main form button")
    expect(page.locator(".notice.good")).to_be_visible()
    return questions.split("/proposals/")[1].partition("/")[0].partition("-")[0]


def prepare(page: Page, site: Site, language: str, pk: str, act: str, fields: dict[str, str] | None = None) -> Locator:
    """Opens the act on the desk and fills its form; returns the button that does it."""
    page.goto(f"{site.origin}/{language}/desk/proposals/{pk}/")
    form = page.locator(f"details:has(input[name=act][value={act}])")
    form.locator("summary").first.click()
    for field, text in (fields or {}).items():
        form.locator(f"[name={act}-{field}]").fill(text)
    if act == "review":
        for choice in form.locator("input[type=radio][value=yes]").all():
            choice.check()
    if act in ("review", "sign"):
        form.locator(f"[name={act}-has_no_conflict]").check()
    if act == "answer":
        form.locator("[name=answer-outcome]").select_option("accepted")
    return form.locator("form[method=post] button").last


def reasons(language: str, name: str = "reason") -> dict[str, str]:
    return {f"{name}_{code}": ANSWERS[code] for code in {"ka", language}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_proposal_from_the_first_question_to_the_answer(
    open_page: Callable[[str], Page], site: Site, language: str
) -> None:
    pk = submit(open_page("resident"), site, language)
    steps = [
        ("moderator", "publish", {}),
        ("reviewer", "start_review", {}),
        ("reviewer", "review", {**COSTS, **reasons(language)}),
        ("reviewer2", "sign", {}),
        ("reviewer", "publish_review", {}),
        ("official", "answer", {**reasons(language), "next_step_ka": "ტენდერი."}),
    ]
    for who, act, fields in steps:
        page = open_page(who)
        prepare(page, site, language, pk, act, fields).click()
        expect(page.locator(".notice.good")).to_be_visible()

    reader = open_page("official2")
    reader.context.clear_cookies()
    reader.goto(f"{site.origin}/{language}/proposals/{pk}/")
    expect(reader.locator("h1")).to_have_text(TEXTS[language][0])
    expect(reader.locator("h1")).to_have_attribute("lang", language)
    expect(reader.locator("main")).to_contain_text(ANSWERS[language])
    expect(reader.locator("main")).to_contain_text("11")
    expect(reader.locator(".timeline li")).to_have_count(5)


def test_two_officials_race_at_every_step(open_page: Callable[[str], Page], site: Site) -> None:
    """Both have the page open; the first does it, and the second is told and finds nothing done twice."""
    pk = submit(open_page("resident"), site, "az")
    review = {**COSTS, **reasons("az")}
    answer = {**reasons("az"), "next_step_ka": "ტენდერი."}
    races = [
        (("moderator", "publish", {}), ("moderator2", "reject", {"reason": "Bu artıq var."})),
        (("reviewer", "start_review", {}), ("reviewer2", "start_review", {})),
        (("reviewer", "review", review), ("reviewer2", "review", review)),
        (("reviewer2", "sign", {}), ("reviewer2", "sign", {})),
        (("reviewer", "publish_review", {}), ("reviewer2", "publish_review", {})),
        (("official", "answer", answer), ("official2", "answer", answer)),
    ]
    for (one, act, fields), (other, other_act, other_fields) in races:
        first, second = open_page(one), open_page(other)
        button = prepare(first, site, "en", pk, act, fields)
        late = prepare(second, site, "en", pk, other_act, other_fields)
        if other_act == "reject":
            second.locator("[name=reject-code]").select_option("unclear")
        button.click()
        expect(first.locator(".notice.good")).to_be_visible()
        late.click()
        expect(second.locator(".notice.bad").first).to_be_visible()
        expect(second.locator(".notice.good")).to_have_count(0)

    reader = open_page("resident")
    reader.goto(f"{site.origin}/en/proposals/{pk}/")
    expect(reader.locator(".timeline li")).to_have_count(5)  # submitted, published, begun, feasible, answered
