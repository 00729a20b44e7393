"""Reading proposals: who sees which, searching, and a fair order."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When, Window
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, RowNumber

from budgeting.proposals.states import HIDING, PRIVATE, PUBLIC, State
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import Person, places_as
from portal.languages.roots import MARK, readings_of

if TYPE_CHECKING:
    from budgeting.proposals.models import Proposal  # noqa: F401  (named in the base class)

# What was withdrawn or rejected before anybody had published it was never public, and does not become so.
IS_PUBLIC = Q(state__in=PUBLIC, published_at__isnull=False) & ~Q(rejection_code__in=HIDING)

LONG = ("text", *(f"text_{code}" for code, _name in settings.LANGUAGES))  # what no card and no list shows
_PRIME = 10_007
SHUFFLES = 997
MOST_WORDS = 12  # of a query; nobody types more, and each costs a look-up
SHORTEST_BEGINNING = 4  # a shorter root is a whole word: su (water) shall not find every word that begins with it


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Person) -> "ProposalQuerySet":
        """Twin of `may_view_proposal`: public states in visible cycles; private ones to author and staff."""
        seen = IS_PUBLIC & Q(cycle__proposing_cleared_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(seen)
        if user.is_superuser:
            return self
        at_work = places_as(user, *STAFF_ROLES)
        watched = places_as(user, RoleKind.OBSERVER)
        return self.filter(
            seen
            | Q(author=user)
            | Q(pk__in=user.coauthorships.values("proposal"))
            | Q(cycle__municipality__in=at_work) & ~Q(state__in=PRIVATE[:1])
            | Q(cycle__municipality__in=watched) & IS_PUBLIC
        )

    def public(self) -> "ProposalQuerySet":
        return self.filter(IS_PUBLIC)

    def search(self, query: str) -> "ProposalQuerySet":
        """Those that hold every word of the query, in any language and script, whatever its ending."""
        found = self
        for roots in readings_of(query)[:MOST_WORDS]:
            found = found.filter(pk__in=self._holding(roots))
        return found

    def best_first(self, query: str) -> "ProposalQuerySet":
        """Those with the query's words in the title before those with them in the summary or the text; then the newest."""
        ranks = [
            Case(
                When(pk__in=self._holding(roots, weight=3), then=3),
                When(pk__in=self._holding(roots, weight=2), then=2),
                default=1,
            )
            for roots in readings_of(query)[:MOST_WORDS]
        ]
        return self.order_by(*([sum(ranks[1:], ranks[0]).desc()] if ranks else []), "-published_at", "-pk")

    def _holding(self, roots: Iterable[str], **facts: int) -> models.QuerySet[Any, Any]:
        """The ids of the proposals that hold a word which begins with one of the roots."""
        words = self.model._meta.get_field("words").related_model
        begins = reduce(Q.__or__, (begins_with(root) for root in roots))
        return words.objects.filter(begins, **facts).values("proposal")

    def written_by(self, user: Person) -> "ProposalQuerySet":
        """Those of which this person is the first author or a co-author. Twin of `is_author`."""
        return self.filter(Q(author=user) | Q(pk__in=user.coauthorships.values("proposal")))

    def not_by(self, user: Person) -> "ProposalQuerySet":
        """Those this person has no part in: neither wrote nor wrote down. Twin of `has_part_in`, negated."""
        return self.exclude(Q(author=user) | Q(entered_by=user) | Q(pk__in=user.coauthorships.values("proposal")))

    def shuffled(self, seed: int) -> "ProposalQuerySet":
        """A fair order: the same for the same seed, worked out by the database, on any database.

        Cubes modulo a prime that is 2 modulo 3 are a rearrangement of the numbers below it, so no two
        proposals share a place, and neighbours by id are not neighbours in the list.
        """
        return self.order_by(_place(seed), "pk")

    def first_of_each(self, most: int, seed: int) -> "ProposalQuerySet":
        """Up to `most` of each cycle and of each theme in it, in a fair order, counted by the database."""
        order = [_place(seed).asc(), F("pk").asc()]
        in_cycle = Window(RowNumber(), partition_by=[F("cycle")], order_by=order)
        in_theme = Window(RowNumber(), partition_by=[F("cycle"), F("theme")], order_by=order)
        ranked = self.annotate(turn=in_cycle, turn_in_theme=in_theme)
        return ranked.filter(Q(turn__lte=most) | Q(turn_in_theme__lte=most)).order_by("turn")

    def on_ballot(self) -> "ProposalQuerySet":
        """The projects people can choose, by their number: not those withdrawn during the vote."""
        return self.ever_on_ballot().filter(withdrawal=None)

    def ever_on_ballot(self) -> "ProposalQuerySet":
        """All projects of the vote, by their number; withdrawn ones keep their votes and cannot win."""
        return self.filter(state=State.ON_BALLOT).order_by("number")

    def rival_pairs(self) -> list[tuple[int, int]]:
        """The pairs within this set (primary keys, the lower first) of which only one can be built, in order."""
        return sorted(self.filter(rivals__pk__gt=F("pk"), rivals__in=self.values("pk")).values_list("pk", "rivals"))

    def with_backing(self) -> "ProposalQuerySet":
        """Each with `backing_total`, the number of people who back it."""
        return self.annotate(backing_total=Count("backings"))

    def short_of_backing(self) -> "ProposalQuerySet":
        """The published ones that fewer people back than their cycle asks for; none where it takes no backing.

        What came, or came back after an appeal, once backing was over could be backed by nobody: it falls short of nothing.
        Twin of `missed_backing`, negated.
        """
        events = self.model._meta.get_field("events").related_model
        until = OuterRef("cycle__supporting_until_at")
        restored = events.objects.filter(proposal=OuterRef("pk"), name="restore", at__gte=until)
        asked = self.filter(state=State.PUBLISHED, published_at__lt=F("cycle__supporting_until_at")).exclude(
            Exists(restored)
        )
        return asked.with_backing().filter(backing_total__lt=F("cycle__backing_threshold"))

    def with_cards(self) -> "ProposalQuerySet":
        """All that a card in a list shows, without a query for each."""
        return self.select_related("cycle", "cycle__municipality", "settlement", "theme").defer(*LONG)


def _place(seed: int) -> CombinedExpression:
    start = (Cast(F("pk"), models.BigIntegerField()) + seed % SHUFFLES * 31) % _PRIME
    return start * start % _PRIME * start % _PRIME


def begins_with(root: str) -> Q:
    """The words that meet this root. Twin of `is_met_by`."""
    if _is_whole_word(root):
        return Q(root=root)
    return Q(root__gte=root, root__lt=root + chr(0x10FFFF))


def is_met_by(wanted: str, root: str) -> bool:
    """Whether a text with this root is found by the wanted one: they are the same, or it begins with a longer one."""
    return root == wanted if _is_whole_word(wanted) else root.startswith(wanted)


def _is_whole_word(root: str) -> bool:
    return len(root) < SHORTEST_BEGINNING or root.startswith(MARK)


def shuffled_place(pk: int, seed: int) -> tuple[int, int]:
    """What `shuffled` sorts by. Its twin, for what is in memory already."""
    start = (pk + seed % SHUFFLES * 31) % _PRIME
    return pow(start, 3, _PRIME), pk


def seed_for(*traits: str, on: date) -> int:
    """A visitor's own shuffle for one day, from what the request tells anyway; nothing is stored."""
    return crc32("|".join([*traits, on.isoformat()]).encode()) % SHUFFLES
