"""Pages, filters, languages and refusals: the same for every list."""

from datetime import timedelta

import pytest
from django.test import Client

from budgeting.api.throttling import ByAddress
from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from portal.clock import pinned
from tests.budgeting.api.asking import answer, rows, status
from tests.factories import make_cycle, make_published, make_settlement
from tests.people import Cast

LISTS = (
    *("municipalities", "settlements", "cycles", "proposals", "results", "offices", "asks", "log/roots"),
    *("campaigns", "pages"),
)
HUGE = "9" * 30
HOSTILE = {
    "page": ["0", "-1", "x", "", "1.5", HUGE, "\0", "1000000000000"],
    "page_size": ["0", "101", "-1", "x", HUGE, "\0"],
    "lang": ["xx", "", "\0", "ka'--"],
    "cycle": ["x", "-1", HUGE, "\0", "1 OR 1=1"],
    "settlement": ["x", HUGE, "\0"],
    "state": ["draft", "submitted", "returned", "\0", "x"],
    "written_in": ["xx", "\0"],
    "theme": ["a b", "\0", "x" * 60, "'"],
    "municipality": ["a b", "\0", "ა", "x" * 60],
    "q": ["\0", "x" * 101],
    "author": ["1"],
    "state__in": ["draft"],
    "cycle__municipality__slug": ["marneuli"],
    "format": ["api"],
    "\0": ["\0"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in HOSTILE.items() for value in values])
def test_what_cannot_be_asked_is_refused_in_json_with_a_sentence(db: None, name: str, value: str) -> None:
    response = Client().get("/api/v1/proposals/", {name: value})

    assert (response.status_code, response["Content-Type"]) == (400, "application/json")
    assert (response.json()["error"], list(response.json()["fields"])) == ("bad_query", [name])
    assert response.json()["fields"][name][0].endswith(".")


@pytest.mark.parametrize("name", LISTS)
def test_no_list_ignores_a_question_it_does_not_know(db: None, name: str) -> None:
    assert status(f"{name}/", password="x") == 400


