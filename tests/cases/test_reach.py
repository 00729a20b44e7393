"""Who comes how far, and by which request: cases 26, 27, 28 and 38 of the forty, T29 of the thirty."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.serializers import serialize
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from budgeting import urls
from budgeting.booths.actions import print_sheets
from budgeting.booths.models import SheetBatch
from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from budgeting.results.actions import ask_count, count_cycle, run_count
from budgeting.results.models import Count
from budgeting.staff.actions import take_role
from budgeting.voting.models import Roll, StepCount
from budgeting.voting.withdrawing.actions import move_withdrawal
from portal.accounts.models import Role, User
from tests.access import test_table as table
from tests.access.world import COLUMNS, World
from tests.budgeting.booths.paper import make_booth
from tests.budgeting.results.closed import make_closed
from tests.cases.open_world import OF_THE_VOTE, browser_of, paths, what_a_form_would_say
from tests.cases.open_world import open_world as open_world  # a fixture
from tests.factories import make_vote
from tests.people import Cast

PEOPLE = ("anonymous", "author", "official", "everything")
DOWNLOADS = ("desk_booth_sheets", "desk_booth_roll_pdf")


def test_case_27_every_address_of_the_vote_stands_in_the_table_for_every_role() -> None:
    """The table itself is walked in tests/access."""
    answers = {(row[0], row[2]): row[3:] for row in table.ROWS}

    wanted = [(name, method) for name in OF_THE_VOTE for method in ("GET", "POST")]
    assert [one for one in wanted if len(answers.get(one, ())) != len(COLUMNS)] == []
    assert {name for name in table.names() if name.startswith(("vote", "desk_booth", "desk_vote", "results"))} <= {
        *OF_THE_VOTE
    }


def test_case_27_a_new_address_without_a_row_fails() -> None:
    def new(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    urls.urlpatterns.append(path("vote/new/", new, name="brand_new"))
    try:
        with pytest.raises(AssertionError, match="brand_new"):
            table.test_every_address_has_a_row_for_both_methods()
    finally:
        urls.urlpatterns.pop()


def stored() -> dict[str, list[str]]:
    """Every row of every table; without sessions and visits, and without what is only counted."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in (Session, StepCount, User)]
    return {model._meta.label: sorted(serialize("jsonl", model._base_manager.all()).splitlines()) for model in models}


@pytest.mark.parametrize("who", PEOPLE)
def test_case_38_whoever_opens_a_link_confirms_nothing(open_world: World, who: str) -> None:
    """A mail scanner or the preview of a chat opens every address, with all that its form would say."""
    client, facts = browser_of(open_world, who), what_a_form_would_say(open_world)
    before = stored()

    answers = [
        getattr(client, method)(address, facts)
        for address in paths(open_world)
        for method in ("get", "head", "options")
    ]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert stored() == before
    assert client.cookies["ballot"].value


@pytest.mark.parametrize("who", PEOPLE)
def test_case_27_38_no_other_method_changes_anything(open_world: World, who: str) -> None:
    client, facts = browser_of(open_world, who), what_a_form_would_say(open_world)
    before = stored()

    for address in paths(open_world):
        for method in ("put", "patch", "delete"):
            answer = getattr(client, method)(address, facts, content_type="application/json")
            assert answer.status_code < 500, (method, address)

    assert stored() == before


def test_case_38_the_same_sent_by_a_form_is_done(open_world: World) -> None:
    """Else the tests above would prove nothing."""
    client, facts = browser_of(open_world, "anonymous"), what_a_form_would_say(open_world)

    client.post(reverse("vote_identify", args=[open_world.things["cycle"]]), facts)

    assert Roll.objects.filter(cycle=open_world.things["cycle"]).count() == 1


