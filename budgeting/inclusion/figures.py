"""The figures of a report, worked out from the database; what may not be shown is left out here, before it is kept.

Sums over ways to take part and over cycles are made only of numbers that are shown themselves, so no sum tells of a
number that is not. What is public of each proposal anyway (its language, place, theme, cost) is not hidden.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Max

from budgeting.backing.models import Backing
from budgeting.comments.models import Comment, CommentState
from budgeting.cycles.models import Cycle
from budgeting.inclusion.models import NO_ANSWER, AgeBand, Gender, Part, Question, Tally
from budgeting.proposals.models import Beneficiary, Proposal
from budgeting.responses.models import Ask, Response
from budgeting.responses.records import Asked, Record, add_to, asked_with_answers
from budgeting.results.models import Count, Outcome
from budgeting.reviews.models import Review, ReviewState
from budgeting.translating.queries import coverage
from budgeting.translating.sources import CYCLES, PROPOSALS, RESPONSES, REVIEWS, Source
from budgeting.voting.hiding import shown, with_hidden, with_hidden_both_ways

Figures = dict[str, dict[str, dict[str, int | None]]]
WHOLE = "whole"  # a proposal for the whole municipality
REST = "rest"  # all whose answer is not a column of its own
PROPOSE = "propose"
FUNDED, OTHERS = "funded", "others"
MONEY_PARTS = 100  # money by the author's answers is told in hundredths of the whole


@dataclass(frozen=True, slots=True)
class Written:
    """A public proposal, with what its author said ("" for nothing) and what the count gave it."""

    language: str
    settlement: int | None
    theme: int | None
    gender: str
    age: str
    cost_tetri: int | None

    def answer(self, question: Question) -> str:
        return (self.gender if question == Question.GENDER else self.age) or NO_ANSWER


def people(cycle: Cycle, count: Count | None) -> Figures:
    """How many took part in each way."""
    authors = _public(cycle).aggregate(n=models.Count("author", distinct=True))["n"]
    whole = {PROPOSE: authors} | {part.value: total for part, total in _taking_part(cycle, count).items()}
    return {"people": {name: {"people": shown(total)} for name, total in whole.items()}}


def by_answer(cycle: Cycle, count: Count | None) -> Figures:
    """By gender, age, language and settlement: {answer: {way to take part: number}}."""
    written, whole = _written(cycle, count), _taking_part(cycle, count)
    figures: Figures = {}
    for question, of_proposals in (
        (Question.GENDER, _authors_said(written, Question.GENDER)),
        (Question.AGE, _authors_said(written, Question.AGE)),
        (Question.LANGUAGE, dict(Counter(one.language for one in written))),
        (Question.SETTLEMENT, dict(Counter(str(one.settlement or WHOLE) for one in written))),
    ):
        columns: dict[str, dict[str, Any]] = {PROPOSE: of_proposals}
        tallies = _tallies(cycle, question)
        for part, total in whole.items():
            columns[part.value] = _hidden_of(tallies[part], total, _possible(cycle, question))
        figures[question.value] = _turned(columns)
    return figures


def decided(cycle: Cycle, count: Count | None) -> Figures:
    """Proposals, winners and money: by what the authors said, and by language and settlement of the proposals."""
    written = _written(cycle, count)
    money = sum(one.cost_tetri or 0 for one in written)
    figures: Figures = {
        "totals": {
            "all": {
                "proposals": len(written),
                "funded": _funded(written) if count else None,
                "money_tetri": money if count else None,
            }
        }
    }
    if count is None:
        return figures
    for question in (Question.GENDER, Question.AGE):
        figures[f"decided_{question.value}"] = _decided_by(written, question, money)
    for name, key in (("language", lambda one: one.language), ("settlement", lambda one: str(one.settlement or WHOLE))):
        groups: dict[str, list[Written]] = {}
        for one in written:
            groups.setdefault(key(one), []).append(one)
        figures[f"decided_{name}"] = {
            group: {
                "proposals": len(ones),
                "funded": _funded(ones),
                "money_tetri": sum(one.cost_tetri or 0 for one in ones),
            }
            for group, ones in groups.items()
        }
    return figures


def themes(cycle: Cycle, count: Count | None) -> Figures:
    """{theme: {what its authors said: proposals}}; how many a theme has is public."""
    written = _written(cycle, count)
    columns = _columns(written, Question.GENDER)
    cells = Counter((str(one.theme or NO_ANSWER), _column(one, Question.GENDER, columns)) for one in written)
    rows = dict.fromkeys(row for row, _column_name in cells)
    table = {(row, column): cells[row, column] for row in rows for column in (*columns, REST)}
    safe = with_hidden_both_ways(table, first=REST)
    lines: dict[str, dict[str, int | None]] = {
        row: {column: safe[row, column] for column in columns} | {"all": sum(table[row, c] for c in (*columns, REST))}
        for row in rows
    }
    return {"themes": lines}


def reviews(cycle: Cycle, count: Count | None) -> Figures:
    """Projects with a note on care or safety, and money by who benefits, as the published reviews say."""
    found = Review.objects.filter(state=ReviewState.PUBLISHED, proposal__in=_public(cycle))
    rows = list(found.values_list("proposal", "beneficiaries", "benefit_note"))
    costs = _costs(count)
    lines: dict[str, dict[str, int | None]] = {}
    for one in Beneficiary:
        named = [proposal for proposal, who, _note in rows if one.value in who]
        lines[one.value] = {"projects": len(named), **_won(named, costs, count)}
    noted = [proposal for proposal, _who, note in rows if note]
    notes: dict[str, int | None] = {"all": len(rows), "noted": len(noted), **_won(noted, costs, count)}
    return {"beneficiaries": lines, "notes": {"reviews": notes}}


def responses(cycle: Cycle, count: Count | None) -> Figures:
    """How the proposals were answered, by office and by the author's language; {days: how often} for the medians."""
    asks = Ask.objects.filter(proposal__in=_public(cycle))
    figures: Figures = {}
    for name, field in (("offices", "office"), ("author_languages", "proposal__written_in")):
        records: dict[str, Record] = {}
        for ask in asked_with_answers(field, asks):
            _count_in(records, ask)
        figures[name] = {
            key: {"asked": one.asked, "on_time": one.on_time, "late": one.late, "waiting": one.waiting}
            for key, one in records.items()
        }
        figures[f"{name}_days"] = {
            key: {str(day): times for day, times in sorted(Counter(one.days).items())} for key, one in records.items()
        }
    return figures


