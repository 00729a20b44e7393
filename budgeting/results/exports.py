"""A counted election as its file says it: votes, who was selected, and by which rule of the format."""

from dataclasses import replace

from django.utils.translation import gettext as _

from budgeting.counting.archive import ArchiveError
from budgeting.counting.conditions import Conditions
from budgeting.counting.pabulib import PbElection
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.counting.sweep import Stop
from budgeting.counting.trace import Outcome
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.results.queries import published_archive, standing_count

# Only where the format's rule is ours to the last switch; the rest is "unknown" and said in the comment.
FORMAT_RULES: dict[str, Rule] = {
    "greedy": GreedyRule(),
    "greedy-no-skip": GreedyRule(unfit="stop"),
    "equalshares": EqualSharesRule("plain"),
    "equalshares/add1": EqualSharesRule(),
}


def with_outcome(election: PbElection, rule: Rule, conditions: Conditions, outcome: Outcome) -> PbElection:
    """The election with its projects in the order of the count, their votes and who was selected."""
    projects = {project.project_id: project for project in election.projects}
    ranked = tuple(
        replace(projects[decision.project], votes=decision.votes, selected=int(decision.is_funded))
        for decision in outcome.decisions
    )
    name = format_rule(rule, conditions, outcome)
    meta = {**election.meta, "rule": name}
    if name == "unknown":
        meta["comment"] = f"#1: counted by {rule}; lot drawn from the seed {conditions.lot_seed or 'none'}"
    if rule.threshold:
        meta["min_project_score_threshold"] = str(rule.threshold)
    return replace(election, meta=meta, projects=ranked)


def format_rule(rule: Rule, conditions: Conditions, outcome: Outcome) -> str:
    """The format's name of the rule, where a checker that knows it must find our outcome; else "unknown"."""
    if conditions.withdrawn or conditions.one_of or conditions.areas or conditions.late_ballots:
        return "unknown"
    if isinstance(rule, EqualSharesRule):
        # Checkers know no lot, and never end where all that anybody chose is funded.
        if any(one.by_lot for part in outcome.parts for one in part.rounds):
            return "unknown"
        if any(part.stop == Stop.ALL_FUNDED for part in outcome.parts):
            return "unknown"
    if rule.threshold and rule == GreedyRule(threshold=rule.threshold):
        return "greedy-threshold"
    return next((name for name, known in FORMAT_RULES.items() if known == rule), "unknown")


def export_election(cycle: Cycle) -> PbElection:
    """The cycle's election as its standing count published it. NotPossible before that, or if its archive is lost."""
    count = standing_count(cycle)
    if count is None or not count.archive:
        raise NotPossible(_("Only a counted cycle can be exported."))
    try:
        return published_archive(count).election
    except (ArchiveError, OSError) as error:
        raise NotPossible(_("The archive of this count cannot be read.")) from error
