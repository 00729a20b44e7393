"""Embeds in another site's page: framed from another origin in a sandbox, in three languages, in a narrow column."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page

from tests.browser.accessibility import OPTIONS, RUN
from tests.browser.addresses import ANONYMOUS
from tests.browser.site import LANGUAGES, Site

EMBEDS = ("cycle", "results", "money", "turnout", "proposal", "office", "campaign")
NARROW = 300
Newspaper = Callable[[str], str]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newspaper]:
    """Another site: gives a page with this body, and returns its address."""
    folder = tmp_path_factory.mktemp("newspaper")
    with _serving(folder) as origin:

        def publish(body: str) -> str:
            name = f"{len(list(folder.iterdir()))}.html"
            (folder / name).write_text(f'<!doctype html><html lang="en"><title>News</title><body>{body}')
            return f"{origin}/{name}"

        yield publish


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def ids(page_of_demo: Page, site: Site, written: dict[str, dict[str, str]]) -> dict[str, str]:
    """What fills the addresses, read off the demo's pages."""
    found = dict(written["az"])
    for name, slug in {"voting": "marneuli", "counted": "akhaltsikhe"}.items():
        page_of_demo.goto(f"{site.origin}/en/{slug}/")
        found[name] = _number(page_of_demo, "a[href*='/cycles/']:not(.site-nav a)")
    page_of_demo.goto(f"{site.origin}/en/cycles/{found['counted']}/results/")
    found["project"] = _number(page_of_demo, ".verdicts a[href*='/proposals/']")
    page_of_demo.goto(f"{site.origin}/en/municipalities/marneuli/answers/")
    found["office"] = _number(page_of_demo, ".records a[href*='/offices/']")
    return found


@pytest.fixture(scope="module")
def page_of_demo(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def _number(page: Page, selector: str) -> str:
    address = page.locator(selector).first.get_attribute("href") or ""
    return address.rstrip("/").rpartition("/")[2].partition("-")[0]


def address(site: Site, name: str, ids: dict[str, str], query: str) -> str:
    return f"{site.origin}{ANONYMOUS[f'embed_{name}'].format(**ids)}?{query}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_embed_stands_in_a_narrow_sandbox_of_another_site(
    page: Page, site: Site, newspaper: Newspaper, ids: dict[str, str], language: str
) -> None:
    """No wider than its frame, in its language, with one request each, none elsewhere, no cookie and no violation."""
    addresses = [
        address(site, name, ids, f"lang={language}&theme={theme}") for name in EMBEDS for theme in ("light", "dark")
    ]
    frames = "".join(
        f'<iframe src="{unescape(one)}" width="{NARROW}" height="400" title="Khma" sandbox="allow-popups"></iframe>'
        for one in addresses
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    where = newspaper(frames)
    page.goto(where, wait_until="networkidle")

    assert sorted(asked) == sorted([where, *addresses])
    assert page.context.cookies() == []
    faults = []
    for frame in page.main_frame.child_frames:
        faults += [(frame.url, fault) for fault in _faults(frame, language)]
    assert faults == []


def _faults(frame: Frame, language: str) -> Iterator[str]:
    """Scripts are off in the sandbox; what is asked here comes from the browser's own tools."""
    if frame.locator("html").get_attribute("lang") != language:
        yield "is in another language"
    wide = frame.evaluate("document.documentElement.scrollWidth")
    if wide > NARROW:
        yield f"is {wide} pixels wide"
    if frame.locator("h1").inner_text().strip() == "":
        yield "has no title"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_a_frame(
    page: Page, site: Site, newspaper: Newspaper, ids: dict[str, str], language: str
) -> None:
    faults = []
    for name in EMBEDS:
        for theme in ("light", "dark"):
            one = address(site, name, ids, f"lang={language}&theme={theme}")
            page.goto(newspaper(f'<iframe src="{one}" width="{NARROW}" height="400" title="Khma"></iframe>'))
            frame = page.main_frame.child_frames[0]
            frame.wait_for_load_state()
            frame.evaluate(Axe().axe_script)
            faults += [(one, fault["id"]) for fault in frame.evaluate(RUN, OPTIONS)]
    assert faults == []


def test_the_small_script_fits_the_height_and_believes_nobody_else(
    page: Page, site: Site, newspaper: Newspaper, ids: dict[str, str]
) -> None:
    snippet = _with_script(page, site, ids)
    liar = "<iframe name=liar title=Liar srcdoc='<p>x</p>' height=111></iframe>"
    page.goto(newspaper(snippet.replace('height="720"', 'height="100"') + liar))
    frame = page.locator("iframe[title^=Bü], iframe").first
    page.wait_for_function("Number(document.querySelector('iframe').height) > 300")
    fitted = frame.get_attribute("height")

    page.evaluate("postMessage({type: 'khma-height', id: '/x', height: 9999}, '*')")
    page.frame("liar").evaluate("parent.postMessage({type: 'khma-height', id: '/x', height: 9999}, '*')")
    page.wait_for_timeout(200)

    heights = [one.get_attribute("height") for one in page.locator("iframe").all()]
    assert heights == [fitted, "111"]
    inside = page.main_frame.child_frames[0].evaluate("document.body.scrollHeight")
    assert 0 <= int(fitted or 0) - inside < 10


def test_without_the_script_the_frame_keeps_its_height(
    page: Page, site: Site, newspaper: Newspaper, ids: dict[str, str]
) -> None:
    frame = _with_script(page, site, ids).partition("\n")[0]
    page.goto(newspaper(frame), wait_until="networkidle")
    assert page.locator("iframe").get_attribute("height") == "720"


def _with_script(page: Page, site: Site, ids: dict[str, str]) -> str:
    page.goto(f"{site.origin}/az/embeds/?what=results:{ids['counted']}&lang=az")
    return page.locator("textarea#script").input_value()


def test_other_pages_are_not_framed(page: Page, site: Site, newspaper: Newspaper, ids: dict[str, str]) -> None:
    paths = [f"/az/cycles/{ids['voting']}/", f"/az/cycles/{ids['voting']}/vote/", "/az/embeds/"]
    page.goto(newspaper("".join(f'<iframe src="{site.origin}{path}" title="x"></iframe>' for path in paths)))
    page.wait_for_timeout(500)
    assert {frame.url for frame in page.main_frame.child_frames} == {"chrome-error://chromewebdata/"}


def test_the_page_for_editors_shows_what_it_offers(plain_page: Page, site: Site, ids: dict[str, str]) -> None:
    """Without JavaScript."""
    plain_page.goto(f"{site.origin}/hy/embeds/")
    plain_page.select_option("#id_what", f"results:{ids['counted']}")
    plain_page.select_option("#id_theme", "dark")
    plain_page.click("main form button")
    plain_page.locator("iframe").last.scroll_into_view_if_needed()
    widths = [one.get_attribute("width") for one in plain_page.locator("iframe").all()]
    shown = plain_page.frame_locator("iframe >> nth=0").locator("html").get_attribute("data-theme")
    assert (widths, shown) == (["300", "600"], "dark")