def languages(cycle: Cycle, count: Count | None) -> Figures:
    """{kind.language: {state: texts}} of everything public."""
    nobody = AnonymousUser()
    rows: tuple[tuple[Source, models.Q], ...] = (
        (CYCLES, models.Q(pk=cycle.pk)),
        (PROPOSALS, models.Q(cycle=cycle)),
        (REVIEWS, models.Q(proposal__cycle=cycle)),
        (RESPONSES, models.Q(ask__proposal__cycle=cycle)),
    )
    lines: dict[str, dict[str, int | None]] = {}
    for source, within in rows:
        for language, states in coverage(source, source.visible_to(nobody).filter(within)).items():
            lines[f"{source.name}.{language}"] = {state.value: number for state, number in states.items()}
    return {"coverage": lines}


STEPS: tuple[Callable[[Cycle, Count | None], Figures], ...] = (
    *(people, by_answer, decided, themes, reviews, responses, languages),
)


def as_of(cycle: Cycle, count: Count | None) -> datetime:
    """When the last of what the figures tell, and the public could see, has happened."""
    public = _public(cycle)
    moments: list[datetime | None] = [
        cycle.proposing_from_at,
        count.published_at if count else None,
        public.aggregate(last=Max("published_at"))["last"],
        _comments(cycle).aggregate(last=Max("at"))["last"],
        Response.objects.filter(ask__proposal__in=public).aggregate(last=Max("answered_at"))["last"],
    ]
    return max(one for one in moments if one)


def merged(reports: Iterable[Figures]) -> Figures:
    """The figures of several cycles together: the sums of what each of them shows."""
    whole: Figures = {}
    for figures in reports:
        for table, lines in figures.items():
            for line, cells in lines.items():
                into = whole.setdefault(table, {}).setdefault(line, {})
                for column, number in cells.items():
                    known = into.get(column)
                    into[column] = number if known is None else known + (number or 0)
    return whole


def _public(cycle: Cycle) -> models.QuerySet[Proposal]:
    proposals: models.QuerySet[Proposal] = Proposal.objects.public().filter(cycle=cycle).order_by()
    return proposals


def _comments(cycle: Cycle) -> models.QuerySet[Comment]:
    """What residents wrote; the authors' own updates are no comments."""
    shown_ones = Comment.objects.filter(state=CommentState.SHOWN, is_update=False)
    return shown_ones.filter(proposal__in=_public(cycle)).order_by()


def _taking_part(cycle: Cycle, count: Count | None) -> dict[Part, int]:
    """How many commented and backed, each once; and voted, once the result is published and not before."""
    whole = {
        Part.COMMENT: _comments(cycle).aggregate(n=models.Count("author", distinct=True))["n"],
        Part.BACK: Backing.objects.filter(proposal__cycle=cycle).aggregate(n=models.Count("user", distinct=True))["n"],
    }
    return whole | ({Part.VOTE: cycle.roll.count()} if count else {})


def _tallies(cycle: Cycle, question: Question) -> dict[Part, dict[str, int]]:
    found: dict[Part, dict[str, int]] = {part: {} for part in Part}
    rows = Tally.objects.filter(cycle=cycle, question=question)
    for part, answer, number in rows.order_by("part", "answer").values_list("part", "answer", "number"):
        found[Part(part)][answer] = number
    return found


