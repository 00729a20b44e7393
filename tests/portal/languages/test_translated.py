"""Translations of an original that changes."""

from budgeting.cycles.models import Cycle


def make_cycle(**texts: str) -> Cycle:
    return Cycle(written_in="ka", **{"title_ka": "ბიუჯეტი", **texts})


def test_outdate_translations_marks_every_language_that_has_the_text() -> None:
    cycle = make_cycle(title_hy="Բյուջե", title_az="Büdcə")
    cycle.translations = {"hy": "checked", "az": "machine"}

    cycle.outdate_translations(["title"])

    assert cycle.translations == {"hy": "outdated", "az": "outdated"}


def test_outdate_translations_also_marks_what_the_office_itself_had_written() -> None:
    cycle = make_cycle(title_hy="Բյուջե")

    cycle.outdate_translations(["title"])

    assert cycle.translations == {"hy": "outdated"}


def test_outdate_translations_leaves_languages_without_the_changed_text_alone() -> None:
    cycle = make_cycle(title_hy="Բյուջե")
    cycle.translations = {"hy": "checked"}

    cycle.outdate_translations(["summary"])
    cycle.outdate_translations([])

    assert cycle.translations == {"hy": "checked"}


def test_outdate_translations_trusts_what_was_written_anew_together_with_the_original() -> None:
    cycle = make_cycle(title_hy="Բյուջե", title_az="Büdcə")
    cycle.translations = {"hy": "machine"}

    cycle.outdate_translations(["title"], rewritten=["hy"])

    assert cycle.translations == {"az": "outdated"}
