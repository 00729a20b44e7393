"""Pictures: the right size, letters of every script, few widths, and one painting an hour."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from fontTools.ttLib import TTFont
from PIL import Image

from budgeting.cycles.models import Cycle
from budgeting.embeds import pictures
from budgeting.embeds.kinds import KINDS
from portal.charts.png import as_png
from portal.charts.share import HEIGHT, WIDTH, ShareImage, draw_share
from portal.fonts import BOLD, REGULAR
from tests.budgeting.embeds.making import NAMES, Shown, make_shown
from tests.people import Cast

TITLES = {
    "ka": "სასმელი წყლის მილის გამოცვლა ალგეთში, ჭადრაკი, ჟღერადობა, ღვინო, ძეხვი, ჰაერი, ფქვილი",
    "hy": "Խմելու ջրի խողովակի փոխարինում, հանգստի գոտի, ձյուն, ճանապարհ, և՛ այս, և՛ այն՝ օֆիս։",
    "az": "İçməli su xəttinin dəyişdirilməsi: Əlgətdə ığdır, ördək, üzüm, çay, şəhər, ağac",
    "en": "A new water pipe for Algeti — “soon”",
}


@pytest.fixture
def shown(cast: Cast) -> Shown:
    return make_shown(cast)


def size_of(content: bytes) -> tuple[int, int]:
    return Image.open(BytesIO(content)).size


@pytest.mark.parametrize("language", sorted(TITLES))
def test_share_images_are_right_in_every_language(client: Client, shown: Shown, language: str) -> None:
    Cycle.objects.update(**{f"title_{language}": TITLES[language]})
    paths = [shown.share(name, language) for name in NAMES]
    paths += [reverse("share_municipality", args=["marneuli"]), reverse("share_default")]
    for path in paths:
        answer = client.get(path)
        found = (answer.status_code, answer["Content-Type"], size_of(answer.content), answer.cookies.output())
        assert (path, *found) == (path, 200, "image/png", (1200, 630), "")
        assert answer["Cache-Control"] == "public, max-age=600, stale-while-revalidate=86400"


@pytest.mark.parametrize("language", sorted(TITLES))
def test_our_letters_hold_every_letter_that_is_drawn(shown: Shown, language: str, settings) -> None:
    for font in (REGULAR, BOLD):
        known = set(TTFont(font).getBestCmap())
        assert {letter for letter in TITLES[language] if ord(letter) not in known} == set()


@pytest.mark.parametrize("language", sorted(TITLES))
def test_every_letter_is_painted_as_itself(language: str) -> None:
    """A letter that a font does not have would be painted as nothing, or as the same box as any other such."""
    missing = paint("\U0001f600"), paint("")
    for letter in sorted(set(TITLES[language]) - {" "}):
        assert (letter, paint(letter) in missing) == (letter, False)


def paint(text: str) -> bytes:
    return as_png(draw_share(ShareImage("", text, "ka", (), "")), width=400)


def test_long_titles_and_facts_stay_within_the_image() -> None:
    """Broken into lines, then smaller, at last cut; no line goes past the edge."""
    endless = ShareImage(
        "A" * 300, "Water and light " * 40, "en", (("Label " * 30, "9" * 60),) * 3, "Source " * 60, (9, 3)
    )
    image = Image.open(BytesIO(as_png(draw_share(endless)))).convert("RGB")
    paper = image.getpixel((5, 300))
    edges = [image.crop(box) for box in ((0, 40, 60, HEIGHT), (WIDTH - 60, 40, WIDTH, HEIGHT))]
    assert [edge.getcolors() for edge in edges] == [[(60 * (HEIGHT - 40), paper)]] * 2
    assert "…" in draw_share(endless)


def test_what_is_hostile_is_inert_in_a_share_image() -> None:
    bad = '<script>alert("1")</script>'
    svg = draw_share(ShareImage(bad, bad, "ka", ((bad, bad),), bad))
    assert "<script" not in svg
    assert size_of(as_png(svg)) == (WIDTH, HEIGHT)


@pytest.mark.parametrize("width", [300, 600, 900, 1200, 2400])
def test_pictures_come_in_a_few_widths(client: Client, shown: Shown, width: int) -> None:
    answer = client.get(shown.picture("results", query=f"lang=hy&width={width}"))
    assert (answer.status_code, size_of(answer.content)[0]) == (200, width)


@pytest.mark.parametrize("width", ["301", "99999", "-600", "0", "x", "", "６００"])
def test_no_other_width_is_drawn(client: Client, shown: Shown, width: str) -> None:
    assert client.get(shown.picture("results", query=f"width={width}")).status_code == 404


def test_every_kind_has_both_files(client: Client, shown: Shown) -> None:
    assert set(KINDS) == {*NAMES, "campaign"}
    for name in NAMES:
        svg, png = client.get(shown.picture(name, "svg")), client.get(shown.picture(name, "png"))
        assert (name, svg["Content-Type"], svg.content[:4]) == (name, "image/svg+xml; charset=utf-8", b"<svg")
        assert (name, png["Content-Type"], size_of(png.content)[0]) == (name, "image/png", 600)
        policy = svg["Content-Security-Policy"]
        assert ("style-src 'unsafe-inline'" in policy, "default-src 'none'" in policy) == (True, True)


def test_an_svg_follows_the_theme(client: Client, shown: Shown) -> None:
    drawn = {
        theme: client.get(shown.picture("results", "svg", f"theme={theme}")).content.decode()
        for theme in ("light", "dark", "auto")
    }
    assert ["prefers-color-scheme" in drawn[theme] for theme in drawn] == [False, False, True]
    assert drawn["light"] != drawn["dark"]


def test_numbers_of_the_picture_are_those_of_the_embed(client: Client, cast: Cast) -> None:
    shown = make_shown(cast, projects=3)
    svg = client.get(shown.picture("results", "svg", "lang=ka")).content.decode()
    page = client.get(shown.path("results", "lang=ka")).content.decode()
    for votes in ("412", "411", "410"):
        assert (votes, f">{votes}<" in svg, f">{votes}<" in page) == (votes, True, True)


def test_the_same_drawing_is_painted_once(client: Client, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many addresses lead to it."""
    painted: list[str] = []

    def paint(svg: str, *, width: int | None = None) -> bytes:
        painted.append(svg)
        return b"png"

    monkeypatch.setattr(pictures, "as_png", paint)
    for number in range(3):
        client.get(f"{shown.share('results')}&n={number}")
    assert len(painted) == 1
