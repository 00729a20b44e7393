"""A photo as we keep it: decoded, turned upright, made smaller and written anew, so that nothing else survives."""

from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from budgeting.errors import NotPossible

LARGEST_BYTES = 12_000_000
MOST_PIXELS = 64_000_000
LONG_SIDE, SMALL_SIDE = 1600, 480
SMALL_BYTES = 60_000  # what a phone on a weak signal still loads
_QUALITIES = (82, 74, 66, 58, 50, 40)
FORMATS = ["JPEG", "PNG", "WEBP"]

if find_spec("pillow_heif"):  # what iPhones take
    from pillow_heif import register_heif_opener

    register_heif_opener()
    FORMATS.append("HEIF")


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """Two JPEG files of the same picture, without any metadata; `width` and `height` are the larger one's."""

    image: bytes
    small: bytes
    width: int
    height: int


def clean_photo(file: IO[bytes], size: int) -> CleanPhoto:
    """The uploaded picture of `size` bytes, cleaned. NotPossible if it is too large or no picture of our formats."""
    if size > LARGEST_BYTES:
        raise NotPossible(
            _("This photo is too large. The most is {count} MB.").format(count=LARGEST_BYTES // 1_000_000)
        )
    picture = _decode(file)
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return CleanPhoto(_encode(picture), _encode_within(small, SMALL_BYTES), *picture.size)


def _decode(file: IO[bytes]) -> Image.Image:
    """The picture in RGB, upright, on white, no side over LONG_SIDE, in an image that knows nothing of its origin."""
    try:
        with Image.open(file, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture = opened.convert("RGBA") if opened.mode in ("1", "P", "PA") else opened
            picture.thumbnail((LONG_SIDE, LONG_SIDE))  # a JPEG is read at a fraction of its size: less memory
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotPossible(_("This photo has too many pixels. Please send a smaller one.")) from None
    except Exception as error:  # a decoder raises whatever a broken or hostile file makes it meet
        raise NotPossible(_("This is not a photo that we can read. Send a JPEG, PNG, WebP or HEIC file.")) from error
    fresh = Image.new("RGB", upright.size, "white")
    fresh.paste(upright, mask=upright)
    return fresh


def _encode(picture: Image.Image, quality: int = 80) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _encode_within(picture: Image.Image, most: int) -> bytes:
    """The best quality that fits, or the lowest if none does."""
    written = b""
    for quality in _QUALITIES:
        written = _encode(picture, quality)
        if len(written) <= most:
            break
    return written
