"""Every page a person can come to, with who comes there. A new address without a line here fails a test."""

from playwright.sync_api import Page

from tests.browser.site import Site

# name of the address: (who is signed in, path below the language); {…} is filled from the demo
ANONYMOUS = {
    "home": "/",
    "municipality": "/marneuli/",
    "cycles": "/cycles/",
    "cycle": "/cycles/{voting}/",
    "cycle proposing": "/cycles/{proposing}/",
    "cycle counted": "/cycles/{counted}/",
    "turnout": "/cycles/{voting}/turnout/",
    "proposals": "/cycles/{proposing}/proposals/",
    "proposals empty": "/cycles/{proposing}/proposals/?q=zzzz",
    "proposal": "/proposals/{project}/",
    "vote": "/cycles/{voting}/vote/",
    "vote knapsack": "/cycles/{knapsack}/vote/",
    "vote not open": "/cycles/{proposing}/vote/",
    "results": "/cycles/{counted}/results/",
    "results by votes": "/cycles/{greedy}/results/",
    "results_step": "/cycles/{counted}/results/steps/1/",
    "results_step by votes": "/cycles/{greedy}/results/steps/1/",
    "answers": "/municipalities/marneuli/answers/",
    "answers much asked": "/municipalities/ninotsminda/answers/",
    "proposal answered": "/proposals/{answered}/",
    "counting": "/how-votes-are-counted/",
    "embed_results": "/embed/cycles/{counted}/results/",
    "account_request_login_code": "/account/",
    "404": "/no/such/page/",
}
SIGNED_IN = {
    "my_page": ("resident", "/my/"),
    "not_done": ("resident", "/proposals/{project}/not-done/"),
    "not_done twice": ("resident", "/proposals/{answered}/not-done/"),
    "propose": ("resident", "/cycles/{proposing}/propose/"),
    "edit_proposal": ("resident", "/proposals/{draft}/edit/"),
    "check_proposal": ("resident", "/proposals/{draft}/check/"),
    "desk": ("moderator", "/desk/"),
    "desk_proposal": ("moderator", "/desk/proposals/{submitted}/"),
    "desk_proposal to answer": ("official", "/desk/proposals/{project}/"),
    "desk_offices": ("administrator", "/desk/offices/marneuli/"),
    "desk_templates": ("official", "/desk/templates/marneuli/"),
    "desk_cycle": ("official", "/desk/cycles/{reviewing}/"),
    "desk_cards": ("booth", "/desk/cycles/{voting}/cards/"),
    "desk_counts": ("official", "/desk/cycles/{counted}/counts/"),
    "desk_new_cycle": ("administrator", "/desk/cycles/new/marneuli/"),
    "desk_simulators": ("official", "/desk/simulator/"),
    "desk_simulator": ("official", "/desk/simulator/{counted}/"),
    "desk_simulator tried": ("official", "/desk/simulator/{counted}/?method=greedy&envelope=80000&min_choices=2"),
    "403": ("resident", "/desk/"),
    "account_reauthenticate": ("official", "/account/again/"),
    "desk_people": ("administrator", "/desk/people/marneuli/"),
    "mfa_index": ("official", "/account/second-factor/all/"),
    "mfa_activate_totp": ("official", "/account/second-factor/set-up/"),
}
# Walked in test_journeys.py, because they need a ballot in the session or a code on its way.
IN_JOURNEYS = {"vote_check", "vote_identify", "vote_receipt", "account_confirm_login_code"}
# Only redirect, answer POST or are downloads, or are walked in test_second_factor.py.
WITHOUT_A_PAGE = {
    *(
        "withdraw_proposal",
        "account_use_another_address",
        "account_login",
        "account_signup",
        "mfa_reauthenticate",
        "desk_edit_cycle",
        "recount_script",
        "answers_csv",
        "overdue_csv",
    ),
    *("account_logout", "account_inactive", "mfa_authenticate", "mfa_deactivate_totp"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}


def demo_ids(site: Site, resident: Page) -> dict[str, str]:
    """The ids of the demo's cycles and proposals, read off its pages; `resident` is signed in."""
    ids: dict[str, str] = {}
    slugs = {"voting": "marneuli", "knapsack": "akhalkalaki", "proposing": "bolnisi", "reviewing": "dmanisi"}
    for name, slug in {**slugs, "counted": "akhaltsikhe", "greedy": "ninotsminda"}.items():
        resident.goto(f"{site.origin}/en/{slug}/")
        ids[name] = _id(resident, "a[href*='/cycles/']:not(.site-nav a)")
    resident.goto(f"{site.origin}/en/cycles/{ids['counted']}/results/")
    ids["project"] = _id(resident, ".verdicts a[href*='/proposals/']")
    resident.goto(f"{site.origin}/en/municipalities/ninotsminda/answers/")
    ids["answered"] = _id(resident, ".overdue-list a")
    resident.goto(f"{site.origin}/en/my/")
    for card in resident.locator(".card").all():
        state = "draft" if "Draft" in card.inner_text() else "submitted"
        ids[state] = _id(card, "a")
    return ids


def _id(place, selector: str) -> str:
    address = place.locator(selector).first.get_attribute("href")
    return address.rstrip("/").rpartition("/")[2].partition("-")[0]
