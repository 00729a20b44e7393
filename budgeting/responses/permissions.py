"""Who may answer, who may say that it is not done, and who keeps the offices and the templates."""

from django.db.models import Q

from budgeting.responses.models import Ask, Level, Office
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import Person, has_role, places_as
from portal.places.models import Municipality


def may_answer_ask(user: Person, ask: Ask) -> bool:
    """An official of the municipality; for an office above it, who is in that office. Never what one has asked oneself."""
    return ask.asked_by_id != user.pk and answers_for(user, ask)


def answers_for(user: Person, ask: Ask) -> bool:
    """Whether this person is in the office that was asked, whoever asked it."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if ask.office.level == Level.LOCAL:
        return has_role(user, RoleKind.OFFICIAL, ask.municipality_id)
    return ask.office.duty_bearers.filter(user=user, is_active=True).exists()


def asks_answered_by(user: Person) -> Q:
    """The asks of the offices this person is in. The twin of `answers_for`."""
    above = Office.objects.exclude(level=Level.LOCAL).filter(duty_bearers__user=user.pk, duty_bearers__is_active=True)
    return Q(office__level=Level.LOCAL, municipality__in=places_as(user, RoleKind.OFFICIAL)) | Q(office__in=above)


def may_reopen_ask(user: Person, ask: Ask) -> bool:
    """Whoever is signed in: the person who walks past the place need not be its author.

    But nobody who answers for the office: it can be said once, and that is for the others.
    """
    return user.is_authenticated and not answers_for(user, ask)


def may_manage_offices(user: Person, municipality: Municipality | int) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)


def may_manage_offices_above(user: Person) -> bool:
    """Offices above the municipalities are nobody's own: who runs the site keeps them."""
    return isinstance(user, User) and user.is_active and user.is_superuser


def may_manage_duty_bearers(user: Person, office: Office) -> bool:
    if office.municipality_id is None:
        return may_manage_offices_above(user)
    return may_manage_offices(user, office.municipality_id)


def may_write_templates(user: Person, municipality: Municipality | int) -> bool:
    return has_role(user, RoleKind.OFFICIAL, municipality) or has_role(user, RoleKind.ADMINISTRATOR, municipality)


def may_set_promise(user: Person, municipality: Municipality) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR, municipality)
