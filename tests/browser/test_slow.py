"""An old phone on a weak signal, and a connection that is lost at the worst moment."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.site import Site
from tests.browser.test_journeys import open_cycle
from tests.browser.weight import KILOBYTE

# Source: the goal of the issue: 400 kb/s, 400 ms, a processor four times slower; first view within 5 seconds.
SLOW_NETWORK = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4
MOST_MILLISECONDS = 5000
LARGEST_PAINT = """
() => new Promise(done => new PerformanceObserver(list => {
    done(Math.max(...list.getEntries().map(entry => entry.startTime)));
}).observe({ type: "largest-contentful-paint", buffered: true }))
"""


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_t30_first_view_of_the_ballot_on_a_slow_phone(browser: Browser, site: Site, language: str) -> None:
    address = _ballot_of(browser, site, language)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    page.goto(address, wait_until="load")
    largest = page.evaluate(LARGEST_PAINT)
    page.wait_for_load_state("networkidle")

    print(f"{language}: largest paint after {largest:.0f} ms, {sum(sizes) / KILOBYTE:.1f} kB")  # noqa: T201  (a figure for whoever runs it)
    assert (largest < MOST_MILLISECONDS, sum(sizes) <= 100 * KILOBYTE) == (True, True)
    context.close()


def _ballot_of(browser: Browser, site: Site, language: str) -> str:
    page = browser.new_page()
    open_cycle(page, site, "marneuli", language)
    address = page.url.rstrip("/") + "/vote/"
    page.close()
    return address


def test_t30_an_answer_lost_on_the_way_is_asked_for_again_and_gives_the_same_receipt(
    plain_page: Page, site: Site
) -> None:
    page, card = plain_page, site.cards("Marneuli")[4]
    open_cycle(page, site, "marneuli")
    page.click(".button.vote")
    page.locator("[name=choice]").nth(1).check()
    page.click(".tally .button.vote")
    page.click("a.button.vote")
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch(max_redirects=0).status)  # it reaches the server, and is stored
        route.abort("connectionreset")

    page.context.route("**/identify/", lose_the_answer)
    page.fill("[name=code]", card)
    before = page.context.cookies()
    page.click("main form .button.vote", no_wait_after=True)
    page.wait_for_timeout(1500)
    assert lost == [302]
    page.context.clear_cookies()  # the fetch put the answer's cookies into the browser, which never saw it
    page.context.add_cookies(before)

    page.goto(f"{site.origin}/en/cycles/")
    page.click(".uncast a")
    page.click("a.button.vote")
    page.fill("[name=code]", card)
    page.click("main form .button.vote")
    expect(page.locator(".receipt-code")).to_be_visible()
    expect(page.locator(".notice.good")).to_have_count(0)  # sent again is not changed
