"""The report as tables in the active language: what the page, the PDF and the spreadsheet show, word for word."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from budgeting.inclusion.cells import (
    Cell,
    Line,
    Numbers,
    Table,
    count_cell,
    median_cell,
    money_cell,
    part_cell,
    percent_cell,
)
from budgeting.inclusion.facts import Facts, in_order, name_of, own_language
from budgeting.inclusion.figures import PROPOSE
from budgeting.inclusion.models import Gender, Part
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Beneficiary
from budgeting.translating.sources import SOURCES
from portal.charts.chart import Bars, Chart, Row
from portal.languages.templatetags.languages import number
from portal.languages.texts import TranslationState
from portal.places.census import census_of


def tables_of(facts: Facts) -> list[Table]:
    """All tables that have something to say, in the order in which they are read (no query)."""
    return [table for make in _TABLES for table in make(facts) if table.lines]


def _taking_part(facts: Facts) -> list[Table]:
    parts = [(PROPOSE, _("People who proposed")), *((part.value, _people_who(part)) for part in Part)]
    lines = [
        _line(name, own_language(), count_cell(facts.cell("people", part, "people")))
        for part, name in parts
        if part in facts.figures.get("people", {})
    ]
    definition = [
        _("Proposed: the first authors of published proposals, each person once. Source: the proposals."),
        _(
            "Commented: people with a comment that is shown; authors' own updates are not counted. Source: the comments."
        ),
        _("Backed: people who back at least one proposal. Source: the backing, of which only the number is public."),
        _("Voted: people on the roll of voters, online and on paper. Source: the roll, which holds no choices."),
        _("A vote is joined to no account, so one person may stand in several lines."),
    ]
    return [_table("people", _("Who took part"), (_("How"), _("People")), lines, definition)]


def _by_answer(facts: Facts) -> list[Table]:
    heads = [PROPOSE, *(part.value for part in Part if part != Part.VOTE or facts.has_vote)]
    words = [pgettext("column of a table", "Proposals"), *(str(Part(part).label) for part in heads[1:])]
    definition = [
        _("Proposals by gender and age: what the first author said. By language: the language the proposal is written in. By settlement: where it is to be built."),
        _("Commenting, backing, voting: what people answered afterwards, of their own will. Their language is that of the page on which they answered. “No answer” holds those who answered “no answer” and those who sent nothing: all who took part, less all who answered."),
        _("Together, at least: the sum of those numbers of the line that are shown, so the true sum can be larger. A person is in it once for each way of taking part."),
    ]  # fmt: skip
    tables = []
    for name, title, head in (
        ("gender", _("By gender"), _("Gender")),
        ("age", _("By age"), _("Age")),
        ("language", _("By language"), _("Language")),
        ("settlement", _("By village and town"), _("Village or town")),
    ):
        found = facts.figures.get(name, {})
        lines = []
        for key in in_order(name, found, facts):
            numbers = [found[key].get(part) for part in heads]
            known = [one for one in numbers if one is not None]
            together = sum(known) if sum(known) or len(known) == len(numbers) else None
            cells = (*map(count_cell, numbers), count_cell(together))
            lines.append(_line(*name_of(name, key, facts), *cells))
        columns = (head, *words, _("Together, at least"))
        tables.append(_table(name, title, columns, lines, definition if name == "gender" else []))
    return [replace(tables[0], chart=_women_chart(facts, heads, words)), *tables[1:]]


def _women_chart(facts: Facts, parts: Sequence[str], words: Sequence[str]) -> Chart | None:
    """The share of women wherever it is shown."""
    rows = []
    pairs = [(word, _share_of_women(facts, part)) for part, word in zip(parts, words, strict=True)]
    for word, share in [*pairs, (_("Winning projects"), _share_of_women_among_winners(facts))]:
        if share is not None:
            rows.append(Row(word, own_language(), f"{number(share)} %", share, tone="strong"))
    if not rows:
        return None
    title = _("Women among those who said “woman” or “man”, in percent")
    return replace(_bars(facts, title, (_("How"), _("Women")), rows), whole=100)


def _share_of_women(facts: Facts, part: str) -> int | None:
    return _percent(facts.cell("gender", Gender.WOMAN, part), facts.cell("gender", Gender.MAN, part))


def _share_of_women_among_winners(facts: Facts) -> int | None:
    women = facts.cell("decided_gender", Gender.WOMAN, "funded")
    return _percent(women, facts.cell("decided_gender", Gender.MAN, "funded"))


def _percent(part: int | None, rest: int | None) -> int | None:
    """`part` in percent of both together; None where one of them is not shown."""
    return None if part is None or rest is None or not part + rest else round(100 * part / (part + rest))


def _share(facts: Facts) -> list[Table]:
    lines = [
        _line(_("Women among the authors of proposals"), own_language(), percent_cell(_share_of_women(facts, PROPOSE))),
        _line(
            _("Women among the authors of winning projects"),
            own_language(),
            percent_cell(_share_of_women_among_winners(facts)),
        ),
    ]
    definition = [
        _("Women divided by women and men together, rounded. It is not shown where one of the two numbers is not."),
    ]
    return [_table("share", _("Share of women"), (_("Share"), _("Percent")), lines, definition)]


def _decided(facts: Facts) -> list[Table]:
    tables = []
    exact = _("Proposals: published ones. Winners and money: what the count that stands funds, and its cost. Source: the published count. Language is that of the proposal, settlement the place where it is to be built; both are public of each proposal, so nothing is hidden here.")  # fmt: skip
    rounded = _("Proposals, winners and money by what the first author said. The money is rounded to a hundredth of all money that was decided, because the costs are public and an exact sum would tell whose projects make it up. “Others and no answer” are all whose number is not shown by itself.")  # fmt: skip
    for name, of, title, head, definition in (
        ("decided_gender", "gender", _("Winners and money by gender of the author"), _("Gender"), rounded),
        ("decided_age", "age", _("Winners and money by age of the author"), _("Age"), rounded),
        ("decided_language", "language", _("Winners and money by language"), _("Language"), exact),
        ("decided_settlement", "settlement", _("Winners and money by village and town"), _("Village or town"), exact),
    ):
        found = facts.figures.get(name, {})
        lines = [
            _line(
                *name_of(of, key, facts),
                count_cell(found[key]["proposals"]),
                count_cell(found[key]["funded"]),
                money_cell(found[key]["money_tetri"], facts.currency),
            )
            for key in in_order(of, found, facts)
        ]
        tables.append(_table(name, title, (head, *_decided_heads()), lines, [definition]))
    money = [
        Row(line.name, line.language, line.cells[2].shown, int((line.cells[2].value or 0) * TETRI_PER_LARI))
        for line in tables[2].lines
    ]
    if money:
        title = _("Money by the language of the proposals")
        tables[2] = replace(tables[2], chart=_bars(facts, title, (_("Language"), _("Money")), money))
    return tables


def _decided_heads() -> tuple[str, ...]:
    return pgettext("column of a table", "Proposals"), _("Winning projects"), _("Money")


def _themes(facts: Facts) -> list[Table]:
    found = facts.figures.get("themes", {})

    def most(key: str) -> tuple[int, str]:
        return -(found[key].get("all") or 0), key

    lines = [
        _line(
            *facts.names.themes.get(key, (_("No theme"), own_language())),
            *(count_cell(found[key].get(column)) for column in (Gender.WOMAN, Gender.MAN, "all")),
        )
        for key in sorted(found, key=most)
    ]
    definition = [
        _("Published proposals of each theme, by what the first author said. A number is hidden also where it could be worked out from the sums. Source: the proposals and their authors' answers."),
        _top(found, Gender.WOMAN, facts, _("Women propose most about: %(themes)s")),
        _top(found, Gender.MAN, facts, _("Men propose most about: %(themes)s")),
    ]  # fmt: skip
    heads = (_("Theme"), _("Women"), _("Men"), _("All proposals"))
    return [_table("themes", _("What women and men propose"), heads, lines, [one for one in definition if one])]


def _top(found: dict[str, Numbers], gender: str, facts: Facts, sentence: str) -> str:
    """The sentence with the three themes in which the most are shown; "" where none is."""
    shown = [(-count, key) for key, cells in found.items() if (count := cells.get(gender))]
    names = [facts.names.themes[key][0] for _count_of, key in sorted(shown)[:3] if key in facts.names.themes]
    return sentence % {"themes": " · ".join(names)} if names else ""


def _benefit(facts: Facts) -> list[Table]:
    found, notes = facts.figures.get("beneficiaries", {}), facts.figures.get("notes", {}).get("reviews", {})
    lines = [
        _line(
            str(Beneficiary(key).label),
            own_language(),
            count_cell(found[key]["projects"]),
            count_cell(found[key]["funded"]),
            money_cell(found[key]["money_tetri"], facts.currency),
        )
        for key in Beneficiary.values
        if key in found
    ]
    noted = _line(
        _("With a note on care or safety"),
        own_language(),
        count_cell(notes.get("noted")),
        count_cell(notes.get("funded")),
        money_cell(notes.get("money_tetri"), facts.currency),
    )
    every = _line(_("All reviewed"), own_language(), count_cell(notes.get("all")), Cell("–"), Cell("–"))
    definition = [
        _("Who benefits, as the published reviews say. A project can benefit several groups and stands in each line, so the lines do not add up. Source: the published reviews and the published count."),
        _("A note on care or safety is the reviewer's sentence on unpaid care, safety or access: the gender note of a project."),
    ]  # fmt: skip
    heads = (_("Who benefits"), _("Reviewed proposals"), _("Winning projects"), _("Money"))
    has_any = bool(notes.get("all"))
    return [_table("benefit", _("Money by who benefits"), heads, [*lines, noted, every] if has_any else [], definition)]


def _answering(facts: Facts) -> list[Table]:
    tables = []
    definition = _("Asked: published proposals that are owed or have got an answer. On time and late: by the first answer. Median: the working days to the first answer, of the middle one of those answered. Source: the public record of responses.")  # fmt: skip
    for name, title, head in (
        ("offices", _("Answers by office"), _("Office")),
        ("author_languages", _("Answers by the author's language"), _("Language")),
    ):
        found, days = facts.figures.get(name, {}), facts.figures.get(f"{name}_days", {})
        keys = in_order("language", found, facts) if name == "author_languages" else sorted(found, key=int)
        lines = [
            _line(
                *name_of("office" if name == "offices" else "language", key, facts),
                *(count_cell(found[key][column]) for column in ("asked", "on_time", "late", "waiting")),
                median_cell(days.get(key, {})),
            )
            for key in keys
        ]
        heads = (
            head,
            _("Asked"),
            _("On time"),
            _("Late"),
            _("Not answered yet"),
            _("Working days to an answer, median"),
        )
        tables.append(_table(name, title, heads, lines, [definition]))
    return tables


def _coverage(facts: Facts) -> list[Table]:
    states = list(TranslationState)
    lines = []
    for key, cells in facts.figures.get("coverage", {}).items():
        kind, _dot, language = key.partition(".")
        whole = sum(cells.get(state.value) or 0 for state in states)
        if whole and kind in SOURCES:
            name = f"{SOURCES[kind].label} · {dict(settings.LANGUAGES)[language]}"
            numbers = (cells.get(state.value) or 0 for state in states)
            lines.append(_line(name, own_language(), *(part_cell(one, whole) for one in numbers)))
    definition = [
        _("Every public text, in each of the three languages: its original, or a translation in this state. Percent of the texts of that kind, rounded. Source: the texts themselves."),
    ]  # fmt: skip
    heads = (_("Text and language"), *(str(state.label) for state in states))
    return [_table("coverage", _("Languages of the public texts"), heads, lines, definition)]


_COMMUNITIES = {
    "georgian": lambda: _("Georgians"),
    "armenian": lambda: _("Armenians"),
    "azerbaijani": lambda: _("Azerbaijanis"),
    "russian": lambda: _("Russians"),
    "greek": lambda: _("Greeks"),
    "other": lambda: pgettext("people", "Others"),
}


def _census(facts: Facts) -> list[Table]:
    """The people who live there, beside those who took part."""
    lines, sources = [], []
    for place in facts.places:
        census = census_of(place.slug)
        if census is None:
            continue
        whole = Cell(number(census.population), census.population) if census.population else Cell("–")
        lines.append(_line(place.name, own_language(), whole, Cell("–")))
        sources.append(census.population_source)
        for community, percent in census.percent.items():
            name = f"{place.name} · {_COMMUNITIES[community]()}"
            lines.append(_line(name, own_language(), Cell("–"), Cell(f"{number(percent)} %", percent)))
        sources.append(census.percent_source if census.percent else "")
    definition = [
        _("The census of 2014. It is here to be compared with the tables above; a language is not a community, and many people use several languages."),
        _("Of gender, age and single villages this site holds no census, so it shows none and compares nothing with it."),
        _("Source, as it was noted: %(sources)s. It has not been checked against the original census.") % {"sources": " · ".join(dict.fromkeys(one for one in sources if one))},
    ]  # fmt: skip
    heads = (_("Municipality and community"), _("People"), _("Percent"))
    return [_table("census", _("Who lives here"), heads, lines, definition)]


_TABLES: tuple[Callable[[Facts], list[Table]], ...] = (
    *(_taking_part, _by_answer, _share, _decided, _themes, _benefit, _answering, _coverage, _census),
)


def _table(name: str, title: str, heads: tuple[str, ...], lines: Sequence[Line], definition: Sequence[str]) -> Table:
    return Table(name, title, heads, tuple(lines), tuple(definition))


def _bars(facts: Facts, title: str, heads: tuple[str, str], rows: Sequence[Row]) -> Bars:
    return Bars(title, own_language(), heads, tuple(rows), facts.source, facts.as_of)


def _line(name: str, language: str, *cells: Cell) -> Line:
    return Line(name, language, cells)


def _people_who(part: Part) -> str:
    words: dict[Part, str] = {
        Part.COMMENT: _("People who commented"),
        Part.BACK: _("People who backed a proposal"),
        Part.VOTE: _("People who voted"),
    }
    return words[part]
