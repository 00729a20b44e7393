"""The circumstances of a cast, kept apart from its ballot, so that bursts can be found while the vote is open."""

import ipaddress
from dataclasses import dataclass

from budgeting.cycles.models import Cycle
from budgeting.voting.keys import KeyedHash
from budgeting.voting.models import Trace
from portal.clock import now

WINDOW_SECONDS = 300
HASTY_SECONDS = 5
BLOCKS = {4: 24, 6: 48}  # how many leading bits of an address make its block


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where a ballot came from ("" for a network known to be shared) and how long it took to fill in, in seconds."""

    address: str
    seconds: float | None


def keep_trace(cycle: Cycle, ballot_key: str, seen: Circumstances, *, phones: str = "") -> None:
    """Stores or replaces the trace of a ballot; call it inside the cast's transaction."""
    hashed = KeyedHash(cycle, "trace")
    block = block_of(seen.address)
    trace = Trace(
        cycle=cycle,
        trace_key=hashed(f"ballot:{ballot_key}"),
        block=hashed(f"block:{block}") if block else "",
        phones=phones,
        window=window_now(),
        is_hasty=seen.seconds is not None and seen.seconds < HASTY_SECONDS,
    )
    Trace.objects.bulk_create(
        [trace],
        update_conflicts=True,
        unique_fields=["cycle", "trace_key"],
        update_fields=["block", "phones", "window", "is_hasty"],
    )


def keep_stamp(cycle: Cycle, voter_key: str, booth: int) -> None:
    """Stores the trace of a stamp at a booth, so that a burst of stamps can be found; call it with the stamp."""
    trace_key = KeyedHash(cycle, "trace")(f"stamp:{voter_key}")
    Trace.objects.create(cycle=cycle, trace_key=trace_key, booth_id=booth, window=window_now())


def block_of(address: str) -> str:
    """The block an address lies in: "192.0.2.0/24"; "" for what is no address."""
    try:
        known = ip_of(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{known}/{BLOCKS[known.version]}", strict=False))


def ip_of(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address as a number, also where a server that listens on both kinds writes an IPv4 one as IPv6.

    ValueError for what is no address.
    """
    known = ipaddress.ip_address(address)
    return getattr(known, "ipv4_mapped", None) or known


def window_now() -> int:
    """The number of these five minutes, counted from 1970."""
    return int(now().timestamp()) // WINDOW_SECONDS
