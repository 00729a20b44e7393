"""The public page, the observers' page and the desk's page of a vote that is watched."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.models import Area, Cycle
from budgeting.cycles.stages import Stage
from budgeting.voting.models import Step, StepCount
from budgeting.voting.queries import Came, funnel
from budgeting.watching.actions import move_verdict
from budgeting.watching.models import Flag, Suspicion, Verdict
from budgeting.watching.queries import public_flags
from portal.languages.texts import in_languages
from tests.factories import in_all, make_cycle, make_vote
from tests.people import Cast


def flagged(cycle: Cycle, **facts: object) -> Flag:
    return Flag.objects.create(
        cycle=cycle, **{"suspicion": Suspicion.BLOCK, "mark": "a", "window": 7, "ballots": 30, **facts}
    )


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_pages_stand_in_every_language(cast: Cast, language: str) -> None:
    cycle = make_vote(cast)
    flagged(cycle)
    paths = [
        reverse(name, args=[cycle.pk]).replace("/en/", f"/{language}/", 1)
        for name in ("watch", "observe", "desk_flags")
    ]

    answers = [signed_in(cast.official).get(path).status_code for path in paths]

    assert (answers, Client().get(paths[0]).status_code) == ([200] * 3, 200)


def test_public_page_sets_no_cookie_and_may_be_cached(cast: Cast) -> None:
    answer = Client().get(reverse("watch", args=[make_vote(cast).pk]))
    assert (answer.cookies.output(), "no-store" in answer.get("Cache-Control", "")) == ("", False)


def test_public_page_of_a_cycle_that_is_not_public_is_not_found(cast: Cast) -> None:
    assert Client().get(reverse("watch", args=[make_cycle(cast, Stage.PREPARING).pk])).status_code == 404


def test_queries_do_not_grow_with_groups_and_areas(cast: Cast) -> None:
    cycle = make_vote(cast)
    official = signed_in(cast.official)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert official.get(reverse(name, args=[cycle.pk])).status_code == 200
        return len(seen)

    def more(mark: str) -> None:
        flag = flagged(cycle, mark=mark)
        move_verdict(flag, by=cast.official, verdict=Verdict.KEEP, reason="Why")
        Area.objects.create(cycle=cycle, envelope_tetri=100, **in_languages("name", in_all(mark)))

    more("a")
    names = ("watch", "observe", "desk_flags", "cycle")
    few = [queries(name) for name in names]
    for mark in ("b", "c"):
        more(mark)

    assert [queries(name) for name in names] == few


def test_public_flags_tell_neither_when_nor_where_nor_few(cast: Cast) -> None:
    cycle = make_vote(cast)
    flagged(cycle, suspicion=Suspicion.BOOTH, booth=cycle.booths.create(name="School 7"), mark="1", ballots=61)
    flagged(cycle, ballots=9)

    assert [(flag.ballots, flag.verdict) for flag in public_flags(cycle)] == [(None, ""), (61, "")]
    assert "School 7" not in Client().get(reverse("watch", args=[cycle.pk])).content.decode()


def test_reason_is_shown_once_it_is_decided_and_is_inert(cast: Cast) -> None:
    cycle = make_vote(cast)
    flag = flagged(cycle)
    desk, watch = reverse("desk_flags", args=[cycle.pk]), reverse("watch", args=[cycle.pk])
    decision = {"act": "move", "flag": flag.pk, f"{flag.pk}-verdict": "keep", f"{flag.pk}-reason": "<b>A school</b>"}
    signed_in(cast.official).post(desk, decision)
    before = Client().get(watch).content.decode()
    signed_in(cast.other_official).post(desk, {"act": "second", "motion": cycle.motions.get().pk})
    after = Client().get(watch).content.decode()

    assert ("A school" in before, "&lt;b&gt;A school&lt;/b&gt;" in after) == (False, True)


def test_refused_decision_stays_in_its_form(cast: Cast) -> None:
    cycle = make_vote(cast)
    flag = flagged(cycle)
    path = reverse("desk_flags", args=[cycle.pk])
    page = signed_in(cast.official).post(path, {"act": "move", "flag": flag.pk, f"{flag.pk}-reason": "A school"})

    assert (page.status_code, "A school" in page.content.decode(), cycle.motions.exists()) == (422, True, False)


def test_long_reason_is_refused(cast: Cast) -> None:
    cycle = make_vote(cast)
    flag = flagged(cycle)
    decision = {"act": "move", "flag": flag.pk, f"{flag.pk}-verdict": "keep", f"{flag.pk}-reason": "ა" * 501}
    assert signed_in(cast.official).post(reverse("desk_flags", args=[cycle.pk]), decision).status_code == 422


def test_second_official_may_drop_what_was_moved(cast: Cast) -> None:
    cycle = make_vote(cast)
    motion = move_verdict(flagged(cycle), by=cast.official, verdict=Verdict.SET_ASIDE, reason="Why")
    signed_in(cast.other_official).post(reverse("desk_flags", args=[cycle.pk]), {"act": "drop", "motion": motion.pk})

    assert (cycle.motions.waiting().exists(), Flag.objects.get().verdict) == (False, "")


@pytest.mark.parametrize(
    "posted",
    [{}, {"act": "steal"}, {"act": "second"}, {"act": "move", "flag": "x"}, {"act": "second", "motion": "9" * 40}],
)
def test_nonsense_is_answered(cast: Cast, posted: dict[str, str]) -> None:
    path = reverse("desk_flags", args=[make_vote(cast).pk])
    assert signed_in(cast.official).post(path, posted).status_code in (302, 404)


def test_paper_group_offers_only_to_keep(cast: Cast) -> None:
    cycle = make_vote(cast)
    flagged(cycle, suspicion=Suspicion.BOOTH, booth=cycle.booths.create(name="School"), mark="1")
    page = signed_in(cast.official).get(reverse("desk_flags", args=[cycle.pk])).content.decode()

    assert ('value="keep"' in page, 'value="set_aside"' in page) == (True, False)


def count_steps(cycle: Cycle, step: Step, **languages: int) -> None:
    for language, total in languages.items():
        StepCount.objects.create(cycle=cycle, step=step, language=language, shard=0, total=total - 1)
        StepCount.objects.create(cycle=cycle, step=step, language=language, shard=1, total=1)


def test_funnel_counts_by_language_with_percent_and_hides_small_numbers(cast: Cast) -> None:
    cycle = make_cycle(cast)
    count_steps(cycle, Step.STARTED, ka=200, hy=100, az=50, en=20)
    count_steps(cycle, Step.CHECKED, ka=150, hy=80, az=30, en=5)
    count_steps(cycle, Step.LATE, ka=9)
    count_steps(cycle, Step.GRACED, ka=6, az=4)

    told = funnel(cycle)

    by_language = {code: came for code, _name, came in told.lines}
    assert by_language["ka"][:2] == (Came(200, 100), Came(150, 75))
    assert by_language["en"][:2] == (Came(20, 100), Came(None, None))
    assert by_language["az"][1] == Came(None, None)  # else 5 = 265 - 150 - 80 - 30
    assert told.everybody[:2] == (Came(370, 100), Came(265, 72))
    assert (told.everybody[3], told.late, told.graced) == (Came(None, None), None, 10)


def test_observer_sees_numbers_and_no_name(cast: Cast) -> None:
    cycle = make_vote(cast)
    count_steps(cycle, Step.STARTED, ka=200)
    page = signed_in(cast.observer).get(reverse("observe", args=[cycle.pk]))

    assert (page.status_code, "200" in page.content.decode()) == (200, True)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not any(person.display_name in page.content.decode() for person in (cast.official, cast.booth_officer))
