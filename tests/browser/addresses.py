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
    "similar": "/cycles/{proposing}/similar/?title=Yol",
    "proposals": "/cycles/{proposing}/proposals/",
    "proposals empty": "/cycles/{proposing}/proposals/?q=zzzz",
    "proposals found elsewhere": "/cycles/{proposing}/proposals/?q=yol",
    "proposal_map": "/cycles/{proposing}/map/",
    "proposal_map empty": "/cycles/{proposing}/map/?q=zzzz",
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
    "stop_messages": "/messages/stop/{stop}/",
    "moderation_queue": "/municipalities/bolnisi/moderation/",
    "proposal rejected": "/proposals/{rejected}/",
    "proposal merged": "/proposals/{merged}/",
    "404": "/no/such/page/",
}
WRITING_STEPS = (
    *("title", "summary", "text", "theme", "place", "point", "beneficiaries", "cost"),
    *("photos", "documents", "coauthors"),
)
SIGNED_IN = {
    "my_page": ("resident", "/my/"),
    "proposal to talk about": ("resident", "/proposals/{project}/"),
    "not_done": ("resident", "/proposals/{project}/not-done/"),
    "not_done twice": ("resident", "/proposals/{answered}/not-done/"),
    "propose": ("resident", "/cycles/{proposing}/propose/"),
    "write_proposal": ("resident", "/proposals/{draft}/write/"),
    **{f"write_step {name}": ("resident", f"/proposals/{{draft}}/write/{name}/") for name in WRITING_STEPS},
    "check_proposal": ("resident", "/proposals/{draft}/check/"),
    "desk": ("moderator", "/desk/"),
    "desk_proposal": ("moderator", "/desk/proposals/{submitted}/"),
    "desk_proposal to answer": ("official", "/desk/proposals/{project}/"),
    "desk_translations": ("translator", "/desk/translations/"),
    "desk_translation": ("translator", "/desk/translations/cycles/{proposing}/az/"),
    "report_proposal": ("resident", "/proposals/{project}/report/"),
    "report_comment": ("resident", "/comments/{comment}/report/"),
    "appeal_proposal": ("resident", "/proposals/{refused}/appeal/"),
    "desk_comment": ("moderator", "/desk/comments/{held}/"),
    "desk_report": ("moderator", "/desk/reports/{report}/"),
    "desk_appeal": ("moderator2", "/desk/appeals/{appeal}/"),
    "desk_promise": ("administrator", "/desk/promise/bolnisi/"),
    "desk_offices": ("administrator", "/desk/offices/marneuli/"),
    "desk_templates": ("official", "/desk/templates/marneuli/"),
    "desk_cycle": ("official", "/desk/cycles/{reviewing}/"),
    "desk_reviews": ("reviewer", "/desk/cycles/{reviewing}/reviews/"),
    "desk_proposal to review": ("reviewer", "/desk/proposals/{under_review}/"),
    "desk_enter": ("booth", "/desk/cycles/{proposing}/enter/"),
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
IN_JOURNEYS = {"join_proposal", "vote_check", "vote_identify", "vote_receipt", "account_confirm_login_code"}
# Only redirect, answer POST or are downloads, or are walked in test_second_factor.py.
WITHOUT_A_PAGE = {
    *(
        "withdraw_proposal",
        "delete_draft",
        "send_link",
        "point_map",
        "proposal_photo",
        "proposal_document",
        "account_use_another_address",
        "account_login",
        "account_signup",
        "mfa_reauthenticate",
        "desk_edit_cycle",
        *("answer_question", "reply_to_review"),  # their forms stand on the proposal's page
        "recount_script",
        "printed_form",
        "printed_poster",
        "answers_csv",
        "overdue_csv",
    ),
    *("account_logout", "account_inactive", "mfa_authenticate", "mfa_deactivate_totp"),
    *(
        "comment_proposal",
        "remove_comment",
        "follow_proposal",
        "unfollow_proposal",
        "back_proposal",
        "withdraw_backing",
    ),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}


def demo_ids(site: Site, resident: Page, moderator: Page) -> dict[str, str]:
    """The ids of what the demo holds, read off its pages; both people are signed in."""
    ids: dict[str, str] = {"stop": site.stop_token(1)}
    slugs = {"voting": "marneuli", "knapsack": "akhalkalaki", "proposing": "bolnisi", "reviewing": "dmanisi"}
    for name, slug in {**slugs, "counted": "akhaltsikhe", "greedy": "ninotsminda"}.items():
        resident.goto(f"{site.origin}/en/{slug}/")
        ids[name] = _id(resident, "a[href*='/cycles/']:not(.site-nav a)")
    resident.goto(f"{site.origin}/en/cycles/{ids['counted']}/results/")
    ids["project"] = _id(resident, ".verdicts a[href*='/proposals/']")
    resident.goto(f"{site.origin}/en/cycles/{ids['reviewing']}/proposals/")
    ids["under_review"] = _id(resident, ".card:has-text('Under review') a")
    resident.goto(f"{site.origin}/en/municipalities/ninotsminda/answers/")
    ids["answered"] = _id(resident, ".overdue-list a")
    resident.goto(f"{site.origin}/en/my/")
    states = {"Draft": "draft", "Waiting for moderation": "submitted", "Rejected": "refused"}
    ids |= _ids_by_state(resident, states)
    resident.goto(f"{site.origin}/en/cycles/{ids['proposing']}/proposals/?order=newest")
    ids |= _ids_by_state(resident, {"Rejected": "rejected", "Merged into another proposal": "merged"})
    ids["comment"] = _comment_under_a_followed_proposal(site, resident)
    moderator.goto(f"{site.origin}/en/desk/")
    waiting = {"held": "comments", "report": "reports", "appeal": "appeals"}
    return ids | {name: _id(moderator, f"a[href*='/desk/{kind}/']") for name, kind in waiting.items()}


def _comment_under_a_followed_proposal(site: Site, resident: Page) -> str:
    resident.goto(f"{site.origin}/en/my/")
    links = resident.locator("[aria-labelledby=followed] a").all()
    for path in [link.get_attribute("href") for link in links]:
        resident.goto(f"{site.origin}{path}")
        reportable = resident.locator("a[href*='/comments/']")
        if reportable.count():
            return reportable.first.get_attribute("href").split("/")[-3]
    raise LookupError("The resident of the demo follows no proposal with a comment.")


def _ids_by_state(page: Page, states: dict[str, str]) -> dict[str, str]:
    """{name: id} of a card in each of these states, as the page shows it."""
    found = {}
    for card in page.locator(".card").all():
        facts = card.locator(".facts").inner_text()
        found |= {name: _id(card, "a") for state, name in states.items() if state in facts}
    return found


def _id(place, selector: str) -> str:
    address = place.locator(selector).first.get_attribute("href")
    return address.rstrip("/").rpartition("/")[2].partition("-")[0]