def test_case_38_a_form_without_its_token_is_refused(open_world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    names = ("vote", "vote_identify", "vote_remind", "receipt_check", "vote_finish")

    sent = [client.post(reverse(name, args=[open_world.things["cycle"]]), {"choice": "1"}) for name in names]

    assert [answer.status_code for answer in sent] == [403] * len(names)


def files() -> set[Path]:
    return {
        file for root in (settings.MEDIA_ROOT, settings.VAR_DIR) for file in Path(root).rglob("*") if file.is_file()
    }


@pytest.mark.parametrize("name", DOWNLOADS)
def test_case_28_a_download_asks_each_time_who_comes(cast: Cast, elsewhere: Cast, name: str) -> None:
    """No link carries a right: signed out, another person, another place, a role that was taken."""
    booth = make_booth(cast, make_vote(cast), sheets=0)
    batch = print_sheets(booth, by=cast.booth_officer, count=1)
    address = reverse(name, args=[booth.pk, batch.pk] if name == "desk_booth_sheets" else [booth.pk])
    officer = signed_in(cast.booth_officer)
    before = files()

    assert officer.get(address)["Content-Type"] == "application/pdf"
    for person, status in ((None, 302), (cast.resident, 403), (cast.moderator, 403), (elsewhere.booth_officer, 404)):
        assert signed_in(person).get(address).status_code == status
    take_role(Role.objects.get(user=cast.booth_officer), by=cast.administrator)
    assert officer.get(address).status_code == 403
    officer.logout()
    assert officer.get(address).status_code == 302
    assert files() == before  # it is drawn for each answer: no file is left to be found


def test_case_28_cards_are_downloaded_once(cast: Cast) -> None:
    """The codes stand in the answer to the press alone; another press makes others."""
    cycle = make_vote(cast)
    officer, address = signed_in(cast.booth_officer), reverse("desk_cards", args=[cycle.pk])
    order = {"act": "issue", "issue-count": "1", "issue-place": "Sadakhlo"}
    before = files()

    first, second = officer.post(address, order), officer.post(address, order)

    assert (first["Content-Type"], "no-store" in first["Cache-Control"]) == ("application/pdf", True)
    assert first.content != second.content
    assert officer.get(address)["Content-Type"].startswith("text/html")
    assert files() == before


def test_case_28_ids_of_serials_and_archives_never_collide(cast: Cast) -> None:
    cycle = make_vote(cast)
    booths = [make_booth(cast, cycle, name, sheets=5) for name in ("A", "B")]
    print_sheets(booths[0], by=cast.booth_officer, count=5)
    counted = make_counted(cast)
    archives = set(Count.objects.values_list("archive", flat=True))

    count_cycle(counted, by=cast.official, seconded_by=cast.other_official, reason="To compare.")

    serials = [serial for one in SheetBatch.objects.all() for serial in range(one.first_serial, one.last_serial + 1)]
    assert len(set(serials)) == len(serials) == 15
    assert len(archives | set(Count.objects.values_list("archive", flat=True))) == 2


def make_counted(cast: Cast) -> Cycle:
    cycle = make_closed(cast)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    return cycle


def signed_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def test_case_26_t29_ids_of_another_place_are_not_found_beside_own_ones(cast: Cast, elsewhere: Cast) -> None:
    """An officer at home puts another municipality's batch, motion and count into own addresses and forms."""
    foreign, own = make_vote(cast), make_vote(elsewhere)
    batch = print_sheets(make_booth(cast, foreign, sheets=0), by=cast.booth_officer, count=1)
    motion = move_withdrawal(foreign, by=cast.official, number=3, reason="The ground slides.")
    booth = make_booth(elsewhere, own, sheets=0)
    official = signed_in(elsewhere.official)

    sheets = official.get(reverse("desk_booth_sheets", args=[booth.pk, batch.pk]))
    seconded = official.post(reverse("desk_vote", args=[own.pk]), {"act": "second", "motion": motion.pk})

    assert (sheets.status_code, seconded.status_code) == (404, 404)
    assert Motion.objects.get().seconded_by is None


def test_case_26_t29_counts_of_another_place_are_not_found_beside_own_ones(cast: Cast, elsewhere: Cast) -> None:
    foreign, own = ask_count(make_closed(cast), by=cast.official), make_counted(elsewhere)
    run_count(foreign)
    official = signed_in(elsewhere.official)

    shown = official.get(reverse("results", args=[own.pk]), {"count": foreign.pk})
    official.post(reverse("desk_vote", args=[own.pk]), {"act": "publish", "count": foreign.pk})

    foreign.refresh_from_db()
    assert (shown.status_code, foreign.published_at, Motion.objects.filter(cycle=foreign.cycle).count()) == (
        404,
        None,
        1,
    )


def test_case_26_what_is_not_found_is_noted(cast: Cast, elsewhere: Cast, caplog: pytest.LogCaptureFixture) -> None:
    address = reverse("desk_booths", args=[make_vote(cast).pk])

    assert signed_in(elsewhere.official).get(address).status_code == 404

    assert f"Not Found: {address}" in caplog.text
