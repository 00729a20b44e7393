"""What the page of the ballot shows: the lists a voter votes in, and their projects, drawn once a minute for everybody.

While the vote is open the texts, costs and numbers of its projects are frozen, so what a project looks like in one
language is kept; a project that is withdrawn or put back is another set, and drawn anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from django.core.cache import caches
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import shuffled_place
from budgeting.views.draft import Draft
from budgeting.voting.ballots import BallotList, BallotRules
from portal.languages.texts import Reading, read_text

_KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class BallotProject:
    """One project as the ballot shows it: drawn in the reader's language, as it is and as it is when chosen."""

    pk: int
    number: int
    cost_tetri: int
    title: Reading
    drawn: SafeString
    drawn_chosen: SafeString


@dataclass(frozen=True, slots=True)
class Section:
    """One list of the ballot with its projects, in the order of this voter."""

    list: BallotList
    drawn: SafeString
    spent_tetri: int
    chosen: int

    @property
    def left_tetri(self) -> int:
        return self.list.envelope_tetri - self.spent_tetri


def sections_of(cycle: Cycle, rules: BallotRules, draft: Draft) -> list[Section]:
    """The lists in which this voter votes, that of the whole municipality first."""
    projects = ballot_projects(cycle, rules)
    return [_section(one, projects, draft) for one in rules.open_to(draft.area)]


def _section(one: BallotList, projects: Mapping[int, BallotProject], draft: Draft) -> Section:
    own = [projects[number] for number in one.costs_tetri if number in projects]
    chosen = [one.costs_tetri[number] for number in draft.choices if number in one.costs_tetri]
    own.sort(key=lambda project: shuffled_place(project.pk, draft.seed))
    drawn = [one.drawn_chosen if one.number in draft.choices else one.drawn for one in own]
    return Section(one, mark_safe("".join(drawn)), sum(chosen), len(chosen))


def ballot_projects(cycle: Cycle, rules: BallotRules) -> dict[int, BallotProject]:
    """The projects on the ballot by their numbers, in the reader's language."""
    stands = crc32(repr(sorted(rules.costs_tetri.items())).encode())
    key = f"ballot:{cycle.pk}:{get_language()}:{stands}"
    kept: dict[int, BallotProject] | None = caches["pages"].get(key)
    if kept is None:
        kept = _draw(cycle)
        caches["pages"].set(key, kept, _KEPT_SECONDS)
    return kept


def _draw(cycle: Cycle) -> dict[int, BallotProject]:
    rivals = Prefetch("rivals", Proposal.objects.on_ballot())
    projects = cycle.proposals.on_ballot().with_cards().prefetch_related(rivals, "recordings")
    drawn = {}
    for project in projects:
        context = {"project": project, "cycle": cycle, "recordings": _spoken(project)}
        drawn[project.number] = BallotProject(
            project.pk,
            project.number,
            project.cost_tetri,
            read_text(project, "title"),
            render_to_string("budgeting/voting/_project.html", context),
            render_to_string("budgeting/voting/_project.html", {**context, "is_chosen": True}),
        )
    return drawn


def _spoken(project: Proposal) -> list[object]:
    """The recordings for this reader: that in the language of the page, or where it is missing the others."""
    recordings = list(project.recordings.all())
    return [one for one in recordings if one.language == get_language()] or recordings
