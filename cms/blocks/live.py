"""What the blocks of one text show of budgeting, of places and of other pages: read for all of them together.

Whoever reads the page is a stranger here: only what everybody may see is read, whatever the block's author chose.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from wagtail.models import Page

from budgeting.cycles.models import Cycle
from budgeting.cycles.queries import public_cycles
from budgeting.proposals.models import Proposal
from budgeting.proposals.queries import listed_proposals
from budgeting.results.models import Outcome
from budgeting.results.queries import standing_outcomes
from cms.visibility import public_pages
from portal.places.models import Municipality, Settlement

MOST = 12  # projects in one list


class Live:
    """Reads a kind of thing when the first block asks for it, for every block at once: one query a kind."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._values = [value for value in values if isinstance(value, dict)]

    def _ids(self, name: str) -> set[int]:
        return {value[name] for value in self._values if value.get(name)}

    @cached_property
    def cycles(self) -> dict[int, Cycle]:
        """{pk: cycle} of those that are public."""
        return {cycle.pk: cycle for cycle in public_cycles().filter(pk__in=self._ids("cycle"))}

    @cached_property
    def outcomes(self) -> dict[int, list[Outcome]]:
        """{cycle_pk: what its published count decided, in the order of the turns}."""
        return standing_outcomes(self.cycles)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Up to MOST of each cycle, and of each of its themes."""
        return listed_proposals(self.cycles, MOST)

    @cached_property
    def municipalities(self) -> dict[int, Municipality]:
        return Municipality.objects.exclude(outline="").defer("sources").in_bulk(self._ids("municipality"))

    @cached_property
    def settlements(self) -> dict[int, Settlement]:
        wanted = {point["settlement"] for point in self._points() if point["settlement"]}
        return Settlement.objects.defer("source").in_bulk(wanted) if wanted else {}

    def _points(self) -> Iterator[Any]:
        for value in self._values:
            yield from value.get("points") or ()

    @cached_property
    def pages(self) -> dict[Any, Page]:
        """{translation key: the public page in the reader's language} of the pages that blocks lead to."""
        keys = {value["page"].translation_key for value in self._values if value.get("page")}
        twins = public_pages().filter(translation_key__in=keys, locale__language_code=get_language())
        return {page.translation_key: page for page in twins} if keys else {}

    @cached_property
    def with_renditions(self) -> bool:
        """Reads the sizes in which the pictures are kept already."""
        images = [value["image"] for value in self._values if value.get("image")]
        prefetch_related_objects(images, "renditions")
        return True


def live_of(value: Any, context: dict[str, Any] | None) -> Live:
    """The reader of the text that the block stands in; a block that stands alone, as in its preview, has its own."""
    return (context or {}).get("live") or Live([value])
