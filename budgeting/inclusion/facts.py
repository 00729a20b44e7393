"""What a report is made of, and what the things in it are called in the active language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.cycles.models import Theme
from budgeting.inclusion.cells import Numbers
from budgeting.inclusion.figures import REST, WHOLE, Figures
from budgeting.inclusion.models import NO_ANSWER, AgeBand, Gender, Part
from budgeting.responses.models import Office
from portal.languages.texts import read_text
from portal.places.models import Municipality, Settlement


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in the figures are called in the active language: {id: (name, its language)}."""

    settlements: dict[str, tuple[str, str]]
    themes: dict[str, tuple[str, str]]
    offices: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables are made of: one cycle's figures, or those of several together."""

    figures: Figures
    as_of: datetime
    source: str
    places: tuple[Municipality, ...]
    currency: str
    names: Names

    def cell(self, table: str, line: str, column: str) -> int | None:
        return self.figures.get(table, {}).get(line, {}).get(column)

    @property
    def has_vote(self) -> bool:
        return Part.VOTE.value in self.figures.get("people", {})


def names_in(figures: Figures) -> Names:
    """The names of the settlements, themes and offices that the figures speak of (three queries)."""

    def read(rows: Iterable[object]) -> dict[str, tuple[str, str]]:
        texts = ((str(one.pk), read_text(one, "name")) for one in rows)  # type: ignore[attr-defined]  # any row with a key
        return {pk: (text.text, text.language) for pk, text in texts}

    keys = {table: [int(key) for key in figures.get(table, {}) if key.isdecimal()] for table in _NAMED}
    return Names(
        read(Settlement.objects.filter(pk__in=keys["settlement"] + keys["decided_settlement"])),
        read(Theme.objects.filter(pk__in=keys["themes"])),
        read(Office.objects.filter(pk__in=keys["offices"])),
    )


_NAMED = ("settlement", "decided_settlement", "themes", "offices")


def own_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


_WORDS: dict[str, dict[str, str | Promise]] = {
    "gender": dict(Gender.choices),
    "age": dict(AgeBand.choices),
    "language": dict(settings.LANGUAGES),
}


def name_of(kind: str, key: str, facts: Facts) -> tuple[str, str]:
    """The name of a line and its language."""
    if key == NO_ANSWER:
        return _("No answer"), own_language()
    if key == REST:
        return _("Others and no answer"), own_language()
    if key == WHOLE:
        return _("The whole municipality"), own_language()
    if kind == "settlement":
        return facts.names.settlements.get(key, ("–", own_language()))
    if kind == "office":
        return facts.names.offices.get(key, ("–", own_language()))
    if kind == "language":
        return str(_WORDS[kind][key]), key
    return str(_WORDS[kind][key]), own_language()


def in_order(kind: str, found: dict[str, Numbers], facts: Facts) -> list[str]:
    """The lines in the order in which they are asked, places by their names; what is no answer comes last.

    Villages that have no number at all are left out: there are many.
    """
    last = [key for key in (WHOLE, REST, NO_ANSWER) if key in found]
    if kind != "settlement":
        return [*(key for key in _WORDS[kind] if key in found), *last]
    told = [key for key in found if key not in last and any(found[key].values())]
    return [*sorted(told, key=lambda key: (facts.names.settlements.get(key, ("", ""))[0], int(key))), *last]
