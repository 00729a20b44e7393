"""Identifying a voter by the code on a card."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.base import Visitor, Voter, WrongProof
from budgeting.voting.identity.card.models import Card
from budgeting.voting.identity.card.queries import must_be_bound
from budgeting.voting.identity.checking.person import Person, open_under
from budgeting.voting.identity.code_field import CodeField
from budgeting.voting.keys import keyed_hash
from portal.kept_sql import KeptQuery

# 11 free signs of 5 bits: with 100,000 cards out, a guess hits one in 360,000,000,000.
CODE_LENGTH = 12


_cards = KeptQuery(lambda cycle, code_hash: Card.objects.filter(cycle=cycle, code_hash=code_hash))
_locked_cards = KeptQuery(lambda pk: Card.objects.select_for_update().filter(pk=pk, is_spoiled=False))


class CardForm(forms.Form):
    code = CodeField(
        length=CODE_LENGTH,
        label=gettext_lazy("The code on your voting card"),
        help_text=gettext_lazy("12 letters and numbers. Dashes and spaces do not matter."),
        error_messages={"required": gettext_lazy("Write the code that is printed on your card.")},
        mistake=gettext_lazy("This code has a typing mistake. Compare it with your card, sign by sign."),
    )


class VotingCard:
    name = "card"
    label = gettext_lazy("Voting card")
    level = 2
    holds: tuple[type[Model], ...] = (Card,)

    def make_form(self, cycle: Cycle, data: Mapping[str, str] | None = None) -> forms.Form:
        return CardForm(data)

    def identify(self, cycle: Cycle, cleaned: dict[str, str], visitor: Visitor) -> Voter:
        """The holder of a card issued for this very cycle; a card may come again to change the ballot."""
        code = cleaned["code"]
        needs_person = must_be_bound(cycle)  # asked before the look-up: every code costs the same queries
        card = next(iter(_cards(cycle.pk, keyed_hash(cycle, "card", code))), None)
        if card is None or card.is_spoiled or (needs_person and not card.sealed_key):
            raise WrongProof
        person = person_of(cycle, card, code)
        return Voter(person.voter_key, self.name, area=person.area, hold=partial(_hold, cycle, card))

    def forget(self, cycle: Cycle) -> dict[str, int]:
        """Deletes the cards; their batches stay as counts by place."""
        spoiled = Card.objects.filter(cycle=cycle, is_spoiled=True).count()
        return {"cards": Card.objects.filter(cycle=cycle).delete()[0], "cards_spoiled": spoiled}


def person_of(cycle: Cycle, card: Card, code: str) -> Person:
    """Who votes with the card: the person it is bound to, else whoever holds it, known by the card alone."""
    if card.sealed_key:
        return open_under(code, card.sealed_key, cycle, "card")
    return Person(keyed_hash(cycle, "roll", f"card:{code}"))


def _hold(cycle: Cycle, card: Card) -> None:
    """Keeps the card as it was proved until the ballot is stored. WrongProof if it was spoiled or bound meanwhile, or
    has to be bound by now."""
    same = [one for one in _locked_cards(card.pk) if one.holder == card.holder]
    if not same or (not card.holder and must_be_bound(cycle)):
        raise WrongProof
