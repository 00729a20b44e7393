"""Networks that many people share: what was cast from there is not looked at for bursts."""

import ipaddress

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.watching.models import SharedNetwork
from budgeting.watching.permissions import may_name_networks
from portal.accounts.models import User
from portal.log.models import record
from portal.places.models import Municipality

WIDEST = {4: 16, 6: 32}  # the fewest leading bits a network must have


@transaction.atomic
def add_network(municipality: Municipality, *, by: User, network: str, label: str) -> SharedNetwork:
    """Lets a network of the municipality pass. NotPossible for what is no network, is too wide, or passes already."""
    if not may_name_networks(by, municipality):
        raise NotAllowed
    known = read_network(network)
    try:
        with transaction.atomic():
            shared = SharedNetwork.objects.create(municipality=municipality, network=known, label=label)
    except IntegrityError:
        sentence = _("This network is in the list already.")
        raise NotPossible(sentence, faults={"network": sentence}) from None
    record("add_network", municipality, by=by, municipality=municipality, network=known, label=label)
    return shared


@transaction.atomic
def remove_network(shared: SharedNetwork, *, by: User) -> None:
    """From now on bursts from this network are found again; what was cast before stays unlooked at."""
    if not may_name_networks(by, shared.municipality):
        raise NotAllowed
    facts = {"network": shared.network, "label": shared.label}
    record("remove_network", shared.municipality, by=by, municipality=shared.municipality, **facts)
    shared.delete()


def read_network(typed: str) -> str:
    """The network as it is written everywhere: "192.0.2.0/24". NotPossible for what is none or too wide."""
    try:
        network = ipaddress.ip_network(typed.strip(), strict=False)
    except ValueError:
        sentence = _("Write a network like 192.0.2.0/24 or 2001:db8::/48.")
        raise NotPossible(sentence, faults={"network": sentence}) from None
    if network.prefixlen < WIDEST[network.version]:
        sentence = _("This network is too wide. Write /%(bits)s or a larger number after the slash.") % {
            "bits": WIDEST[network.version]
        }
        raise NotPossible(sentence, faults={"network": sentence})
    return str(network)
