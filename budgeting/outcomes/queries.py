"""What became of a cycle's proposals: the one place where it is worked out."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from budgeting.counting.reasons import Reason
from budgeting.cycles.models import Cycle
from budgeting.outcomes.endings import BY_ANSWER, BY_STATE, Ending
from budgeting.outcomes.progress import progress_of
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import LONG
from budgeting.proposals.steps import who_benefits
from budgeting.responses.models import Response
from budgeting.results.queries import Bar, Result, published_result
from budgeting.reviews.models import Review, ReviewState
from portal.languages.texts import Reading, TranslationState, read_text


@dataclass(frozen=True, slots=True)
class Endings:
    """{proposal_pk: its ending} of every public proposal of a cycle, in the order of a page, and the result of its vote."""

    by_proposal: dict[int, Ending]
    result: Result | None

    @property
    def counts(self) -> dict[Ending, int]:
        """How many came to each ending, without those nobody came to."""
        found = Counter(self.by_proposal.values())
        return {ending: found[ending] for ending in Ending if found[ending]}

    @property
    def open(self) -> list[int]:
        """The proposals that have no final outcome yet."""
        return [pk for pk, ending in self.by_proposal.items() if not ending.is_final]

    def that_are(self, ending: Ending | None) -> list[int]:
        """The proposals that came to this ending; all for None."""
        return [pk for pk, one in self.by_proposal.items() if ending in (None, one)]


def endings_of(cycle: Cycle) -> Endings:
    """In a constant number of queries; drafts, and what was never published or is hidden, are nowhere in it."""
    public = Proposal.objects.public().filter(cycle=cycle).order_by("number", "pk")
    rows = list(public.values_list("pk", "state", "withdrawal"))
    result = published_result(cycle.pk)
    decided = {one.project_id: one for one in result.outcomes} if result else {}
    works = _works(cycle, [pk for pk, one in decided.items() if one.is_funded])
    endings: dict[int, Ending] = {}
    for pk, state, withdrawal in rows:
        outcome = decided.get(pk)
        if withdrawal or (outcome and outcome.reason == Reason.WITHDRAWN):
            endings[pk] = Ending.LEFT_THE_VOTE
        elif outcome:
            endings[pk] = works.get(pk, Ending.FUNDED) if outcome.is_funded else Ending.NOT_FUNDED
        else:
            endings[pk] = BY_STATE[state]
    order = list(Ending)
    return Endings(dict(sorted(endings.items(), key=lambda one: order.index(one[1]))), result)


def _works(cycle: Cycle, funded: Collection[int]) -> dict[int, Ending]:
    """How far the works at the funded projects are, as those who follow them say, or else the last answer."""
    if not funded:
        return {}
    answers = Response.objects.filter(ask__proposal__in=funded, answered_at__gt=cycle.voting_until_at)
    said = answers.order_by("answered_at", "pk").values_list(
        "ask__proposal", "outcome", "answered_at", "ask__reopening__at"
    )
    works = {pk: _work(outcome, at, disputed_at) for pk, outcome, at, disputed_at in said}  # the last one stays
    return {**works, **progress_of(funded)}


def _work(outcome: str, answered_at: datetime, disputed_at: datetime | None) -> Ending:
    ending = BY_ANSWER.get(outcome, Ending.FUNDED)
    is_disputed = disputed_at is not None and disputed_at > answered_at
    return Ending.DISPUTED if ending == Ending.DONE and is_disputed else ending


@dataclass(frozen=True, slots=True)
class Told:
    """One proposal as the page tells it: what was asked for whom, what became of it, and why."""

    proposal: Proposal
    ending: Ending
    reason: Reading | None
    merged_into: Proposal | None
    answer: Response | None
    bar: Bar | None

    @property
    def title(self) -> Reading:
        return read_text(self.proposal, "title")

    @property
    def summary(self) -> Reading:
        return read_text(self.proposal, "summary")

    @property
    def who_benefits(self) -> list[str]:
        return who_benefits(self.proposal)

    @property
    def answer_reason(self) -> Reading | None:
        return read_text(self.answer, "reason") if self.answer else None


def told(endings: Endings, proposals: Sequence[int], *, language: str) -> list[Told]:
    """These proposals in this order, with what their lines show, in a constant number of queries.

    `language` is the reader's, for reasons that are words of the site itself.
    """
    bars = {bar.outcome.project_id: bar for bar in endings.result.bars} if endings.result else {}
    cards = _cards(proposals)
    merged = Proposal.objects.public().filter(pk__in={card.merged_into_id for card in cards.values()} - {None})
    targets = merged.defer(*LONG).in_bulk()
    lines = []
    for pk in proposals:
        card, ending, bar = cards[pk], endings.by_proposal[pk], bars.get(pk)
        answers = card.ask.responses.all() if card.ask else ()
        reason = _reason(card, ending, bar, language)
        lines.append(Told(card, ending, reason, targets.get(card.merged_into_id), next(iter(answers), None), bar))
    return lines


def _cards(proposals: Iterable[int]) -> dict[int, Proposal]:
    with_rest = Proposal.objects.with_cards().select_related("withdrawal", "ask", "review")
    hidden = (f"review__{field.name}" for field in Review._meta.concrete_fields if field.name in ("findings", "reply"))
    answers = Prefetch("ask__responses", Response.objects.select_related("office"))
    cards: dict[int, Proposal] = with_rest.defer(*LONG, *hidden).prefetch_related(answers).in_bulk(list(proposals))
    return cards


def _reason(card: Proposal, ending: Ending, bar: Bar | None, language: str) -> Reading | None:
    """Why it ended so, where somebody or the count has said why; its words carry their own language."""
    if ending == Ending.NOT_FUNDED and bar:
        return Reading(bar.reason, language, TranslationState.ORIGINAL)
    if ending == Ending.REJECTED:
        return Reading(str(card.get_rejection_code_display()), language, TranslationState.ORIGINAL)
    if ending == Ending.LEFT_THE_VOTE:
        withdrawal = card.withdrawal
        return Reading(withdrawal.reason, withdrawal.reason_language, TranslationState.ORIGINAL)
    review = getattr(card, "review", None)
    if ending == Ending.NOT_FEASIBLE and review and review.state == ReviewState.PUBLISHED:
        return read_text(review, "reason")
    return None
