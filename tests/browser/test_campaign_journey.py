"""A campaign from the editor to the answer: a member writes in Armenian, fifty stand behind it, the office answers in
two languages; and nobody meets an English sentence on the way."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.english_shown import Watch
from tests.browser.site import Site

OpenPage = Callable[..., Page]
MEMBER = "luys@khma.example"
TITLE = "Լույս Կոմիտասի փողոցին"
TEXTS = {"title": TITLE, "lead": "Փողոցը երեք տարի մութ է։", "picture_alt": "Մութ փողոց գիշերը", "goal": "50"}
EVIDENCE = "Հաշվել ենք՝ տասնութ սյունից վառվում է երկուսը։"
REASONS = {"hy": "Աղջիկս դպրոցից մութով է գալիս։", "ka": "ბავშვები სკოლიდან სიბნელეში ბრუნდებიან."}
ANSWERS = {"ka": "ლამპიონებს გაზაფხულზე დავდგამთ.", "hy": "Լապտերները կտեղադրենք գարնանը։"}
PHONE = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    with ExitStack() as opened:
        yield lambda **kind: opened.enter_context(closing(browser.new_context(**kind))).new_page()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "poghots.jpg"
    Image.linear_gradient("L").resize((1200, 800)).convert("RGB").save(path, "JPEG")
    return path


def test_a_campaign_from_the_editor_to_the_answer_without_english(
    open_page: OpenPage, site: Site, sign_in: Callable[..., None], photo: Path
) -> None:
    watch = Watch()
    site.run(f"from tests.browser.inside import open_union; open_union('«Լույս» միություն', owner='{MEMBER}')")
    member, official = open_page(locale="hy"), open_page()
    paths = publish(member, site, photo, watch)
    for number, language in enumerate(("hy", "ka")):
        resident = open_page(**PHONE)
        stand_behind(resident, site, f"backer-{number}@khma.example", paths[language], language, watch)
    site.run(
        f"from tests.browser.inside import back, campaign_called; back(campaign_called('{TITLE}'), 48, networks=48)"
    )

    member.goto(f"{site.origin}/hy/my/")
    watch.look(member, "hy")
    expect(member.locator("#messages")).to_contain_text(TITLE)
    sign_in(official, "official", "ka")
    answer(official, site, watch)

    reader = open_page(**PHONE)
    for language, path in paths.items():
        reader.goto(site.origin + path)
        watch.look(reader, language)
        expect(reader.locator("h1")).to_have_text(TITLE)
        expect(reader.locator("main")).to_contain_text(ANSWERS[language])
        expect(reader.locator(f"img[alt='{TEXTS['picture_alt']}']")).not_to_have_js_property("naturalWidth", 0)
    assert watch.found == {}


def confirm(page: Page, site: Site, address: str, language: str, watch: Watch) -> None:
    """Signs in on the page that asks for it, with the code from the mail."""
    watch.look(page, language)
    page.fill("#id_address", address)
    page.click("main form button")
    watch.look(page, language)
    page.fill("#id_code", site.code_for(address))
    page.click("button[value=verify]")


def publish(page: Page, site: Site, photo: Path, watch: Watch) -> dict[str, str]:
    """The member signs in and publishes the campaign in the editor; returns {language: where it is read}."""
    page.goto(f"{site.origin}/editor/")
    confirm(page, site, MEMBER, "hy", watch)
    page.wait_for_url("**/editor/")
    watch.look(page, "hy")
    page.click(".khma-start a[href*='/campaignpage/']")
    choose_picture(page, photo, watch)
    for name, text in TEXTS.items():
        page.fill(f"[name={name}]", text)
    page.locator(".c-sf-add-button").first.click()
    watch.look(page, "hy")
    page.locator("[role=option]").first.click()
    page.locator(".Draftail-Editor [role=textbox]").press_sequentially(EVIDENCE)
    page.select_option("[name=municipality]", label="Նինոծմինդա")
    city_hall = page.locator("[name=office] optgroup[label='Նինոծմինդա'] option").first
    page.select_option("[name=office]", city_hall.get_attribute("value"))
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    watch.look(page, "hy")
    page.click("[name=action-publish]")
    page.wait_for_url("**/editor/pages/*/")
    watch.look(page, "hy")
    page.goto(site.origin + page.locator(".messages a").first.get_attribute("href"))
    watch.look(page, "hy")
    menu = {language: page.locator(f".languages a[lang={language}]") for language in ANSWERS}
    return {language: link.get_attribute("href") for language, link in menu.items()}


def choose_picture(page: Page, photo: Path, watch: Watch) -> None:
    page.locator("[data-chooser-action-choose]").first.click()
    page.click("#tab-label-upload")
    watch.look(page, "hy")
    page.set_input_files("[name=image-chooser-upload-file]", photo)
    for name in ("title", "description"):
        page.fill(f"[name=image-chooser-upload-{name}]", TEXTS["picture_alt"])
    page.click("#tab-upload button[type=submit]")
    page.locator(".modal-dialog").wait_for(state="hidden")


def stand_behind(page: Page, site: Site, address: str, path: str, language: str, watch: Watch) -> None:
    """A resident reads, gives a reason, confirms an address, and is counted."""
    page.goto(site.origin + path)
    watch.look(page, language)
    page.click("#behind a.button")
    watch.look(page, language)
    page.fill("#id_reason", REASONS[language])
    page.click("main form button")
    confirm(page, site, address, language, watch)
    expect(page.locator("#id_reason")).to_have_value(REASONS[language])
    page.click("main form button")
    watch.look(page, language)
    expect(page.locator(".notice.good")).to_be_visible()


def answer(page: Page, site: Site, watch: Watch) -> None:
    """The official is told, finds the campaign on the desk, and answers in Georgian and Armenian."""
    page.goto(f"{site.origin}/ka/my/")
    watch.look(page, "ka")
    expect(page.locator("#messages")).to_contain_text(TITLE)
    page.goto(f"{site.origin}/ka/desk/")
    watch.look(page, "ka")
    page.get_by_role("link", name=TITLE).click()
    watch.look(page, "ka")
    form = page.locator("details:has(input[name=act][value=answer])")
    form.locator("summary").first.click()
    form.locator("[name=answer-outcome]").select_option("accepted")
    for language, text in ANSWERS.items():
        form.locator(f"[name=answer-reason_{language}]").fill(text)
    form.locator("[name=answer-next_step_ka]").fill("ტენდერი.")
    watch.look(page, "ka")
    form.locator("form[method=post] button").last.click()
    expect(page.locator(".notice.good")).to_be_visible()
    watch.look(page, "ka")
