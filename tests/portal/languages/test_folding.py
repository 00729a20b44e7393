"""Folding: what a person types meets what was written."""

import pytest

from portal.languages.folding import fold


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


@pytest.mark.parametrize("text", ["", "   ", "—!?", "՞", "_", "%", "\N{ZERO WIDTH SPACE}", "🙂"])
def test_fold_of_no_words_is_empty(text: str) -> None:
    assert fold(text) == ""


def test_fold_leaves_out_what_has_no_width() -> None:
    assert fold("so\N{SOFT HYPHEN}felt\N{ZERO WIDTH JOINER}") == "sofelt"


def test_fold_twice_changes_nothing_more() -> None:
    once = fold("İcarə ՈՒղևոր ᲬᲧᲐᲚᲘ Éclair")

    assert fold(once) == once
