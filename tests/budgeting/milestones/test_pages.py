"""What the public sees of the works: on the cycle's page, on the project's, and where residents say if it is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.milestones.actions import change_spending, move_milestone
from budgeting.milestones.confirming import answer_disputes, confirm_done
from budgeting.milestones.models import Confirmation, Kind, Shows
from budgeting.milestones.papers import add_milestone_document, add_milestone_photo
from budgeting.proposals.models import Proposal
from portal.clock import today
from tests.budgeting.attachments.files import PDF, photo_with_gps, upload
from tests.budgeting.milestones.works import make_counted, make_done, make_step, project_of
from tests.budgeting.results.test_recounts import recount
from tests.factories import LANGUAGES
from tests.people import Cast


def page_of(client: Client, name: str, thing: object, language: str = "en") -> str:
    with override(language):
        return client.get(reverse(name, args=[thing.address])).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_answer_in_every_language_without_a_cookie(
    client: Client, cast: Cast, project: Proposal, language: str
) -> None:
    make_done(cast, project)
    cycle = project.cycle
    with override(language):
        for name, thing in (("implementation", cycle), ("implementation_fragment", cycle), ("proposal", project)):
            response = client.get(reverse(name, args=[thing.address]))
            assert (name, response.status_code, dict(response.cookies)) == (name, 200, {})


def test_cycles_page_says_what_is_late_and_what_comes_next(client: Client, cast: Cast, project: Proposal) -> None:
    make_step(cast, project, Kind.TENDER, days=-2)
    make_step(cast, project_of(project.cycle, 3), Kind.WORKS)

    page = page_of(client, "implementation", project.cycle)

    assert (page.count('<span class="badge late">Late</span>'), page.count("Late: Tender announced, planned for")) == (
        *(1, 1),
    )
    assert page.count("Next: Works begun, planned for") == 1


def test_projects_page_shows_days_money_photos_and_reasons(client: Client, cast: Cast, project: Proposal) -> None:
    budget = make_done(cast, project, Kind.BUDGET)
    works = make_step(cast, project, Kind.WORKS, note="By the <river>", written_in="en")
    move_milestone(
        works, by=cast.official, planned_on=today() + timedelta(days=30), reason="<b>ზამთარი", reason_language="ka"
    )
    money = {"planned_tetri": 600, "contracted_tetri": 500, "paid_tetri": 550}
    change_spending(project, by=cast.official, reason="Two <i>more</i>", reason_language="en", **money)
    for shows in Shows.values:
        facts = {"shows": shows, "alt": f'{shows} "yard"', "alt_language": "ka"}
        add_milestone_photo(budget, by=cast.official, upload=upload(photo_with_gps()), **facts)
    add_milestone_document(budget, by=cast.official, upload=upload(PDF, "act.pdf"))

    page = page_of(client, "proposal", project)

    for text in (
        *('id="implementation"', "№ 18,", "05 02", 'alt="before &quot;yard&quot;" lang="ka"', "act.pdf"),
        *('<blockquote lang="ka"><p>', "&lt;b&gt;ზამთარი", "Two &lt;i&gt;more&lt;/i&gt;", "By the &lt;river&gt;"),
    ):
        assert text.replace("<p>", "") in page.replace("<p>", "")
    assert "<b>ზამთარი" not in page


def test_photo_and_document_are_read_through_the_project(client: Client, cast: Cast, project: Proposal) -> None:
    milestone = make_step(cast, project)
    photo = add_milestone_photo(
        milestone, by=cast.official, upload=upload(photo_with_gps()), shows=Shows.AFTER, alt="Yard"
    )
    document = add_milestone_document(milestone, by=cast.official, upload=upload(PDF, "act.pdf"))
    other = project_of(project.cycle, 3)
    paths = {
        "photo": lambda pk: reverse("milestone_photo", args=[pk, photo.pk, "small"]),
        "document": lambda pk: reverse("milestone_document", args=[pk, document.pk]),
    }

    answers = {name: client.get(path(project.pk)) for name, path in paths.items()}
    assert {name: (one.status_code, one.headers["Content-Type"]) for name, one in answers.items()} == {
        "photo": (200, "image/jpeg"),
        "document": (200, "application/pdf"),
    }
    assert answers["document"].headers["Content-Disposition"] == 'attachment; filename="act.pdf"'
    assert [client.get(path(other.pk)).status_code for path in paths.values()] == [404, 404]
    assert client.get(reverse("milestone_photo", args=[project.pk, photo.pk, "file"])).status_code == 404
    Proposal.objects.filter(pk=project.pk).update(published_at=None)
    assert [client.get(path(project.pk)).status_code for path in paths.values()] == [404, 404]


def test_project_no_longer_funded_says_so_and_keeps_its_steps(client: Client, cast: Cast, project: Proposal) -> None:
    make_done(cast, project, Kind.TENDER)
    recount(project.cycle, cast.other_official, (1,))

    page, cycle = page_of(client, "proposal", project), page_of(client, "implementation", project.cycle)

    assert "the count that stands does not fund this project any more" in page
    assert "Tender announced" in page
    assert cycle.count("No longer funded after a new count") == 1


def test_project_that_lost_shows_no_implementation(client: Client, project: Proposal) -> None:
    assert 'id="implementation"' not in page_of(client, "proposal", project_of(project.cycle, 2))


def test_public_reads_counts_and_no_reason(client: Client, cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    confirm_done(project, by=cast.neighbour, is_done=False, reason="My neighbour stole the swing.")
    answer_disputes(project, by=cast.official, finding="The swing is <back>.")

    page = page_of(client, "proposal", project)

    assert "<dt>Say that it is not done</dt><dd><strong>1</strong></dd>" in page
    assert "stole" not in page
    assert "The swing is &lt;back&gt;." in page


def test_resident_says_and_changes_a_word(client: Client, cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    path = reverse("confirm_done", args=[project.address])
    assert client.get(path).status_code == 302
    client.force_login(cast.neighbour)

    refused = client.post(path, {"is_done": "no", "reason": " "})
    empty = client.post(path, {})
    disputed = client.post(path, {"is_done": "no", "reason": "No swing."})
    again = client.get(path).content.decode()
    confirmed = client.post(path, {"is_done": "yes", "reason": "No swing."})

    assert [one.status_code for one in (refused, empty, disputed, confirmed)] == [422, 422, 302, 302]
    assert "Say what is not done, and where." in refused.content.decode()
    assert "No swing." in again
    assert Confirmation.objects.values_list("user", "is_done", "reason").get() == (cast.neighbour.pk, True, "")


def test_typed_reason_survives_the_sign_in(client: Client, cast: Cast, project: Proposal) -> None:
    make_done(cast, project)
    path = reverse("confirm_done", args=[project.address])
    client.post(path, {"is_done": "no", "reason": "No swing."})
    session = dict(client.session)
    client.force_login(cast.neighbour)
    kept = client.session
    kept.update({name: value for name, value in session.items() if name == "kept_answer"})
    kept.save()

    assert "No swing." in client.get(path).content.decode()


def test_word_before_it_is_called_done_is_refused_in_words(client: Client, cast: Cast, project: Proposal) -> None:
    client.force_login(cast.neighbour)
    path = reverse("confirm_done", args=[project.address])

    shown, sent = client.get(path), client.post(path, {"is_done": "yes"})

    assert (shown.status_code, sent.status_code) == (200, 422)
    assert "The municipality has not said yet that it is done." in sent.content.decode()


@pytest.mark.parametrize("name", ["implementation", "proposal", "desk_implementation", "desk_implementation_of"])
def test_queries_do_not_grow(client: Client, cast: Cast, name: str) -> None:
    cycle = make_counted(cast, ballots=[[1, 2], [3]], costs=(100, 100, 100, 100), max_projects=4)
    project = project_of(cycle)
    thing = cycle if name in ("implementation", "desk_implementation") else project
    if name.startswith("desk"):
        client.force_login(cast.official)

    def add(number: int, kind: str) -> None:
        step = make_step(cast, project_of(cycle, number), kind)
        move_milestone(step, by=cast.official, planned_on=today() + timedelta(days=30), reason="Snow.")
        facts = {"shows": Shows.BEFORE, "alt": "Yard"}
        add_milestone_photo(step, by=cast.official, upload=upload(photo_with_gps()), **facts)
        add_milestone_document(step, by=cast.official, upload=upload(PDF, "act.pdf"))

    def cost() -> int:
        page_of(client, name, thing)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, name, thing)
        return len(queries)

    add(1, Kind.WORKS)
    one = cost()
    add(1, Kind.DONE)
    add(1, Kind.TENDER)
    for number in (2, 3):
        add(number, Kind.WORKS)
    assert cost() == one


def test_open_pages_fetch_the_part_that_changes(client: Client, project: Proposal) -> None:
    page = page_of(client, "implementation", project.cycle)

    assert f'data-fragment="/en/cycles/{project.cycle_id}/implementation/part/"' in page
