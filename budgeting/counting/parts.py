"""One contest counted by one rule, with every decision written down."""

from dataclasses import replace

from budgeting.counting.contest import Contest
from budgeting.counting.effects import compare, voters_with_nothing
from budgeting.counting.greedy import Turn, take_turns
from budgeting.counting.reasons import WON, Reason
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.counting.shares import Chance, chances, fraction_text, hundredths_down, hundredths_up, rounds_of
from budgeting.counting.sweep import Sweep, Watch, sweep
from budgeting.counting.trace import HUNDREDTHS, Decision, Part

GREEDY, EQUAL_SHARES = "greedy", "equal-shares"


def count_part(area: str, contest: Contest, rule: Rule, watch: Watch | None = None) -> Part:
    """Counts the contest by the rule, a comparison step included; `watch` as in `sweep`."""
    if isinstance(rule, GreedyRule):
        return _by_turns(area, contest, rule)
    part = _by_shares(area, contest, rule, watch)
    if rule.comparison == "none":
        return part
    by_votes = _by_turns(area, contest, GreedyRule(threshold=rule.threshold))
    position = {project: c for c, project in enumerate(contest.profile.ids)}
    preference = compare(
        contest,
        [position[project] for project in part.selected],
        [position[project] for project in by_votes.selected],
        per_cost=rule.utility == "cost",
    )
    return replace(by_votes if preference.greedy > preference.equal_shares else part, preference=preference)


def _by_turns(area: str, contest: Contest, rule: GreedyRule) -> Part:
    turns = take_turns(contest, rule)
    decisions = tuple(_turn_decision(contest, place, turn) for place, turn in enumerate(turns, start=1))
    funded = [turn.project for turn in turns if turn.reason in WON]
    return Part(
        area=area,
        stands=GREEDY,
        envelope=contest.envelope,
        voters=contest.profile.voters,
        total_cost=sum(contest.profile.costs[c] for c in funded),
        with_nothing=voters_with_nothing(contest, funded),
        endowment=None,
        steps=None,
        stop=None,
        rounds=(),
        decisions=decisions,
    )


def _turn_decision(contest: Contest, place: int, turn: Turn) -> Decision:
    ids, cost = contest.profile.ids, contest.profile.costs[turn.project]
    return Decision(
        project=ids[turn.project],
        place=place,
        votes=contest.profile.votes[turn.project],
        cost=cost,
        reason=turn.reason,
        held=turn.left * HUNDREDTHS,
        missing=max(0, cost - turn.left) * HUNDREDTHS,
        other=None if turn.barred_by is None else ids[turn.barred_by],
        tied_with=tuple(ids[c] for c in turn.tied_with),
        by_lot=contest.is_settled_by_lot(turn.project, turn.tied_with),
    )


def _by_shares(area: str, contest: Contest, rule: EqualSharesRule, watch: Watch | None) -> Part:
    found = sweep(contest, rule, watch)
    won = [*found.funded, *found.completed]
    runners = set(contest.runners(rule.threshold))
    gone = {} if found.ledger is None else chances(contest, found.ledger, sorted(runners.difference(found.funded)))
    rounds = () if found.ledger is None else tuple(rounds_of(contest, found.ledger, gone))
    votes, places = contest.profile.votes, contest.places
    others = sorted(set(range(len(votes))).difference(won), key=lambda c: (-votes[c], places[c]))
    decide = _ShareDecisions(contest, rule, found, gone)
    return Part(
        area=area,
        stands=EQUAL_SHARES,
        envelope=contest.envelope,
        voters=contest.profile.voters,
        total_cost=sum(contest.profile.costs[c] for c in won),
        with_nothing=voters_with_nothing(contest, won),
        endowment=fraction_text(found.endowment),
        steps=found.runs,
        stop=found.stop,
        rounds=rounds,
        decisions=tuple(decide(c, place) for place, c in enumerate([*won, *others], start=1)),
    )


class _ShareDecisions:
    """Words each decision of one Equal Shares count."""

    def __init__(self, contest: Contest, rule: EqualSharesRule, found: Sweep, gone: dict[int, Chance]) -> None:
        self._contest, self._rule, self._found, self._gone = contest, rule, found, gone

    def __call__(self, project: int, place: int) -> Decision:
        profile = self._contest.profile
        bare = Decision(profile.ids[project], place, profile.votes[project], profile.costs[project], Reason.NO_VOTES)
        if project in self._found.funded:
            return self._funded(bare, self._found.funded.index(project))
        if project not in self._gone:
            return replace(bare, reason=self._outside(project))
        chance = self._gone[project]
        is_completed = project in self._found.completed
        return replace(
            bare,
            reason=Reason.COMPLETED if is_completed else chance.reason,
            round=chance.turn,
            held=hundredths_down(chance.held),
            missing=max(0, hundredths_up(profile.costs[project] - chance.held)),
            other=None if chance.other is None else profile.ids[chance.other],
            paid_for=tuple((profile.ids[c], hundredths_down(paid)) for c, paid in chance.paid_for),
        )

    def _funded(self, bare: Decision, turn: int) -> Decision:
        ledger, ids = self._found.ledger, self._contest.profile.ids
        assert ledger is not None  # noqa: S101  (a funded project was paid for in a run)
        tied = ledger.payments[turn].tied_with
        return replace(
            bare,
            reason=Reason.SHARED,
            round=turn + 1,
            price=fraction_text(ledger.price(turn)),
            tied_with=tuple(ids[c] for c in tied),
            by_lot=self._contest.is_settled_by_lot(self._found.funded[turn], tied),
        )

    def _outside(self, project: int) -> Reason:
        if project in self._contest.withdrawn:
            return Reason.WITHDRAWN
        return Reason.BELOW_THRESHOLD if self._contest.profile.votes[project] else Reason.NO_VOTES
