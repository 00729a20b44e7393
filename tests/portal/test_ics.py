"""Calendars, read back by a reader that knows nothing of the writer."""

import re
from datetime import UTC, datetime

from portal.ics import Entry, calendar, escaped, folded

FACTS = {
    "key": "7f0c",
    "language": "ka",
    "title": "საკრებულოს სხდომა",
    "starts_at": datetime(2026, 3, 5, 6, 0, tzinfo=UTC),
    "ends_at": datetime(2026, 3, 5, 8, 30, tzinfo=UTC),
    "place": "მარნეული; რუსთაველის 1",
    "text": "ბიუჯეტი, გზები",
    "kind": "Session",
    "address": "https://khma.example/ka/marneuli/session/",
    "changed_at": datetime(2026, 2, 1, tzinfo=UTC),
}


def read(content: bytes) -> list[tuple[str, str]]:
    """(name with parameters, value) of each line, unfolded and unescaped as RFC 5545 says."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert lines.pop() == ""
    pairs = [line.partition(":")[::2] for line in lines]
    signs = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
    return [(name, re.sub(r"\\[nN,;\\]", lambda found: signs[found[0]], value)) for name, value in pairs]


def test_an_event_is_read_back_as_it_was_written() -> None:
    assert read(calendar("Marneuli", "en", [Entry(**FACTS)])) == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Khma//Events//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME;LANGUAGE=en", "Marneuli"),
        ("X-WR-CALNAME", "Marneuli"),
        ("BEGIN", "VEVENT"),
        ("UID", "7f0c@khma"),
        ("DTSTAMP", "20260201T000000Z"),
        ("DTSTART", "20260305T060000Z"),
        ("DTEND", "20260305T083000Z"),
        ("SUMMARY;LANGUAGE=ka", "საკრებულოს სხდომა"),
        ("LOCATION;LANGUAGE=ka", "მარნეული; რუსთაველის 1"),
        ("DESCRIPTION;LANGUAGE=ka", "ბიუჯეტი, გზები"),
        ("CATEGORIES", "Session"),
        ("URL", "https://khma.example/ka/marneuli/session/"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_what_is_not_known_is_left_out() -> None:
    names = [name for name, _value in read(calendar("x", "ka", [Entry(**{**FACTS, "ends_at": None, "text": ""})]))]

    assert [name for name in names if name.startswith(("DTEND", "DESCRIPTION"))] == []


def test_a_title_cannot_begin_a_line_of_its_own() -> None:
    hostile = "x\r\nEND:VEVENT\rBEGIN:VALARM\u2028ACTION:AUDIO\x85a\x00b\\;,"
    pairs = read(calendar(hostile, "ka", [Entry(**{**FACTS, "title": hostile, "place": hostile, "text": hostile})]))

    assert [value for name, value in pairs if name == "BEGIN"] == ["VCALENDAR", "VEVENT"]
    assert dict(pairs)["SUMMARY;LANGUAGE=ka"] == "x\nEND:VEVENT\nBEGIN:VALARM\nACTION:AUDIO\nab\\;,"


def test_text_is_escaped() -> None:
    assert escaped('a\\b;c,d\ne:"f"') == 'a\\\\b\\;c\\,d\\ne:"f"'


def test_lines_are_at_most_75_octets_and_no_letter_is_cut() -> None:
    for text in ("a" * 200, "ქ" * 200, "x" + "ქ" * 99, "😀" * 60, "a" * 74, "a" * 75, "a" * 76):
        lines = folded(text).split(b"\r\n")

        assert lines.pop() == b""
        assert max(len(line) for line in lines) <= 75
        assert [line[:1] for line in lines[1:]] == [b" "] * (len(lines) - 1)
        assert "".join([lines[0].decode(), *(line.decode()[1:] for line in lines[1:])]) == text


def test_75_octets_are_one_line_and_76_are_two() -> None:
    assert (folded("a" * 75).count(b"\r\n"), folded("a" * 76).count(b"\r\n")) == (1, 2)
