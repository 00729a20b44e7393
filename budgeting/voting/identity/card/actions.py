"""Issuing voting cards."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.codes import draw_code
from budgeting.voting.identity.card.method import CODE_LENGTH, VotingCard
from budgeting.voting.identity.card.models import Card, CardBatch
from budgeting.voting.keys import KeyedHash
from budgeting.voting.locks import hold_open
from budgeting.voting.permissions import may_issue_cards
from portal.accounts.models import User
from portal.log.models import record

LARGEST_BATCH = 1000


@transaction.atomic
def issue_cards(cycle: Cycle, *, by: User, count: int, place: str = "", mark: UUID | None = None) -> list[str]:
    """Issues a batch of cards for a place and returns their codes, which exist nowhere else from then on.

    `mark` is that of the form which asks: sent twice, it issues one batch. KeyMissing before the cycle has a key.
    """
    check_issuing(cycle, by)
    if not 1 <= count <= LARGEST_BATCH:
        raise NotPossible(_("A batch holds between 1 and %(most)s cards.") % {"most": LARGEST_BATCH})
    code_hash = KeyedHash(cycle, "card")
    codes = [draw_code(CODE_LENGTH) for _number in range(count)]
    try:
        with transaction.atomic():
            batch = CardBatch.objects.create(cycle=cycle, place=place, count=count, by=by, mark=mark or uuid4())
    except IntegrityError:
        raise NotPossible(
            _("This batch has been issued already. If its sheets did not reach you, spoil it and issue another.")
        ) from None
    Card.objects.bulk_create(Card(cycle=cycle, batch=batch, code_hash=code_hash(code)) for code in codes)
    record("issue_cards", cycle, by=by, municipality=cycle.municipality, count=count, place=place)
    return codes


def check_issuing(cycle: Cycle, by: User) -> None:
    """NotAllowed for who may not issue cards; NotPossible where the cycle takes none, or its vote is over.

    Keeps the close waiting until the transaction ends.
    """
    if not may_issue_cards(by, cycle):
        raise NotAllowed
    hold_open(cycle)
    if VotingCard.name not in cycle.identity_methods:
        raise NotPossible(_("This cycle does not use voting cards."))
    if cycle.is_vote_over:
        raise NotPossible(_("The vote is over."))
