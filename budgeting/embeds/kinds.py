"""The kinds of things others can show. Each slice registers its own; addresses, pictures and snippets follow from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.embeds.card import Card


@dataclass(frozen=True, slots=True)
class Listed:
    """One thing that an editor can pick."""

    pk: int
    title: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`card` gives what is shown, in the active language, or None for what the public may not see.

    `place` is its address below /embed/. `height` is that of a frame without a script, in pixels. `pages` are the names
    of the site's own addresses that show the same thing, by the same number; `find` tells the number where the address has none.
    `listed` are those an editor can pick. `thing` is the variable of those pages' context that it is about, and `field` its name.
    """

    name: str
    label: str | Promise
    place: str
    card: Callable[[int], Card | None]
    height: int
    pages: tuple[str, ...] = ()
    find: Callable[[str], int | None] = lambda path: None
    listed: Callable[[], Iterable[Listed]] = tuple
    thing: str = "cycle"
    field: str = "title"


KINDS: dict[str, Kind] = {}
COMPACT_HEIGHT = 260


def register(kind: Kind) -> None:
    KINDS[kind.name] = kind


def kind_of_page(name: str | None) -> Kind | None:
    """The kind that the page with this name of an address is about."""
    return next((kind for kind in KINDS.values() if name in kind.pages), None)


NO_SUCH_ADDRESS = _(
    "Nothing with this address can be shown elsewhere. Paste the address of a public page of this site."
)
