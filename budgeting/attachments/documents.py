"""A document as we take it: a PDF, DOCX or ODT by its contents, whatever it is called."""

from pathlib import PurePath
from typing import IO
from zipfile import ZipFile

import puremagic
from django.utils.translation import gettext as _

from budgeting.errors import NotPossible
from portal.languages.typed import clean_text

LARGEST_BYTES = 5_000_000
LONGEST_NAME = 100
TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_HEAD = 4096
_MACROS = ("vbaproject.bin", "basic/", "scripts/")


def clean_document(file: IO[bytes], size: int, name: str) -> str:
    """The name under which the document is kept, with the ending of its real type.

    NotPossible if it is too large, of another type, or holds a program.
    """
    if size > LARGEST_BYTES:
        raise NotPossible(
            _("This document is too large. The most is {count} MB.").format(count=LARGEST_BYTES // 1_000_000)
        )
    ending = _real_type(file)
    file.seek(0)
    if ending is None:
        raise NotPossible(_("This is not a document that we can take. Send a PDF, DOCX or ODT file without macros."))
    return clean_name(name, ending)


def clean_name(name: str, ending: str) -> str:
    """The last part of a typed file name, without what cannot be seen, with this ending."""
    last = (
        clean_text(name).replace("\\", "/").rpartition("/")[2].translate({ord(sign): " " for sign in '\n\t"<>:|?*;%'})
    )
    stem = PurePath(last.strip(" .")).stem.strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or 'document'}{ending}"


def holds_macros(names: list[str]) -> bool:
    """Whether among the files of an office document there is a program."""
    return any(part.lower().startswith(_MACROS) or part.lower().endswith(_MACROS[0]) for part in names)


def _real_type(file: IO[bytes]) -> str | None:
    """The ending of the type that both the first bytes and the contents speak for."""
    head = file.read(_HEAD)
    try:
        known = puremagic.from_string(head)
        if head.startswith(b"%PDF-"):
            return ".pdf" if known == ".pdf" else None
        return _type_in_zip(file) if head.startswith(b"PK\x03\x04") else None
    except Exception:  # broken or hostile: neither library promises what it raises
        return None


def _type_in_zip(file: IO[bytes]) -> str | None:
    with ZipFile(file) as archive:
        names = archive.namelist()
        if holds_macros(names):
            return None
        if {"[Content_Types].xml", "word/document.xml"} <= set(names):
            return ".docx"
        if "mimetype" in names and "content.xml" in names:
            with archive.open("mimetype") as declared:
                is_text = declared.read(100).decode("ascii").strip() == TYPES[".odt"]
            return ".odt" if is_text else None
    return None
