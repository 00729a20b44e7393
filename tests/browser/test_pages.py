"""Every page, in every language, on a phone in the light and on a desk in the dark."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, Request

from tests.browser.accessibility import violations
from tests.browser.addresses import ANONYMOUS, IN_JOURNEYS, SIGNED_IN, WITHOUT_A_PAGE, demo_ids
from tests.browser.site import LANGUAGES, Site
from tests.browser.weight import MOST, MOST_TEXT, weight_of

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
FRAGMENTS = {"turnout", "cycle_now", "proposal_answers", "similar", "implementation_fragment"}
# Every other page is there.
REFUSALS = {"vote not open": 409, "403": 403, "404": 404, "taken down": 410}


@pytest.fixture(scope="module")
def ids(
    browser: Browser, site: Site, sign_in: Callable[..., None], written: dict[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """{language: what its addresses are filled with}"""
    pages = [browser.new_context().new_page() for _person in range(2)]
    for page, name in zip(pages, ("resident", "moderator2"), strict=True):
        sign_in(page, name)
    shared = demo_ids(site, *pages)
    return {language: shared | own for language, own in written.items()}


@pytest.fixture(scope="module")
def people(browser: Browser, sign_in: Callable[..., None]) -> Iterator[dict[str, Page]]:
    """A page for each person, signed in once for all languages; "" is nobody."""
    names = {who for who, _path in SIGNED_IN.values()}
    # Colours that are on their way to others would be judged in between.
    pages = {name: browser.new_context(reduced_motion="reduce").new_page() for name in ("", *names)}
    for name in names:
        sign_in(pages[name], name)
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_fits_and_loads_from_one_origin(
    language: str, people: dict[str, Page], site: Site, ids: dict[str, dict[str, str]]
) -> None:
    """Each is loaded once, on the phone in the light, and then spread on the desk in the dark."""
    faults = []
    for name, (who, path) in _pages(ids[language]).items():
        page = people[who]
        asked: list[str] = []

        def note(request: Request, asked: list[str] = asked) -> None:
            asked.append(request.url)

        page.on("request", note)
        _turn_to(page, PHONE, "light")
        answer = page.goto(f"{site.origin}/{language}{path.format(**ids[language])}")
        if answer.status != REFUSALS.get(name, 200):
            faults.append(f"{name}: answers {answer.status}")
        found = [f"{fault} on the phone" for fault in _faults(page)]
        _turn_to(page, DESK, "dark")
        found += [f"{fault} on the desk" for fault in _faults(page)]
        if page.evaluate(r"/[\u1C90-\u1CBF]/.test(document.documentElement.innerText)"):
            found.append("capitals in Georgian")
        page.remove_listener("request", note)
        found += [f"asks {url}" for url in asked if not url.startswith((site.origin, "data:"))]
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []


def _turn_to(page: Page, size: dict[str, int], colours: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colours)


def _faults(page: Page) -> Iterator[str]:
    for fault in violations(page):
        yield f"{fault['id']} {[node['html'][:120] for node in fault['nodes']][:3]}"
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        yield "wider than the screen"


def test_first_visit_to_a_page_of_editors_is_light(page: Page, site: Site, written: dict[str, dict[str, str]]) -> None:
    page.set_viewport_size(PHONE)
    heavy = {}
    for name, path in _paths(written["hy"]).items():
        weight = weight_of(page, f"{site.origin}/hy{path}")
        if weight["Document"] + weight["Stylesheet"] > MOST_TEXT or weight.total() > MOST:
            heavy[name] = dict(weight)
    assert heavy == {}


def test_choice_of_language_is_accessible(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/")
    assert violations(page) == []


@pytest.mark.parametrize(
    "urls",
    [
        *("budgeting.urls", "budgeting.embeds.urls", "budgeting.opendata.urls", "cms.urls", "cms.embeds.urls"),
        *("portal.accounts.urls", "portal.messages.urls"),
    ],
)
def test_every_address_is_walked(urls: str) -> None:
    walked = {name.split()[0] for name in [*ANONYMOUS, *SIGNED_IN]} | IN_JOURNEYS | WITHOUT_A_PAGE
    assert {name for name in _names(get_resolver(urls)) if name not in walked} == set()


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from _names(pattern)


def _pages(ids: dict[str, str]) -> dict[str, tuple[str, str]]:
    anonymous = {name: ("", path) for name, path in ANONYMOUS.items() if name not in FRAGMENTS}
    return {**anonymous, **{name: ("", path) for name, path in _paths(ids).items()}, **SIGNED_IN}


def _paths(ids: dict[str, str]) -> dict[str, str]:
    """Those that are pages of editors."""
    return {name: path for name, path in ids.items() if path.startswith("/")}
