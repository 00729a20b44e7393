"""Single cells of a .pb file: what one says, and how to show or write it."""

import re

_WHOLE_NUMBER = re.compile(r"([0-9]{1,18})(\.0+)?")
# Every character at which str.splitlines breaks: other readers cut the text there unless the cell is quoted.
_NEEDS_QUOTES = re.compile('[;"\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]')


def whole_number(text: str) -> int | None:
    """Return a number written in plain digits, with or without a decimal part of zeros, or None."""
    match = _WHOLE_NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def place(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Return both coordinates or neither: they only serve a map, so a bad one does not refuse the file."""
    try:
        north, east = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None, None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else (None, None)


def listed(text: str) -> tuple[str, ...]:
    """Return the items between the commas, without empty ones."""
    return tuple(item.strip() for item in text.split(",") if item.strip())


def shown(text: str) -> str:
    """Return foreign text fit for a sentence: short, on one line and in quotation marks."""
    short = text if len(text) <= 40 else text[:39] + "…"
    return '"' + "".join(letter if letter.isprintable() else " " for letter in short) + '"'


def written(text: str) -> str:
    """Return a cell as it stands in the file: stripped, and quoted where it has to be."""
    text = text.strip()
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
