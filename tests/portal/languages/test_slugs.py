"""Slugs: readable addresses from three scripts."""

import re

import pytest

from portal.languages.slugs import LONGEST, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("მარნეულის წყალსადენი", "marneulis-tsqalsadeni"),
        ("ᲛᲐᲠᲜᲔᲣᲚᲘ", "marneuli"),
        ("Ջավախքի ճանապարհ", "javakhki-chanaparh"),
        ("Ուղևոր և ջուր", "ughevor-ev-jur"),
        ("ՋՈՒՐ", "jur"),
        ("Kəndin işıqlandırılması", "kendin-isiqlandirilmasi"),
        ("İSMAYILLI IĞDIR", "ismayilli-igdir"),
        ("Two lamps, 24/7!", "two-lamps-247"),
    ],
)
def test_slug_transliterates(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize("letter", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆևəığşöüçƏIİ")
def test_slug_knows_every_letter(letter: str) -> None:
    assert re.fullmatch("[a-z]{1,2}", slug(letter))


@pytest.mark.parametrize("text", ["", "   ", "!!!", "—", "日本"])
def test_slug_may_be_empty(text: str) -> None:
    assert slug(text) == ""


def test_slug_is_cut_at_a_word() -> None:
    assert slug("კარგი გზა " * 20) == "-".join(["kargi-gza"] * 6)


def test_slug_of_one_long_word_is_cut_inside_it() -> None:
    assert slug("ა" * 200) == "a" * LONGEST


def test_slug_that_just_fits_is_kept_whole() -> None:
    text = "a" * (LONGEST - 3) + " bb"

    assert slug(text) == text.replace(" ", "-")
