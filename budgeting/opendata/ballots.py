"""The ballots of a published count, as its archive holds them."""

import zipfile
from collections.abc import Iterator
from typing import IO

from budgeting.counting.archive import BALLOTS, DAMAGES
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.models import Count

PIECE = 64 * 1024


def open_archive(count: Count) -> IO[bytes] | None:
    """The archive's file, where the ballots may be given away and the file is there; the caller closes it."""
    if not may_publish_ballots(count) or not count.archive.name:
        return None
    try:
        return count.archive.storage.open(count.archive.name, "rb")
    except OSError:
        return None


def open_ballots(count: Count) -> Iterator[bytes] | None:
    """The Pabulib file in pieces, where the archive can be opened. It is checked as it is read."""
    archive = open_archive(count)
    if archive is None:
        return None
    try:
        bundle = zipfile.ZipFile(archive)
        member = bundle.open(BALLOTS)
    except (KeyError, *DAMAGES):
        archive.close()
        return None
    return pieces_of(member, bundle, archive)


def pieces_of(stream: IO[bytes], *others: IO[bytes] | zipfile.ZipFile) -> Iterator[bytes]:
    """The stream in pieces; it and the others are closed at its end."""
    try:
        while piece := stream.read(PIECE):
            yield piece
    finally:
        for one in (stream, *others):
            one.close()
