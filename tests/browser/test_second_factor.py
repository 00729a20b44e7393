"""The pages of the second factor, as staff meet them one after another."""

import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.site import LANGUAGES, Site

PAGES = ("all/", "codes/", "codes/new/", "remove/")


def app_code(secret: str) -> str:
    """What an authenticator app shows now, and for some seconds more."""
    if time.time() % 30 > 25:
        time.sleep(6)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_second_factor_from_setting_up_to_signing_in_with_it(
    page: Page, site: Site, sign_in: Callable[..., None]
) -> None:
    sign_in(page, "official2")
    page.goto(f"{site.origin}/en/account/second-factor/set-up/")
    page.fill("#id_code", app_code(page.locator("main code").inner_text()))
    page.click("main form button")
    faults = []
    for language in LANGUAGES:
        for path in PAGES:
            page.goto(f"{site.origin}/{language}/account/second-factor/{path}")
            assert page.url.endswith(path)
            faults += faults_of(page, f"{language} {path}")

    page.context.clear_cookies()
    address = "official2@khma.example"
    page.goto(f"{site.origin}/ka/account/")
    page.fill("#id_address", address)
    page.click("main form button")
    page.fill("#id_code", site.code_for(address))
    page.click("button[value=verify]")
    assert page.url.endswith("/second-factor/")  # the code of the mail alone no longer signs in
    assert faults + faults_of(page, "ka asking") == []


def faults_of(page: Page, name: str) -> list[str]:
    return [f"{name}: {fault['id']}" for fault in violations(page)]
