"""Counting without the portal: `python -m budgeting.counting count FILE.pb` and `recount ARCHIVE`."""

import argparse
import io
import sys
import zipfile
from pathlib import Path

from budgeting.counting.archive import ArchiveError, differences, read_archive
from budgeting.counting.command import add_rule_options, rule_of_file, rule_of_options, tally_file, told
from budgeting.counting.conditions import ConditionsError
from budgeting.counting.pabulib import PabulibError, read_election
from budgeting.counting.rule import RuleError

SAME, DIFFERENT, NOT_COUNTED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Prints what it finds; returns 1 if a recount differs, 2 if there is nothing to count, else 0."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "count":
            print(told(tally_file(options.file, rule_of_options(vars(options))), as_json=options.json))
            return SAME
        return _recount_archive(options.file) if zipfile.is_zipfile(options.file) else _recount_file(options.file)
    except (PabulibError, RuleError, ConditionsError, ArchiveError) as error:
        print(f"{options.file.name} is not counted. {error}", file=sys.stderr)
    except OSError as error:
        print(f"{options.file} cannot be read: {error.strerror}.", file=sys.stderr)
    return NOT_COUNTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m budgeting.counting", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    count = commands.add_parser("count", help="count a .pb file by a named rule")
    count.add_argument("file", type=Path)
    add_rule_options(count)
    recount = commands.add_parser("recount", help="count an archive, or a .pb file, again and compare")
    recount.add_argument("file", type=Path)
    return parser


def _recount_archive(path: Path) -> int:
    with path.open("rb") as stream:
        archive = read_archive(stream)
    print(f"{len(archive.election.votes)} ballots, {len(archive.election.projects)} projects, rule {archive.rule}")
    if found := differences(archive):
        print(f"NOT the published result. What comes out otherwise: {' and '.join(found)}.")
        return DIFFERENT
    print("The same result and the same trace as published, byte for byte.")
    return SAME


def _recount_file(path: Path) -> int:
    election = read_election(path, drop_repeats=True)
    rule = rule_of_file(election)
    selected = tally_file(path, rule).selected
    print(f"{len(election.votes)} ballots, {len(election.projects)} projects, rule {rule}")
    print(f"Selected: {', '.join(selected) or 'none'}")
    if all(project.is_selected is None for project in election.projects):
        print("The file does not say what was selected, so there is nothing to compare with.")
        return SAME
    official = {project.project_id for project in election.projects if project.is_selected}
    if official != set(selected):
        print(f"NOT what the file says. It differs in: {', '.join(sorted(official.symmetric_difference(selected)))}")
        return DIFFERENT
    print("The same projects as the file says.")
    return SAME


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console that lacks a script still shows the rest
    sys.exit(main())
