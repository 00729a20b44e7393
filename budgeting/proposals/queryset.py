"""Reading proposals: who sees which, searching, and a fair order."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING
from zlib import crc32

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Mod

from budgeting.proposals.states import HIDING, PRIVATE, PUBLIC, State
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import Person, places_as
from portal.languages.roots import roots_of

if TYPE_CHECKING:
    from budgeting.proposals.models import Proposal  # noqa: F401  (named in the base class)

# What was withdrawn or rejected before anybody had published it was never public, and does not become so.
IS_PUBLIC = Q(state__in=PUBLIC, published_at__isnull=False) & ~Q(rejection_code__in=HIDING)

_PRIME = 10_007
SHUFFLES = 997


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
        words = self.model._meta.get_field("words").related_model
        found = self
        for root in roots_of(query):
            found = found.filter(pk__in=words.objects.filter(root__startswith=root).values("proposal"))
        return found

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
        start = Mod(Cast(F("pk"), models.BigIntegerField()) + seed % SHUFFLES * 31, _PRIME)
        return self.order_by(Mod(Mod(start * start, _PRIME) * start, _PRIME), "pk")

    def on_ballot(self) -> "ProposalQuerySet":
        """The projects people vote on, by their number."""
        return self.filter(state=State.ON_BALLOT).order_by("number")

    def rival_pairs(self) -> list[tuple[int, int]]:
        """The pairs within this set (primary keys, the lower first) of which only one can be built, in order."""
        return sorted(self.filter(rivals__pk__gt=F("pk"), rivals__in=self.values("pk")).values_list("pk", "rivals"))

    def untranslated(self, languages: Iterable[str]) -> "ProposalQuerySet":
        """Those whose title or summary is empty in one of the languages."""
        empty = (Q(**{f"{field}_{language}": ""}) for language in languages for field in ("title", "summary"))
        absent = (
            Q(**{f"{field}_{language}__isnull": True}) for language in languages for field in ("title", "summary")
        )
        return self.filter(reduce(Q.__or__, [*empty, *absent]))

    def with_cards(self) -> "ProposalQuerySet":
        """All that a card in a list shows, without a query for each."""
        return self.select_related("cycle", "cycle__municipality", "settlement", "theme").defer(
            *(f"text_{language}" for language in ("ka", "hy", "az", "en")), "text"
        )


def seed_for(*traits: str, on: date) -> int:
    """A visitor's own shuffle for one day, from what the request tells anyway; nothing is stored."""
    return crc32("|".join([*traits, on.isoformat()]).encode()) % SHUFFLES
