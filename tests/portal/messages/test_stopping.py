"""The page at which messages are stopped: one click, no sign-in, nothing changed by looking."""

from typing import Any

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext, override

from portal.accounts.models import Rhythm
from portal.messages.actions import tell
from portal.messages.models import Notice
from portal.messages.stopping import read_stop_token, stop_token
from tests.factories import LANGUAGES
from tests.people import Cast
from tests.portal.messages.telling import last_mail, news, send_due, tell_one

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stop_path(cast: Cast, language: str = "en") -> str:
    return f"/{language}/messages/stop/{stop_token(cast.resident)}/"


def rhythm_of(cast: Cast) -> str:
    cast.resident.refresh_from_db()
    return cast.resident.rhythm


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client: Client, cast: Cast, method: str) -> None:
    answer = getattr(client, method)(stop_path(cast) + "?List-Unsubscribe=One-Click&rhythm=never")

    assert (answer.status_code, rhythm_of(cast)) == (200, Rhythm.DAILY)
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_every_language(client: Client, cast: Cast, language: str) -> None:
    page = client.get(stop_path(cast, language)).content.decode()

    with override(language):
        for sentence in ("Stop all messages", "Or choose how often we write", "Once a week, together"):
            assert gettext(sentence) in page
    assert f'<html lang="{language}">' in page


def test_page_shows_no_address(client: Client, cast: Cast) -> None:
    assert cast.resident.email not in client.get(stop_path(cast)).content.decode()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_of_a_mail_program_stops_messages(cast: Cast, kind: str) -> None:
    tell_one(cast.resident)
    send_due()
    address = last_mail().message()["List-Unsubscribe"].strip().strip("<>")
    program = Client(enforce_csrf_checks=True)  # no session, no cookie
    body = {
        "application/x-www-form-urlencoded": ("List-Unsubscribe=One-Click", kind),
        "multipart/form-data": (
            '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            f"{kind}; boundary=x",
        ),
    }[kind]

    answer = program.post(address.removeprefix(settings.SITE_URL), body[0], content_type=body[1])

    assert (answer.status_code, rhythm_of(cast)) == (200, Rhythm.NEVER)
    assert "We send you no more messages." in program.post(stop_path(cast), ONE_CLICK).content.decode()


def test_stopped_person_is_written_to_no_more_not_even_about_own_matters(client: Client, cast: Cast) -> None:
    client.post(stop_path(cast), ONE_CLICK)
    cast.resident.refresh_from_db()

    tell([cast.resident], news, is_own=True)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("rhythm", Rhythm)
def test_another_rhythm_can_be_chosen_and_changed_back(client: Client, cast: Cast, rhythm: Rhythm) -> None:
    client.post(stop_path(cast), ONE_CLICK)

    answer = client.post(stop_path(cast), {"rhythm": rhythm})

    assert (answer.status_code, rhythm_of(cast)) == (200, rhythm)


@pytest.mark.parametrize("asked", [{}, {"rhythm": "hourly"}, {"List-Unsubscribe": "Two-Click"}])
def test_what_says_nothing_clear_changes_nothing(client: Client, cast: Cast, asked: dict[str, str]) -> None:
    answer = client.post(stop_path(cast), asked)

    assert (answer.status_code, rhythm_of(cast)) == (422, Rhythm.DAILY)


def test_token_that_was_not_made_here_leads_nowhere(client: Client, cast: Cast) -> None:
    token = stop_token(cast.resident)
    _pk, signature = token.split(":")
    forged = [f"{cast.neighbour.pk}:{signature}", token[:-1], f"{token}x", str(cast.resident.pk), "x", "0:", "%00"]
    forged.append(Signer(salt="another").sign(str(cast.resident.pk)))
    forged.append(Signer(salt="portal.messages.stop").sign("x"))

    for one in forged:
        assert client.get(f"/en/messages/stop/{one}/").status_code == 404
        assert client.post(f"/en/messages/stop/{one}/", ONE_CLICK).status_code == 404
    assert {cast.neighbour.rhythm, rhythm_of(cast)} == {Rhythm.DAILY}


def test_closed_account_has_nothing_to_stop(client: Client, cast: Cast) -> None:
    cast.resident.is_active = False
    cast.resident.save()

    assert client.get(stop_path(cast)).status_code == 404


def test_token_is_the_persons_own_and_stays_the_same(cast: Cast) -> None:
    assert read_stop_token(stop_token(cast.neighbour)) == cast.neighbour
    assert stop_token(cast.resident) == stop_token(cast.resident) != stop_token(cast.neighbour)


def is_read_only(view: Any) -> bool:
    """The API's views are exempt by their framework, and take no form at all."""
    methods = set(getattr(getattr(view, "cls", None), "http_method_names", ["post"]))
    return methods <= {"get", "head", "options"}


def test_this_page_alone_takes_forms_without_a_csrf_token() -> None:
    def views(resolver: URLResolver):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.callback
            else:
                yield from views(pattern)

    ours = [view for view in views(get_resolver()) if view.__module__.startswith(("portal", "budgeting", "cms"))]
    exempt = [view for view in ours if getattr(view, "csrf_exempt", False)]
    assert [view.__name__ for view in exempt if not is_read_only(view)] == ["stop_messages"]
    assert len(ours) > 20
