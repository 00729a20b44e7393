"""The file of steps and money: taken over whole or not at all, whatever is in it."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.importing import BadLines, import_milestones, preview_milestones, template_rows
from budgeting.milestones.models import Kind, Milestone, MovedDay, Spending
from budgeting.milestones.queries import implementation_of
from budgeting.milestones.reading import COLUMNS, MOST_LINES, decoded
from budgeting.proposals.models import Proposal, ProposalEvent
from budgeting.views.csv_file import csv_file
from portal.clock import today
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.milestones.works import make_done, make_step
from tests.people import Cast

OFTEN = ("cycle", "project", "step", "planned_on", "done_on", "reason", "planned_lari", "contracted_lari", "paid_lari")


@pytest.fixture
def cycle(project: Proposal) -> Cycle:
    return project.cycle


def file_of(*rows: dict[str, Any], columns: tuple[str, ...] = COLUMNS, delimiter: str = ",") -> str:
    text = StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def line(cycle: Cycle, number: object = 1, step: str = "tender", **cells: Any) -> dict[str, Any]:
    return {"cycle": cycle.pk, "project": number, "step": step, **cells}


def stored() -> tuple[int, ...]:
    models = (Milestone, MovedDay, Spending, Entry, ProposalEvent, Notice)
    return tuple(model.objects.count() for model in models)


def faults(cast: Cast, cycle: Cycle, text: str) -> dict[int, str]:
    before = stored()
    with pytest.raises(BadLines) as refusal:
        import_milestones(cycle, text, by=cast.official)
    assert stored() == before
    return refusal.value.lines


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_file_plans_takes_and_pays(cast: Cast, cycle: Cycle, delimiter: str) -> None:
    day = today() - timedelta(days=3)
    text = file_of(
        line(cycle, planned_on=day, done_on=day, note="By the river", note_language="en"),
        line(cycle, step="budget", planned_on="", done_on=f"{day - timedelta(days=1):%d.%m.%Y}"),
        line(cycle, 3, "works", planned_on="31.12.2031", planned_lari="5", contracted_lari="4", paid_lari="3"),
        delimiter=delimiter,
    )
    text = text.replace(f"{delimiter}budget{delimiter}", f"{delimiter}BUDGET{delimiter}")
    rows = list(csv.DictReader(StringIO(text), delimiter=delimiter))
    rows[1] |= {"budget_line": "05 02", "decree_number": "18", "decree_on": "2026-01-09"}
    content = b"\xef\xbb\xbf" + file_of(*rows, delimiter=delimiter).encode()

    changes = import_milestones(cycle, decoded(content), by=cast.official)

    assert [(one.place, one.project.number, one.step, str(one.what)) for one in changes] == [
        (2, 1, Kind.TENDER, "The step is planned"),
        (2, 1, Kind.TENDER, "The step is taken"),
        (3, 1, Kind.BUDGET, "The step is planned"),
        (3, 1, Kind.BUDGET, "The step is taken"),
        (4, 3, Kind.WORKS, "The step is planned"),
        (4, 3, None, "The money is changed"),
    ]
    assert list(Milestone.objects.order_by("pk").values_list("project__number", "kind", "done_on", "note_en")) == [
        (1, "tender", day, "By the river"),
        (1, "budget", day - timedelta(days=1), None),
        (3, "works", None, None),
    ]
    assert Spending.objects.values_list("planned_tetri", "contracted_tetri", "paid_tetri").get() == (500, 400, 300)
    assert Entry.objects.latest("pk").facts == {"cycle": cycle.pk, "total": 6}


def test_preview_says_the_same_and_stores_nothing(cast: Cast, cycle: Cycle) -> None:
    text, before = file_of(line(cycle, planned_on="2031-05-31")), stored()

    changes = preview_milestones(cycle, text, by=cast.official)

    assert ([str(one.what) for one in changes], stored()) == (["The step is planned"], before)


def test_untouched_template_changes_nothing(cast: Cast, cycle: Cycle, project: Proposal) -> None:
    make_done(cast, project, Kind.TENDER)
    make_step(cast, project, Kind.WORKS)
    response = csv_file("template", COLUMNS, template_rows(implementation_of(cycle)))
    before = stored()

    with pytest.raises(NotPossible, match="There is nothing new in this file."):
        import_milestones(cycle, decoded(response.content), by=cast.official)

    assert stored() == before
    rows = list(csv.DictReader(StringIO(decoded(response.content))))
    assert [(row["project"], row["step"]) for row in rows] == [(n, kind) for n in ("1", "3") for kind in Kind.values]


def test_title_that_is_a_formula_is_inert_in_the_template(cast: Cast, cycle: Cycle, project: Proposal) -> None:
    Proposal.objects.filter(pk=project.pk).update(title_en="=HYPERLINK(1)")

    text = csv_file("template", COLUMNS, template_rows(implementation_of(cycle))).content.decode()

    assert ",'=HYPERLINK(1)," in text


def test_moved_day_needs_its_reason_here_too(cast: Cast, cycle: Cycle, project: Proposal) -> None:
    make_step(cast, project)

    assert faults(cast, cycle, file_of(line(cycle, planned_on="2031-05-31"))) == {
        2: "Say why the day is moved. Everybody reads it."
    }
    import_milestones(cycle, file_of(line(cycle, planned_on="2031-05-31", reason="'=Snow")), by=cast.official)
    assert MovedDay.objects.get().reason == "=Snow"


LINES = [
    ({"number": 99, "planned_on": "2031-05-31"}, "There is no project with this number in this budget."),
    ({"number": "1a", "planned_on": "2031-05-31"}, "The number of the project is not a number."),
    ({"number": "=1", "planned_on": "2031-05-31"}, "The number of the project is not a number."),
    ({"number": 2, "planned_on": "2031-05-31"}, "The count that stands does not fund this project. What was recorded stays as it is."),
    ({"step": "party", "planned_on": "2031-05-31"}, "The step is one of: budget, tender, contract, works, done."),
    ({"step": "", "planned_on": "2031-05-31"}, "The step is one of: budget, tender, contract, works, done."),
    ({"planned_on": "31/05/2031"}, "A day is written wrongly. Write it as 2026-05-31 or 31.05.2026."),
    ({"planned_on": "2031-02-30"}, "A day is written wrongly. Write it as 2026-05-31 or 31.05.2026."),
    ({"planned_on": "0000-01-01"}, "A day is written wrongly. Write it as 2026-05-31 or 31.05.2026."),
    ({"done_on": "2031-05-31"}, "This day lies ahead. Write the day on which it happened."),
    ({"paid_lari": "12,50"}, "An amount is written wrongly. Write it in whole lari, for example 25 000."),
    ({"paid_lari": "-5"}, "An amount is written wrongly. Write it in whole lari, for example 25 000."),
    ({"planned_lari": "9" * 30}, "An amount is written wrongly. Write it in whole lari, for example 25 000."),
    ({"paid_lari": "5"}, "More is paid than contracted. Say why; everybody reads it."),
    ({"note": "Hello"}, "This step has no day yet. Write the day it is planned for."),
    ({"note": "Hello", "note_language": "ru"}, "The language is one of: ka, hy, az, en."),
    ({"step": "contract", "done_on": "2026-01-09"}, "Write who does the works."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "sentence"), LINES)
def test_wrong_line_is_refused_by_its_number_and_nothing_is_stored(
    cast: Cast, cycle: Cycle, cells: dict[str, Any], sentence: str
) -> None:
    good = line(cycle, 3, "works", planned_on="2031-05-31")

    said = faults(
        cast,
        cycle,
        file_of(good, line(cycle, **cells) if "paid_lari" not in cells else {**line(cycle, step=""), **cells}),
    )

    assert said == {3: sentence}


def test_every_wrong_line_is_named_in_the_readers_language(cast: Cast, cycle: Cycle) -> None:
    text = file_of(
        {**line(cycle), "cycle": cycle.pk + 1, "planned_on": "2031-05-31"},
        line(cycle, 99, planned_on="2031-05-31"),
        line(cycle, planned_on="soon"),
    )

    said = faults(cast, cycle, text)

    assert list(said) == [2, 3, 4]
    assert said[2] == "This line belongs to another budget."


FILES = [
    ("", "The first line must name the columns. These are missing: cycle, project, step."),
    ("cycle,project\n1,1", "The first line must name the columns. These are missing: step."),
    ("a\x00b", "The first line must name the columns. These are missing: cycle, project, step."),
    ("cycle,project,step\n", "There is nothing new in this file."),
    ("cycle,project,step,note\n" + "1,1,tender,x\n" * (MOST_LINES + 1), f"Send at most {MOST_LINES} lines."),
    ('cycle,project,step,note\n1,1,tender,"' + "x" * 200_000, "This file cannot be read as CSV."),
]


@pytest.mark.parametrize(("text", "sentence"), FILES)
def test_file_that_cannot_be_read_is_refused(cast: Cast, cycle: Cycle, text: str, sentence: str) -> None:
    before = stored()
    with pytest.raises(NotPossible) as refusal:
        import_milestones(cycle, text, by=cast.official)
    assert (str(refusal.value), stored()) == (sentence, before)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "ქ".encode("utf-16")])
def test_file_in_another_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(NotPossible, match="not written in UTF-8"):
        decoded(content)


def test_large_file_is_refused() -> None:
    with pytest.raises(NotPossible, match="This file is too large. The most is 500 kB."):
        decoded(b"x" * 500_001)


@pytest.mark.parametrize("who", ["moderator", "resident"])
def test_only_officials_take_files_over(cast: Cast, cycle: Cycle, who: str) -> None:
    with pytest.raises(NotAllowed):
        preview_milestones(cycle, file_of(line(cycle, planned_on="2031-05-31")), by=getattr(cast, who))
