"""A zip file that is sent while it is made: nothing of it is held but the piece on its way."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase

from django.utils.timezone import localtime

File = tuple[str, Iterable[bytes]]


class _Pipe(RawIOBase):
    """A stream that cannot be wound back; what was written into it is taken out at the other end."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # a zip writes bytes alone
        self._written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def zipped(files: Iterable[File], *, at: datetime) -> Iterator[bytes]:
    """The zip file in pieces. All files carry the same moment, so the same content is the same zip."""
    pipe, stamp = _Pipe(), localtime(at).timetuple()[:6]
    with zipfile.ZipFile(pipe, "w") as bundle:
        for name, pieces in files:
            facts = zipfile.ZipInfo(name, stamp)
            facts.compress_type = zipfile.ZIP_STORED if name.endswith(".zip") else zipfile.ZIP_DEFLATED
            with bundle.open(facts, "w") as member:
                for piece in pieces:
                    member.write(piece)
                    yield pipe.take()
    yield pipe.take()
