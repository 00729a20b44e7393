"""What happens in a municipality as a feed, and its stages as a calendar."""

import xml.etree.ElementTree as ET
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from budgeting.closing.actions import close_vote
from budgeting.cycles.stages import Stage
from budgeting.results.actions import ask_count, run_count
from portal.clock import now, pinned
from tests.budgeting.opendata.reading import get
from tests.budgeting.responses.asks import answer, make_ask
from tests.budgeting.results.closed import make_over
from tests.budgeting.results.test_imports import ASSEN, run_import
from tests.factories import make_cycle, make_published
from tests.people import Cast
from tests.portal.test_ics import read

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(language: str = "en") -> dict[str, str]:
    """{id without the site: title} in the order of the feed."""
    feed = ET.fromstring(get(reverse("data_feed", args=["marneuli"]), language))  # noqa: S314 - made here
    found = [(one.findtext(f"{ATOM}id") or "", one.findtext(f"{ATOM}title") or "") for one in feed.iter(f"{ATOM}entry")]
    return {key.split("/", 3)[3]: title for key, title in found}


def test_a_feed_tells_what_is_new_in_the_language_asked_for_under_the_same_ids(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    proposal = make_published(cast, cycle, title="Lampalar", written_in="az")
    make_published(elsewhere, make_cycle(elsewhere))

    assert entries() == {
        f"proposals/{proposal.pk}": "New proposal: Lampalar",
        f"cycles/{cycle.pk}/proposing": "Proposing: Budget 2026 en",
    }
    assert list(entries("hy")) == list(entries())
    assert entries("hy")[f"cycles/{cycle.pk}/proposing"].endswith(": Budget 2026 hy")


def test_a_feed_says_nothing_of_what_is_not_public(cast: Cast) -> None:
    make_cycle(cast, Stage.PREPARING)
    answer(cast, make_ask(cast))  # of an ask nobody may read about

    assert entries() == {}


def test_a_feed_tells_a_result_once_it_is_published(cast: Cast) -> None:
    cycle = make_over(cast)
    close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
    count = run_count(ask_count(cycle, by=cast.official))
    assert [key for key in entries() if key.startswith("counts/")] == []
    count.published_at = now()
    count.save()

    assert entries()[f"counts/{count.pk}"] == "Results: Budget 2026 en"


def test_a_feed_points_to_itself_in_its_language(cast: Cast) -> None:
    feed = ET.fromstring(get(reverse("data_feed", args=["marneuli"]), "az"))  # noqa: S314 - made here

    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "az"
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith("/data/municipalities/marneuli/feed.atom?lang=az")
    assert "/az/" in links["alternate"]


def test_the_stages_keep_their_keys_when_their_dates_move(cast: Cast) -> None:
    cycle = make_cycle(cast)
    path = reverse("data_cycle_calendar", args=[cycle.pk])
    before = read(get(path))
    cycle.voting_until_at += timedelta(days=1)
    cycle.save()
    with pinned(now() + timedelta(minutes=2)):
        after = read(get(f"{path}?x=1"))

    keys = [value for name, value in before if name == "UID"]
    assert keys == [
        f"cycle-{cycle.pk}-{stage}@khma" for stage in ("proposing", "reviewing", "voting", "objections", "implementing")
    ]
    assert [value for name, value in after if name == "UID"] == keys
    assert [pair for pair in before if pair[0] == "DTEND"] != [pair for pair in after if pair[0] == "DTEND"]
    assert {value for name, value in before if name == "DTSTAMP"} == {f"{cycle.proposing_cleared_at:%Y%m%dT%H%M%SZ}"}


def test_a_calendar_of_a_municipality_holds_its_public_cycles(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    make_cycle(cast, Stage.PREPARING)
    make_cycle(elsewhere)

    pairs = read(get(reverse("data_municipality_calendar", args=["marneuli"]), "ka"))
    assert {value for name, value in pairs if name == "SUMMARY;LANGUAGE=ka" and "Budget 2026 ka" not in value} == set()
    assert {value.split("-")[1] for name, value in pairs if name == "UID"} == {str(cycle.pk)}


def test_a_stage_that_took_no_time_is_no_entry(cast: Cast, pabulib) -> None:
    run_import(pabulib / ASSEN)

    pairs = read(get(reverse("data_municipality_calendar", args=["marneuli"])))
    assert [value.rpartition("-")[2] for name, value in pairs if name == "UID"] == ["proposing@khma", "voting@khma"]


def test_a_feed_that_did_not_change_is_not_sent_again(cast: Cast) -> None:
    make_cycle(cast)
    path = reverse("data_feed", args=["marneuli"])
    first = Client().get(path)

    assert Client().get(path, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
