"""What is left of a typed text: what can be seen."""

import pytest

from portal.languages.plain import plain_text


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("su\u200bdan", "sudan"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066a\u2069\ufeff", "a"),
        ("a\x00b\x07", "ab"),
        ("so\u00adft", "soft"),
        ("\ud800a", "a"),
        ("e\u0301", "é"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\n \n\n\ntwo", "one\n\ntwo"),
        ("  \n a \t", "a"),
        ("\u200b\u200d", ""),
        ("<b>İçməli su</b> ծով ხმა", "<b>İçməli su</b> ծով ხმა"),
    ],
)
def test_plain_text_keeps_what_can_be_seen(typed: str, left: str) -> None:
    assert plain_text(typed) == left


def test_plain_text_of_its_own_result_is_the_same() -> None:
    once = plain_text("a\u200b\n\n\u200b\n\nb e\u0301")
    assert plain_text(once) == once
