"""Spoiling cards: one by its code, or a whole batch that was never handed out."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity.card.actions import check_issuing, issue_cards
from budgeting.voting.identity.card.method import person_of
from budgeting.voting.identity.card.models import Card, CardBatch
from budgeting.voting.keys import keyed_hash
from portal.accounts.models import User
from portal.log.models import record


@transaction.atomic
def spoil_card(cycle: Cycle, code: str, *, by: User) -> Card:
    """The card opens the vote no more. NotPossible once its holder has voted: another card in its place would
    be a second ballot."""
    check_issuing(cycle, by)
    card = lock_card(cycle, code)
    if cycle.roll.filter(voter_key=person_of(cycle, card, code).voter_key).exists():
        raise NotPossible(
            _("The holder of this card has voted, so it cannot be spoiled or exchanged. What was voted nobody can see.")
        )
    mark_spoiled(card)
    record("spoil_card", cycle, by=by, municipality=cycle.municipality, place=card.batch.place)
    return card


@transaction.atomic
def exchange_card(cycle: Cycle, code: str, *, by: User, mark: UUID | None = None) -> tuple[str, str]:
    """Spoils the card and issues one for the same place; returns the new code and the place.

    NotPossible for a card bound to a person, who is given another by binding it.
    """
    card = spoil_card(cycle, code, by=by)
    if card.holder:
        raise NotPossible(_("This card is bound to a person. Check the document and bind another: this one then ends."))
    place = card.batch.place
    [new_code] = issue_cards(cycle, by=by, count=1, place=place, mark=mark)
    return new_code, place


@transaction.atomic
def spoil_batch(batch: CardBatch, *, by: User) -> int:
    """Spoils all cards of a batch and returns how many. NotPossible where one was bound to a person, and so was
    handed out; of other cards only the officer knows, whose word is on the log."""
    cycle = batch.cycle
    check_issuing(cycle, by)
    stored = CardBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.cards.exclude(holder="").exists():
        raise NotPossible(_("Cards of this batch have been handed out. Spoil them one by one."))
    spoiled = stored.cards.filter(is_spoiled=False).update(is_spoiled=True)
    if not spoiled:
        raise NotPossible(_("This batch has been spoiled already."))
    CardBatch.objects.filter(pk=batch.pk).update(spoiled=F("spoiled") + spoiled)
    record("spoil_cards", cycle, by=by, municipality=cycle.municipality, count=spoiled, place=batch.place)
    return spoiled


def lock_card(cycle: Cycle, code: str) -> Card:
    """The card with this code, against casts until the transaction ends. NotPossible if there is none that is good."""
    found = Card.objects.select_for_update(of=("self",)).select_related("batch")
    card = found.filter(cycle=cycle, code_hash=keyed_hash(cycle, "card", code)).first()
    if card is None:
        raise NotPossible(_("No card with this code was issued for this vote."))
    if card.is_spoiled:
        raise NotPossible(_("This card has been spoiled already."))
    return card


def mark_spoiled(card: Card) -> None:
    """Stores that a locked card is spoiled, and counts it in its batch."""
    card.is_spoiled = True
    card.save(update_fields=["is_spoiled"])
    CardBatch.objects.filter(pk=card.batch_id).update(spoiled=F("spoiled") + 1)
