"""A document is what its contents say, under a name that hides nothing."""

from io import BytesIO

import pytest

from budgeting.attachments.documents import LARGEST_BYTES, clean_document, clean_name
from budgeting.errors import NotPossible
from tests.budgeting.attachments.files import PDF, archive, docx, odt, picture


def cleaned(content: bytes, name: str) -> str:
    return clean_document(BytesIO(content), len(content), name)


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "plan.pdf", "plan.pdf"),
        (PDF, "plan.docx", "plan.pdf"),
        (docx(), "ხარჯთაღრიცხვა.docx", "ხარჯთაღრიცხვა.docx"),
        (docx(), "plan.pdf", "plan.docx"),
        (odt(), "plan.exe", "plan.odt"),
        (PDF, "", "document.pdf"),
    ],
)
def test_document_is_called_by_its_real_type(content: bytes, name: str, kept: str) -> None:
    assert cleaned(content, name) == kept


@pytest.mark.parametrize(
    "hostile",
    {
        "html": b"<html><script>alert(1)</script>",
        "html with a pdf inside": b"<script>alert(1)</script>" + PDF,
        "picture": picture(),
        "program": b"MZ\x90\x00" + b"\0" * 100,
        "empty": b"",
        "plain zip": archive({"a.txt": "a"}),
        "spreadsheet": archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
        "open spreadsheet": odt("application/vnd.oasis.opendocument.spreadsheet"),
        "program with a docx behind": b"MZ\x90\x00" + docx(),
        "docx with macros": docx(**{"word/vbaProject.bin": "Sub AutoOpen()"}),
        "odt with macros": odt(**{"Basic/Standard/Module1.xml": "Sub Main"}),
        "broken zip": docx()[:60],
        "java archive": archive({"META-INF/MANIFEST.MF": "Main-Class: A"}),
    }.items(),
    ids=lambda pair: pair[0],
)
def test_anything_else_is_refused_with_a_sentence(hostile: tuple[str, bytes]) -> None:
    with pytest.raises(NotPossible) as refusal:
        cleaned(hostile[1], "plan.pdf")
    assert str(refusal.value) == "This is not a document that we can take. Send a PDF, DOCX or ODT file without macros."


def test_file_over_the_limit_is_refused() -> None:
    with pytest.raises(NotPossible) as refusal:
        clean_document(BytesIO(PDF), LARGEST_BYTES + 1, "plan.pdf")
    assert str(refusal.value) == "This document is too large. The most is 5 MB."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Leyla\\plan.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.pdf"),
        ("plan\u200b\x00\r\n.pdf", "plan.pdf"),
        ("...", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ('a"b;c.pdf', "a b c.pdf"),
        ("n" * 300 + ".pdf", "n" * 100 + ".pdf"),
        ("\u2800\u3164.pdf", "pdf.pdf"),
    ],
)
def test_name_is_the_last_part_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean_name(typed, ".pdf") == kept
