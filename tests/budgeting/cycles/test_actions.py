"""Creating a cycle and clearing its first gate."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from budgeting.counting.rule import GreedyRule, rule_as_data
from budgeting.cycles.actions import create_cycle, sign_proposing_gate
from budgeting.cycles.checklist import proposing_checklist
from budgeting.cycles.models import Cycle, GateSignature
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from portal.accounts.models import Role, RoleKind
from portal.clock import now
from portal.languages.texts import in_languages
from portal.log.models import Entry
from tests.factories import dates_at, in_all, make_cycle
from tests.people import ROLES, Cast

FACTS: dict[str, Any] = {
    **in_languages("title", in_all("Budget")),
    **in_languages("summary", in_all("Summary")),
    **in_languages("eligibility", in_all("Everyone")),
    "envelope_tetri": 1_000_000,
}


def facts(**changed: Any) -> dict[str, Any]:
    return {**FACTS, **dates_at(Stage.PREPARING), **changed}


def test_create_cycle_stores_it_in_preparation_and_on_the_record(cast: Cast) -> None:
    cycle = create_cycle(cast.municipality, by=cast.administrator, **facts())

    stored = Cycle.objects.get()
    assert (stored, stored.stage, stored.municipality) == (cycle, Stage.PREPARING, cast.municipality)
    entry = Entry.objects.get(act="create_cycle")
    assert (entry.by, entry.municipality, entry.facts) == (
        cast.administrator,
        cast.municipality,
        {"cycle": cycle.pk},
    )


@pytest.mark.parametrize("name", ["resident", *(name for name in ROLES if name != "administrator")])
def test_create_cycle_is_the_administrators_alone(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        create_cycle(cast.municipality, by=getattr(cast, name), **facts())

    assert Cycle.objects.count() == 0


def test_create_cycle_refuses_another_municipalitys_administrator(cast: Cast, elsewhere: Cast) -> None:
    with pytest.raises(NotAllowed):
        create_cycle(cast.municipality, by=elsewhere.administrator, **facts())

    assert Cycle.objects.count() == 0


@pytest.mark.parametrize(
    "earlier_than",
    [
        ("proposing_until_at", "proposing_from_at"),
        ("voting_from_at", "proposing_until_at"),
        ("voting_until_at", "voting_from_at"),
        ("objections_until_at", "voting_until_at"),
        ("implementing_until_at", "objections_until_at"),
    ],
)
def test_create_cycle_refuses_dates_out_of_order_in_one_sentence(cast: Cast, earlier_than: tuple[str, str]) -> None:
    dates = dates_at(Stage.PREPARING)
    late, early = earlier_than
    dates[late] = dates[early] - timedelta(minutes=1)

    with pytest.raises(NotPossible) as refusal:
        create_cycle(cast.municipality, by=cast.administrator, **{**FACTS, **dates})

    assert str(refusal.value) == "The dates of the stages must follow one another."
    assert (Cycle.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("days", [0, 11])
def test_create_cycle_refuses_backing_outside_the_review(cast: Cast, days: int) -> None:
    dates = dates_at(Stage.PREPARING)
    dates["supporting_until_at"] = dates["proposing_until_at"] + timedelta(days=days)

    with pytest.raises(NotPossible) as refusal:
        create_cycle(cast.municipality, by=cast.administrator, **{**FACTS, **dates})

    assert str(refusal.value) == "Backing ends between the proposals and the vote."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"envelope_tetri": 0}, "The envelope must hold some money."),
        ({"min_age": 15}, "The age is 14, 16 or 18."),
        ({"ballot_kind": "ranking"}, "Value 'ranking' is not a valid choice."),
        ({"rule": {"method": "lottery"}}, "This is not a rule for counting."),
        ({"rule": {**rule_as_data(GreedyRule()), "threshold": -1}}, "This is not a rule for counting."),
        ({"min_projects": 4, "max_projects": 3}, "The most projects cannot be fewer than the fewest."),
        ({"title_ka": "", "title_hy": "", "title_az": "", "title_en": ""}, "This field cannot be blank."),
    ],
)
def test_create_cycle_refuses_contradicting_facts(cast: Cast, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        create_cycle(cast.municipality, by=cast.administrator, **facts(**changed))

    assert str(refusal.value) == sentence
    assert Cycle.objects.count() == 0


@pytest.mark.parametrize(
    "changed", [{"envelope_tetri": -1}, {"envelope_tetri": 10**20}, {"min_projects": 0}, {"title_ka": "ა" * 151}]
)
def test_create_cycle_refuses_numbers_and_texts_out_of_bounds(cast: Cast, changed: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        create_cycle(cast.municipality, by=cast.administrator, **facts(**changed))

    assert Cycle.objects.count() == 0


def test_sign_proposing_gate_opens_the_call_with_one_signature(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    is_cleared = sign_proposing_gate(cycle, by=cast.official)

    assert is_cleared
    assert Cycle.objects.get().proposing_cleared_at is not None
    assert [(signature.by, signature.gate) for signature in cycle.signatures.all()] == [(cast.official, "proposing")]
    entry = Entry.objects.get(act="sign_gate")
    assert entry.by == cast.official
    assert entry.facts == {"cycle": cycle.pk, "gate": "proposing", "digest": cycle.signatures.get().digest}


@pytest.mark.parametrize("name", ["resident", *(name for name in ROLES if "official" not in name)])
def test_sign_proposing_gate_is_an_officials_alone(cast: Cast, name: str) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    with pytest.raises(NotAllowed):
        sign_proposing_gate(cycle, by=getattr(cast, name))

    assert Cycle.objects.get().proposing_cleared_at is None


def test_sign_proposing_gate_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    with pytest.raises(NotAllowed):
        sign_proposing_gate(cycle, by=elsewhere.official)

    assert GateSignature.objects.count() == 0


@pytest.mark.parametrize("name", ["official", "other_official"])
def test_an_opened_call_cannot_be_opened_again(cast: Cast, name: str) -> None:
    cycle = make_cycle(cast)
    cleared_at = cycle.proposing_cleared_at

    with pytest.raises(NotPossible):
        sign_proposing_gate(Cycle.objects.get(), by=getattr(cast, name))

    assert Cycle.objects.get().proposing_cleared_at == cleared_at
    assert GateSignature.objects.count() == 1


def test_proposing_checklist_of_a_prepared_cycle_is_green(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    lines = proposing_checklist(cycle)

    assert [(line.is_met, line.missing) for line in lines] == [(True, ())] * 4


def _without_text(cycle: Cycle) -> None:
    cycle.summary_hy = cycle.eligibility_az = ""


def _without_rule(cycle: Cycle) -> None:
    cycle.rule_document = ""


def _without_reviewer(cycle: Cycle) -> None:
    Role.objects.filter(kind=RoleKind.REVIEWER).delete()


def _without_moderator(cycle: Cycle) -> None:
    Role.objects.filter(kind=RoleKind.MODERATOR).delete()


RED = [
    (_without_text, "Title, summary and eligibility are written in three languages", ("hy", "az")),
    (_without_rule, "The adopted rule is attached", ()),
    (_without_reviewer, "A reviewer is named", ()),
    (_without_moderator, "A moderator is named", ()),
]


@pytest.mark.parametrize(("spoil", "text", "missing"), RED)
def test_proposing_checklist_names_each_missing_piece_and_holds_the_gate(
    cast: Cast, spoil: Any, text: str, missing: tuple[str, ...]
) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)
    spoil(cycle)

    red = [(str(line.text), line.missing) for line in proposing_checklist(cycle) if not line.is_met]
    with pytest.raises(NotPossible) as refusal:
        sign_proposing_gate(cycle, by=cast.official)

    assert red == [(text, missing)]
    assert str(refusal.value) == "The checklist is not complete yet."
    assert GateSignature.objects.count() == 0


def test_proposing_checklist_counts_no_reviewer_of_another_municipality(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)
    Role.objects.filter(kind=RoleKind.REVIEWER, municipality=cast.municipality).delete()

    red = [str(line.text) for line in proposing_checklist(cycle) if not line.is_met]

    assert red == ["A reviewer is named"]


def test_the_english_text_of_a_cycle_may_be_missing(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING, title_en="", rule_document=ContentFile(b"rule", name="rule.pdf"))

    assert sign_proposing_gate(cycle, by=cast.official)


def test_create_cycle_gives_every_cycle_its_own_key_name(cast: Cast) -> None:
    first = create_cycle(cast.municipality, by=cast.administrator, **facts())
    second = create_cycle(cast.municipality, by=cast.administrator, **facts())

    assert first.key_name != second.key_name
    assert first.proposing_from_at < now() + timedelta(days=30)
