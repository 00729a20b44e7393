"""Open pages follow what happens, by socket and without; and all is there without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import LANGUAGES, Site
from tests.browser.test_journeys import open_cycle

VOTER = """
from uuid import uuid4
from budgeting.cycles.models import Cycle
from budgeting.voting.roll import enter_roll
cycle = Cycle.objects.get(pk={pk})
print(cycle.roll.count())
enter_roll(cycle, uuid4().hex * 2, method=cycle.identity_methods[0], area=None)
"""
ENDS = """
from datetime import timedelta
from budgeting.cycles.models import Cycle
from portal.clock import now
found = Cycle.objects.filter(pk={pk})
print(found.values_list("voting_until_at", flat=True).get().isoformat())
found.update(voting_until_at=now() + timedelta(seconds={seconds}))
"""
RESTORED = "from budgeting.cycles.models import Cycle; Cycle.objects.filter(pk={pk}).update(voting_until_at={until!r})"
# A page polls every half minute without a socket; a test does not wait that long.
HURRIED = "window.setTimeout = (set => (act, ms, ...rest) => set(act, Math.min(ms, 1500), ...rest))(window.setTimeout)"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def number_of(page: Page) -> str:
    return re.search(r"/cycles/(\d+)", page.url)[1]


def test_an_open_page_goes_on_to_the_next_stage_by_itself(phone: Page, site: Site) -> None:
    """Nothing runs on the server when a stage begins: the page knows the instant."""
    open_cycle(phone, site, "marneuli")
    pk, stage = number_of(phone), phone.locator("[data-part=stage] .badge")
    until = site.run(ENDS.format(pk=pk, seconds=25)).strip()
    try:
        phone.goto(f"{phone.url}?new-end")  # the page that was kept for all readers knows the old one
        expect(stage).to_have_attribute("data-stage", "voting")
        phone.evaluate("window.isTheSamePage = true")
        phone.locator("[data-part=now] a.button").focus()

        expect(stage).to_have_attribute("data-stage", "objections", timeout=45_000)
        expect(phone.locator("[data-part=now] .button.vote")).to_have_count(0)
        expect(phone.locator("[data-part=calendar] [aria-current]")).to_have_attribute("data-stage", "objections")
        assert phone.evaluate("window.isTheSamePage")
    finally:
        site.run(RESTORED.format(pk=pk, until=until))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_sockets_a_page_asks_by_itself(phone: Page, site: Site, language: str) -> None:
    phone.add_init_script(HURRIED)
    phone.route_web_socket("**/ws/**", lambda socket: socket.close())
    open_cycle(phone, site, "marneuli", language)
    before = site.run(VOTER.format(pk=number_of(phone))).strip()

    shown = phone.locator("[data-part=now] p.soft strong").first

    expect(shown).to_have_text(str(int(before) + 1), timeout=15_000)
    assert phone.locator("html").get_attribute("lang") == language


def test_a_page_nobody_looks_at_does_not_ask(phone: Page, site: Site) -> None:
    hidden = "Object.defineProperty(Document.prototype, 'hidden', {get: () => true})"
    phone.add_init_script(HURRIED)
    phone.add_init_script(hidden)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("websocket", lambda socket: asked.append(socket.url))
    open_cycle(phone, site, "marneuli")
    phone.wait_for_timeout(4_000)

    assert [url for url in asked if url.endswith("/now/") or "/ws/" in url] == []


def test_what_is_read_aloud_is_the_stage_and_not_every_vote(phone: Page, site: Site) -> None:
    open_cycle(phone, site, "marneuli")

    spoken = phone.locator("main [role=status], main [aria-live]")

    assert [one.get_attribute("data-part") for one in spoken.all()] == ["stage"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_without_javascript(plain_page: Page, site: Site, language: str) -> None:
    open_cycle(plain_page, site, "marneuli", language)

    for part in ("stage", "now", "calendar"):
        assert plain_page.locator(f"[data-part={part}]").inner_text().strip()


ANSWERED = """
from budgeting.proposals.models import Proposal
print(Proposal.objects.public().filter(ask__responses__isnull=False).earliest("pk").pk)
"""
CORRECTED = """
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import edit_response
response = Proposal.objects.get(pk={pk}).ask.responses.first()
edit_response(response, by=response.answered_by, reason_ka=response.reason_ka + " ახალი სიტყვა.")
"""


def test_an_open_proposal_shows_what_the_municipality_answers(phone: Page, site: Site) -> None:
    phone.add_init_script(HURRIED)
    pk = site.run(ANSWERED).strip()
    phone.goto(f"{site.origin}/ka/proposals/{pk}/")
    answers = phone.locator("[data-part=answers]")
    expect(answers).not_to_contain_text("ახალი სიტყვა.")

    site.run(CORRECTED.format(pk=pk))

    expect(answers).to_contain_text("ახალი სიტყვა.", timeout=15_000)
