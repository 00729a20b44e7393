"""What the log's entries say in words: a sentence for every act, a name for every fact."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.booths.printed import FACT_NAMES as BOOTH_FACTS
from budgeting.closing.models import Fate
from budgeting.cycles.stages import Gate
from budgeting.milestones.models import Kind, Shows
from budgeting.motions.models import Act
from budgeting.proposals.states import TRANSITIONS
from budgeting.voting.identity import METHODS
from portal.accounts.models import RoleKind

ACTS: dict[str, str | Promise] = {
    "add_milestone_document": _("Added a document to a step of a project"),
    "add_milestone_photo": _("Added a photo of a project's works"),
    "add_network": _("Named a network that many people share"),
    "add_paper": _("Added signed sheets of a campaign"),
    "add_recording": _("Added a recording of a project"),
    "agree_paper": _("Two people counted the same on signed sheets"),
    "answer_disputes": _("Looked again at what residents said is not done"),
    "ask_author": _("Asked the author a question"),
    "ask_count": _("Asked for the count"),
    "assign_reviewers": _("Named who reviews a proposal"),
    "bind_card": _("Handed a voting card to a voter"),
    "change_cycle": _("Changed the rules of the budget"),
    "change_spending": _("Changed the money of a project"),
    "close_campaign": _("Closed a campaign"),
    "close_unbacked": _("Ended the proposals that too few people backed"),
    "close_vote": _("Closed the vote"),
    "copy_key": _("Made a sealed copy of the key of the vote"),
    "count_cycle": _("The ballots were counted"),
    "countersign_booth_protocol": _("Signed a booth's protocol as the second person"),
    "create_booth": _("Set up a booth"),
    "create_cycle": _("Created the budget"),
    "decide_proposal": _("Decided on a proposal"),
    "decide_report": _("Decided on a report"),
    "decide_burst": _("Decided on people of a campaign who came in a burst"),
    "declare_outcome": _("Said what came of a campaign"),
    "declare_conflict": _("Declared a conflict of interest"),
    "delete_template": _("Deleted a template for answers"),
    "destroy_key": _("The key of the vote was destroyed"),
    "dismiss_appeal": _("Dismissed an appeal"),
    "drop_motion": _("Dropped what was moved"),
    "edit_response": _("Changed an official response"),
    "enter_proposal": _("Wrote down a proposal for a resident"),
    "extend_ask": _("Moved the date of an answer"),
    "extend_vote": _("Extended the vote"),
    "forget_scans": _("Scans of signed sheets were deleted, because nobody needs them any more"),
    "give_role": _("Gave a role"),
    "hand_to_second_reader": _("Handed a review to the second reader"),
    "hand_over": _("Said when a campaign's signatures were handed over"),
    "hide_comment": _("Hid a comment"),
    "hide_complaint": _("Hid a complaint about the vote"),
    "hide_reason": _("Hid a reason given under a campaign"),
    "import_election": _("A published election was imported"),
    "import_milestones": _("Took over a file of steps and money"),
    "issue_cards": _("Issued voting cards"),
    "issue_desk_code": _("Gave a code to a voter whose document was checked"),
    "limit_messages": _("Changed how many messages may be sent"),
    "load_residents": _("Loaded the residents' list"),
    "make_key": _("The key of the vote was made"),
    "move_burst": _("Moved what becomes of people of a campaign who came in a burst"),
    "move_milestone": _("Moved the planned day of a step"),
    "move_motion": _("Moved something that takes two officials"),
    "name_member": _("Gave a role in an organisation"),
    "name_rivals": _("Named projects that exclude one another"),
    "open_box": _("Opened a ballot box"),
    "open_campaign": _("A campaign was published for the first time"),
    "open_municipality": _("The municipality was opened"),
    "open_organisation": _("An organisation's pages were opened"),
    "plan_milestone": _("Planned a step of a project"),
    "print_sheets": _("Printed ballot sheets"),
    "publish_count": _("Published the count"),
    "publish_response": _("Published an official response"),
    "publish_review": _("Published a review"),
    "reach_goal": _("A campaign reached its goal, and the office was asked"),
    "reach_milestone": _("Said that a step of a project was taken"),
    "record_outage": _("Recorded that the site was down"),
    "release_reviewers": _("Released reviewers from a proposal"),
    "remove_area": _("Removed an area with its own envelope"),
    "remove_member": _("Took a role in an organisation away"),
    "remove_milestone_photo": _("Removed a photo of a project's works"),
    "remove_network": _("Removed a network that many people share"),
    "remove_recording": _("Took a recording of a project away"),
    "restore_key": _("The key of the vote was restored from a sealed copy"),
    "restore_page": _("Put an organisation's page back"),
    "return_review": _("Returned a review to its writer"),
    "save_area": _("Changed an area with its own envelope"),
    "save_duty_bearer": _("Changed a person in office"),
    "save_office": _("Changed an office"),
    "save_template": _("Wrote a template for answers"),
    "save_translation": _("Translated a text"),
    "second_motion": _("Seconded what another official moved"),
    "set_page_check": _("Switched the check of pages by a second person on or off"),
    "set_promise": _("Changed the public promise"),
    "show_complaint": _("Showed a complaint about the vote again"),
    "show_comment": _("Showed a comment again"),
    "sign_booth_protocol": _("Signed a booth's protocol"),
    "sign_gate": _("Signed the opening of a stage"),
    "sign_review": _("Signed a review"),
    "spoil_card": _("Declared a voting card spoiled"),
    "spoil_cards": _("Declared voting cards spoiled"),
    "take_down": _("Took an organisation's page down"),
    "take_role": _("Took a role away"),
    "verify_organisation": _("Verified an organisation, or took its badge away"),
    "withdraw_project": _("Withdrew a project from the vote"),
}
FACTS: dict[str, str | Promise] = {
    **{method.name: method.label for method in METHODS.values()},
    **{fate.value: fate.label for fate in Fate},
    **BOOTH_FACTS,
    "added": pgettext_lazy("fact in the log", "Added to the list"),
    "ask": pgettext_lazy("fact in the log", "Request, by its number"),
    "ballots": pgettext_lazy("fact in the log", "Ballots"),
    "before": pgettext_lazy("fact in the log", "Planned, contracted and paid before, in tetri"),
    "booth": pgettext_lazy("fact in the log", "Booth, by its number"),
    "burst": pgettext_lazy("fact in the log", "Group of people, by its number"),
    "campaign": pgettext_lazy("fact in the log", "Campaign, by its number"),
    "cards": pgettext_lazy("fact in the log", "Voting cards"),
    "cards_spoiled": pgettext_lazy("fact in the log", "Spoiled voting cards"),
    "change": pgettext_lazy("fact in the log", "Change"),
    "count": pgettext_lazy("fact in the log", "Count"),
    "crowded_phones": pgettext_lazy("fact in the log", "Phones used by several people"),
    "contracted_tetri": pgettext_lazy("fact in the log", "Contracted, in tetri"),
    "cycle": pgettext_lazy("fact in the log", "Budget, by its number"),
    "desk_codes": pgettext_lazy("fact in the log", "Codes given at a desk"),
    "digest": pgettext_lazy("fact in the log", "SHA-256 of what was signed"),
    "done_on": pgettext_lazy("fact in the log", "The day it happened"),
    "fields": pgettext_lazy("fact in the log", "What was changed"),
    "first": pgettext_lazy("fact in the log", "First sheet"),
    "from_at": pgettext_lazy("fact in the log", "From"),
    "gate": pgettext_lazy("fact in the log", "Stage"),
    "goal": pgettext_lazy("fact in the log", "How many people"),
    "is_active": pgettext_lazy("fact in the log", "In use"),
    "is_feasible": pgettext_lazy("fact in the log", "Feasible"),
    "kind": pgettext_lazy("fact in the log", "Kind"),
    "label": pgettext_lazy("fact in the log", "Whose network it is"),
    "language": pgettext_lazy("fact in the log", "Language"),
    "last": pgettext_lazy("fact in the log", "Last sheet"),
    "listed": pgettext_lazy("fact in the log", "People on the list"),
    "methods": pgettext_lazy("fact in the log", "How identity was checked"),
    "motion": pgettext_lazy("fact in the log", "Motion, by its number"),
    "moved": pgettext_lazy("fact in the log", "What was moved"),
    "name": pgettext_lazy("fact in the log", "Name"),
    "network": pgettext_lazy("fact in the log", "Network"),
    "new": pgettext_lazy("fact in the log", "New date"),
    "number": pgettext_lazy("fact in the log", "Number of the project"),
    "office": pgettext_lazy("fact in the log", "Office, by its number"),
    "old": pgettext_lazy("fact in the log", "Old date"),
    "online": pgettext_lazy("fact in the log", "Voters online"),
    "organisation": pgettext_lazy("fact in the log", "Organisation"),
    "origin": pgettext_lazy("fact in the log", "How it came"),
    "outcome": pgettext_lazy("fact in the log", "Outcome"),
    "paid_tetri": pgettext_lazy("fact in the log", "Paid, in tetri"),
    "paper": pgettext_lazy("fact in the log", "Voters on paper"),
    "phones": pgettext_lazy("fact in the log", "Phones"),
    "planned_on": pgettext_lazy("fact in the log", "Planned for"),
    "planned_tetri": pgettext_lazy("fact in the log", "Planned, in tetri"),
    "place": pgettext_lazy("fact in the log", "Place"),
    "proposal": pgettext_lazy("fact in the log", "Proposal, by its number"),
    "reason": pgettext_lazy("fact in the log", "Reason"),
    "receipts_root": pgettext_lazy("fact in the log", "SHA-256 of all receipts"),
    "reminders": pgettext_lazy("fact in the log", "Reminders"),
    "result": pgettext_lazy("fact in the log", "SHA-256 of the result"),
    "reviewers": pgettext_lazy("fact in the log", "Reviewers, by their numbers"),
    "scans": pgettext_lazy("fact in the log", "Scans"),
    "shows": pgettext_lazy("fact in the log", "What the photo shows"),
    "state": pgettext_lazy("fact in the log", "State"),
    "template": pgettext_lazy("fact in the log", "Template, by its number"),
    "text_messages": pgettext_lazy("fact in the log", "Text messages"),
    "too_young": pgettext_lazy("fact in the log", "Too young to vote"),
    "total": pgettext_lazy("fact in the log", "People"),
    "until_at": pgettext_lazy("fact in the log", "Until"),
    "user": pgettext_lazy("fact in the log", "Person, by their number"),
    "verdict": pgettext_lazy("fact in the log", "Decision"),
    "voters": pgettext_lazy("fact in the log", "Voters"),
    "wanted": pgettext_lazy("fact in the log", "Switched on"),
    "withdrawn": pgettext_lazy("fact in the log", "Withdrawn projects"),
}


# (fact, value): a value that stands for something, in words.
VALUES: dict[tuple[str, str], str | Promise] = {
    **{("moved", one.value): one.label for one in Act},
    **{("kind", one.value): one.label for one in RoleKind},
    **{("kind", one.value): one.label for one in Kind},
    **{("shows", one.value): one.label for one in Shows},
    **{("gate", one.value): one.label for one in Gate},
    **{("change", name): transition.sentence for name, transition in TRANSITIONS.items()},
}


def act_in_words(act: str) -> str | Promise:
    return ACTS.get(act, act)


def facts_in_words(facts: Mapping[str, Any]) -> list[tuple[str | Promise, str]]:
    """(name, value) of every fact, in the order of their keys; a fact that has no name in words keeps its key."""
    return [
        (FACTS.get(key, key), str(VALUES.get((key, str(value)), _shown(value)))) for key, value in sorted(facts.items())
    ]


def _shown(value: object) -> str:
    if value is None or value is False or value in ("", [], {}):
        return "–"
    if isinstance(value, dict):
        return "; ".join(f"{FACTS.get(key, key)}: {_shown(one)}" for key, one in sorted(value.items()))
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return "✓" if value is True else str(value)
