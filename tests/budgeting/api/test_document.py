"""The OpenAPI document, and whether the API keeps it whatever it is asked."""

from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.wsgi import application
from tests.access.world import World

PLAIN = {"Accept-Encoding": "identity"}  # the client in the process does not unpack
EXAMPLES = 8  # of each address and each mode
CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance),
    *(negative_data_rejection, positive_data_acceptance),
]
PATHS = {
    *("/api/v1/", "/api/v1/municipalities/", "/api/v1/municipalities/{id}/"),
    *("/api/v1/settlements/", "/api/v1/settlements/{id}/", "/api/v1/proposals/", "/api/v1/proposals/{id}/"),
    *("/api/v1/cycles/", "/api/v1/cycles/{id}/", "/api/v1/cycles/{id}/turnout/", "/api/v1/cycles/{id}/counts/"),
    *("/api/v1/results/", "/api/v1/results/{id}/", "/api/v1/log/roots/", "/api/v1/pages/"),
    *("/api/v1/offices/", "/api/v1/offices/{id}/", "/api/v1/asks/", "/api/v1/asks/{id}/"),
    *("/api/v1/campaigns/", "/api/v1/campaigns/{id}/"),
}


def test_the_document_names_every_address_and_only_reading(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()

    assert set(document["paths"]) == PATHS
    assert {method for address in document["paths"].values() for method in address} == {"get"}


def test_every_field_and_every_question_is_explained(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    languages = {"LanguageStates", "States", "Titles"}  # whose fields are the languages
    fields = [
        (name, field)
        for name, schema in document["components"]["schemas"].items()
        for field, facts in schema.get("properties", {}).items()
        if "description" not in facts and name not in languages
    ]
    questions = [
        (path, one["name"])
        for path, address in document["paths"].items()
        for one in address["get"]["parameters"]
        if one["in"] == "query" and not one.get("description")
    ]

    assert (fields, questions) == ([], [])


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The whole application closes connections around a request; here all is one transaction, as in Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_the_document_is_kept_whatever_is_asked(world: World) -> None:
    """No error of the server and no answer that the document does not describe, for what it allows and what it does not."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    answered: Counter[int] = Counter()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        for operation in schema.get_all_operations():
            _ask(operation.ok(), mode, answered)

    assert {200, 400, 404} <= set(answered), answered
    print("answered", sum(answered.values()), dict(answered))  # noqa: T201  (a figure for whoever runs it)


@pytest.mark.usefixtures("one_connection")
def test_what_exists_keeps_the_document(world: World) -> None:
    """Random ids find nothing, so every address of one thing is asked for a thing there is."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    keys = {
        "municipalities": "municipality",
        "settlements": "settlement",
        "proposals": "published",
        "cycles": "counted",
        "results": "counted",
        "offices": "office",
        "asks": "ask",
        "campaigns": "campaign",
    }
    asked = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        found = {"id": world.things[keys[operation.path.split("/")[3]]]} if "{id}" in operation.path else {}
        response = operation.Case(path_parameters=found, query={"lang": "hy"}).call_and_validate(
            checks=CHECKS, headers=PLAIN
        )
        asked.add((operation.path, response.status_code))

    assert asked == {(path, 200) for path in PATHS}


def _ask(operation, mode: GenerationMode, answered: Counter[int]) -> None:
    quiet = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case) -> None:
        response = case.call_and_validate(checks=CHECKS, headers=PLAIN)
        answered[response.status_code] += 1

    ask()
