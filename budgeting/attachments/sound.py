"""A recording as we take it: MP3, Ogg or M4A by its contents, whatever it is called."""

from typing import IO

import puremagic
from django.utils.translation import gettext as _

from budgeting.errors import NotPossible

LARGEST_BYTES = 3_000_000
TYPES = {".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".m4a": "audio/mp4"}
_HEAD = 4096
_SPOKEN_FOR = {".mp3": {".mp3", ".mpga"}, ".ogg": {".ogg", ".oga", ".opus"}, ".m4a": {".m4a", ".f4a", ".mp4"}}
_BRANDS = (b"M4A ", b"M4B ", b"isom", b"iso2", b"mp42", b"mp41")


def sound_type(file: IO[bytes], size: int) -> str:
    """The ending of the file's real type. NotPossible if it is too large or no recording of these types."""
    if size > LARGEST_BYTES:
        raise NotPossible(
            _("This recording is too large. The most is {count} MB.").format(count=LARGEST_BYTES // 1_000_000)
        )
    head = file.read(_HEAD)
    file.seek(0)
    ending = _shape(head)
    try:
        known = {match.extension for match in puremagic.magic_string(head)}
    except Exception:  # broken or hostile: the library does not promise what it raises
        known = set()
    if ending is None or not known & _SPOKEN_FOR[ending]:
        raise NotPossible(_("This is not a recording that we can take. Send an MP3, Ogg or M4A file."))
    return ending


def _shape(head: bytes) -> str | None:
    """The type its first bytes say: sound alone, where the wrapper may also hold pictures."""
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2):
        return ".mp3"
    if head.startswith(b"OggS") and (b"OpusHead" in head[:64] or b"\x01vorbis" in head[:64]):
        return ".ogg"
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS and b"vide" not in head:
        return ".m4a"
    return None
