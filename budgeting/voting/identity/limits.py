"""How often somebody may try. The counts stand in the database, so that they hold for all web processes together."""

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Count

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.base import TooManyTries
from budgeting.voting.identity.models import Try
from budgeting.voting.keys import KeyedHash
from budgeting.voting.traces import ip_of
from portal.clock import now

HOUR = timedelta(hours=1)
KEPT_FOR = timedelta(hours=24)
HOST_BITS = {4: 32, 6: 64}  # an IPv6 network hands 64 bits of addresses to a single home


@contextmanager
def limited(cycle: Cycle, most: Mapping[str, int]) -> Iterator[None]:
    """Counts a try against each of these names ({name: how many an hour}); one that succeeds is taken back.

    TooManyTries before anything inside is done. The try is stored before it is counted: of many at once
    none slips through between. A refused one does not count, so the limit passes by itself.
    """
    hashed = KeyedHash(cycle, "phone")
    limits = {hashed(f"try:{name}"): count for name, count in most.items()}
    stored = Try.objects.bulk_create([Try(cycle=cycle, whose=whose) for whose in limits])
    this = Try.objects.filter(pk__in=[one.pk for one in stored])
    recent = Try.objects.filter(cycle=cycle, whose__in=limits, at__gt=now() - HOUR)
    if any(count > limits[whose] for whose, count in recent.values_list("whose").annotate(Count("pk"))):
        this.delete()
        raise TooManyTries
    yield
    this.delete()


def caller_of(address: str) -> str:
    """What limits count as one place: an IPv4 address, the network of one home in IPv6."""
    try:
        known = ip_of(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/{HOST_BITS[known.version]}", strict=False).network_address)


def forget_tries(cycle: Cycle) -> None:
    Try.objects.filter(cycle=cycle).delete()


def delete_old_tries() -> int:
    """Deletes what is older than a day; returns how many rows."""
    return Try.objects.filter(at__lt=now() - KEPT_FOR).delete()[0]
