"""Reading the translation desk: which texts are missing, outdated or unchecked, in which languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.timezone import localdate

from budgeting.responses.subjects import Subject
from budgeting.translating.sources import SOURCES, Source
from budgeting.waiting import Task
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, places_as
from portal.clock import today
from portal.languages.texts import PUBLIC_LANGUAGES, TranslationState
from portal.languages.translated import Translated

State = TranslationState
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What waits for a translator, the most urgent first.
WAITING = (State.MISSING, State.OUTDATED, State.MACHINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One text on the desk: what it is, what it is read on, and {language: state}."""

    source: Source
    thing: Any
    subject: Subject
    states: dict[str, State]


def subject_of(source: Source, thing: Translated) -> Subject:
    """What the public reads the text on."""
    return source.subjects([thing])[thing.pk]


def is_public(source: Source, thing: Translated) -> bool:
    return source.visible_to(AnonymousUser()).filter(pk=thing.pk).exists()


def state_of(source: Source, thing: Translated, language: str) -> State:
    """How far the text is translated. Twin of `_state_in`."""
    if language == thing.written_in:
        return State.ORIGINAL
    if thing.translations.get(language) == State.OUTDATED:
        return State.OUTDATED
    if missing_fields(source, thing, language):
        return State.MISSING
    return State(thing.translations.get(language, State.CHECKED))


def missing_fields(source: Source, thing: Translated, language: str) -> list[str]:
    """The fields that the original fills and this language does not."""
    there = source.texts(thing, language)
    return [field for field, text in source.original(thing).items() if text and not there[field]]


def _state_in(source: Source, language: str) -> Case:
    """The same, worked out by the database."""
    lacking = Q()
    for other in LANGUAGES:
        for field in source.fields:
            empty = Q(**{f"{field}_{language}": ""}) | Q(**{f"{field}_{language}__isnull": True})
            lacking |= Q(written_in=other) & Q(**{f"{field}_{other}__gt": ""}) & empty
    return Case(
        When(written_in=language, then=Value(State.ORIGINAL.value)),
        When(**{f"translations__{language}": State.OUTDATED.value}, then=Value(State.OUTDATED.value)),
        When(lacking, then=Value(State.MISSING.value)),
        When(**{f"translations__{language}": State.MACHINE.value}, then=Value(State.MACHINE.value)),
        default=Value(State.CHECKED.value),
        output_field=CharField(),
    )


def coverage(source: Source, rows: QuerySet[Any]) -> dict[str, dict[State, int]]:
    """{public language: {state: how many of these rows}}, counted by the database (one query)."""
    asked = {
        f"{language}_{state.value}": Count("pk", filter=Q(**{f"state_{language}": state.value}))
        for language in PUBLIC_LANGUAGES
        for state in State
    }
    states = {f"state_{language}": _state_in(source, language) for language in PUBLIC_LANGUAGES}
    found = rows.order_by().annotate(**states).aggregate(**asked)
    return {language: {state: found[f"{language}_{state.value}"] for state in State} for language in PUBLIC_LANGUAGES}


def _texts(source: Source, user: Person) -> QuerySet[Any]:
    """The rows of one kind on which this translator may work, with `state_<language>` for every language."""
    mine = source.listed().filter(**{f"{source.place}__in": places_as(user, RoleKind.TRANSLATOR)})
    return mine.order_by().annotate(**{f"state_{code}": _state_in(source, code) for code in LANGUAGES})


def _in_some(languages: Iterable[str], states: Iterable[State]) -> Q:
    found = Q()
    for language in languages:
        found |= Q(**{f"state_{language}__in": [state.value for state in states]})
    return found


def _rank(languages: Iterable[str]) -> Case:
    """0 for what is missing in some of the languages, then outdated, then unchecked, then finished."""
    return Case(
        *(When(_in_some(languages, [state]), then=Value(rank)) for rank, state in enumerate(WAITING)),
        default=Value(len(WAITING)),
        output_field=IntegerField(),
    )


