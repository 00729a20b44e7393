"""Fixtures of the browser tests: the site, and a signed-in page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.addresses import editors_pages
from tests.browser.site import Site, running_site


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def written(site: Site) -> dict[str, dict[str, str]]:
    """{language: {name: the path of a page that editors wrote, or the id of a campaign}}"""
    return editors_pages(site)


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def sign_in(site: Site) -> Callable[..., None]:
    kept: dict[str, list[Any]] = {}  # a person asks for one code only: the site limits them

    def sign_in(page: Page, name: str, language: str = "en") -> None:
        """Signs the demo's person in: the first time through the pages, with the code from the mail."""
        if name in kept:
            page.context.add_cookies(kept[name])
            return
        address = f"{name}@khma.example"
        page.goto(f"{site.origin}/{language}/account/")
        page.fill("#id_address", address)
        page.click("main form button")
        page.fill("#id_code", site.code_for(address))
        page.click("button[value=verify]")
        kept[name] = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]

    return sign_in
