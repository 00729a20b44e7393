"""The works at the desk: one form for each act, the list, and the file that is looked at before it is stored."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.milestones.actions import change_spending, move_milestone
from budgeting.milestones.confirming import confirm_done
from budgeting.milestones.models import Kind, Milestone, MilestoneDocument, MilestonePhoto, MovedDay, Spending
from budgeting.proposals.models import Proposal
from portal.clock import today
from tests.budgeting.attachments.files import PDF, photo_with_gps, upload
from tests.budgeting.milestones.test_importing import file_of, line
from tests.budgeting.milestones.works import make_done, make_residents, make_step, project_of
from tests.budgeting.results.test_recounts import recount
from tests.people import Cast

NOT_FUNDED = "The count that stands does not fund this project."


@pytest.fixture
def official(client: Client, cast: Cast) -> Client:
    client.force_login(cast.official)
    return client


def path_of(project: Proposal) -> str:
    return reverse("desk_implementation_of", args=[project.address])


def send(client: Client, project: Proposal, act: str, **cells: Any) -> Any:
    typed = {f"{act}-{name}": value for name, value in cells.items()}
    return client.post(path_of(project), {"act": act, **typed})


def test_every_act_has_its_form(official: Client, cast: Cast, project: Proposal) -> None:
    day = today()
    facts = {"note": "By the river", "written_in": "en"}
    answers = [
        send(official, project, "plan", kind="budget", planned_on=day, **facts),
        send(official, project, "plan", kind="done", planned_on=day, **facts),
        send(official, project, "move-budget", planned_on=day + timedelta(days=1), reason="Snow.", seen=day),
        send(
            official, project, "reach-budget", done_on=day, budget_line="05", decree_number="1", decree_on=day, **facts
        ),
        send(official, project, "money", planned_tetri="6", contracted_tetri="5", paid_tetri="", seen=""),
    ]
    milestone = Milestone.objects.get(kind="budget")
    picture = {"upload": upload(photo_with_gps()), "alt": "Yard", "shows": "before", "milestone": milestone.pk}
    answers += [
        send(official, project, "photo", **picture),
        send(official, project, "document", upload=upload(PDF, "act.pdf"), milestone=milestone.pk),
    ]

    assert [one.status_code for one in answers] == [302] * 7
    assert (milestone.done_on, milestone.note_en) == (day, "By the river")
    assert MovedDay.objects.get().reason == "Snow."
    assert Spending.objects.values_list("planned_tetri", "contracted_tetri", "paid_tetri").get() == (600, 500, 0)
    assert (MilestonePhoto.objects.count(), MilestoneDocument.objects.count()) == (1, 1)

    removed = send(official, project, f"remove-{MilestonePhoto.objects.get().pk}")
    assert (removed.status_code, MilestonePhoto.objects.count()) == (302, 0)


REFUSED = [
    ("plan", {"kind": "party", "planned_on": "2031-05-31", "written_in": "en"}),
    ("plan", {"kind": "works", "planned_on": "soon", "written_in": "en"}),
    ("plan", {"kind": "works", "planned_on": "2031-05-31", "written_in": "ru"}),
    ("move-tender", {"planned_on": "2031-05-31", "reason": "", "seen": "2026-01-01"}),
    ("reach-tender", {"done_on": "2099-01-01", "written_in": "en"}),
    ("money", {"planned_tetri": "12,5", "seen": ""}),
    ("money", {"planned_tetri": "", "seen": ""}),
    ("money", {"planned_tetri": "6", "paid_tetri": "7", "seen": ""}),
    ("photo", {"alt": "Yard", "shows": "before"}),
    ("document", {"upload": upload(b"MZ", "a.exe")}),
]


@pytest.mark.parametrize(("act", "cells"), REFUSED)
def test_bad_input_is_a_sentence_and_stores_nothing(
    official: Client, cast: Cast, project: Proposal, act: str, cells: dict[str, Any]
) -> None:
    milestone = make_step(cast, project)
    chosen = {"milestone": milestone.pk} if act in ("photo", "document") else {}

    answer = send(official, project, act, **cells, **chosen)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Milestone.objects.get().done_on is None
    assert (MovedDay.objects.count(), Spending.objects.count(), MilestonePhoto.objects.count()) == (0, 0, 0)


def test_typed_text_is_kept_and_inert(official: Client, cast: Cast, project: Proposal) -> None:
    milestone = make_step(cast, project)

    typed = {"planned_on": milestone.planned_on, "reason": "<script>1</script>", "seen": milestone.planned_on}
    page = send(official, project, "move-tender", **typed).content.decode()

    assert "&lt;script&gt;1&lt;/script&gt;</textarea>" in page
    assert "<script>1" not in page


def test_step_of_another_project_is_not_reached(official: Client, cast: Cast, project: Proposal) -> None:
    make_step(cast, project)
    other = make_step(cast, project_of(project.cycle, 3))

    answer = send(official, project, "document", upload=upload(PDF, "act.pdf"), milestone=other.pk)

    assert (answer.status_code, MilestoneDocument.objects.count()) == (422, 0)


def test_page_opened_before_a_colleague_acted_is_told(official: Client, cast: Cast, project: Proposal) -> None:
    milestone, seen = make_step(cast, project), today() + timedelta(days=10)
    move_milestone(milestone, by=cast.other_official, planned_on=today() + timedelta(days=20), reason="Snow.")
    change_spending(project, by=cast.other_official, planned_tetri=600)

    moved = send(official, project, "move-tender", planned_on=today(), reason="Rain.", seen=seen)
    paid = send(official, project, "money", planned_tetri="7", seen="")

    assert [one.status_code for one in (moved, paid)] == [422, 422]
    for answer in (moved, paid):
        assert "Somebody else has just changed this. Please look at it again." in answer.content.decode()
    assert (MovedDay.objects.count(), Spending.objects.get().planned_tetri) == (1, 600)


def test_act_that_is_no_longer_offered_is_too_late(official: Client, cast: Cast, project: Proposal) -> None:
    make_done(cast, project, Kind.TENDER)

    answer = send(official, project, "reach-tender", done_on=today(), note="My words", written_in="en")

    assert answer.status_code == 409
    assert "My words" in answer.content.decode()


def test_disputes_are_read_and_answered_here(official: Client, cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    for person in make_residents(3):
        confirm_done(project, by=person, is_done=False, reason="No <swing>.")
    with override("en"):
        inbox = official.get(reverse("desk")).content.decode()

    page = official.get(path_of(project)).content.decode()
    answer = send(official, project, "finding", finding="It is being repaired.")

    assert path_of(project) in inbox
    assert page.count("No &lt;swing&gt;.") == 3
    assert "villager" not in page
    assert answer.status_code == 302
    assert path_of(project) not in official.get(reverse("desk")).content.decode()


def test_project_no_longer_funded_offers_nothing_new(official: Client, cast: Cast, project: Proposal) -> None:
    make_step(cast, project)
    recount(project.cycle, cast.other_official, (1,))

    page = official.get(path_of(project)).content.decode()

    assert "No longer funded after a new count" in page
    assert 'name="act"' not in page


def test_project_that_lost_says_so(official: Client, project: Proposal) -> None:
    page = official.get(path_of(project_of(project.cycle, 2))).content.decode()

    assert NOT_FUNDED in page


def test_list_says_what_is_late_and_next(official: Client, cast: Cast, project: Proposal) -> None:
    make_step(cast, project, Kind.WORKS, days=-1)

    page = official.get(reverse("desk_implementation", args=[project.cycle.address])).content.decode()

    assert page.count('<span class="badge late">Late</span>') == 1
    assert path_of(project) in page


def import_path(project: Proposal) -> str:
    return reverse("desk_implementation_import", args=[project.cycle.address])


def test_file_is_looked_at_and_then_stored(official: Client, cast: Cast, project: Proposal) -> None:
    text = file_of(line(project.cycle, planned_on="2031-05-31", note="<b>", note_language="en"))

    shown = official.post(import_path(project), {"upload": upload(b"\xef\xbb\xbf" + text.encode(), "a.csv")})
    assert (shown.status_code, Milestone.objects.count()) == (200, 0)
    assert "The step is planned" in shown.content.decode()

    stored = official.post(import_path(project), {"text": shown.context["text"]})
    again = official.post(import_path(project), {"text": shown.context["text"]})
    assert [one.status_code for one in (stored, again)] == [302, 422]
    assert Milestone.objects.get().note_en == "<b>"


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_wrong_lines_are_listed(official: Client, cast: Cast, project: Proposal, language: str) -> None:
    text = file_of(line(project.cycle, 99, planned_on="2031-05-31"), line(project.cycle, planned_on="<soon>"))
    with override(language):
        answer = official.post(import_path(project), {"upload": upload(text.encode(), "a.csv")})

    assert (answer.status_code, [place for place, _fault in answer.context["lines"]]) == (422, [2, 3])
    assert "<soon>" not in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"PK\x03\x04", b"x" * 500_001])
def test_file_that_is_none_is_refused_in_words(official: Client, project: Proposal, content: bytes) -> None:
    answer = official.post(import_path(project), {"upload": upload(content, "a.csv")})

    assert answer.status_code == 422


def test_template_is_a_file_with_a_mark_for_spreadsheets(official: Client, project: Proposal) -> None:
    answer = official.get(reverse("desk_implementation_template", args=[project.cycle.address]))

    assert answer.content.startswith(b"\xef\xbb\xbfcycle,project,title,step,")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
