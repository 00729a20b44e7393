"""Saving translations: one door for every kind of text."""

from typing import Any

import pytest

from budgeting.cycles.actions import change_cycle
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state, save_draft, submit_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.responses.models import Response
from budgeting.reviews.models import Review
from budgeting.translating.actions import Changed, save_translation, seen
from budgeting.translating.queries import state_of
from budgeting.translating.sources import CYCLES, PROPOSALS, RESPONSES, REVIEWS, Source
from portal.clock import pinned
from portal.languages.texts import TranslationState
from portal.log.models import Entry
from tests.budgeting.translating.texts import make_response, make_text
from tests.factories import make_cycle, make_draft, make_feasible, make_published, make_submitted, make_vote
from tests.people import ROLES, Cast

TEXTS = {"title": "წყალი", "summary": "სუფთა წყალი", "text": "ერთი.\n\nორი."}


def translate(proposal: Proposal, language: str = "ka", *, by: Any, **facts: Any) -> None:
    save_translation(PROPOSALS, proposal, language, by=by, **{"texts": TEXTS, **facts})


def test_save_translation_stores_the_texts_and_how_far_they_are_checked(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast), title="Su")

    translate(proposal, by=cast.translator)
    machine = {"title": " Ջուր ", "summary": "Մաքուր ջուր"}
    translate(proposal, "hy", by=cast.translator, texts=machine, state=TranslationState.MACHINE)

    stored = Proposal.objects.get()
    assert (stored.title_az, stored.title_ka, stored.text_ka, stored.title_hy) == ("Su", "წყალი", TEXTS["text"], "Ջուր")
    assert stored.translations == {"ka": "checked", "hy": "machine"}
    assert list(Proposal.objects.search("წყალი")) == [stored]
    entry = Entry.objects.filter(act="save_translation").earliest("pk")
    assert (entry.by, entry.facts) == (
        cast.translator,
        {"kind": "proposals", "language": "ka", "state": "checked"},
    )


@pytest.mark.parametrize("source", [PROPOSALS, RESPONSES, REVIEWS, CYCLES], ids=lambda source: source.name)
def test_save_translation_is_the_door_of_every_kind(cast: Cast, source: Source) -> None:
    thing = make_text(cast, source)
    texts = {field: f"{field} in Armenian" for field, text in source.original(thing).items() if text}

    save_translation(source, thing, "hy", by=cast.translator, texts=texts)

    stored = source.model.objects.get(pk=thing.pk)
    assert {field: getattr(stored, f"{field}_hy") for field in texts} == texts
    assert stored.translations["hy"] == "checked"


@pytest.mark.parametrize("source", [PROPOSALS, RESPONSES, REVIEWS, CYCLES], ids=lambda source: source.name)
def test_save_translation_is_a_translators_of_the_municipality_alone(
    cast: Cast, elsewhere: Cast, source: Source
) -> None:
    thing = make_text(cast, source)
    others = [getattr(cast, name) for name in ("resident", *ROLES) if name != "translator"]

    for person in [*others, elsewhere.translator]:
        with pytest.raises(NotAllowed):
            save_translation(source, thing, "hy", by=person, texts={source.fields[0]: "Another"})

    assert getattr(source.model.objects.get(pk=thing.pk), f"{source.fields[0]}_hy") != "Another"


def test_save_translation_refuses_the_originals_own_language(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))

    for language in ("az", "fr"):
        with pytest.raises(NotPossible) as refusal:
            translate(proposal, language, by=cast.translator)

    assert str(refusal.value) == "The author's own text is not a translation."
    assert Proposal.objects.get().title_az == proposal.title_az


def test_save_translation_refuses_a_draft(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))

    with pytest.raises(NotAllowed):
        translate(draft, by=cast.translator)


def test_save_translation_helps_a_moderator_before_anything_is_public(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))

    translate(proposal, by=cast.translator)

    assert Proposal.objects.get().title_ka == "წყალი"


def test_save_translation_refuses_texts_on_the_ballot_once_the_vote_is_signed_for(cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,))
    project = Proposal.objects.get()

    with pinned(cycle.voting_from_at):
        for source, thing in ((PROPOSALS, project), (CYCLES, cycle)):
            with pytest.raises(NotPossible) as refusal:
                save_translation(source, thing, "ka" if thing == project else "hy", by=cast.translator, texts=TEXTS)
            assert str(refusal.value) == "The vote has been signed for: texts on the ballot can no longer change."
        save_translation(REVIEWS, Review.objects.get(), "hy", by=cast.translator, texts={"reason": "Արվելու է"})

    assert Proposal.objects.get().title_ka == project.title_ka
    assert Review.objects.get().reason_hy == "Արվելու է"


