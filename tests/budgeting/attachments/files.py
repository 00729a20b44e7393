"""Files to upload: real ones, and hostile ones that only look so."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **facts: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#2b3a84").save(out, form, **facts)
    return out.getvalue()


def photo_with_gps(orientation: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG as a phone writes it: with place, time, device, a comment, and the way it was held."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Model] = "Phone of Leyla"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (41.0, 14.0, 24.0)
    return picture(size=size, exif=exif, comment=b"41.24 N 44.78 E")


def png_of(width: int, height: int) -> bytes:
    """A tiny PNG that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def docx(**more: str) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", **more})


def odt(declared: str = ODT_TYPE, **more: str) -> bytes:
    return archive({"mimetype": declared, "content.xml": "<office/>", **more})


def archive(files: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return out.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
