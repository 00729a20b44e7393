"""How heavy a first visit to a page is."""

from collections import Counter

from playwright.sync_api import Page

KILOBYTE = 1000
MOST_TEXT, MOST = 30 * KILOBYTE, 100 * KILOBYTE  # the page with its styles; with its letters and pictures


def weight_of(page: Page, address: str) -> Counter[str]:
    """{kind of what is loaded ("Document", "Stylesheet", "Font", "Image"): bytes on the wire}, with nothing kept."""
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: weight.update({kinds.get(event["requestId"], ""): int(event["encodedDataLength"])}),
    )
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="networkidle")
    session.detach()
    return weight
