"""The archive of a count: all that anyone needs to count again and compare, in one zip file.

ballots.pb       the election, in the Pabulib format
rule.json        the rule, every switch named
conditions.json  withdrawals, areas, late ballots, the lot
result.json      who won, in which order, at which price
trace.json       every round and every decision with its reason
recount.py       a count in plain Python that checks result.json
SHA256SUMS       the hash of each of these files
"""

import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from budgeting.counting.conditions import Conditions, ConditionsError, conditions_as_data, conditions_from_data
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import PabulibError, PbElection, write_election
from budgeting.counting.pabulib.reading import parse_election
from budgeting.counting.rule import Rule, RuleError, rule_as_data, rule_from_data
from budgeting.counting.trace import as_text, result_of, trace_of

BALLOTS, RULE, CONDITIONS = "ballots.pb", "rule.json", "conditions.json"
RESULT, TRACE, SCRIPT, SUMS = "result.json", "trace.json", "recount.py", "SHA256SUMS"
FILES = (BALLOTS, RULE, CONDITIONS, RESULT, TRACE, SCRIPT)
MAX_BYTES = 100_000_000
# What reading a damaged zip file raises, whichever way its members are compressed.
DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
)
SCRIPT_PATH = Path(__file__).with_name(SCRIPT)
_STAMP = (2026, 1, 1, 0, 0, 0)  # the same files make the same zip, whenever it is written


class ArchiveError(ValueError):
    """An archive that cannot be counted again; str() is one English sentence."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds; `result` and `trace` are the published bytes."""

    election: PbElection
    rule: Rule
    conditions: Conditions
    result: bytes
    trace: bytes


def write_archive(election: PbElection, rule: Rule, conditions: Conditions, result: str, trace: str) -> bytes:
    """The zip file of a count whose result and trace are published as these texts.

    PabulibError for an election the format cannot hold.
    """
    texts = {
        BALLOTS: "".join(write_election(election)),
        RULE: as_text(rule_as_data(rule)),
        CONDITIONS: as_text(conditions_as_data(conditions)),
        RESULT: result,
        TRACE: trace,
        SCRIPT: SCRIPT_PATH.read_text(encoding="utf-8"),
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in [*texts.items(), (SUMS, _sums(texts))]:
            bundle.writestr(zipfile.ZipInfo(name, _STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _sums(texts: Mapping[str, str]) -> str:
    return "".join(f"{sha256(text.encode()).hexdigest()}  {name}\n" for name, text in texts.items())


def read_archive(stream: BinaryIO) -> Archive:
    """Reads an archive and checks its hashes. ArchiveError for one that is damaged or not of this form."""
    try:
        with zipfile.ZipFile(stream) as bundle:
            contents = {name: _member(bundle, name) for name in (*FILES, SUMS)}
    except ArchiveError:
        raise
    except DAMAGES as error:
        raise ArchiveError("This is not a zip file that can be read.") from error
    _check_sums(contents)
    try:
        return Archive(
            parse_election(BytesIO(contents[BALLOTS]), len(contents[BALLOTS])),
            rule_from_data(_json(contents, RULE)),
            conditions_from_data(_json(contents, CONDITIONS)),
            contents[RESULT],
            contents[TRACE],
        )
    except PabulibError as error:
        raise ArchiveError(f"{BALLOTS} cannot be counted. {error}") from error
    except (RuleError, ConditionsError) as error:
        raise ArchiveError(str(error)) from error


def _member(bundle: zipfile.ZipFile, name: str) -> bytes:
    try:
        size = bundle.getinfo(name).file_size
    except KeyError:
        raise ArchiveError(f"The archive has no {name}.") from None
    if size > MAX_BYTES:
        raise ArchiveError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB.")
    return bundle.read(name)


def _check_sums(contents: Mapping[str, bytes]) -> None:
    stated = dict(_stated(contents[SUMS].decode(errors="replace").splitlines()))
    for name in FILES:
        if stated.get(name) != sha256(contents[name]).hexdigest():
            raise ArchiveError(f"{name} is not the file that was published: its hash differs.")


def _stated(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        digest, _space, name = line.partition("  ")
        yield name, digest


def _json(contents: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        data = json.loads(contents[name])
    except (ValueError, RecursionError):
        raise ArchiveError(f"{name} is not JSON.") from None
    if not isinstance(data, dict):
        raise ArchiveError(f"{name} is not a JSON object.")
    return data


def differences(archive: Archive) -> list[str]:
    """Counts the archive again and names the files that come out otherwise than published: none, if all is well."""
    outcome = count_election(archive.election, archive.rule, archive.conditions)
    recounted = {RESULT: as_text(result_of(outcome)), TRACE: as_text(trace_of(outcome))}
    published = {RESULT: archive.result, TRACE: archive.trace}
    return [name for name in recounted if recounted[name].encode() != published[name]]
