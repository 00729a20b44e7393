"""Archives of a small count, whole and changed."""

import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO

from budgeting.counting.archive import FILES, write_archive
from budgeting.counting.conditions import Conditions
from budgeting.counting.count import count_election
from budgeting.counting.pabulib import PbElection
from budgeting.counting.rule import EqualSharesRule, Rule
from budgeting.counting.trace import as_text, result_of, trace_of
from tests.budgeting.counting.elections import villages

CONDITIONS = Conditions(withdrawn=("T2",), late_ballots=({"H1": 1},), lot_seed="khma")
RULE = EqualSharesRule()


def archive_of(election: PbElection, rule: Rule, conditions: Conditions) -> bytes:
    outcome = count_election(election, rule, conditions)
    return write_archive(election, rule, conditions, as_text(result_of(outcome)), as_text(trace_of(outcome)))


WHOLE = archive_of(villages(), RULE, CONDITIONS)


def files_in(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def zipped(files: Mapping[str, bytes], *, summed: bool = True) -> bytes:
    """An archive of these files, with fitting hashes or with those that are among them."""
    if summed:
        sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in FILES if name in files)
        files = {**files, "SHA256SUMS": sums.encode()}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return stream.getvalue()


def without(name: str) -> bytes:
    return zipped({one: content for one, content in files_in(WHOLE).items() if one != name})


def changed(name: str, content: bytes, *, summed: bool = True) -> bytes:
    return zipped(files_in(WHOLE) | {name: content}, summed=summed)
