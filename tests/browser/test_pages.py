"""Every page, in every language, on a phone in the light and on a desk in the dark."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, Request

from tests.browser.addresses import ANONYMOUS, IN_JOURNEYS, SIGNED_IN, WITHOUT_A_PAGE, demo_ids
from tests.browser.site import LANGUAGES, Site

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
SCREENS = [
    {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
]
FRAGMENTS = {"turnout", "similar"}
REFUSALS = {"vote not open": 409, "403": 403, "404": 404}  # every other page is there


@pytest.fixture(scope="module")
def ids(browser: Browser, site: Site, sign_in: Callable[..., None]) -> dict[str, str]:
    pages = [browser.new_context().new_page() for _person in range(2)]
    for page, name in zip(pages, ("resident", "moderator2"), strict=True):
        sign_in(page, name)
    return demo_ids(site, *pages)


@pytest.fixture(scope="module", params=SCREENS, ids=["phone", "desk"])
def people(request: pytest.FixtureRequest, browser: Browser, sign_in: Callable[..., None]) -> Iterator[dict[str, Page]]:
    """A page for each person, signed in once for all languages; "" is nobody."""
    pages = {"": browser.new_context(**request.param).new_page()}
    for name in {who for who, _path in SIGNED_IN.values()}:
        pages[name] = browser.new_context(**request.param).new_page()
        sign_in(pages[name], name)
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_fits_and_loads_from_one_origin(
    language: str, people: dict[str, Page], site: Site, ids: dict[str, str]
) -> None:
    axe = Axe()
    faults = []
    for name, (who, path) in _pages().items():
        page = people[who]
        asked: list[str] = []

        def note(request: Request, asked: list[str] = asked) -> None:
            asked.append(request.url)

        page.on("request", note)
        answer = page.goto(f"{site.origin}/{language}{path.format(**ids)}")
        if answer.status != REFUSALS.get(name, 200):
            faults.append(f"{name}: answers {answer.status}")
        found = axe.run(page, options=AXE_OPTIONS).response["violations"]
        page.remove_listener("request", note)
        faults += [f"{name}: {fault['id']} {[node['html'][:120] for node in fault['nodes']][:3]}" for fault in found]
        faults += [f"{name}: asks {url}" for url in asked if not url.startswith((site.origin, "data:"))]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{name}: wider than the screen")
        if page.evaluate(r"/[\u1C90-\u1CBF]/.test(document.documentElement.innerText)"):
            faults.append(f"{name}: capitals in Georgian")
    assert faults == []


def test_choice_of_language_is_accessible(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/")
    assert Axe().run(page, options=AXE_OPTIONS).response["violations"] == []


def test_every_address_is_walked() -> None:
    walked = {name.split()[0] for name in [*ANONYMOUS, *SIGNED_IN]} | IN_JOURNEYS | WITHOUT_A_PAGE
    assert {name for name in _names(get_resolver("budgeting.urls")) if name not in walked} == set()
    assert {name for name in _names(get_resolver("portal.accounts.urls")) if name not in walked} == set()
    assert {name for name in _names(get_resolver("portal.messages.urls")) if name not in walked} == set()
    assert {name for name in _names(get_resolver("budgeting.embeds.urls")) if name not in walked} == set()


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from _names(pattern)


def _pages() -> dict[str, tuple[str, str]]:
    anonymous = {name: ("", path) for name, path in ANONYMOUS.items() if name not in FRAGMENTS}
    return {**anonymous, **SIGNED_IN}
