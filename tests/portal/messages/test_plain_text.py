"""Text that people wrote, in subject lines and text messages."""

import pytest

from portal.messages.plain_text import cut, lines, one_line, units


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Lamps\r\nBcc: all@example.ge", "Lamps Bcc: all@example.ge"),
        ("Lamps\u2028on\u2029the\x85road\x0b", "Lamps on the road"),
        ("\u202egnp.exe\u2066 \u200bLa\u200dmps\ufeff", "gnp.exe Lamps"),
        ("La\x00m\x07ps\ud800", "Lamps"),
        ("  ბიბლიოთეკა  Գրադարան  Kitabxana ", "ბიბლიოთეკა Գրադարան Kitabxana"),
        ("\u200b\r\n", ""),
    ],
)
def test_one_line_keeps_what_can_be_read(written: str, shown: str) -> None:
    assert one_line(written) == shown


def test_lines_are_those_that_say_something() -> None:
    assert lines("One\r\n\u200b\n\n two \x1f\nthree") == ["One", "two", "three"]


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("two lamps", 9, "two lamps"),
        ("two lamps", 8, "two…"),
        ("two, lamps", 6, "two…"),
        ("two lamps on", 10, "two lamps…"),
        ("ბიბლიოთეკა", 5, "ბიბლ…"),
        ("😀😀😀", 4, "😀…"),
        ("two lamps", 1, "…"),
        ("two lamps", 0, "…"),
    ],
)
def test_cut_ends_with_a_word_that_fits(text: str, room: int, shown: str) -> None:
    assert cut(text, room) == shown


def test_units_are_those_of_the_phone_network() -> None:
    assert [units(text) for text in ("ხმა", "səs", "ձայն", "😀")] == [3, 3, 4, 2]
