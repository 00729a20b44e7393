"""From the bytes of a .pb file to lines, and from lines to the rows of each section."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from budgeting.counting.pabulib.cells import shown
from budgeting.counting.pabulib.election import PabulibError

MAX_BYTES = 100_000_000
MAX_LINE_BYTES = 1_048_576
# Small rows take far more memory than text, so the number of rows is bounded as well as the size of the file.
MAX_ROWS = {"META": 1_000, "PROJECTS": 20_000, "VOTES": 2_000_000}
PROGRESS_STEP_BYTES = 262_144

_BINARY_STARTS = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"%PDF-": "a PDF document",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}

Progress = Callable[[int, int], None]


def decoded_lines(stream: BinaryIO, total: int, on_progress: Progress | None = None) -> Iterator[str]:
    """Yield the lines of a file of `total` bytes with their ends; only a line feed ends one."""
    if total > MAX_BYTES:
        raise PabulibError(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    done = reported = number = 0
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        done += len(raw)
        yield _decoded(raw, number)
        if on_progress and done - reported >= PROGRESS_STEP_BYTES:
            reported = done
            # The file may grow while it is read; a bar beyond its end helps nobody.
            on_progress(min(done, total), total)
    if on_progress:
        on_progress(total, total)


def _decoded(raw: bytes, line: int) -> str:
    if line == 1:
        for start, kind in _BINARY_STARTS.items():
            if raw.startswith(start):
                raise PabulibError(f"the file is {kind}, not the UTF-8 text of a .pb file")
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in raw:
        raise PabulibError("there is a NUL byte, so this is not a text file", line)
    if len(raw) > MAX_LINE_BYTES:
        raise PabulibError(f"the line is longer than {MAX_LINE_BYTES:,} bytes", line)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise PabulibError("the text is not UTF-8", line) from None


class Rows:
    """The rows of a file, section by section.

    `line` is where the last row started, `marker` the name of the section that comes next.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.line = 1
        self._rows = self._stripped(lines)
        first = next(self._rows, None)
        if first is None:
            raise PabulibError("the file is empty")
        if first != ["META"]:
            raise PabulibError(f"the file starts with {shown(first[0])} instead of META", self.line)
        self.marker = "META"

    def section(self, name: str, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Yield the rows of one section by column name and stop at the name of the next section."""
        header, rows = self.table(name, needed)
        for row in rows:
            yield dict(zip(header, row, strict=True))

    def table(self, name: str, needed: tuple[str, ...]) -> tuple[list[str], Iterator[list[str]]]:
        """Return the header of one section and its rows, which stop at the name of the next section."""
        if self.marker != name:
            raise PabulibError(f"the {name} section is missing or out of order, so the file may be cut short")
        header = self._header(name, needed)
        self.marker = ""
        return header, self._table_rows(name, header)

    def _table_rows(self, name: str, header: list[str]) -> Iterator[list[str]]:
        for number, row in enumerate(self._rows, start=1):
            if len(row) == 1 and row[0] in MAX_ROWS:
                self.marker = row[0]
                return
            if number > MAX_ROWS[name]:
                raise PabulibError(f"the {name} section has more than {MAX_ROWS[name]:,} rows", self.line)
            if len(row) != len(header):
                numbers = f"{len(row)} where the header has {len(header)}"
                raise PabulibError(f"the number of cells is {numbers}", self.line)
            yield row

    def _header(self, name: str, needed: tuple[str, ...]) -> list[str]:
        marker_line = self.line
        header = next(self._rows, None)
        if header is None:
            raise PabulibError(f"the file ends before the header of the {name} section", marker_line)
        for column in needed:
            if column not in header:
                raise PabulibError(f"the header of the {name} section has no {shown(column)}", self.line)
        if len(set(header)) != len(header):
            raise PabulibError(f"the header of the {name} section has a column twice", self.line)
        return header

    def _stripped(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield the rows that are not blank, their cells stripped."""
        reader = csv.reader(lines, delimiter=";", strict=True)
        try:
            for cells in reader:
                row = list(map(str.strip, cells))
                if row not in ([], [""]):
                    yield row
                # A quoted cell may hold line breaks: the next row starts after the last line of this one.
                self.line = reader.line_num + 1
        except csv.Error:
            limit = f"longer than {csv.field_size_limit():,} characters"
            fault = f"badly quoted, never closed, broken by a lone carriage return or {limit}"
            raise PabulibError(f"a cell is {fault}", self.line) from None
