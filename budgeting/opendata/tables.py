"""The tables that are given away, column by column. What no page shows is in none of them, and no name of a person."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.stages import Stage
from budgeting.opendata.table import Column, Table
from budgeting.opendata.turnout_lines import KINDS
from budgeting.proposals.states import PUBLIC
from budgeting.responses.models import ResponseOutcome
from budgeting.results.election import election_id
from portal.languages.texts import TranslationState, read_text

STAGE_CODES = tuple(Stage.choices)
ADDRESS_WORDS = _("The address of its page.")
LANGUAGE_WORDS = _("The language the title is in: where a translation is missing it is the original's.")
_CURRENCY_WORDS = _("The currency of the sums, by ISO 4217. It is empty where an imported election does not say it.")


def _title(thing: Any) -> str:
    return read_text(thing, "title").text


def _title_language(thing: Any) -> str:
    return read_text(thing, "title").language


def _address(name: str, of: Callable[[Any], Any]) -> Callable[[Any], str]:
    return lambda thing: settings.SITE_URL + reverse(name, args=[of(thing).address])


CYCLES = Table(
    "cycles",
    _("All cycles"),
    "site",
    (
        Column("id", _("The number of the cycle in all addresses."), lambda cycle: cycle.pk),
        Column(
            "municipality", _("The municipality, as it stands in addresses."), lambda cycle: cycle.municipality.slug
        ),
        Column("title", _("The title of the cycle."), _title),
        Column("title_language", LANGUAGE_WORDS, _title_language),
        Column("stage", _("The stage it is in now."), lambda cycle: cycle.stage, STAGE_CODES),
        Column("envelope_tetri", _("The money to be decided, in tetri."), lambda cycle: cycle.envelope_tetri),
        Column("currency", _CURRENCY_WORDS, lambda cycle: cycle.currency),
        Column("proposing_from_at", _("When the call for proposals begins."), lambda cycle: cycle.proposing_from_at),
        Column("voting_from_at", _("When the vote begins."), lambda cycle: cycle.voting_from_at),
        Column("voting_until_at", _("When the vote ends."), lambda cycle: cycle.voting_until_at),
        Column("address", ADDRESS_WORDS, _address("cycle", lambda cycle: cycle)),
    ),
)
PROPOSALS = Table(
    "proposals",
    _("Proposals"),
    "cycle",
    (
        Column("id", _("The number of the proposal in all addresses."), lambda one: one.pk),
        Column(
            "number",
            _("The number of the project on the ballot. It is empty before the ballot is made."),
            lambda one: one.number,
        ),
        Column("title", _("The title."), _title),
        Column("title_language", LANGUAGE_WORDS, _title_language),
        Column("written_in", _("The language the author wrote in."), lambda one: one.written_in),
        Column(
            "translation",
            _("How far the title can be trusted as a translation."),
            lambda one: read_text(one, "title").state,
            tuple(TranslationState.choices),
        ),
        Column("summary", _("The proposal in one sentence."), lambda one: read_text(one, "summary").text),
        Column(
            "state",
            _("What has become of it."),
            lambda one: one.state,
            tuple((state.value, state.label) for state in PUBLIC),
        ),
        Column(
            "settlement",
            _("The village or town. It is empty for the whole municipality."),
            lambda one: one.settlement and one.settlement.name,
        ),
        Column("theme", _("What it is about, as a code."), lambda one: one.theme and one.theme.slug),
        Column("lat", _("The latitude of its own point on the map (WGS 84)."), lambda one: one.lat),
        Column("lon", _("The longitude of its own point on the map (WGS 84)."), lambda one: one.lon),
        Column("cost_tetri", _("The cost that the review found, in tetri."), lambda one: one.cost_tetri),
        Column("published_at", _("When it was published."), lambda one: one.published_at),
        Column("address", ADDRESS_WORDS, _address("proposal", lambda one: one)),
    ),
)
RESULTS = Table(
    "results",
    _("Results"),
    "cycle",
    (
        Column("place", _("Its turn in the count: the funded projects first."), lambda bar: bar.outcome.place),
        Column("number", _("The number of the project on the ballot."), lambda bar: bar.outcome.project.number),
        Column(
            "project_id",
            _("The name of the project in the file of the ballots."),
            lambda bar: election_id(bar.outcome.project),
        ),
        Column("title", _("The title."), lambda bar: _title(bar.outcome.project)),
        Column("title_language", LANGUAGE_WORDS, lambda bar: _title_language(bar.outcome.project)),
        Column(
            "area",
            _("The area whose list it stands in. It is empty for the list of the whole municipality."),
            lambda bar: bar.outcome.project.area and bar.outcome.project.area.name,
        ),
        Column("votes", _("How many ballots name it."), lambda bar: bar.outcome.votes),
        Column("cost_tetri", _("Its cost, in tetri."), lambda bar: bar.outcome.cost_tetri),
        Column("is_funded", _("Whether it gets its money: 1 for yes."), lambda bar: bar.outcome.is_funded),
        Column(
            "is_funded_otherwise",
            _("Whether the other method of counting would have funded it. It is empty where that was not counted."),
            lambda bar: bar.outcome.is_funded_otherwise,
        ),
        Column(
            "is_selected_officially",
            _("In an imported election: whether its city funded it."),
            lambda bar: bar.outcome.is_selected_officially,
        ),
        Column("reason", _("Why it won or lost, in a sentence."), lambda bar: bar.reason),
        Column("address", ADDRESS_WORDS, _address("proposal", lambda bar: bar.outcome.project)),
    ),
)
TURNOUT = Table(
    "turnout",
    _("Turnout"),
    "cycle",
    (
        Column("table", _("Which table the line belongs to."), lambda line: line.kind, KINDS),
        Column(
            "line", _("The name of the area, of the channel or of the way to prove identity."), lambda line: line.label
        ),
        Column(
            "voters",
            _(
                "How many people have voted. It is empty where the number is not shown, so that nobody can be counted out."
            ),
            lambda line: line.voters,
        ),
    ),
)
STAGES = Table(
    "stages",
    _("Stages"),
    "cycle",
    (
        Column("stage", _("The stage."), lambda step: step.stage, STAGE_CODES),
        Column("from_at", _("When it begins."), lambda step: step.from_at),
        Column("until_at", _("When it ends."), lambda step: step.until_at),
        Column("is_current", _("Whether the cycle is in it now: 1 for yes."), lambda step: step.is_current),
    ),
)
RESPONSES = Table(
    "responses",
    _("What was asked and answered"),
    "municipality",
    (
        Column("id", _("The number of what was asked."), lambda row: row.ask.pk),
        Column(
            "title",
            _("What was asked. It is empty where it may not be read any more."),
            lambda row: row.subject and row.subject.title.text,
        ),
        Column("title_language", LANGUAGE_WORDS, lambda row: row.subject and row.subject.title.language),
        Column("address", ADDRESS_WORDS, lambda row: row.subject and settings.SITE_URL + row.subject.path),
        Column("office", _("The office that was asked."), lambda row: row.ask.office.name),
        Column("asked_on", _("The day it was asked."), lambda row: localdate(row.ask.asked_at)),
        Column(
            "due_on", _("The day by which the first answer was due, as far as it was moved."), lambda row: row.due_on
        ),
        Column(
            "first_answered_on",
            _("The day of the first answer."),
            lambda row: row.first and localdate(row.first.answered_at),
        ),
        Column(
            "is_on_time",
            _("Whether the first answer came on time: 1 for yes."),
            lambda row: row.first and row.first.is_on_time,
        ),
        Column(
            "latest_outcome",
            _("What the latest answer says."),
            lambda row: row.latest and row.latest.outcome,
            tuple(ResponseOutcome.choices),
        ),
        Column(
            "latest_answered_on",
            _("The day of the latest answer."),
            lambda row: row.latest and localdate(row.latest.answered_at),
        ),
        Column(
            "next_word_on",
            _("The day by which a further word was promised."),
            lambda row: row.ask.owed_on if row.latest else None,
        ),
        Column(
            "working_days_overdue",
            _("How many working days the office is overdue today."),
            lambda row: row.days_overdue,
        ),
    ),
)
TABLES = (CYCLES, PROPOSALS, RESULTS, TURNOUT, STAGES, RESPONSES)
