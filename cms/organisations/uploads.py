"""What editors upload, under the rules of residents' uploads: no metadata, no programs, nothing that only pretends."""

from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from budgeting.attachments.documents import TYPES, clean_document, clean_name, holds_macros
from budgeting.attachments.photos import clean_photo
from budgeting.errors import NotPossible

SHEETS = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}  # what each must hold
TEXTS = (".csv", ".txt")
HEAD = 4096


class PictureForm(BaseImageForm):
    """The picture is decoded and written anew, so where and with what it was taken is not published with it."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        try:
            picture = clean_photo(file, file.size or 0)
        except NotPossible as refusal:
            raise ValidationError(str(refusal)) from refusal
        return SimpleUploadedFile(clean_name(file.name or "", ".jpg"), picture.image, "image/jpeg")


class DocumentForm(BaseDocumentForm):
    """The document is what its ending says, and holds no program."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                file.name = _real_name(file)
            except NotPossible as refusal:
                raise ValidationError(str(refusal)) from refusal
            file.seek(0)
        return file


def _real_name(file: "UploadedFile[Any]") -> str:
    ending = "." + (file.name or "").lower().rpartition(".")[2]
    if ending in TYPES:
        return clean_document(file, 0, file.name or "")  # the size was looked at by Wagtail
    if (ending in SHEETS and _is_sheet(file, SHEETS[ending])) or (ending in TEXTS and b"\0" not in file.read(HEAD)):
        return clean_name(file.name or "", ending)
    raise NotPossible(_("This is not a document that we can take: its contents are not what its name says."))


def _is_sheet(file: "UploadedFile[Any]", part: str) -> bool:
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, OSError):
        return False
    return part in names and not holds_macros(names)
