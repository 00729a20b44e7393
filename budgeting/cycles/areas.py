"""The areas of a cycle that have an envelope of their own: written until the vote is signed for by two officials."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.cycles.models import Area, Cycle
from budgeting.cycles.permissions import may_change_areas
from budgeting.errors import NotAllowed, NotPossible, refuse, save_checked
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE, PUBLIC_LANGUAGES, read_text
from portal.log.models import record
from portal.places.models import Settlement


@transaction.atomic
def save_area(
    cycle: Cycle,
    *,
    by: User,
    envelope_tetri: int,
    settlements: Collection[Settlement],
    area: Area | None = None,
    **names: str,
) -> Area:
    """Adds an area, or changes the one given. `names` are {"name_ka": …}: all public languages.

    NotPossible once the vote is cleared, without a name or a settlement, with a settlement of another municipality
    or of another area, and where the areas would have more money than the cycle.
    """
    _hold(cycle, by)
    others = cycle.areas.exclude(pk=area.pk) if area else cycle.areas.all()
    given = sum(one.envelope_tetri for one in others)
    refuse(_faults_of_names(names) | _faults_of_settlements(cycle, others, settlements))
    if given + envelope_tetri > cycle.envelope_tetri:
        refuse({"envelope_tetri": _("The areas would have more money together than the cycle's envelope.")})
    stored = area or Area(cycle=cycle)
    for field, value in {**names, "envelope_tetri": envelope_tetri}.items():
        setattr(stored, field, value)
    save_checked(stored)
    stored.settlements.set(settlements)
    _record("save_area", stored, by)
    return stored


@transaction.atomic
def remove_area(area: Area, *, by: User) -> None:
    """Takes the area away: its settlements then vote in the list of the whole municipality alone."""
    _hold(area.cycle, by)
    _record("remove_area", area, by)
    area.delete()


def place_areas(cycle: Cycle) -> dict[int | None, int]:
    """The area of each settlement that lies in one, as {settlement's id: area's id} (one query)."""
    return dict(Area.settlements.through.objects.filter(area__cycle=cycle).values_list("settlement", "area"))


def area_faults(cycle: Cycle) -> list[str]:
    """What does not hold among the areas, in sentences: the database cannot refuse it (two queries)."""
    areas = list(cycle.areas.prefetch_related("settlements"))
    places = Counter(place for area in areas for place in area.settlements.all())
    faults = [
        _("%(place)s lies in more than one area.") % {"place": place} for place, times in places.items() if times > 1
    ]
    if sum(area.envelope_tetri for area in areas) > cycle.envelope_tetri:
        faults.append(_("The areas have more money together than the cycle's envelope."))
    return faults


def _hold(cycle: Cycle, by: User) -> None:
    """Lets one change of the areas through at a time, and none once the vote is cleared."""
    if not may_change_areas(by, cycle):
        raise NotAllowed
    if Cycle.objects.select_for_update().get(pk=cycle.pk).is_frozen:
        raise NotPossible(_("This is not possible at the cycle's present stage."))


def _faults_of_names(names: dict[str, str]) -> dict[str, str]:
    asked = [f"name_{code}" for code in PUBLIC_LANGUAGES]
    return {name: _("Write the name in this language too.") for name in asked if not names.get(name, "").strip()}


def _faults_of_settlements(
    cycle: Cycle, others: Collection[Area], settlements: Collection[Settlement]
) -> dict[str, str]:
    if not settlements:
        return {"settlements": _("Choose at least one village or town.")}
    if any(place.municipality_id != cycle.municipality_id for place in settlements):
        return {"settlements": _("One of the places is not in this municipality.")}
    taken = Settlement.objects.filter(
        pk__in=Area.settlements.through.objects.filter(area__in=others).values("settlement"),
    ).filter(pk__in=[place.pk for place in settlements])
    names = ", ".join(str(place) for place in taken)
    return {"settlements": _("In another area already: %(places)s.") % {"places": names}} if names else {}


def _record(act: str, area: Area, by: User) -> None:
    facts = {
        "area": area.pk,
        "name": read_text(area, "name", OFFICIAL_LANGUAGE).text,
        "envelope_tetri": area.envelope_tetri,
    }
    places = list(area.settlements.order_by("pk").values_list("pk", flat=True))
    cycle = area.cycle
    record(act, cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, settlements=places, **facts)
