"""Binding a card to the person it is handed to, where the same person could also vote in another way."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity.card.method import VotingCard, person_of
from budgeting.voting.identity.card.models import Card
from budgeting.voting.identity.card.queries import must_be_bound
from budgeting.voting.identity.card.spoiling import lock_card, mark_spoiled
from budgeting.voting.identity.checking.actions import check_handing_over, count_check
from budgeting.voting.identity.checking.person import holder_of, seal_under
from portal.accounts.models import User
from portal.log.models import record


def takes_bound_cards(cycle: Cycle) -> bool:
    return VotingCard.name in cycle.identity_methods and must_be_bound(cycle)


def bind_card(cycle: Cycle, number: str, code: str, *, by: User) -> bool:
    """The card votes for the person with this number from now on; returns whether an earlier card of theirs was spoiled.

    Only the card's code opens what ties the two. Doing it again changes nothing. NotPossible for a card that is not
    good or somebody else's, and for a person who may not vote.
    """
    try:
        with transaction.atomic():
            return _bind(cycle, number, code, by)
    except IntegrityError:
        raise NotPossible(_("Another card is being bound to this person just now. Check the person again.")) from None


def _bind(cycle: Cycle, number: str, code: str, by: User) -> bool:
    if not takes_bound_cards(cycle):
        raise NotPossible(_("In this vote a card is not bound to a person."))
    person = check_handing_over(cycle, number, by)
    holder = holder_of(cycle, person)
    card = lock_card(cycle, code)
    if card.holder == holder:
        return False
    if card.holder or cycle.roll.filter(voter_key=person_of(cycle, card, code).voter_key).exists():
        raise NotPossible(_("This card was handed to somebody else. Take another one."))
    earlier = Card.objects.select_for_update().filter(cycle=cycle, holder=holder, is_spoiled=False).first()
    if earlier:
        mark_spoiled(earlier)
    card.sealed_key, card.holder = seal_under(code, person, cycle, "card"), holder
    card.save(update_fields=["sealed_key", "holder"])
    count_check(cycle, "cards", by=by)
    record("bind_card", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk)
    return earlier is not None
