"""Every page a person can come to, with who comes there. A new address without a line here fails a test."""

import json

from playwright.sync_api import Page

from tests.browser.site import Site

# name of the address: (who is signed in, path below the language); {…} is filled from the demo
ANONYMOUS = {
    "all news": "/marneuli/all-news/",
    "all events": "/marneuli/all-events/",
    "campaigns filtered": "/campaigns/?state=answered",
    "cycles": "/cycles/",
    "cycle": "/cycles/{voting}/",
    "cycle proposing": "/cycles/{proposing}/",
    "cycle counted": "/cycles/{counted}/",
    "turnout": "/cycles/{voting}/turnout/",
    "cycle_now": "/cycles/{voting}/now/",
    "proposal_answers": "/proposals/{project}/answers/",
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
    "watch": "/cycles/{voting}/vote/watch/",
    "watch counted": "/cycles/{counted}/vote/watch/",
    "receipt_check": "/cycles/{voting}/vote/receipt/check/",
    "vote_finish": "/cycles/{voting}/vote/finish/",
    "help": "/help/",
    "help how it works": "/help/how-it-works/",
    "help privacy": "/help/privacy/",
    "help accessibility": "/help/accessibility/",
    "help contact": "/help/contact/",
    "secrecy": "/how-your-vote-is-kept-secret/",
    "results": "/cycles/{counted}/results/",
    "results by votes": "/cycles/{greedy}/results/",
    "results_step": "/cycles/{counted}/results/steps/1/",
    "results_step by votes": "/cycles/{greedy}/results/steps/1/",
    "objections": "/cycles/{counted}/objections/",
    "objections over": "/cycles/{greedy}/objections/",
    "said_and_did": "/cycles/{greedy}/you-said-we-did/",
    "said_and_did filtered": "/cycles/{greedy}/you-said-we-did/?outcome=not_funded",
    "implementation": "/cycles/{greedy}/implementation/",
    "implementation before a step": "/cycles/{counted}/implementation/",
    "implementation_fragment": "/cycles/{greedy}/implementation/part/",
    "proposal built": "/proposals/{built}/",
    "inclusion": "/cycles/{counted}/inclusion/",
    "inclusion without a report": "/cycles/{voting}/inclusion/",
    "inclusion_of_all": "/inclusion/",
    "answers": "/municipalities/marneuli/answers/",
    "answers much asked": "/municipalities/ninotsminda/answers/",
    "office": "/offices/{office}/",
    "official": "/officials/{official}/",
    "proposal answered": "/proposals/{answered}/",
    "counting": "/how-votes-are-counted/",
    "log": "/log/",
    "data": "/data/",
    "data of a vote": "/data/?cycle={voting}",
    "embed_results": "/embed/cycles/{counted}/results/",
    "embed_cycle": "/embed/cycles/{voting}/",
    "embed_money": "/embed/cycles/{counted}/money/",
    "embed_turnout": "/embed/cycles/{voting}/turnout/",
    "embed_proposal": "/embed/proposals/{project}/",
    "embed_office": "/embed/offices/{office}/",
    "embed_campaign": "/embed/campaigns/{campaign_gathering}/",
    "embeds": "/embeds/",
    "embeds shown": "/embeds/?what=results:{counted}&theme=dark",
    "account_request_login_code": "/account/",
    "stop_messages": "/messages/stop/{stop}/",
    "moderation_queue": "/municipalities/bolnisi/moderation/",
    "proposal rejected": "/proposals/{rejected}/",
    "proposal merged": "/proposals/{merged}/",
    "pledge": "/campaigns/{campaign_gathering}/pledge/",
    "search": "/search/?q=su",
    "search empty": "/search/",
    "404": "/no/such/page/",
}
WRITING_STEPS = (
    *("title", "summary", "text", "theme", "place", "point", "beneficiaries", "cost"),
    *("photos", "documents", "coauthors"),
)
SIGNED_IN = {
    "my_page": ("resident", "/my/"),
    "proposal to talk about": ("resident", "/proposals/{project}/"),
    "file_objection": ("resident", "/cycles/{counted}/objections/file/"),
    "file_objection over": ("resident", "/cycles/{greedy}/objections/file/"),
    "desk_complaint": ("official", "/desk/complaints/{complaint}/"),
    "confirm_done": ("resident", "/proposals/{built}/confirm/"),
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
    "about_author": ("resident", "/proposals/{submitted}/about-you/"),
    "inclusion for officials": ("official", "/cycles/{counted}/inclusion/"),
    "report_proposal": ("resident", "/proposals/{project}/report/"),
    "report_comment": ("resident", "/comments/{comment}/report/"),
    "appeal_proposal": ("resident", "/proposals/{refused}/appeal/"),
    "desk_comment": ("moderator", "/desk/comments/{held}/"),
    "desk_report": ("moderator", "/desk/reports/{report}/"),
    "desk_appeal": ("moderator2", "/desk/appeals/{appeal}/"),
    "desk_promise": ("administrator", "/desk/promise/bolnisi/"),
    "desk_offices": ("administrator", "/desk/offices/marneuli/"),
    "desk_officials": ("administrator", "/desk/officials/marneuli/"),
    "desk_templates": ("official", "/desk/templates/marneuli/"),
    "desk_cycle": ("official", "/desk/cycles/{reviewing}/"),
    "desk_cycle to close": ("official", "/desk/cycles/{greedy}/"),
    "desk_reviews": ("reviewer", "/desk/cycles/{reviewing}/reviews/"),
    "desk_proposal to review": ("reviewer", "/desk/proposals/{under_review}/"),
    "desk_enter": ("booth", "/desk/cycles/{proposing}/enter/"),
    "desk_booths": ("official", "/desk/cycles/{voting}/booths/"),
    "desk_cards": ("booth", "/desk/cycles/{voting}/cards/"),
    "observe": ("official", "/cycles/{voting}/vote/observe/"),
    "desk_flags": ("official", "/desk/cycles/{voting}/flags/"),
    "desk_areas": ("administrator", "/desk/cycles/{reviewing}/areas/"),
    "desk_networks": ("official", "/desk/networks/marneuli/"),
    "desk_identity": ("booth", "/desk/cycles/{knapsack}/identity/"),
    "desk_text_messages": ("official", "/desk/cycles/{voting}/text-messages/"),
    "desk_vote": ("official", "/desk/cycles/{counted}/vote/"),
    "desk_vote open": ("official", "/desk/cycles/{voting}/vote/"),
    "log_entries": ("official", "/log/marneuli/"),
    "desk_implementation": ("official", "/desk/cycles/{greedy}/implementation/"),
    "desk_implementation_of": ("official", "/desk/projects/{built}/implementation/"),
    "desk_implementation_import": ("official", "/desk/cycles/{greedy}/implementation/import/"),
    "desk_counts": ("official", "/desk/cycles/{counted}/counts/"),
    "desk_new_cycle": ("administrator", "/desk/cycles/new/marneuli/"),
    "desk_simulators": ("official", "/desk/simulator/"),
    "desk_simulator": ("official", "/desk/simulator/{counted}/"),
    "desk_simulator tried": ("official", "/desk/simulator/{counted}/?method=greedy&envelope=80000&min_choices=2"),
    "403": ("resident", "/desk/"),
    "account_reauthenticate": ("official", "/account/again/"),
    "desk_people": ("administrator", "/desk/people/marneuli/"),
    "desk_pages": ("administrator", "/desk/pages/marneuli/"),
    "organisation_members": ("cso", "/my/organisation/1/"),
    "campaign to stand behind": ("resident", "{campaign gathering}"),
    "campaign_reason": ("resident", "/campaigns/reasons/{reason}/"),
    "campaign_reason to hide": ("moderator", "/campaigns/reasons/{reason}/"),
    "campaign_not_done": ("resident", "/campaigns/{campaign_answered}/not-done/"),
    "campaign of one's own": ("cso", "{campaign closed}"),
    "campaign_outcome": ("cso", "/campaigns/{campaign_closed}/outcome/"),
    "campaign_hand_over": ("cso", "/campaigns/{campaign_closed}/hand-over/"),
    "campaign_paper": ("portal", "/campaigns/{campaign_gathering}/paper/"),
    "desk_campaign": ("official", "/desk/campaigns/{campaign_answered}/"),
    "desk_pledge_bursts": ("portal", "/desk/pledge-bursts/"),
    "desk_organisations": ("portal", "/desk/organisations/"),
    "desk_take_down": ("portal", "/desk/take-down/{organisation_page}/"),
    "mfa_index": ("official", "/account/second-factor/all/"),
    "mfa_activate_totp": ("official", "/account/second-factor/set-up/"),
}
# Walked in test_journeys.py, because they need a ballot in the session or a code on its way.
IN_JOURNEYS = {
    *("join_proposal", "vote_check", "vote_identify", "vote_receipt", "about_you", "account_confirm_login_code"),
    # A vote that is open and one that is over, in test_booths.py.
    *("desk_booth", "desk_booth_roll", "desk_booth_offline", "desk_booth_typing", "desk_booth_settling"),
    "desk_booth_protocol",
}
EMBEDDED = ("cycle", "results", "money", "turnout", "proposal", "office", "campaign")
# Only redirect, answer POST or are downloads, or are walked in test_second_factor.py.
WITHOUT_A_PAGE = {
    *(
        *("news_feed", "news_feed_below"),
        *("data_cycles", "data_municipalities", "data_proposals", "data_proposals_map", "data_turnout", "data_stages"),
        *("data_cycle_calendar", "data_results", "data_results_json", "data_election", "data_all"),
        *("data_responses", "data_municipality_calendar", "data_feed"),
        "desk_counting",
        "withdraw_proposal",
        "delete_draft",
        "send_link",
        "point_map",
        "proposal_photo",
        "proposal_document",
        "proposal_recording",
        *("milestone_photo", "milestone_document", "desk_implementation_template"),
        "vote_remind",
        "account_use_another_address",
        "account_login",
        "account_signup",
        "mfa_reauthenticate",
        "desk_edit_cycle",
        *("answer_question", "reply_to_review"),  # their forms stand on the proposal's page
        "recount_script",
        *(f"picture_{name}" for name in EMBEDDED),
        *(f"share_{name}" for name in (*EMBEDDED, "municipality", "default")),
        "oembed",
        "printed_form",
        *("desk_booth_sheets", "desk_booth_roll_pdf", "desk_booth_protocol_pdf"),
        "closing_protocol",
        *("inclusion_pdf", "inclusion_xlsx", "inclusion_of_all_pdf", "inclusion_of_all_xlsx", "inclusion_progress"),
        "printed_poster",
        "answers_csv",
        "overdue_csv",
        *("office_csv", "official_csv"),
        *("said_and_did_csv", "press_kit", "municipality_press_kit"),
        # For who runs the site alone, who has no part in the demo; tests/budgeting/desk/test_officials.py opens them.
        *("desk_offices_above", "desk_officials_above"),
    ),
    *("account_logout", "account_inactive", "mfa_authenticate", "mfa_deactivate_totp"),
    *(
        "comment_proposal",
        "remove_comment",
        "follow_proposal",
        "unfollow_proposal",
        "back_proposal",
        "withdraw_backing",
        *("withdraw_pledge", "close_campaign"),
        *("campaign_sheet", "campaign_poster", "campaign_scan", "campaign_hand_over_photo"),
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
    resident.goto(f"{site.origin}/en/cycles/{ids['counted']}/objections/")
    ids["complaint"] = resident.locator("section[id^=complaint-]").first.get_attribute("id").partition("-")[2]
    resident.goto(f"{site.origin}/en/cycles/{ids['reviewing']}/proposals/")
    ids["under_review"] = _id(resident, ".card:has-text('Under review') a")
    resident.goto(f"{site.origin}/en/cycles/{ids['greedy']}/implementation/")
    ids["built"] = _id(resident, ".works li:has-text('residents confirm it') a")
    resident.goto(f"{site.origin}/en/municipalities/ninotsminda/answers/")
    ids["answered"] = _id(resident, ".overdue-list a")
    resident.goto(f"{site.origin}/en/municipalities/marneuli/answers/")
    ids["office"] = _id(resident, ".records a[href*='/offices/']")
    resident.goto(f"{site.origin}/en/offices/{ids['office']}/")
    ids["official"] = _id(resident, "a[href*='/officials/']")
    resident.goto(f"{site.origin}/en/my/")
    states = {"Draft": "draft", "Waiting for moderation": "submitted", "Rejected": "refused"}
    ids |= _ids_by_state(resident, states)
    resident.goto(f"{site.origin}/en/cycles/{ids['proposing']}/proposals/?order=newest")
    ids |= _ids_by_state(resident, {"Rejected": "rejected", "Merged into another proposal": "merged"})
    ids["comment"] = _comment_under_a_followed_proposal(site, resident)
    moderator.goto(f"{site.origin}/en/desk/")
    waiting = {"held": "comments", "report": "reports", "appeal": "appeals"}
    return ids | {name: _id(moderator, f"a[href*='/desk/{kind}/']") for name, kind in waiting.items()}


def editors_pages(site: Site) -> dict[str, dict[str, str]]:
    """{language: {name: the path of a page or the id of a campaign}}; whatever kinds of pages there are."""
    printed = json.loads(site.run("from tests.browser.inside import print_pages; print_pages()"))
    ids = {name: str(pk) for name, pk in printed["ids"].items()}
    return {language: ids | paths for language, paths in printed["paths"].items()}


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
    return address.partition("#")[0].rstrip("/").rpartition("/")[2].partition("-")[0]
