"""Text that people wrote, made safe for a subject line, a plain mail and a text message."""

from unicodedata import category


def one_line(text: str) -> str:
    """The text without line breaks, control and invisible characters: it can forge no header and turn no line around."""
    return " ".join("".join(letter for letter in text if _is_seen(letter)).split())


def lines(text: str) -> list[str]:
    """The lines of the text that are not empty, each as in `one_line`."""
    return [line for line in map(one_line, text.splitlines()) if line]


def units(text: str) -> int:
    """The text's length as the phone network counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, room: int) -> str:
    """The text, or its beginning up to a word's end and "…", in at most `room` units."""
    if units(text) <= room:
        return text
    kept = text[: max(room - 1, 0)]
    while units(kept) > room - 1 and kept:
        kept = kept[:-1]
    words, space, _rest = kept.rpartition(" ")
    return (words if space and text[len(kept)] != " " else kept).rstrip(" ,.;:–-") + "…"


def _is_seen(letter: str) -> bool:
    """Whether it is a character to read or a space: no control (Cc), format (Cf: bidi, zero-width) or lone half (Cs)."""
    return letter.isspace() or category(letter) not in ("Cc", "Cf", "Cs")
