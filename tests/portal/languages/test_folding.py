"""Folding: what a person types meets what was written."""

import pytest

from portal.languages.folding import fold, search_stems


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ICARE", "İcarə"),
        ("icare", "ICARƏ"),
        ("isiq", "işıq"),
        ("IŞIQ", "ışıq"),
        ("mәktәb", "məktəb"),  # Cyrillic ә
        ("MӘKTӘB", "məktəb"),
        ("budce", "büdcə"),
        ("ᲬᲧᲐᲚᲘ", "წყალი"),
        ("Ինչու", "Ինչո՞ւ"),
        ("Այո", "Այո՛"),
        ("ԵՐԵՎԱՆ", "երևան"),
        ("Երեւան", "Երևան"),  # typed without the ligature
        ("cafe", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("café", "cafe"),
    ],
)
def test_fold_gives_both_spellings_one_form(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(("one", "other"), [("წყალი", "წყარო"), ("ջուր", "ջոր"), ("yol", "yel"), ("su", "sü t")])
def test_fold_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_fold_parts_words_by_single_spaces_without_punctuation() -> None:
    assert fold("  «Yol»,\tsu — №2!\n") == "yol su no2"


@pytest.mark.parametrize("text", ["", "   ", "—!?", "՞"])
def test_fold_of_no_words_is_empty(text: str) -> None:
    assert (fold(text), search_stems(text)) == ("", [])


def test_fold_twice_changes_nothing_more() -> None:
    once = fold("İcarə ՈՒղևոր ᲬᲧᲐᲚᲘ Éclair")

    assert fold(once) == once


@pytest.mark.parametrize(
    ("query", "stems"),
    [
        ("ბაღებისთვის", ["ბაღ"]),
        ("წყალში წყლის", ["წყალ", "წყლ"]),
        ("ճանապարհների", ["ճանապարհ"]),
        ("ճանապարհը", ["ճանապարհ"]),
        ("məktəblərin", ["mekteb"]),
        ("parkda", ["park"]),
        ("road", ["road"]),
    ],
)
def test_search_stems_cuts_one_ending_from_each_word(query: str, stems: list[str]) -> None:
    assert search_stems(query) == stems


@pytest.mark.parametrize("word", ["su", "da", "სად", "ջրի", "ევა"])
def test_search_stems_leaves_at_least_three_letters(word: str) -> None:
    assert search_stems(word) == [fold(word)]


@pytest.mark.parametrize(
    ("query", "written"),
    [("ბაღში", "საბავშვო ბაღი"), ("ճանապարհներ", "Ճանապարհի նորոգում"), ("yollar", "Kənd yolunun təmiri")],
)
def test_search_stems_are_found_in_another_form_of_the_word(query: str, written: str) -> None:
    [stem] = search_stems(query)

    assert stem in fold(written)
