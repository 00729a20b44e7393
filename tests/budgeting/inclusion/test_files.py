"""The PDF and the spreadsheet: the same data give the same bytes, in every language, and hostile names stay names."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from budgeting.cycles.models import Cycle
from budgeting.inclusion.actions import make_report
from budgeting.inclusion.models import InclusionReport
from portal.clock import now, pinned
from tests.budgeting.inclusion.telling import make_counted, make_public_report
from tests.factories import LANGUAGES, make_theme
from tests.people import Cast


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    cycle = make_counted(cast, votes=40, woman=12, man=11)
    make_public_report(cast, cycle)
    return cycle


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_files_are_the_same_bytes_two_days_later_from_figures_made_anew(
    client: Client, cycle: Cycle, language: str, kind: str
) -> None:
    path = f"/{language}/cycles/{cycle.pk}/inclusion.{kind}"
    first = client.get(path).content

    with pinned(now() + timedelta(days=2)):
        make_report(InclusionReport.objects.select_related("cycle__municipality", "count").get())
        again = client.get(path).content

    assert first == again
    assert client.get(f"/{language}/inclusion.{kind}").content == client.get(f"/{language}/inclusion.{kind}").content


def test_other_data_give_other_bytes(client: Client, cycle: Cycle) -> None:
    paths = [f"/en/cycles/{cycle.pk}/inclusion.{kind}" for kind in ("pdf", "xlsx")]
    before = [client.get(path).content for path in paths]
    report = InclusionReport.objects.get()
    report.figures["gender"]["woman"]["vote"] = 13
    report.save()

    after = [client.get(path).content for path in paths]

    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False]


def test_the_pdf_says_the_numbers_and_how_they_are_made(client: Client, cycle: Cycle) -> None:
    pages = PdfReader(BytesIO(client.get(f"/en/cycles/{cycle.pk}/inclusion.pdf").content)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)

    assert "Woman not shown not shown not shown 12 12" in text
    assert "Women divided by women and men together, rounded." in text
    assert "Of gender, age and single villages this site holds no census" in text


def test_the_spreadsheet_holds_numbers_and_no_hidden_one(client: Client, cycle: Cycle) -> None:
    book = load_workbook(BytesIO(client.get(f"/en/cycles/{cycle.pk}/inclusion.xlsx").content))
    sheet = next(sheet for sheet in book if sheet["A1"].value == "By gender")

    rows = {row[0].value: [cell.value for cell in row[1:6]] for row in sheet.iter_rows(min_row=4, max_row=7)}

    hidden = "not shown"
    assert rows == {
        "Woman": [hidden, hidden, hidden, 12, 12],
        "Man": [hidden, hidden, hidden, 11, 11],
        "I prefer another word": [hidden] * 5,
        "No answer": [hidden] * 5,
    }


def test_a_name_that_looks_like_a_formula_is_text(client: Client, cycle: Cycle) -> None:
    theme = make_theme()
    theme.name_en = '=HYPERLINK("http://x","<b>&\x0b")'
    theme.save()

    content = client.get(f"/en/cycles/{cycle.pk}/inclusion.xlsx").content
    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPER" in str(cell.value)]

    assert [cell.data_type for cell in cells] == ["s"]
    assert b"<f>" not in b"".join(ZipFile(BytesIO(content)).read(name) for name in ZipFile(BytesIO(content)).namelist())
    assert client.get(f"/en/cycles/{cycle.pk}/inclusion.pdf").status_code == 200


def test_hostile_names_are_inert_on_the_page(client: Client, cycle: Cycle) -> None:
    theme = make_theme()
    theme.name_en = "<script>alert(1)</script>"
    theme.save()

    page = client.get(f"/en/cycles/{cycle.pk}/inclusion/").content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
