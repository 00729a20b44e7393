"""oEmbed: asked by a page's address, answered by its frame."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.stages import Stage
from tests.budgeting.embeds.making import NAMES, Shown, make_shown
from tests.factories import make_cycle, make_draft
from tests.people import Cast

PAGES = {"cycle": "cycle", "results": "results", "turnout": "watch", "proposal": "proposal", "office": "office"}


@pytest.fixture
def shown(cast: Cast) -> Shown:
    return make_shown(cast)


def ask(client: Client, url: str, **more: str) -> HttpResponse:
    return client.get(reverse("oembed"), {"url": url, **more})


def page_of(shown: Shown, name: str, language: str) -> str:
    with override(language):
        return settings.SITE_URL + reverse(PAGES[name], args=[shown.ids[name]])


class _Frames(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_answer_field_by_field(client: Client, shown: Shown) -> None:
    answer = ask(client, page_of(shown, "results", "hy"), format="json")
    said = answer.json()
    html = said.pop("html")
    site = settings.SITE_URL

    assert (answer.status_code, answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == (
        *(200, "application/json", "*"),
    )
    assert said == {
        "version": "1.0",
        "type": "rich",
        "title": "Budget 2026 hy",
        "author_name": "Marneuli hy",
        "author_url": f"{site}/hy/cycles/{shown.cycle.pk}-budget-2026-hy/results/",
        "provider_name": "Khma",
        "provider_url": f"{site}/",
        "cache_age": 3600,
        "thumbnail_url": f"{site}/share/cycles/{shown.cycle.pk}/results.png?lang=hy",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "width": 600,
        "height": 720,
    }
    assert _Frames(html).tags == [
        (
            "iframe",
            {
                "src": f"{site}/embed/cycles/{shown.cycle.pk}/results/?lang=hy",
                "width": "600",
                "height": "720",
                "title": "Budget 2026 hy",
                "loading": "lazy",
                "frameborder": "0",
                "sandbox": "allow-popups allow-popups-to-escape-sandbox",
            },
        )
    ]


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_every_page_is_known_in_every_language_and_names_it_in_its_head(
    client: Client, shown: Shown, language: str
) -> None:
    for name in PAGES:
        url = page_of(shown, name, language)
        page = client.get(url.removeprefix(settings.SITE_URL)).content.decode()
        link = next(attrs for _tag, attrs in _Frames(page).tags if attrs.get("type") == "application/json+oembed")
        said = client.get(str(link["href"]).removeprefix(settings.SITE_URL)).json()
        embed = f"{settings.SITE_URL}{reverse(f'embed_{name}', args=[shown.ids[name]])}?lang={language}"
        assert (name, f'src="{embed}"' in said["html"], page.index("+oembed") < 3000) == (name, True, True)


def test_an_embeds_own_address_keeps_its_look(client: Client, shown: Shown) -> None:
    for name in NAMES:
        url = settings.SITE_URL + shown.path(name, "lang=az&theme=dark&compact=1")
        assert f'src="{url.replace("&", "&amp;")}"' in ask(client, url).json()["html"]


@pytest.mark.parametrize(
    ("most", "size"),
    [
        ({}, (600, 720)),
        ({"maxwidth": "300"}, (300, 936)),
        ({"maxwidth": "2000", "maxheight": "200"}, (600, 200)),
        ({"maxwidth": "-5", "maxheight": "x"}, (600, 720)),
        ({"maxwidth": "0", "maxheight": "٣"}, (600, 720)),
    ],
)
def test_the_frame_keeps_within_what_is_asked(
    client: Client, shown: Shown, most: dict[str, str], size: tuple[int, int]
) -> None:
    said = ask(client, page_of(shown, "results", "ka"), **most).json()
    assert (said["width"], said["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in said["html"]


def test_another_format_is_not_implemented(client: Client, shown: Shown) -> None:
    assert ask(client, page_of(shown, "results", "ka"), format="xml").status_code == 501


def test_other_addresses_are_not_found(client: Client, shown: Shown) -> None:
    ours = page_of(shown, "cycle", "ka")
    host = settings.SITE_URL.partition("://")[2]
    path = ours.removeprefix(settings.SITE_URL)
    for url in (
        *("", "x", "http://", "http://[", "javascript:alert(1)", path, "//" + host + path),
        f"http://evil.example{path}",
        f"http://{host}.evil.example{path}",
        f"http://{host}@evil.example{path}",
        f"http://me@{host}{path}",
        f"ftp://{host}{path}",
        f"{settings.SITE_URL}/ka/cycles/",
        f"{settings.SITE_URL}/cycles/{shown.cycle.pk}/",
        f"{settings.SITE_URL}/ka/cycles/{'9' * 18}/",
        f"{settings.SITE_URL}/editor/",
        f"{ours}\x00",
        ours + "a" * 3000,
    ):
        assert (url, ask(client, url).status_code) == (url, 404)


def test_what_is_not_public_is_the_same_not_found(client: Client, cast: Cast) -> None:
    unknown = ask(client, f"{settings.SITE_URL}/ka/cycles/987654/")
    draft, preparing = make_draft(cast, make_cycle(cast)), make_cycle(cast, Stage.PREPARING)
    client.force_login(cast.administrator)
    for path in (f"proposals/{draft.pk}/", f"cycles/{preparing.pk}/", f"cycles/{preparing.pk}/results/"):
        answer = ask(client, f"{settings.SITE_URL}/ka/{path}")
        assert (path, answer.status_code, answer.content) == (path, 404, unknown.content)


def test_staff_who_see_a_hidden_page_are_offered_no_embed_of_it(client: Client, cast: Cast) -> None:
    """What a page names in its head is found by everybody, so a page before its day names nothing."""
    client.force_login(cast.official)
    page = client.get(reverse("cycle", args=[make_cycle(cast, Stage.PREPARING).pk])).content.decode()
    assert ("oembed" in page, "og:image" in page) == (False, False)
