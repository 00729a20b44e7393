"""Calendars as calendar programs read them.

Source: RFC 5545, 3.1 (lines and their folding), 3.3.11 (escaped text), 3.6.1 (events); RFC 7986, 5.1 (a calendar's name).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line's end
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `key` never changes, whatever the event's language or day; `changed_at` is when its words last did."""

    key: str
    language: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    text: str
    kind: str
    address: str
    changed_at: datetime


def calendar(name: str, language: str, entries: Iterable[Entry]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Khma//Events//EN",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",  # the name most programs still read
        *(line for entry in entries for line in _lines(entry)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _lines(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}@khma"
    yield f"DTSTAMP:{_utc(entry.changed_at)}"
    yield f"DTSTART:{_utc(entry.starts_at)}"
    if entry.ends_at:
        yield f"DTEND:{_utc(entry.ends_at)}"
    yield f"SUMMARY;LANGUAGE={entry.language}:{escaped(entry.title)}"
    yield f"LOCATION;LANGUAGE={entry.language}:{escaped(entry.place)}"
    if entry.text:
        yield f"DESCRIPTION;LANGUAGE={entry.language}:{escaped(entry.text)}"
    yield f"CATEGORIES:{escaped(entry.kind)}"
    yield f"URL:{entry.address}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """The text as a value: no end of line, comma or semicolon of its own, and nothing that cannot be printed."""
    text = _CONTROLS.sub("", _ENDS.sub("\n", text))
    return "".join(_ESCAPED.get(sign, sign) for sign in text)


def folded(line: str) -> bytes:
    """The line and its end, in parts of at most 75 octets; a letter of several octets is never cut."""
    parts, part = [], b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
