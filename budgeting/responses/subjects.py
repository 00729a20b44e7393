"""What an ask is about. Asks do not know what points at them; each slice that asks registers how its asks are read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from budgeting.responses.models import Ask
from portal.languages.texts import Reading


@dataclass(frozen=True, slots=True)
class Subject:
    """What an ask is about, as a list shows it; `path` is where the public reads it."""

    title: Reading
    path: str


Reader = Callable[[Iterable[Ask]], dict[int, Subject]]
_READERS: list[Reader] = []


def reads_subjects(reader: Reader) -> Reader:
    """Registers a function that gives {ask_pk: subject} of those asks of its slice that the public may read about.

    It is called once for a whole list, so it takes one query.
    """
    _READERS.append(reader)
    return reader


def subjects_of(asks: Iterable[Ask]) -> dict[int, Subject]:
    """{ask_pk: what was asked} of those asks that the public may read about, in one query a slice."""
    asks = list(asks)
    return {pk: subject for reader in _READERS for pk, subject in reader(asks).items()}
