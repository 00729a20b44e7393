"""What axe finds wrong with a page as it is shown now."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What passes is left in the browser: handing it over takes longer than looking for it.
RUN = "options => axe.run(options).then(found => found.violations)"


def violations(page: Page) -> list[dict[str, Any]]:
    """As axe reports them; its script stays in the page, so that looking again is cheap."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(RUN, OPTIONS)
    return found
