"""Tables as files for other people's programs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

from django.http import HttpResponse, StreamingHttpResponse

from portal.languages.streaming import in_language

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it spreadsheets do not read the Georgian letters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTENT_TYPE = "text/csv; charset=utf-8"
LINES_AT_ONCE = 500


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return HttpResponse("".join(csv_lines(head, rows)), content_type=_CONTENT_TYPE, headers=_headers(name))


def csv_stream(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same, sent while the rows are read: it holds a few hundred of them, however many there are."""
    chunks = in_chunks(csv_lines(head, rows))
    return StreamingHttpResponse(chunks, content_type=_CONTENT_TYPE, headers=_headers(name))


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of the file, each with its end; the first begins with the mark of UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    yield _BOM + _taken(text)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield _taken(text)


def in_chunks(lines: Iterator[str]) -> Iterator[bytes]:
    """The lines some hundred at a time, all in the language that is active now."""
    return in_language(_chunks(lines))


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    while chunk := "".join(islice(lines, LINES_AT_ONCE)):
        yield chunk.encode()


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}


def _taken(text: StringIO) -> str:
    line = text.getvalue()
    text.seek(0)
    text.truncate()
    return line


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA) else value
