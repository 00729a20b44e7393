"""Issuing voting cards."""

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.codes import draw_code
from budgeting.voting.identity.card.method import CODE_LENGTH, VotingCard
from budgeting.voting.identity.card.models import Card
from budgeting.voting.keys import KeyedHash, make_keys
from budgeting.voting.permissions import may_issue_cards
from portal.accounts.models import User
from portal.log.models import record

LARGEST_BATCH = 5000


@transaction.atomic
def issue_cards(cycle: Cycle, *, by: User, count: int, place: str = "") -> list[str]:
    """Issues a batch of cards for a place and returns their codes, which exist nowhere else from then on."""
    if not may_issue_cards(by, cycle):
        raise NotAllowed
    if VotingCard.name not in cycle.identity_methods:
        raise NotPossible(_("This cycle does not use voting cards."))
    if not 1 <= count <= LARGEST_BATCH:
        raise NotPossible(_("A batch holds between 1 and %(most)s cards.") % {"most": LARGEST_BATCH})
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
    make_keys(cycle)
    code_hash = KeyedHash(cycle, "card")
    codes = [draw_code(CODE_LENGTH) for _number in range(count)]
    Card.objects.bulk_create(Card(cycle=cycle, code_hash=code_hash(code), place=place) for code in codes)
    record("issue_cards", cycle, by=by, municipality=cycle.municipality, count=count, place=place)
    return codes
