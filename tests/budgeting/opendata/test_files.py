"""The data files: what is in them, who finds them, what they cost."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.moderation.actions import reject_proposal
from budgeting.opendata.tables import TABLES
from budgeting.results.actions import ask_count, count_cycle, run_count
from budgeting.results.models import Count
from tests.budgeting.opendata.reading import body, data, get, rows
from tests.budgeting.responses.asks import make_ask
from tests.budgeting.results.closed import make_closed
from tests.budgeting.results.test_imports import ASSEN, run_import
from tests.factories import make_cycle, make_draft, make_published, make_settlement, make_submitted, make_vote
from tests.people import Cast

OF_A_CYCLE = ("data_proposals", "data_proposals_map", "data_turnout", "data_stages", "data_cycle_calendar")
OF_A_RESULT = ("data_results", "data_results_json", "data_election", "data_all")
OF_A_PLACE = ("data_responses", "data_municipality_calendar", "data_feed")
TEN = [[1, 2]] * 9 + [[3]]


def publish_count(cast: Cast, cycle: Cycle) -> Count:
    return count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)


def answers(cycle_pk: int) -> dict[str, tuple[int, bytes]]:
    found = {name: Client().get(reverse(name, args=[cycle_pk])) for name in (*OF_A_CYCLE, *OF_A_RESULT)}
    return {name: (answer.status_code, body(answer)) for name, answer in found.items()}


def test_a_cycle_nobody_may_see_yet_is_as_unknown_as_none(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    assert answers(cycle.pk) == answers(987_654)
    assert {status for status, _body in answers(cycle.pk).values()} == {404}
    assert rows(reverse("data_cycles")) == []


@pytest.mark.parametrize("stage", [Stage.PROPOSING, Stage.SUPPORTING, Stage.REVIEWING])
def test_before_the_vote_there_is_no_result(cast: Cast, stage: Stage) -> None:
    cycle = make_cycle(cast, stage)

    found = answers(cycle.pk)
    assert {name: found[name] for name in OF_A_RESULT} == {name: answers(987_654)[name] for name in OF_A_RESULT}
    assert [found[name][0] for name in OF_A_CYCLE] == [200] * len(OF_A_CYCLE)
    assert found["data_turnout"][1] == b"\xef\xbb\xbftable,line,voters\r\n"


def test_while_the_vote_is_open_there_is_no_result(cast: Cast) -> None:
    cycle = make_vote(cast)

    assert [answers(cycle.pk)[name] for name in OF_A_RESULT] == [answers(987_654)[name] for name in OF_A_RESULT]


def test_a_count_is_unknown_until_it_is_published(cast: Cast) -> None:
    cycle = make_closed(cast, TEN)
    nothing = [answers(987_654)[name] for name in OF_A_RESULT]
    assert [answers(cycle.pk)[name] for name in OF_A_RESULT] == nothing
    run_count(ask_count(cycle, by=cast.official))

    assert [answers(cycle.pk)[name] for name in OF_A_RESULT] == nothing


def test_only_what_the_public_may_read_is_among_the_proposals(cast: Cast) -> None:
    cycle, village = make_cycle(cast), make_settlement(cast.municipality)
    make_draft(cast, cycle)
    make_submitted(cast, cycle)
    hidden = make_published(cast, cycle, settlement=village)
    shown = make_published(cast, cycle, settlement=village)
    assert len(rows(reverse("data_proposals", args=[cycle.pk]))) == 2
    reject_proposal(hidden, by=cast.moderator, code="hate", reason="Rude.")

    assert [row["id"] for row in rows(reverse("data_proposals", args=[cycle.pk]))] == [str(shown.pk)]
    assert [one["id"] for one in data(reverse("data_proposals_map", args=[cycle.pk]))["features"]] == [shown.pk]
    assert f"proposals/{hidden.pk}<" not in get(reverse("data_feed", args=["marneuli"])).decode()


def test_a_title_is_in_the_language_asked_for_and_says_which_it_is(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle, title="Lampalar", written_in="az")

    for language, state in (("az", "original"), ("hy", "missing")):
        [row] = rows(reverse("data_proposals", args=[cycle.pk]), language)
        assert (row["title"], row["title_language"], row["translation"]) == ("Lampalar", "az", state)
        assert f"/{language}/proposals/" in row["address"]
    assert [rows(reverse("data_cycles"), one)[0]["title"] for one in ("ka", "hy")] == [
        "Budget 2026 ka",
        "Budget 2026 hy",
    ]


def test_a_formula_in_a_title_is_text_and_no_line_of_its_own(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle, title='=HYPERLINK("x")\n"a,b')

    [row] = rows(reverse("data_proposals", args=[cycle.pk]))
    assert row["title"].startswith("'=HYPERLINK")
    [feature] = data(reverse("data_proposals_map", args=[cycle.pk]))["features"] or [None]
    assert feature is None  # it has no place


def test_points_are_longitude_first_and_say_whose_they_are(cast: Cast) -> None:
    cycle, village = make_cycle(cast), make_settlement(cast.municipality)
    own = make_published(cast, cycle, lat=41.5, lon=44.8, settlement=village)
    near = make_published(cast, cycle, settlement=village)
    make_published(cast, cycle)

    file = data(reverse("data_proposals_map", args=[cycle.pk]))
    assert (file["type"], file["license"]) == ("FeatureCollection", "https://creativecommons.org/licenses/by/4.0/")
    assert [(one["id"], one["geometry"]["coordinates"], one["properties"]["point"]) for one in file["features"]] == [
        (own.pk, [44.8, 41.5], "own"),
        (near.pk, [44.78, 41.24], "settlement"),
    ]


def test_outlines_wind_against_the_clock_and_close(cast: Cast) -> None:
    [place] = data(reverse("data_municipalities"))["features"]

    assert (place["id"], place["geometry"]["type"]) == ("marneuli", "Polygon")
    outer = place["geometry"]["coordinates"][0]
    assert outer[0] == outer[-1]
    assert sum(x * b - a * y for (x, y), (a, b) in pairwise(outer)) > 0


def test_responses_are_the_rows_of_the_municipality(cast: Cast, elsewhere: Cast) -> None:
    ask = make_ask(cast)
    make_ask(elsewhere)

    [row] = rows(reverse("data_responses", args=["marneuli"]))
    assert (row["id"], row["asked_on"], row["due_on"], row["is_on_time"]) == (
        str(ask.pk),
        "2026-03-02",
        "2026-03-17",
        "",
    )
    assert Client().get(reverse("data_responses", args=["nowhere"])).status_code == 404


def test_a_place_without_a_page_has_no_files(cast: Cast) -> None:
    cast.municipality.is_active = False
    cast.municipality.save()

    assert [Client().get(reverse(name, args=["marneuli"])).status_code for name in OF_A_PLACE] == [404] * 3


def test_the_ballots_are_given_away_from_ten_on(cast: Cast) -> None:
    cycle = make_closed(cast, TEN)
    publish_count(cast, cycle)

    assert get(reverse("data_election", args=[cycle.pk])).startswith(b"META\n")
    few = make_closed(cast, TEN[1:])
    publish_count(cast, few)
    answer = Client().get(reverse("data_election", args=[few.pk]), {"lang": "en"})
    assert (answer.status_code, "one of its lists has fewer than 10 of them" in answer.content.decode()) == (404, True)
    names = zipfile.ZipFile(BytesIO(get(reverse("data_all", args=[few.pk])))).namelist()
    assert [name for name in names if name in ("archive.zip", "recount.py")] == []


def test_the_whole_of_a_cycle_can_be_counted_again_by_its_own_command(
    cast: Cast, pabulib: Path, tmp_path: Path
) -> None:
    run_import(pabulib / ASSEN)
    cycle = Cycle.objects.get()
    with zipfile.ZipFile(BytesIO(get(reverse("data_all", args=[cycle.pk])))) as bundle:
        assert bundle.testzip() is None
        bundle.extractall(tmp_path)

    readme = (tmp_path / "README.txt").read_text()
    [command, *_others] = [line.split() for line in readme.splitlines() if "recount.py" in line]
    run = subprocess.run([sys.executable, *command[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (run.returncode, "The same" in run.stdout) == (0, True), run.stdout + run.stderr
    assert [readme.count(f"== {name} ==") for name in ("ქართული", "Հայերեն", "Azərbaycanca", "English")] == [1] * 4
    assert readme.count("python3 recount.py archive.zip") == 4
    assert {path.name for path in tmp_path.iterdir()} == {
        *("README.txt", "LICENSE.txt", "archive.zip", "recount.py", "proposals.csv", "results.csv", "results.json"),
        *("turnout.csv", "stages.csv", "proposals.geojson", "stages.ics"),
    }
    for name in ("proposals", "results", "turnout", "stages"):
        assert (tmp_path / f"{name}.csv").read_bytes() == get(reverse(f"data_{name}", args=[cycle.pk]))
    assert json.loads((tmp_path / "results.json").read_text()) == data(reverse("data_results_json", args=[cycle.pk]))


def test_the_whole_is_the_same_file_each_time_and_in_the_language_asked_for(cast: Cast) -> None:
    cycle = make_closed(cast, TEN)
    publish_count(cast, cycle)
    path = reverse("data_all", args=[cycle.pk])

    first, again, georgian = get(path), get(path), get(path, "ka")
    assert first == again
    with zipfile.ZipFile(BytesIO(georgian)) as bundle:
        assert bundle.read("results.csv") == get(reverse("data_results", args=[cycle.pk]), "ka")


def test_a_lost_archive_is_no_error(cast: Cast) -> None:
    cycle = make_closed(cast, TEN)
    count = publish_count(cast, cycle)
    count.archive.storage.delete(count.archive.name)

    assert Client().get(reverse("data_election", args=[cycle.pk])).status_code == 404
    with zipfile.ZipFile(BytesIO(get(reverse("data_all", args=[cycle.pk])))) as bundle:
        assert "The archive of this count cannot be read." in bundle.read("README.txt").decode()


def test_a_file_costs_the_same_for_one_row_and_for_three(cast: Cast) -> None:
    cycle, village = make_cycle(cast), make_settlement(cast.municipality)

    def costs() -> dict[str, int]:
        make_published(cast, cycle, settlement=village)
        make_ask(cast)
        paths = [reverse("data_cycles"), *(reverse(name, args=[cycle.pk]) for name in OF_A_CYCLE)]
        return {path: queries(path) for path in [*paths, *(reverse(name, args=["marneuli"]) for name in OF_A_PLACE)]}

    first, _second, third = costs(), costs(), costs()
    assert first == third
    assert max(first.values()) <= 8


def queries(path: str) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        get(path)
    return len(captured)


def test_a_file_only_reads(cast: Cast) -> None:
    cycle = make_cycle(cast)
    sent: list[HttpResponseBase] = [
        Client().post(reverse(name, args=[cycle.pk])) for name in (*OF_A_CYCLE, *OF_A_RESULT)
    ]

    assert {answer.status_code for answer in sent} == {405}


def test_a_table_names_no_column_twice() -> None:
    assert [table.name for table in TABLES if len(set(table.head)) != len(table.columns)] == []
