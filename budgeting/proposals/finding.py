"""What a page of found proposals shows, and where in a proposal the searched words stand."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.proposals.models import LANGUAGES, Proposal
from budgeting.proposals.queryset import is_met_by
from portal.languages.roots import readings_of, roots_of
from portal.languages.texts import read_text

FOUND_IN: dict[str, str | Promise] = {
    "ka": _("Found in the Georgian text"),
    "hy": _("Found in the Armenian text"),
    "az": _("Found in the Azerbaijani text"),
    "en": _("Found in the English text"),
}
FOUND_BELOW = _("Found in the longer text")


def cards_in_order(pks: Sequence[int]) -> list[Proposal]:
    """The proposals with all that their cards show, in this order."""
    cards = Proposal.objects.with_cards().with_backing().in_bulk(pks)
    return [cards[pk] for pk in pks if pk in cards]


def say_where_found(cards: Iterable[Proposal], query: str) -> None:
    """Sets `found_in` on each card whose words, as this reader sees them, are not those that were searched for."""
    readings = readings_of(query)
    for card in cards:
        shown = [str(read_text(card, "title")), str(read_text(card, "summary")), card.author_name]
        if not _holds(shown + _place_names(card), readings):
            card.found_in = next(  # type: ignore[attr-defined]
                (FOUND_IN[code] for code in LANGUAGES if _holds(_texts_in(code, card), readings)), FOUND_BELOW
            )


def _texts_in(language: str, card: Proposal) -> list[str]:
    return [getattr(card, f"{field}_{language}") or "" for field in ("title", "summary")]


def _place_names(card: Proposal) -> list[str]:
    return [getattr(card.settlement, f"name_{code}") or "" for code in LANGUAGES] if card.settlement else []


def _holds(texts: list[str], readings: list[tuple[str, ...]]) -> bool:
    roots = roots_of(" ".join(texts))
    return all(any(is_met_by(wanted, root) for wanted in reading for root in roots) for reading in readings)
