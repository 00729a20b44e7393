"""Who may translate what."""

from budgeting.translating.sources import Source
from portal.accounts.models import RoleKind
from portal.accounts.roles import Person, has_role
from portal.languages.translated import Translated


def may_translate(user: Person, source: Source, thing: Translated) -> bool:
    """A translator of the municipality, for every text that staff may see."""
    place = source.municipality(thing)
    return has_role(user, RoleKind.TRANSLATOR, place) and source.visible_to(user).filter(pk=thing.pk).exists()
