"""The protocol of a vote's close, in the reader's language and in Georgian."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from budgeting.printing.sheet import SOFT, Sheet
from portal.languages.templatetags.languages import moment, number
from portal.languages.texts import OFFICIAL_LANGUAGE


@dataclass(frozen=True, slots=True)
class Cell:
    """One number under its name; `count` is None where fewer than 10 people, or a number that would give them away,
    are hidden. `key` is the name in the checksum."""

    key: str
    name: str | Promise
    count: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """Something two officials did: what, in `key`; when each of them acted, and who they are."""

    key: str
    name: str | Promise
    moved_by: str
    moved_at: datetime
    seconded_by: str
    seconded_at: datetime


@dataclass(frozen=True, slots=True)
class Protocol:
    """Everything the sheet says, as plain data. `titles` and `municipality` are {language: text}; `cells` are
    {section: its numbers}; `booths` {name: its numbers}; `acts` in the order in which they were done."""

    titles: Mapping[str, str]
    municipality: Mapping[str, str]
    from_at: datetime
    until_at: datetime
    closed_at: datetime
    acts: Sequence[Act]
    voters: Sequence[Cell]
    methods: Sequence[Cell]
    ballots: Sequence[Cell]
    decisions: Sequence[Cell]
    booths: Mapping[str, Sequence[Cell]]
    receipts_root: str
    log_root: str
    key_gone_at: datetime | None

    @property
    def data(self) -> str:
        """The facts as JSON with keys in order, times in UTC; the PDF carries it as its subject."""
        plain = {
            "titles": dict(self.titles),
            "municipality": dict(self.municipality),
            "from_at": _utc(self.from_at),
            "until_at": _utc(self.until_at),
            "closed_at": _utc(self.closed_at),
            "acts": [
                [one.key, one.moved_by, _utc(one.moved_at), one.seconded_by, _utc(one.seconded_at)] for one in self.acts
            ],
            **{name: _plain(getattr(self, name)) for name in ("voters", "methods", "ballots", "decisions")},
            "booths": {name: _plain(cells) for name, cells in self.booths.items()},
            "receipts_root": self.receipts_root,
            "log_root": self.log_root,
            "key_gone_at": self.key_gone_at and _utc(self.key_gone_at),
        }
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def checksum(self) -> str:
        """SHA-256 of `data`, as 64 hexadecimal digits."""
        return sha256(self.data.encode()).hexdigest()


def closing_protocol(protocol: Protocol, language: str) -> bytes:
    """The PDF: in the reader's language first, then in Georgian."""
    with override(language):
        sheet = Sheet(_("Protocol of the close of the vote"), language, made_at=protocol.closed_at)
    sheet.set_subject(protocol.data)
    for place, code in enumerate(dict.fromkeys((language, OFFICIAL_LANGUAGE))):
        if place:
            sheet.add_page()
        with override(code):
            _write(sheet, protocol, code)
    return sheet.as_bytes()


def _write(sheet: Sheet, protocol: Protocol, language: str) -> None:
    sheet.words(_("Protocol of the close of the vote"), size=17, is_bold=True)
    sheet.words(f"{protocol.municipality[language]} · {protocol.titles[language]}", size=12)
    sheet.words(_("All times are those of Tbilisi."), size=9, color=SOFT)
    times = {
        _("Voting from"): protocol.from_at,
        _("Voting until"): protocol.until_at,
        pgettext("the vote", "Closed"): protocol.closed_at,
    }
    _lines(sheet, _("The vote"), [f"{name}: {moment(at)}" for name, at in times.items()])
    _lines(sheet, _("Done by two officials"), [_of_two(act) for act in protocol.acts])
    _lines(sheet, _("Voters"), [_cell(cell) for cell in protocol.voters])
    _lines(sheet, _("How identity was checked"), [_cell(cell) for cell in protocol.methods])
    _lines(sheet, _("Ballots"), [_cell(cell) for cell in protocol.ballots])
    _lines(sheet, _("Decisions on ballots in quarantine"), [_cell(cell) for cell in protocol.decisions])
    for name, cells in protocol.booths.items():
        _lines(sheet, name, [_cell(cell) for cell in cells])
    _lines(sheet, _("The key of the vote"), [_key(protocol.key_gone_at)])
    sheet.gap(4)
    _checksum(sheet, _("SHA-256 of all receipts"), protocol.receipts_root)
    _checksum(sheet, _("Root of the log after the close"), protocol.log_root or "–")
    _checksum(sheet, _("SHA-256 of this protocol's facts, which this file carries as its subject"), protocol.checksum)


def _of_two(act: Act) -> str:
    facts = {
        "act": act.name,
        "mover": act.moved_by,
        "moved_at": moment(act.moved_at),
        "seconder": act.seconded_by,
        "seconded_at": moment(act.seconded_at),
    }
    return _("%(act)s: moved by %(mover)s on %(moved_at)s, seconded by %(seconder)s on %(seconded_at)s") % facts


def _lines(sheet: Sheet, title: str, lines: Sequence[str]) -> None:
    """A heading with its lines; nothing where there are none."""
    if not lines:
        return
    sheet.gap(3)
    sheet.words(title, size=12, is_bold=True)
    for line in lines:
        sheet.words(line, size=10)


def _key(gone_at: datetime | None) -> str:
    return _("destroyed on %(moment)s") % {"moment": moment(gone_at)} if gone_at else _("not destroyed yet")


def _cell(cell: Cell) -> str:
    count = _("hidden (small number)") if cell.count is None else number(cell.count)
    return f"{cell.name}: {count}"


def _checksum(sheet: Sheet, title: str, digits: str) -> None:
    sheet.words(title, size=9, color=SOFT)
    sheet.words(digits, size=9)


def _plain(cells: Sequence[Cell]) -> dict[str, int | None]:
    return {cell.key: cell.count for cell in cells}


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
