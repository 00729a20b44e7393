"""A photo is written anew: nothing but its pixels survives, and nothing but a photo is taken."""

from io import BytesIO

import pytest
from PIL import Image

from budgeting.attachments.photos import LARGEST_BYTES, SMALL_BYTES, clean_photo
from budgeting.errors import NotPossible
from tests.budgeting.attachments.files import PDF, photo_with_gps, picture, png_of

UNREADABLE = "This is not a photo that we can read. Send a JPEG, PNG, WebP or HEIC file."
TOO_MANY = "This photo has too many pixels. Please send a smaller one."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def cleaned(content: bytes):
    return clean_photo(BytesIO(content), len(content))


def test_place_time_device_and_comment_are_gone_from_both_sizes() -> None:
    taken = photo_with_gps()
    assert len(Image.open(BytesIO(taken)).getexif()) > 0
    assert b"Phone of Leyla" in taken

    clean = cleaned(taken)

    for written in (clean.image, clean.small):
        opened = Image.open(BytesIO(written))
        assert (opened.format, dict(opened.getexif()), opened.getexif().get_ifd(0x8825)) == ("JPEG", {}, {})
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Leyla" not in written
        assert b"41.24" not in written


def test_photo_held_sideways_stands_upright() -> None:
    clean = cleaned(photo_with_gps(orientation=6, size=(64, 48)))
    assert (clean.width, clean.height) == (48, 64)
    assert Image.open(BytesIO(clean.image)).size == (48, 64)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_we_name_is_read_and_becomes_a_jpeg(form: str) -> None:
    clean = cleaned(picture(form))
    assert [Image.open(BytesIO(written)).format for written in (clean.image, clean.small)] == ["JPEG", "JPEG"]


def test_large_photo_is_kept_in_two_sizes_of_which_the_small_one_is_light() -> None:
    noise = BytesIO()
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(noise, "JPEG", quality=85)

    clean = cleaned(noise.getvalue())

    assert (clean.width, clean.height) == (1600, 1200)
    assert Image.open(BytesIO(clean.small)).size == (480, 360)
    assert len(clean.small) <= SMALL_BYTES


def test_see_through_parts_become_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(cleaned(out.getvalue()).image)).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "hostile",
    {
        "svg called jpg": SVG,
        "html": b"<html><script>alert(1)</script>",
        "pdf": PDF,
        "gif": picture("GIF"),
        "tiff": picture("TIFF"),
        "cut off": picture(size=(300, 300))[:200],
        "head alone": b"\xff\xd8\xff\xe0",
        "empty": b"",
        "png without pixels": png_of(40, 40),
    }.items(),
    ids=lambda pair: pair[0],
)
def test_what_is_no_photo_is_refused_with_a_sentence(hostile: tuple[str, bytes]) -> None:
    with pytest.raises(NotPossible) as refusal:
        cleaned(hostile[1])
    assert str(refusal.value) == UNREADABLE


def test_polyglot_leaves_nothing_of_its_other_half() -> None:
    clean = cleaned(picture() + b"<script>alert(1)</script>" + PDF)
    for written in (clean.image, clean.small):
        assert b"script" not in written
        assert b"%PDF" not in written


@pytest.mark.parametrize("side", [8_001, 9_800, 14_000, 50_000])
def test_decompression_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(NotPossible) as refusal:
        cleaned(png_of(side, side))
    assert str(refusal.value) == TOO_MANY


def test_file_over_the_limit_is_not_even_opened() -> None:
    with pytest.raises(NotPossible) as refusal:
        clean_photo(BytesIO(picture()), LARGEST_BYTES + 1)
    assert str(refusal.value) == "This photo is too large. The most is 12 MB."
