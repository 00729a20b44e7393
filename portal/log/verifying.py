"""Walking the chain from its start: does every entry still say what was sealed?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from portal.log.chain import BEFORE_THE_FIRST, hash_of
from portal.log.models import Entry, Link, Seal

BATCH = 2000
LATE = timedelta(hours=1)


class Tampered(Exception):
    """The first difference, as an English sentence for the one who looks after the site."""


@dataclass(frozen=True, slots=True)
class Verified:
    """`waiting` entries are not sealed yet; `root` is that of the newest seal, "" before the first."""

    entries: int
    seals: int
    waiting: int
    root: str


def verify_log(root: str = "") -> Verified:
    """Walks the whole chain in batches; returns what it found in order.

    Tampered at the first row that was altered, taken out or put in, at a seal that the chain does not have, and
    where none of the seals has the `root` that somebody noted. What others seal meanwhile is left to the next walk.
    """
    newest = Seal.objects.first()
    roots = _roots()
    number, last = 0, BEFORE_THE_FIRST
    for number, (link, entry) in enumerate(_links(_end_of(newest)), start=1):
        if link.number != number:
            raise Tampered(f"Link {number} is missing; the next one is that of entry {link.entry_id}.")
        if entry is None:
            raise Tampered(f"Entry {link.entry_id} is missing; it was link {number}.")
        if hash_of(entry, last) != link.hash:
            raise Tampered(f"Altered was {_named(entry)}; it is link {number}.")
        last = link.hash
        if roots.pop(link.pk, last) != last:
            raise Tampered(f"The seal after {_named(entry)} has another root than the chain.")
    if roots:
        raise Tampered(f"{len(roots)} seals stand on links that are missing.")
    if root and not Seal.objects.filter(root=root.strip().lower()).exists():
        raise Tampered(f"No seal has the root {root}: the chain was written anew, or its end was cut off.")
    _check_rest(newest, number)
    waiting = Entry.objects.filter(link=None).count()
    return Verified(number, newest.number if newest else 0, waiting, newest.root if newest else "")


def _end_of(newest: Seal | None) -> int:
    """The number of the last sealed link, 0 before the first."""
    if newest is None:
        return 0
    number = Link.objects.filter(pk=newest.last_link_id).values_list("number", flat=True).first()
    if number is None:
        raise Tampered(f"The last entries are missing: seal {newest.number} stands on a link that is gone.")
    return number


def _links(end: int) -> Iterator[tuple[Link, Entry | None]]:
    """Every link up to the end, with its entry where there still is one; no more than a batch is in memory."""
    after = 0
    while links := list(Link.objects.filter(number__gt=after, number__lte=end).order_by("number")[:BATCH]):
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        yield from ((link, entries.get(link.entry_id)) for link in links)
        after = links[-1].number


def _roots() -> dict[int, str]:
    """{last link's id: root} of all seals, in their order. Tampered where one of them is missing."""
    seals = Seal.objects.order_by("number").values_list("number", "last_link_id", "root")
    roots = {}
    for expected, (number, link, root) in enumerate(seals.iterator(), start=1):
        if number != expected:
            raise Tampered(f"Seal {expected} is missing.")
        roots[link] = root
    return roots


def _check_rest(newest: Seal | None, end: int) -> None:
    """Tampered for links that no seal covers, and for an entry outside the chain that says it is old."""
    has_more = Link.objects.filter(number__gt=end).exists()
    if has_more and Seal.objects.first() == newest:
        raise Tampered(f"Links stand behind the last seal, which is at link {end}.")
    old = Entry.objects.filter(link=None, at__lt=newest.sealed_at - LATE).order_by("pk").first() if newest else None
    if old:
        raise Tampered(f"Put in after the last seal, with an earlier time, was {_named(old)}.")


def _named(entry: Entry) -> str:
    return f"entry {entry.pk} of {entry.at:%Y-%m-%d %H:%M} UTC, {entry.act}"
