"""Everything of one counted cycle, file by file, as it goes into `all.zip`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from budgeting.counting.archive import SCRIPT, SCRIPT_PATH
from budgeting.opendata import licence
from budgeting.opendata.ballots import open_archive, pieces_of
from budgeting.opendata.bundle import File
from budgeting.opendata.calendars import stage_entries
from budgeting.opendata.geojson import OF_PROPOSALS, collection, proposal_features
from budgeting.opendata.sources import proposal_rows, turnout_rows
from budgeting.opendata.table import Table, plain
from budgeting.opendata.tables import PROPOSALS, RESULTS, STAGES, TURNOUT
from budgeting.results.anonymity import may_publish_ballots
from budgeting.results.queries import Result
from budgeting.views.csv_file import csv_lines, in_chunks
from portal.ics import calendar
from portal.languages.texts import read_text

ARCHIVE = "archive.zip"


def files_of(result: Result) -> Iterator[File]:
    """The files in the language that is active now; the README in all. The archive only where it may be given away."""
    archive = open_archive(result.count)
    yield "README.txt", [_readme(result, has_archive=archive is not None)]
    yield "LICENSE.txt", [licence.TEXT.encode()]
    if archive:
        yield ARCHIVE, pieces_of(archive)
        yield SCRIPT, [SCRIPT_PATH.read_bytes()]
    cycle = result.cycle
    yield _csv(PROPOSALS, proposal_rows(cycle))
    yield _csv(RESULTS, result.bars)
    yield "results.json", [results_text(result).encode()]
    yield _csv(TURNOUT, turnout_rows(cycle))
    yield _csv(STAGES, cycle.calendar)
    yield "proposals.geojson", in_chunks(collection(proposal_features(proposal_rows(cycle)), OF_PROPOSALS))
    title = read_text(cycle, "title")
    yield "stages.ics", [calendar(title.text, title.language, stage_entries([cycle]))]


def _csv(table: Table, rows: Iterable[Any]) -> File:
    return f"{table.name}.csv", in_chunks(csv_lines(table.head, map(table.cells, rows)))


def results_text(result: Result) -> str:
    """The result as JSON: the same columns as the table, and the sums of the page."""
    cycle, count, summary = result.cycle, result.count, result.summary
    title = read_text(cycle, "title")
    data = {
        "cycle": cycle.pk,
        "municipality": cycle.municipality.slug,
        "title": title.text,
        "title_language": title.language,
        "currency": cycle.currency,
        "envelope_tetri": count.envelope_tetri,
        "count": count.pk,
        "rule": count.rule,
        "lot_seed": count.lot_seed,
        "counted_at": plain(count.counted_at),
        "published_at": plain(count.published_at),
        "ballots": summary.ballots,
        "projects_on_ballot": summary.projects,
        "projects_funded": summary.funded,
        "spent_tetri": summary.spent_tetri,
        "left_tetri": summary.left_tetri,
        "voters_with_nothing": summary.with_nothing,
        "same_as_official": summary.same_as_official,
        "license": licence.ADDRESS,
        "projects": [RESULTS.record(bar) for bar in result.bars],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _readme(result: Result, *, has_archive: bool) -> bytes:
    """The same text in every language, one after the other."""
    context = {
        "result": result,
        "cycle": result.cycle,
        "archive": ARCHIVE if has_archive else "",
        "gives_ballots": may_publish_ballots(result.count),
        "licence": licence,
        "tables": [PROPOSALS, RESULTS, TURNOUT, STAGES],
    }
    texts = []
    for code, name in settings.LANGUAGES:
        with override(code):
            texts.append(render_to_string("budgeting/opendata/readme.txt", {**context, "language": name}))
    return "\n".join(texts).encode()
