"""What editors type into blocks: hostile addresses, pictures without words, places off the map, things that are gone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page

from cms.blocks.addresses import AddressBlock, WebAddressBlock
from cms.blocks.body import Body
from tests.cms.blocks.bodies import make_document, make_image, make_page_with
from tests.factories import LANGUAGES, make_settlement
from tests.people import Cast

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "/\\evil.example",
    "\\\\evil.example",
    "https://www.youtube.com@evil.example/",
    "https://",
    "youtube",
    "https://[::1",
]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def cleaned(kind: str, value: Any) -> Any:
    body = Body()
    return body.clean(body.to_python([{"type": kind, "value": value}]))


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize("block", [AddressBlock, WebAddressBlock])
def test_a_hostile_address_is_refused(block: type, address: str) -> None:
    with pytest.raises(ValidationError):
        block().clean(address)


@pytest.mark.parametrize("address", ["https://youtu.be/x", "https://vimeo.com/1", "https://www.facebook.com/watch?v=1"])
def test_a_video_may_be_on_any_site(address: str) -> None:
    assert WebAddressBlock().clean(address) == address


def test_a_path_of_this_site_is_an_address_of_a_button_only() -> None:
    assert AddressBlock().clean("/ka/cycles/?x=1") == "/ka/cycles/?x=1"
    with pytest.raises(ValidationError):
        WebAddressBlock().clean("/ka/cycles/")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "   ", None])
def test_a_picture_needs_words_in_every_editors_language(words: str | None) -> None:
    image = make_image()

    for language in LANGUAGES:
        with override(language), pytest.raises(StreamBlockValidationError) as refusal:
            cleaned("picture", {"image": image.pk, "alt_text": words, "caption": ""})
        assert list(refusal.value.block_errors[0].block_errors) == ["alt_text"]


@pytest.mark.django_db
def test_a_picture_is_small_waits_and_keeps_its_room(client: Client) -> None:
    make_page_with(("picture", {"image": make_image(size=(3000, 2000)).pk, "alt_text": "A bridge", "caption": ""}))

    tag = client.get("/en/text/").content.decode().partition("<img ")[2].partition(">")[0]

    wanted = ['loading="lazy"', 'width="800"', 'height="533"', 'alt="A bridge"', "400w", "800w"]
    assert [word for word in wanted if word not in tag] == []
    assert (tag.count("webpquality-50.webp"), ".jpg" in tag) == (3, False)


@pytest.mark.django_db
def test_a_photo_of_a_real_size_weighs_little() -> None:
    from io import BytesIO
    from random import Random

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image, ImageFilter
    from wagtail.images import get_image_model

    noise = Image.frombytes("RGB", (150, 100), Random(7).randbytes(150 * 100 * 3)).resize((2400, 1600))
    out = BytesIO()
    noise.filter(ImageFilter.GaussianBlur(6)).save(out, "JPEG", quality=90)
    image = get_image_model().objects.create(title="x", file=SimpleUploadedFile("x.jpg", out.getvalue()))

    assert image.get_rendition("width-800|format-webp|webpquality-50").file.size < 60_000


@pytest.mark.django_db
def test_a_name_with_markup_is_shown_as_text(client: Client) -> None:
    bad = "<script>alert(1)</script>"
    question = {"question": bad, "answer": f"<p>{bad}</p><p><a href='javascript:alert(1)'>x</a></p>"}
    make_page_with(
        ("quote", {"quote": bad, "who": bad, "role": bad}),
        ("picture", {"image": make_image().pk, "alt_text": f'"{bad}', "caption": bad}),
        ("figures", {"figures": [{"number": bad, "label": bad}], "source": bad, "address": "", "as_of": "2026-01-01"}),
        ("video", {"title": bad, "address": "https://x.example/", "language": "", "length": ""}),
        ("action", {"sentence": bad, "button": bad, "page": None, "address": "/"}),
        ("documents", {"heading": bad, "documents": [{"document": make_document(bad).pk, "title": ""}]}),
        ("questions", {"heading": bad, "questions": [{**question, "answer": "<p>x</p>"}]}),
    )

    assert "<script>alert" not in client.get("/en/text/").content.decode()


@pytest.mark.django_db
def test_things_that_are_gone_leave_nothing_broken(client: Client) -> None:
    make_page_with(
        ("picture", {"image": 999, "alt_text": "x", "caption": "Gone"}),
        ("documents", {"heading": "", "documents": [{"document": 999, "title": "Gone"}]}),
        ("map", {"municipality": 999, "points": [], "caption": "Gone"}),
        ("action", {"sentence": "Still here", "button": "Gone", "page": 999, "address": ""}),
        ("video", {"title": "Without a place", "address": "", "language": "", "length": ""}),
        ("no_such_block", {"x": 1}),
    )

    answer = client.get("/en/text/")

    page = answer.content.decode()
    assert (answer.status_code, "Still here" in page, ">Gone" in page) == (200, True, False)


@pytest.mark.django_db
def test_a_button_leads_to_the_page_in_the_readers_language(client: Client) -> None:
    target = make_page_with(slug="target")
    make_page_with(("action", {"sentence": "Go", "button": "There", "page": target.pk, "address": ""}))

    for language in LANGUAGES:
        page = client.get(f"/{language}/text/").content.decode()
        assert f'<a class="button" href="/{language}/target/">There</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["draft", "private"])
def test_a_button_to_a_page_that_is_not_public_is_not_shown(client: Client, how: str) -> None:
    from wagtail.models import PageViewRestriction

    target = make_page_with(slug="target")
    if how == "draft":
        target.unpublish()
    else:
        for page in Page.objects.filter(translation_key=target.translation_key):
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    make_page_with(("action", {"sentence": "Go", "button": "There", "page": target.pk, "address": ""}))

    page = client.get("/ka/text/").content.decode()

    assert ("Go" in page, "There" in page) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "address"), [(True, "/ka/"), (False, "")])
def test_a_button_has_one_way_to_go(page: bool, address: str) -> None:
    target = make_page_with().pk if page else None

    with pytest.raises(StreamBlockValidationError) as refusal:
        cleaned("action", {"sentence": "Go", "button": "There", "page": target, "address": address})
    assert list(refusal.value.block_errors[0].block_errors) == ["address"]


def test_a_place_on_the_map_needs_a_place(cast: Cast) -> None:
    for point in ({"lat": None, "lon": None}, {"lat": 41.4, "lon": None}, {"lat": 410, "lon": 44}):
        value = {"label": "Bridge", "settlement": None, **point}
        with pytest.raises(StreamBlockValidationError):
            cleaned("map", {"municipality": cast.municipality.pk, "points": [value], "caption": ""})


def test_a_place_off_the_map_is_not_drawn_on_it(client: Client, cast: Cast) -> None:
    type(cast.municipality).objects.update(window=[-1000, -1000, 3000, 3000])
    village = make_settlement(cast.municipality)
    points = [
        {"label": "Village", "settlement": village.pk, "lat": None, "lon": None},
        {"label": "By degrees", "settlement": None, "lat": 41.3, "lon": 44.7},
        {"label": "Far away", "settlement": None, "lat": -80, "lon": -170},
        {"label": "Gone", "settlement": 10**6, "lat": None, "lon": None},
    ]
    make_page_with(("map", {"municipality": cast.municipality.pk, "points": points, "caption": ""}))

    page = client.get("/ka/text/").content.decode()

    shown = [label for label in ("Village", "By degrees", "Far away", "Gone") if label in page]
    assert (page.count('<circle class="pin"'), shown) == (2, ["Village", "By degrees"])


@pytest.mark.parametrize(("length", "is_fine"), [("4:05", True), ("1:02:03", True), ("4", False), ("x4:05<b>", False)])
def test_a_length_is_minutes_and_seconds(length: str, is_fine: bool) -> None:
    value = {"title": "x", "address": "https://youtu.be/x", "language": "ka", "length": length}
    if is_fine:
        assert cleaned("video", value)[0].value["length"] == length
    else:
        with pytest.raises(StreamBlockValidationError):
            cleaned("video", value)


@pytest.mark.django_db
def test_a_video_names_its_site_its_language_and_its_length(client: Client) -> None:
    value = {"title": "x", "address": "https://www.youtube.com/watch?v=x", "language": "hy", "length": "4:05"}
    make_page_with(("video", value))

    page = client.get("/en/text/").content.decode()

    assert 'youtube.com · <span lang="hy">Հայերեն</span> · 4:05' in page
