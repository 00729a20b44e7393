"""What may be asked of the simulator: a link keeps it for good, and a bad answer is said at its field."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from budgeting.counting.rule import EqualSharesRule
from budgeting.desk.rule_form import SWITCHES
from budgeting.results import simulation
from budgeting.results.actions import count_cycle
from budgeting.results.models import Count
from tests.budgeting.desk.simulated import SHARES, found_by, make_counted, open_page, winners
from tests.people import Cast


def test_link_names_everything_and_gives_the_same_result_for_good(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    count = Count.objects.get()
    client.force_login(cast.official)

    response = open_page(client, cycle, method="greedy", envelope="1 100", step=9, most_winners=2)
    link = response.context["link"]

    assert link.partition("?")[2] == (
        f"count={count.pk}&min_choices=1&method=greedy&envelope=1100&greedy_utility=cost&unfit=skip&most_winners=2"
    )
    assert f"<code>{link.replace('&', '&amp;')}</code>" in response.content.decode()
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official, reason="A ballot box was found.")
    again = client.get(link)
    assert (again.context["found"], again.context["link"]) == (response.context["found"], link)
    assert (again.context["count"], again.context["is_standing"]) == (count, False)
    assert open_page(client, cycle).context["is_standing"] is True


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "equal-shares", "comparison": "on", "step": "3", "variant": "plain", "completion": "greedy"},
        {"method": "greedy", "unfit": "stop", "greedy_utility": "cardinality"},
        {"min_choices": "2"},
        {"envelope": "700"},
    ],
)
def test_link_asks_for_what_was_asked(client: Client, cast: Cast, asked: dict[str, str]) -> None:
    cycle = make_counted(cast, rule=EqualSharesRule(comparison="preference", step=2))
    client.force_login(cast.official)

    first = open_page(client, cycle, **asked).context
    again = client.get(first["link"]).context

    assert (again["form"].rule, again["link"], again["found"]) == (first["form"].rule, first["link"], first["found"])


BAD = {
    "envelope": ("0", "12,50", "-5", "1000000001", "9" * 30, "x"),
    "min_choices": ("0", "51", "-1", "x", "1.5", "9" * 5000),
    "step": ("0", "1000001", "x"),
    "threshold": ("-1", "9" * 30),
    "most_winners": ("0",),
    "method": ("coin", ""),
    "variant": ("endless",),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_answer_is_said_at_its_field_and_kept(client: Client, cast: Cast, name: str) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)
    method = "equal-shares" if name in SWITCHES["equal-shares"] else "greedy"

    for typed in BAD[name]:
        asked = {"method": method, "envelope": "777", "min_choices": "2", name: typed}
        response = open_page(client, cycle, **asked)

        form, found = response.context["form"], response.context["found"]
        assert (response.status_code, list(form.errors)) == (422, [name]), typed
        assert {other: form[other].value() for other in (name, "envelope", "min_choices")} == {
            other: asked[other] for other in (name, "envelope", "min_choices")
        }
        assert (found.trial, winners(found)) == (None, ([1, 3], []))


def test_huge_and_tiny_numbers_are_counted_at_once(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    client.force_login(cast.official)

    asked = {**SHARES, "envelope": "1 000 000 000"}
    for step in ("1", "1000000"):
        assert winners(found_by(client, cycle, **asked, step=step))[1] == [1, 2, 3]
    for variant in ("add1", "add1-exhaustive", "plain"):
        assert winners(found_by(client, cycle, **{**SHARES, "envelope": "1", "variant": variant}))[1] == []
    assert winners(found_by(client, cycle, method="greedy", threshold=1_000_000, most_winners=1_000_000))[1] == []


def test_a_count_of_too_many_rounds_is_refused(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "MOST_ROUNDS", 50)
    cycle = make_counted(cast)
    client.force_login(cast.official)

    response = open_page(client, cycle, **SHARES, step="1")

    assert (response.status_code, response.context["found"].trial) == (422, None)
    assert response.context["form"].non_field_errors() == [
        "This count would take too long. Let the share grow by more at a time."
    ]
    assert found_by(client, cycle, **SHARES, step="100").trial is not None
    monkeypatch.setattr(simulation, "MOST_ROUNDS", 5_000)
    monkeypatch.setattr(simulation, "MOST_SECONDS", -1)
    assert open_page(client, cycle, **SHARES, step="2").status_code == 422


def test_damaged_archive_is_said(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast)
    count = Count.objects.get()
    count.archive.save("damaged.zip", ContentFile(b"no zip"))
    client.force_login(cast.official)

    for _time in ("damaged", "lost"):
        response = open_page(client, cycle, **SHARES)
        assert response.status_code == 422
        assert response.context["form"].non_field_errors() == ["The archive of this count cannot be read."]
        count.archive.storage.delete(count.archive.name)


def test_published_rule_above_the_largest_typed_envelope_can_be_tried(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast, envelope_tetri=500_000_000_000)
    client.force_login(cast.official)

    assert open_page(client, cycle).context["form"]["envelope"].value() == ""
    response = open_page(client, cycle, method="greedy", envelope="")

    assert response.context["found"].trial.envelope_tetri == 500_000_000_000
    assert client.get(response.context["link"]).context["found"] == response.context["found"]
