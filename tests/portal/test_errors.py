"""Pages that say something went wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import gettext, override

from portal.errors import not_allowed, server_error
from tests.factories import LANGUAGES
from tests.people import Cast


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["nothing-here/", "cycles/999999/", "proposals/1/", "cycles/abc/", "a/b/c/"])
def test_page_not_found_is_in_the_readers_language(client: Client, language: str, path: str) -> None:
    answer = client.get(f"/{language}/{path}")
    page = answer.content.decode()

    with override(language):
        title = gettext("Page not found")
    assert (answer.status_code, f'<html lang="{language}">' in page, title in page) == (404, True, True)


@pytest.mark.django_db
def test_page_not_found_in_an_unknown_language_still_answers(client: Client) -> None:
    assert client.get("/ru/nothing-here/", follow=True).status_code == 404


@pytest.mark.django_db
def test_page_not_found_for_somebody_signed_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.resident)

    answer = client.get("/en/nothing-here/")

    assert (answer.status_code, "Page not found" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusal_is_in_the_readers_language_and_says_why(language: str) -> None:
    answer = not_allowed(RequestFactory().get(f"/{language}/desk/"), PermissionDenied("Only officials may sign."))
    page = answer.content.decode()

    assert (answer.status_code, f'<html lang="{language}">' in page) == (403, True)
    assert "Only officials may sign." in page


def test_server_error_reads_no_database() -> None:
    def refuse(*args: object) -> HttpResponse:
        raise AssertionError("a query")

    with connection.execute_wrapper(refuse):
        answer = server_error(RequestFactory().get("/az/"))

    assert answer.status_code == 500
    assert [code for code in LANGUAGES if f'<p lang="{code}">' not in answer.content.decode()] == []


@pytest.mark.django_db
def test_a_page_that_breaks_answers_with_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("budgeting.cycles.models.Cycle.objects.visible_to", broken)
    client = Client(raise_request_exception=False)

    answer = client.get("/en/cycles/")

    assert (answer.status_code, "Something failed on our side." in answer.content.decode()) == (500, True)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_without_its_token_gets_our_own_page(language: str) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(f"/{language}/account/", {"address": "nino@example.ge"})

    page = answer.content.decode()
    assert (answer.status_code, f'<html lang="{language}">' in page, "CSRF" in page) == (403, True, False)