@pytest.mark.parametrize(
    "path", ["proposals/0/", f"proposals/{'9' * 18}/", f"proposals/{HUGE}/", "proposals/x/", "none/"]
)
def test_what_is_not_there_is_not_found_in_json(db: None, path: str) -> None:
    response = Client().get(f"/api/v1/{path}")

    assert (response.status_code, response.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("name", ["cycle", "settlement", "office"])
def test_the_largest_number_is_looked_up_by_every_database(db: None, name: str) -> None:
    assert answer("asks/" if name == "office" else "proposals/", **{name: "9" * 18})["count"] == 0


@pytest.mark.parametrize("name", LISTS)
def test_a_page_too_far_is_not_found(db: None, name: str) -> None:
    assert status(f"{name}/", page=1_000_000) == 404


def test_a_question_asked_twice_is_refused(db: None) -> None:
    assert Client().get("/api/v1/proposals/?page=1&page=2").status_code == 400


def test_the_sentence_is_in_the_language_that_is_asked_for(db: None) -> None:
    sentences = {Client().get("/api/v1/nothing/", {"lang": code}).json()["sentence"] for code in ("ka", "en")}

    assert "There is nothing open at this address." in sentences


def test_pages_hold_every_row_once_even_where_times_are_the_same(cast: Cast) -> None:
    cycle = make_cycle(cast)
    made = {make_published(cast, cycle).pk for _each in range(5)}
    Proposal.objects.update(published_at=cycle.proposing_from_at + timedelta(hours=3))

    pages = [rows("proposals/", page=number, page_size=2) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [row["id"] for page in pages for row in page] == sorted(made, reverse=True)


def test_the_next_page_keeps_what_was_asked(cast: Cast) -> None:
    cycle = make_cycle(cast)
    made = [make_published(cast, cycle).pk for _each in range(2)]
    first = answer("proposals/", cycle=cycle.pk, page_size=1, lang="hy")

    second = Client().get(first["next"]).json()

    assert (first["count"], first["previous"]) == (2, None)
    assert ([row["id"] for row in second["results"]], second["next"]) == ([made[0]], None)
    assert "/hy/" in second["results"][0]["page"]


def test_proposals_are_narrowed_by_each_filter(cast: Cast, elsewhere: Cast) -> None:
    cycle, other = make_cycle(cast), make_cycle(elsewhere)
    village = make_settlement(cast.municipality)
    one = make_published(cast, cycle, settlement=village, title="Bulaq", written_in="az")
    make_published(elsewhere, other, title="Ծառեր", written_in="hy")

    narrowed = {
        name: [row["id"] for row in rows("proposals/", **{name: value})]
        for name, value in {
            "cycle": cycle.pk,
            "municipality": "marneuli",
            "settlement": village.pk,
            "written_in": "az",
            "q": "bulaq",
        }.items()
    }

    assert narrowed == {name: [one.pk] for name in narrowed}
    assert [len(rows("proposals/", **{name: "water"})) for name in ("theme",)] == [2]
    assert len(rows("proposals/", state="published")) == 2
    assert rows("proposals/", state="merged") == []


def test_every_language_of_a_text_is_there_with_how_far_it_can_be_trusted(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Bulaq", written_in="az")
    Proposal.objects.filter(pk=proposal.pk).update(title_hy="Աղբյուր", translations={"hy": "machine"})

    title = answer(f"proposals/{proposal.pk}/", lang="hy")["title"]

    assert title == {
        **{"ka": None, "hy": "Աղբյուր", "az": "Bulaq", "en": None, "written_in": "az"},
        "states": {"ka": "missing", "hy": "machine", "az": "original", "en": "missing"},
        **{"shown": "Աղբյուր", "shown_in": "hy"},
    }


def test_the_stage_is_that_of_the_moment(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PROPOSING)

    with pinned(cycle.proposing_until_at + timedelta(days=1)):
        later = answer(f"cycles/{cycle.pk}/")

    assert (answer(f"cycles/{cycle.pk}/")["stage"], later["stage"]) == ("proposing", "reviewing")
    assert [step["stage"] for step in later["stages"] if step["is_current"]] == ["reviewing"]


def test_a_reader_sends_and_gets_no_cookie(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.official)
    response = client.get("/api/v1/proposals/")

    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert "Cookie" not in response.get("Vary", "")


def test_any_page_may_read_it_and_keep_it_for_a_minute(db: None) -> None:
    first = Client().get("/api/v1/cycles/")
    again = Client().get("/api/v1/cycles/", headers={"If-None-Match": first["ETag"]})

    assert (first["Access-Control-Allow-Origin"], again.status_code) == ("*", 304)
    assert {"public", "max-age=60"} <= set(first["Cache-Control"].split(", "))


def test_a_browser_may_ask_before_it_sends_a_condition(db: None) -> None:
    response = Client().options("/api/v1/cycles/", headers={"Origin": "https://paper.example"})

    assert (response.status_code, response["Access-Control-Allow-Headers"]) == (204, "If-None-Match")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense"])
def test_whatever_a_browser_would_rather_have_it_gets_json(db: None, accept: str) -> None:
    assert Client().get("/api/v1/cycles/", headers={"Accept": accept})["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(db: None, method: str) -> None:
    client = Client(enforce_csrf_checks=True)

    assert {getattr(client, method)(f"/api/v1/{name}/").status_code for name in LISTS} == {405}


def test_who_asks_too_much_is_told_when_to_come_back(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByAddress, "rate", "3/min", raising=False)
    client = Client()
    answered = [client.get("/api/v1/cycles/").status_code for _each in range(3)]

    refused = client.get("/api/v1/cycles/", {"lang": "en"})
    neighbour = client.get("/api/v1/cycles/", REMOTE_ADDR="192.0.2.99")

    assert (answered, refused.status_code, neighbour.status_code) == ([200] * 3, 429, 200)
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["error"] == "too_many_requests"
    assert refused.json()["sentence"] == ("Too many questions came from this address. Wait a little and ask again.")


def test_what_is_not_found_is_counted_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByAddress, "rate", "2/min", raising=False)
    client = Client()

    assert [client.get("/api/v1/nothing/").status_code for _each in range(3)] == [404, 404, 429]
