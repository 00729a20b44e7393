"""The people in office whom the demo's campaigns ask by name, and the offices above the municipalities."""

from typing import Any

from budgeting.responses.keeping import save_duty_bearer, save_office, save_office_above
from budgeting.responses.models import DutyBearer, Office
from portal.demo.people import DOMAIN, People, person
from portal.demo.texts import Words, words_of
from portal.languages.texts import in_languages
from portal.places.models import Municipality

Bearers = dict[str, DutyBearer]
POSITIONS = {"mayor": "mayor", "chair": "chair", "transport": "head"}


def bring_bearers_into_office(municipality: Municipality, people: People) -> Bearers:
    """The mayor in the city hall, the chair in the council, and the head of the transport service."""
    everywhere, names = words_of("everywhere"), words_of(f"municipalities/{municipality.slug}")["bearers"]
    by = people["administrator"]
    offices = {"mayor": municipality.offices.get(name_ka="მერია")}
    for who, office in (("chair", "council"), ("transport", "transport")):
        offices[who] = save_office(municipality, by=by, **in_languages("name", everywhere["offices"][office]))
    return {who: _bring(office, names[who], POSITIONS[who], by=by) for who, office in offices.items()}


def open_offices_above(people: People) -> Bearers:
    """The State's representatives in the two regions and the department of roads, each with somebody who can answer."""
    return {name: _open_above(name, facts, people) for name, facts in words_of("everywhere")["above"].items()}


def _open_above(name: str, facts: Words, people: People) -> DutyBearer:
    by = people["portal"]
    office = save_office_above(by=by, level=facts["level"], **in_languages("name", facts["name"]))
    answers = person(f"office-{name}@{DOMAIN}", facts["person"]["ka"], "ka")
    return _bring(office, facts["person"], facts["position"], by=by, user=answers)


def _bring(office: Office, name: dict[str, str], position: str, *, by: Any, **facts: Any) -> DutyBearer:
    positions = words_of("everywhere")["positions"][position]
    texts = in_languages("name", name) | in_languages("position", positions)
    return save_duty_bearer(office, by=by, **texts, **facts)