def translation_list(
    user: Person,
    *,
    kind: str = "",
    language: str = "",
    states: Iterable[State] = (),
    municipality: int | None = None,
) -> QuerySet[Any]:
    """(kind, pk) of every text of this translator's municipalities that fits, the most urgent and oldest first.

    The language, or else every public one, is looked at for the states (all but the original's own by default).
    Hand a page of it to `lines`.
    """
    looked_in = [language] if language else PUBLIC_LANGUAGES
    sought = list(states) or [*WAITING, State.CHECKED]
    parts = []
    for source in SOURCES.values() if not kind else [SOURCES[kind]]:
        found = _texts(source, user)
        found = found.filter(_in_some(looked_in, sought))
        if municipality:
            found = found.filter(**{source.place: municipality})
        parts.append(
            found.annotate(
                source=Value(source.name, CharField()), rank=_rank(looked_in), since=F(source.since)
            ).values_list("source", "pk", "rank", "since")
        )
    first, *others = parts
    return first.union(*others, all=True).order_by("rank", "since", "source", "pk")


def waiting_translations(user: Person, language: str = "") -> QuerySet[Any]:
    """(kind, pk, …) of the texts that wait for this translator, in one language or in any public one."""
    return translation_list(user, language=language, states=WAITING)


def lines(keys: Iterable[tuple[Any, ...]]) -> list[Line]:
    """The texts of these (kind, pk, …), in the same order: one query for each kind, and what its subjects take.

    Without those that are gone, or that the public cannot read any more.
    """
    keys = list(keys)
    found = {}
    for source in SOURCES.values():
        pks = [pk for kind, pk, *_rest in keys if kind == source.name]
        if pks:
            rows = list(source.model._default_manager.select_related(*source.related).filter(pk__in=pks))
            subjects = source.subjects(rows)
            found |= {(source.name, row.pk): _line(source, row, subjects[row.pk]) for row in rows if row.pk in subjects}
    return [found[kind, pk] for kind, pk, *_rest in keys if (kind, pk) in found]


def _line(source: Source, thing: Any, subject: Subject) -> Line:
    return Line(source, thing, subject, {code: state_of(source, thing, code) for code in LANGUAGES})


@dataclass(frozen=True, slots=True)
class WaitingTexts:
    """The same, as the inbox shows it: a list of tasks. None of them has a day by which it is due."""

    keys: QuerySet[Any]
    overdue: int = 0

    def count(self) -> int:
        return self.keys.count()

    def __getitem__(self, part: slice) -> list[Task]:
        return [task for line in lines(self.keys[part]) for task in _tasks(line)]


def to_translate(user: Person) -> WaitingTexts:
    return WaitingTexts(waiting_translations(user))


def _tasks(line: Line) -> list[Task]:
    """Translating the text into the public language that is the most urgent; none if somebody was faster."""
    waiting = [code for state in WAITING for code in PUBLIC_LANGUAGES if line.states[code] == state]
    title, place = line.subject.title, line.source.municipality(line.thing)
    return [
        Task(
            title=title.text,
            language=title.language,
            path=reverse("desk_translation", args=[line.source.name, line.thing.pk, code]),
            municipality=place.name,
            what=line.source.label,
            since=min(localdate(getattr(line.thing, line.source.since)), today()),
            due_on=None,
            is_overdue=False,
        )
        for code in waiting[:1]
    ]


def waiting_counts(user: Person) -> dict[str, dict[State, int]]:
    """{public language: {state: how many texts}}, one query for each kind."""
    counts = {language: dict.fromkeys(WAITING, 0) for language in PUBLIC_LANGUAGES}
    asked = {
        f"{language}_{state}": Count("pk", filter=Q(**{f"state_{language}": state.value}))
        for language in PUBLIC_LANGUAGES
        for state in WAITING
    }
    for source in SOURCES.values():
        found = _texts(source, user).aggregate(**asked)
        for language, states in counts.items():
            for state in states:
                states[state] += found[f"{language}_{state}"]
    return counts
