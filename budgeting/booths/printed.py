"""What a booth has on paper, put together for the printer."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from budgeting.booths.models import Booth, BoothProtocol, SheetBatch
from budgeting.booths.serials import show_serial
from budgeting.cycles.models import BallotKind, VotesIn
from budgeting.money import show_money
from budgeting.printing.ballot_sheet import PrintedBallot, PrintedList, PrintedProject, ballot_sheets
from budgeting.printing.booth_protocol import PrintedProtocol, Signature, booth_protocol
from budgeting.printing.booth_roll import booth_roll
from budgeting.proposals.models import Proposal
from budgeting.voting.ballots import BallotList, BallotRules, ballot_rules
from portal.languages.texts import PUBLIC_LANGUAGES, read_text

FACT_NAMES: dict[str, str | Promise] = {
    "received": gettext_lazy("Sheets received"),
    "unused": gettext_lazy("Sheets unused"),
    "spoiled": gettext_lazy("Sheets spoiled"),
    "stamped": gettext_lazy("People stamped"),
    "envelopes": gettext_lazy("Ballots in the box"),
    "entered": gettext_lazy("Ballots entered"),
    "valid": gettext_lazy("Valid ballots"),
    "invalid": gettext_lazy("Invalid ballots"),
    "conflicts": gettext_lazy("People who had voted online as well: the paper ballot stands"),
}


def print_batch(batch: SheetBatch) -> bytes:
    """The PDF of the batch's sheets."""
    cycle = batch.booth.cycle
    rules = ballot_rules(cycle, is_paper=True)
    projects = {project.number or 0: project for project in Proposal.objects.ever_on_ballot().filter(cycle=cycle)}
    lists = rules.open_to(batch.area_id)
    ballot = PrintedBallot(cycle, [_list(one, lists, projects, rules) for one in lists], lambda: _limits(rules, lists))
    serials = [show_serial(serial) for serial in range(batch.first_serial, batch.last_serial + 1)]
    return ballot_sheets(ballot, batch.booth.name, serials)


def print_roll(booth: Booth) -> bytes:
    return booth_roll(booth.cycle, booth.name)


def print_protocol(protocol: BoothProtocol, language: str) -> bytes:
    """The PDF of a protocol that two people have signed."""
    with override(language):
        lines = [(str(FACT_NAMES[name]), protocol.facts[name]) for name in FACT_NAMES]
    signatures = [
        Signature(str(by), at)
        for by, at in (
            (protocol.signed_by, protocol.signed_at),
            (protocol.countersigned_by, protocol.countersigned_at),
        )
        if at
    ]
    booth = protocol.booth
    printed = PrintedProtocol(booth.cycle, booth.name, lines, protocol.note, signatures, protocol.text)
    return booth_protocol(printed, language)


def _list(
    one: BallotList, lists: Sequence[BallotList], projects: dict[int, Proposal], rules: BallotRules
) -> PrintedList:
    def heading() -> str:
        if len(lists) == 1 and one.area is None:
            return ""
        return one.name or _("The whole municipality")

    return PrintedList(
        heading,
        [PrintedProject(number, _lines(projects[number], rules)) for number in sorted(one.costs_tetri)],
    )


def _lines(project: Proposal, rules: BallotRules) -> list[str]:
    lines = []
    for code in PUBLIC_LANGUAGES:
        with override(code):
            lines.append(f"{read_text(project, 'title')} · {show_money(project.cost_tetri, rules.currency)}")
    return list(dict.fromkeys(lines))


def _limits(rules: BallotRules, lists: Sequence[BallotList]) -> list[str]:
    """The limits that `check_choices` keeps, in the active language."""
    said = []
    if len(lists) > 1:
        said.append(
            _("Vote in one list only.") if rules.votes_in == VotesIn.ONE else _("These limits hold in each list.")
        )
    said.append(
        ngettext("Choose at least %(count)s project.", "Choose at least %(count)s projects.", rules.min_projects)
        % {"count": rules.min_projects}
    )
    if rules.max_projects is not None:
        said.append(
            ngettext("Choose at most %(count)s project.", "Choose at most %(count)s projects.", rules.max_projects)
            % {"count": rules.max_projects}
        )
    if rules.kind == BallotKind.KNAPSACK:
        said += [_envelope(one, lists, rules) for one in lists]
    return said


def _envelope(one: BallotList, lists: Sequence[BallotList], rules: BallotRules) -> str:
    most = show_money(one.envelope_tetri, rules.currency)
    if len(lists) == 1:
        return _("Together they may cost at most %(most)s.") % {"most": most}
    name = one.name or _("The whole municipality")
    return _("%(list)s: together at most %(most)s.") % {"list": name, "most": most}