def test_save_translation_from_a_page_left_open_does_not_undo_a_decision(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    stale = Proposal.objects.get()
    change_state(proposal, "start_review", by=cast.reviewer)

    translate(stale, by=cast.translator)

    stored = Proposal.objects.get()
    assert (stored.state, stored.title_ka) == (State.UNDER_REVIEW, "წყალი")


@pytest.mark.parametrize("wrong", [{"title": "ა" * 251}, {"summary": "ა" * 161}, {"text": "ა" * 20_001}])
def test_save_translation_refuses_what_does_not_fit(cast: Cast, wrong: dict[str, str]) -> None:
    proposal = make_published(cast, make_cycle(cast))

    with pytest.raises(NotPossible, match="at most"):
        translate(proposal, by=cast.translator, texts={**TEXTS, **wrong})

    assert (Proposal.objects.get().translations, Proposal.objects.get().title_ka) == ({}, None)


@pytest.mark.parametrize(("field", "name"), [("title", "Title"), ("summary", "In one sentence")])
def test_save_translation_refuses_without_what_everybody_reads_first(cast: Cast, field: str, name: str) -> None:
    proposal = make_published(cast, make_cycle(cast))

    with pytest.raises(NotPossible) as refusal:
        translate(proposal, by=cast.translator, texts={**TEXTS, field: "  "})

    assert str(refusal.value) == f"Translate this first: {name}."
    assert Proposal.objects.get().translations == {}


def test_of_two_translators_the_second_is_told(cast: Cast) -> None:
    make_published(cast, make_cycle(cast))
    first, second = Proposal.objects.get(), Proposal.objects.get()
    started_from = seen(PROPOSALS, first, "ka")

    translate(first, by=cast.translator, started_from=started_from)
    with pytest.raises(Changed):
        translate(second, by=cast.translator, texts={**TEXTS, "title": "სხვა"}, started_from=started_from)

    assert Proposal.objects.get().title_ka == "წყალი"
    assert second.title_ka == "წყალი"  # what is stored now, to be shown beside


def test_a_translation_of_an_original_that_changed_meanwhile_is_refused(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    started_from = seen(PROPOSALS, proposal, "ka")
    change_state(proposal, "send_back", by=cast.moderator, reason="Say where.")
    save_draft(proposal, by=cast.resident, text="Behind the school.")

    with pytest.raises(Changed):
        translate(proposal, by=cast.translator, started_from=started_from)

    assert Proposal.objects.get().title_ka is None


def test_translations_of_an_improved_proposal_are_outdated_until_somebody_checks_them(cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    translate(proposal, by=cast.translator)
    change_state(proposal, "send_back", by=cast.moderator, reason="Say where.")

    save_draft(proposal, by=cast.resident, text="Behind the school.")
    submit_proposal(proposal, by=cast.resident)
    outdated = state_of(PROPOSALS, Proposal.objects.get(), "ka")
    translate(proposal, by=cast.translator)

    assert outdated == TranslationState.OUTDATED
    assert state_of(PROPOSALS, Proposal.objects.get(), "ka") == TranslationState.CHECKED


def test_translations_of_a_changed_cycle_are_outdated_unless_written_anew_beside_it(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    change_cycle(cycle, by=cast.administrator, summary_ka="ახალი", summary_hy="Նոր", summary_az=cycle.summary_az)

    stored = Cycle.objects.get()
    states = {language: state_of(CYCLES, stored, language) for language in ("ka", "hy", "az")}
    assert states == {
        "ka": TranslationState.ORIGINAL,
        "hy": TranslationState.CHECKED,
        "az": TranslationState.OUTDATED,
    }


def test_saving_a_cycle_as_it_was_outdates_nothing(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    change_cycle(cycle, by=cast.administrator, summary_ka=cycle.summary_ka, writing_hint_ka="", max_photos=2)

    assert Cycle.objects.get().translations == {}


def test_a_response_may_be_translated_whatever_became_of_the_vote(cast: Cast) -> None:
    response = make_response(cast, make_feasible(cast, make_cycle(cast, Stage.REVIEWING)))

    save_translation(RESPONSES, response, "hy", by=cast.translator, texts={"reason": "Կանենք"})

    assert Response.objects.get().reason_hy == "Կանենք"