_ANSWERS = {Question.GENDER: Gender.values, Question.AGE: AgeBand.values}


def _possible(cycle: Cycle, question: Question) -> list[str]:
    """Every answer there could be, so that what nobody said is hidden like what one person said."""
    if question == Question.LANGUAGE:
        return [code for code, _name in settings.LANGUAGES]
    if question == Question.SETTLEMENT:
        return [str(pk) for pk in cycle.municipality.settlements.order_by("pk").values_list("pk", flat=True)]
    return list(_ANSWERS[question])


def _hidden_of(answers: dict[str, int], whole: int, possible: list[str]) -> dict[str, int | None]:
    """The answers, hidden as one table. Who sent no form is among those without an answer: were they a line of their
    own, the same in every table, one table would tell what another hides."""
    said = dict.fromkeys(possible, 0) | {answer: n for answer, n in answers.items() if answer != NO_ANSWER}
    return with_hidden({**said, NO_ANSWER: max(whole - sum(said.values()), 0)}, first=NO_ANSWER)


def _written(cycle: Cycle, count: Count | None) -> list[Written]:
    """Every public proposal of the cycle (two queries). An answer whose author has left the site is not counted."""
    costs = _costs(count)
    said = ("author", "author_answer__gender", "author_answer__age")
    rows = _public(cycle).order_by("pk").values_list("pk", "written_in", "settlement", "theme", *said)
    return [
        Written(
            language,
            settlement,
            theme,
            (gender or "") if author else "",
            (age or "") if author else "",
            costs.get(pk),
        )
        for pk, language, settlement, theme, author, gender, age in rows
    ]


def _costs(count: Count | None) -> dict[int, int]:
    """{proposal: tetri} of what the count funds."""
    funded = Outcome.objects.filter(count=count, is_funded=True).order_by() if count else Outcome.objects.none()
    return dict(funded.values_list("project", "cost_tetri"))


def _funded(written: Iterable[Written]) -> int:
    return sum(one.cost_tetri is not None for one in written)


def _won(proposals: list[int], costs: dict[int, int], count: Count | None) -> dict[str, int | None]:
    won = [costs[one] for one in proposals if one in costs]
    return {"funded": len(won) if count else None, "money_tetri": sum(won) if count else None}


def _authors_said(written: list[Written], question: Question) -> dict[str, int | None]:
    """{answer: proposals}, hidden as one table: how many proposals there are is public."""
    empty = dict.fromkeys([*_ANSWERS[question], NO_ANSWER], 0)
    return with_hidden(empty | Counter(one.answer(question) for one in written), first=NO_ANSWER)


def _columns(written: list[Written], question: Question) -> list[str]:
    """The answers whose number of proposals is shown; all others are one column, REST, which is no secret then."""
    numbers = _authors_said(written, question)
    return [answer for answer in _ANSWERS[question] if numbers[answer] is not None]


def _column(one: Written, question: Question, columns: list[str]) -> str:
    answer = one.answer(question)
    return answer if answer in columns else REST


def _decided_by(written: list[Written], question: Question, money_tetri: int) -> dict[str, dict[str, int | None]]:
    """{answer: proposals, funded, money}. The money is rounded to a hundredth of the whole, for the costs are public:
    an exact sum would tell whose projects make it up."""
    columns = _columns(written, question)
    if not columns:
        return {}
    every = (*columns, REST)
    cells = Counter(
        (FUNDED if one.cost_tetri is not None else OTHERS, _column(one, question, columns)) for one in written
    )
    safe = with_hidden_both_ways(
        {(row, column): cells[row, column] for row in (FUNDED, OTHERS) for column in every}, first=REST
    )
    lines: dict[str, dict[str, int | None]] = {}
    for column in every:
        own = [one for one in written if _column(one, question, columns) == column]
        funded = safe[FUNDED, column]
        tetri = sum(one.cost_tetri or 0 for one in own)
        lines[column] = {
            "proposals": len(own),
            "funded": funded,
            "money_tetri": None if funded is None else _rounded(tetri, money_tetri),
        }
    return lines


def _rounded(tetri: int, whole: int) -> int:
    return (2 * MONEY_PARTS * tetri + whole) // (2 * whole) * whole // MONEY_PARTS if whole else 0


def _turned(columns: dict[str, dict[str, int | None]]) -> dict[str, dict[str, int | None]]:
    """{column: {line: number}} as {line: {column: number}}; a line that a column has not is 0 there."""
    lines = dict.fromkeys(line for numbers in columns.values() for line in numbers)
    return {line: {name: numbers.get(line, 0) for name, numbers in columns.items()} for line in lines}


def _count_in(records: dict[str, Record], ask: Asked) -> None:
    add_to(records.setdefault(str(ask.addressee), Record()), ask)
