"""What a machine may write, and what it may never be given."""

import logging

import pytest
from pytest_django import Settings

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.translating.actions import (
    NoMachine,
    machine_translate,
    save_translation,
    suggest_translation,
)
from budgeting.translating.queries import state_of
from budgeting.translating.sources import CYCLES, PROPOSALS
from budgeting.translating.tasks import queue_machine_translations
from portal.languages import machine
from portal.languages.texts import TranslationState, read_text
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import Cast
from tests.portal.languages.libretranslate import LibreTranslate


def test_machine_translation_is_off_by_default(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))

    for ask in (machine_translate, suggest_translation):
        with pytest.raises(NoMachine) as refusal:
            ask(PROPOSALS, proposal, "hy", by=cast.translator)
        assert str(refusal.value) == "Machine translation is switched off on this site."


def test_machine_translate_writes_what_is_missing_and_says_so(cast: Cast, libre: LibreTranslate) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Su", text="Bir.\n\nİki.")

    machine_translate(PROPOSALS, proposal, "hy", by=cast.translator)

    stored = Proposal.objects.get()
    assert (stored.title_hy, stored.text_hy) == ("[hy] Su", "[hy] Bir.\n\nİki.")
    assert (read_text(stored, "title", "hy").state, stored.translations) == (
        TranslationState.MACHINE,
        {"hy": "machine"},
    )
    assert [asked["q"] for _path, asked in libre.requests] == ["Su", stored.summary_az, "Bir.\n\nİki."]


def test_machine_translate_never_writes_over_what_a_person_has_checked(cast: Cast, libre: LibreTranslate) -> None:
    proposal = make_published(cast, make_cycle(cast))
    texts = {"title": "Ջուր", "summary": "Մաքուր ջուր"}
    save_translation(PROPOSALS, proposal, "hy", by=cast.translator, texts=texts)

    machine_translate(PROPOSALS, proposal, "hy", by=cast.translator)
    with pytest.raises(NotPossible) as refusal:
        machine_translate(PROPOSALS, proposal, "hy", by=cast.translator)

    stored = Proposal.objects.get()
    assert (stored.title_hy, stored.summary_hy) == ("Ջուր", "Մաքուր ջուր")
    assert (stored.text_hy, len(libre.requests)) == (f"[hy] {stored.text_az}", 1)
    assert str(refusal.value) == "There is nothing here for a machine to translate."


def test_machine_translate_leaves_what_a_person_wrote_and_is_outdated(cast: Cast, libre: LibreTranslate) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Su")
    save_translation(PROPOSALS, proposal, "hy", by=cast.translator, texts={"title": "Ջուր", "summary": "Մաքուր"})
    Proposal.objects.update(translations={"hy": "outdated"})
    proposal.refresh_from_db()

    with pytest.raises(NotPossible):
        machine_translate(PROPOSALS, proposal, "hy", by=cast.translator)

    stored = Proposal.objects.get()
    assert (stored.title_hy, stored.translations, libre.requests) == ("Ջուր", {"hy": "outdated"}, [])


def test_machine_is_given_nothing_that_is_not_public(cast: Cast, libre: LibreTranslate) -> None:
    submitted, preparing = make_submitted(cast, make_cycle(cast)), make_cycle(cast, Stage.PREPARING, title_hy="")

    for source, thing in ((PROPOSALS, submitted), (CYCLES, preparing)):
        for ask in (machine_translate, suggest_translation):
            with pytest.raises(NotPossible) as refusal:
                ask(source, thing, "hy", by=cast.translator)
            assert str(refusal.value) == "Only what is public already is handed to a machine."

    assert libre.requests == []


@pytest.mark.parametrize("name", ["resident", "moderator", "observer"])
def test_machine_is_asked_by_translators_alone(cast: Cast, libre: LibreTranslate, name: str) -> None:
    proposal = make_published(cast, make_cycle(cast))

    for ask in (machine_translate, suggest_translation):
        with pytest.raises(NotAllowed):
            ask(PROPOSALS, proposal, "hy", by=getattr(cast, name))

    assert libre.requests == []


def test_a_person_who_was_faster_than_the_machine_wins(
    cast: Cast, libre: LibreTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = make_published(cast, make_cycle(cast))
    texts = {"title": "Ջուր", "summary": "Մաքուր ջուր", "text": "Մարդու խոսք"}

    def slowly(self: object, text: str, *, source: str, target: str) -> str:
        save_translation(PROPOSALS, Proposal.objects.get(), "hy", by=cast.translator, texts=texts)
        return "machine"

    monkeypatch.setattr(machine.LibreTranslate, "translate", slowly)
    with pytest.raises(NotPossible):
        machine_translate(PROPOSALS, proposal, "hy", by=cast.translator)

    stored = Proposal.objects.get()
    assert (stored.title_hy, stored.translations) == ("Ջուր", {"hy": "checked"})


def test_too_long_an_answer_is_refused_and_nothing_is_stored(
    cast: Cast, libre: LibreTranslate, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = make_published(cast, make_cycle(cast))
    monkeypatch.setattr(machine.LibreTranslate, "translate", lambda self, text, **languages: "Ա" * 5000)

    with pytest.raises(NotPossible, match="at most"):
        machine_translate(PROPOSALS, proposal, "hy", by=cast.translator)

    assert (Proposal.objects.get().title_hy, Proposal.objects.get().translations) == (None, {})


def test_a_queue_translates_each_text(cast: Cast, libre: LibreTranslate) -> None:
    cycle = make_cycle(cast)
    first, second = make_published(cast, cycle), make_published(cast, cycle)

    is_done = queue_machine_translations(
        [("proposals", first.pk), ("proposals", 999_999), ("cycles", cycle.pk), ("proposals", second.pk)],
        "hy",
        by=cast.translator,
    )

    states = [state_of(PROPOSALS, proposal, "hy") for proposal in Proposal.objects.all()]
    assert (is_done, states) == (True, [TranslationState.MACHINE] * 2)


def test_a_queue_stops_at_a_machine_that_does_not_answer(
    cast: Cast, libre: LibreTranslate, caplog: pytest.LogCaptureFixture
) -> None:
    libre.status = 500
    cycle = make_cycle(cast)
    keys = [("proposals", make_published(cast, cycle).pk) for _number in range(3)]

    with caplog.at_level(logging.CRITICAL):
        is_done = queue_machine_translations(keys, "hy", by=cast.translator)

    assert (is_done, len(libre.requests)) == (False, 1)
    assert set(Proposal.objects.values_list("title_hy", flat=True)) == {None}


def test_a_queue_does_nothing_for_who_is_no_translator(cast: Cast, libre: LibreTranslate, settings: Settings) -> None:
    proposal = make_published(cast, make_cycle(cast))

    queue_machine_translations([("proposals", proposal.pk)], "hy", by=cast.moderator)

    assert (Proposal.objects.get().title_hy, libre.requests) == (None, [])
