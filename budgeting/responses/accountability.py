"""The public record of an office or of a person in office: numbers, outcomes, and promises with their days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import pgettext_lazy

from budgeting.responses.completeness import PROMISES
from budgeting.responses.models import Ask, ResponseOutcome
from budgeting.responses.records import Asked, Given, Record, add_to, asked_with_answers
from portal.clock import today


class Kept(models.TextChoices):
    OVERDUE = "overdue", pgettext_lazy("promise", "Overdue")
    OPEN = "open", pgettext_lazy("promise", "Its day is still to come")
    LATE = "late", pgettext_lazy("promise", "Kept late")
    KEPT = "kept", pgettext_lazy("promise", "Kept on time")


@dataclass(frozen=True, slots=True)
class Commitment:
    """An answer that promised a further word by a day; `moved_to` is where that day stands now, if it was moved."""

    ask: int
    outcome: ResponseOutcome
    made_on: date
    promised_on: date
    moved_to: date | None
    kept: Kept
    kept_on: date | None


@dataclass(slots=True)
class Account(Record):
    """A record with what the latest answer to each ask was, and every promise: the overdue first, then by their days."""

    outcomes: dict[ResponseOutcome, int] = field(default_factory=dict)
    commitments: list[Commitment] = field(default_factory=list)

    @property
    def kept(self) -> dict[Kept, int]:
        """{how it was kept: how many promises}, of all four."""
        return {kept: sum(one.kept == kept for one in self.commitments) for kept in Kept}


def account_of(asks: QuerySet[Ask]) -> Account:
    """The account these asks add up to, in one query."""
    account = Account()
    latest: list[ResponseOutcome] = []
    for ask in asked_with_answers("office", asks):
        add_to(account, ask)
        latest += [ResponseOutcome(answer.outcome) for answer in ask.answers[-1:]]
        account.commitments += _commitments(ask)
    account.outcomes = {one: latest.count(one) for one in ResponseOutcome if one in latest}
    account.commitments.sort(key=_order)
    return account


def _commitments(ask: Asked) -> Iterator[Commitment]:
    """Every answer that promised a day. One whose ask came to its end without a further word is no promise any more."""
    for answer, after in pairwise([*ask.answers, None]):
        if answer and answer.outcome in PROMISES and answer.next_update_on and (after or ask.owed_on):
            yield _commitment(ask, answer, answer.next_update_on, after)


def _commitment(ask: Asked, answer: Given, day: date, after: Given | None) -> Commitment:
    """The answer after it tells whether the day was kept; who reopens the ask makes no promise come earlier."""
    last_day = max(day, (after.owed_on if after else ask.owed_on) or day)
    kept_on = localdate(after.at) if after else None
    if kept_on:
        kept = Kept.KEPT if kept_on <= last_day else Kept.LATE
    else:
        kept = Kept.OVERDUE if last_day < today() else Kept.OPEN
    return Commitment(
        ask=ask.pk,
        outcome=ResponseOutcome(answer.outcome),
        made_on=localdate(answer.at),
        promised_on=day,
        moved_to=last_day if last_day > day else None,
        kept=kept,
        kept_on=kept_on,
    )


def _order(commitment: Commitment) -> tuple[int, date, int]:
    return list(Kept).index(commitment.kept), commitment.moved_to or commitment.promised_on, commitment.ask
