"""Reading a vote without reading ballots."""

import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Q

from budgeting.cycles.models import Cycle
from budgeting.voting.hiding import shown
from budgeting.voting.models import Trace
from budgeting.voting.traces import ip_of
from budgeting.watching.models import Flag, SharedNetwork, Suspicion, Verdict
from portal.kept_sql import KeptQuery
from portal.places.models import Municipality

_FIELDS = {Suspicion.BLOCK: "block", Suspicion.PHONES: "phones"}


def undecided_flags(cycle: Cycle) -> int:
    """How many groups of ballots are still in quarantine."""
    return Flag.objects.filter(cycle=cycle, verdict="").count()


def traces_of(flag: Flag) -> Q:
    """The condition on traces by which the flag's ballots are found."""
    if flag.suspicion == Suspicion.BOOTH:
        return Q(window=flag.window, booth=flag.booth_id)
    if flag.suspicion == Suspicion.HASTY:
        return Q(window=flag.window, is_hasty=True)
    return Q(window=flag.window, **{_FIELDS[Suspicion(flag.suspicion)]: flag.mark})


def ballots_of(flag: Flag) -> int:
    """How many ballots are in the flag's group now."""
    return Trace.objects.filter(traces_of(flag), cycle=flag.cycle_id).count()


def traces_set_aside(cycle: Cycle) -> set[str]:
    """The trace keys of all ballots that two officials decided to set aside, in whichever of their groups."""
    wanted = Q(pk__in=[])
    for flag in Flag.objects.filter(cycle=cycle, verdict=Verdict.SET_ASIDE):
        wanted |= traces_of(flag)
    return set(Trace.objects.filter(wanted, cycle=cycle).values_list("trace_key", flat=True))


@dataclass(frozen=True, slots=True)
class PublicFlag:
    """What everybody may know of a group: why it looked odd, how many ballots (None: fewer than 10), what was
    decided ("" while it waits) and for which reason. Never when, where or whose."""

    suspicion: str
    ballots: int | None
    verdict: str
    reason: str


def public_flags(cycle: Cycle) -> list[PublicFlag]:
    """All groups found in the cycle, in an order that says nothing of when they came (one query)."""
    flags = Flag.objects.filter(cycle=cycle).order_by("suspicion", "verdict", "-ballots", "pk")
    return [
        PublicFlag(one.get_suspicion_display(), shown(one.ballots), one.get_verdict_display(), one.reason)
        for one in flags
    ]


_networks = KeptQuery(
    lambda municipality: SharedNetwork.objects.filter(municipality=municipality).values_list("network", flat=True)
)


def shared_address(municipality: Municipality, address: str) -> str:
    """The address, or "" where it lies in a network known to be shared: no burst is looked for there (one query)."""
    return "" if _is_within(address, _networks(municipality.pk)) else address


def shared_labels(municipality: Municipality) -> list[str]:
    """Whose networks pass, without the networks."""
    return list(municipality.shared_networks.order_by("label").values_list("label", flat=True))


def _is_within(address: str, networks: Iterable[str]) -> bool:
    with suppress(ValueError):
        known = ip_of(address)
        return any(known in ipaddress.ip_network(network) for network in networks)
    return False
