"""Which text a reader gets."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from portal.languages.texts import Reading, TranslationState, in_languages, missing_languages, read_text

State = TranslationState


def make_thing(written_in: str = "az", **facts: object) -> SimpleNamespace:
    texts = {"title_ka": "", "title_hy": "", "title_az": "Körpü", "title_en": ""}
    return SimpleNamespace(**{"written_in": written_in, "translations": {}, **texts, **facts})


def test_read_text_in_the_language_it_was_written_in_is_the_original() -> None:
    assert read_text(make_thing(), "title", "az") == Reading("Körpü", "az", State.ORIGINAL)


@pytest.mark.parametrize("state", [State.CHECKED, State.MACHINE])
def test_read_text_says_how_far_a_translation_can_be_trusted(state: State) -> None:
    thing = make_thing(title_hy="Կամուրջ", translations={"hy": state.value})

    reading = read_text(thing, "title", "hy")

    assert reading == Reading("Կամուրջ", "hy", state)
    assert (reading.is_machine, reading.is_missing) == (state == State.MACHINE, False)


def test_read_text_without_a_translation_is_the_original_and_says_so() -> None:
    reading = read_text(make_thing(), "title", "hy")

    assert reading == Reading("Körpü", "az", State.MISSING)
    assert reading.is_missing


def test_read_text_prefers_the_original_to_other_translations() -> None:
    thing = make_thing(title_ka="ხიდი", translations={"ka": "machine"})

    assert read_text(thing, "title", "hy").language == "az"


def test_read_text_without_an_original_falls_back_to_a_language_that_has_it() -> None:
    thing = make_thing(title_az="", title_en="Bridge")

    assert read_text(thing, "title", "hy") == Reading("Bridge", "en", State.MISSING)


def test_read_text_of_a_thing_that_does_not_say_its_language_is_georgian() -> None:
    thing = SimpleNamespace(title_ka="ხიდი", title_hy="Կամուրջ")

    assert read_text(thing, "title", "ka").state == State.ORIGINAL
    assert read_text(thing, "title", "hy").state == State.CHECKED
    assert read_text(thing, "title", "az") == Reading("ხიდი", "ka", State.MISSING)


def test_read_text_that_is_empty_everywhere_claims_nothing() -> None:
    reading = read_text(make_thing(title_az=""), "title", "hy")

    assert (reading.text, reading.language, reading.is_missing) == ("", "hy", False)


def test_read_text_reads_the_active_language() -> None:
    with override("az"):
        assert str(read_text(make_thing(title_ka="ხიდი"), "title")) == "Körpü"


def test_in_languages_names_the_fields() -> None:
    assert in_languages("title", {"ka": "ხიდი", "en": "Bridge"}) == {"title_ka": "ხიდი", "title_en": "Bridge"}


def test_missing_languages_does_not_ask_for_english() -> None:
    thing = make_thing(title_ka="ხიდი", summary_ka="…", summary_az="…", summary_hy="…")

    assert missing_languages(thing, "title") == ["hy"]
    assert missing_languages(thing, "title", "summary") == ["hy"]
    assert missing_languages(thing, "text") == ["ka", "hy", "az"]


def test_missing_languages_counts_what_is_outdated() -> None:
    thing = make_thing(title_ka="ხიდი", title_hy="Կամուրջ", translations={"ka": "outdated", "hy": "machine"})

    assert missing_languages(thing, "title") == ["ka"]
