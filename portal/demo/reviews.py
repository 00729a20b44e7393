"""The demo's reviews: verdicts with costs and findings, a question asked, an author's reply, and work left to do."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import (
    hand_to_second_reader,
    publish_reviews,
    sign_review,
    start_review,
    write_review,
)
from budgeting.reviews.assignments import assign_reviewers
from budgeting.reviews.dialogue import answer_question, ask_author, reply_to_review
from budgeting.reviews.models import Check, Finding, Review
from portal.clock import now, pinned
from portal.demo.people import People
from portal.languages.texts import in_languages

Facts = dict[str, Any]

YES, NO, CONDITIONS, NOT_APPLICABLE = Finding.YES, Finding.NO, Finding.WITH_CONDITIONS, Finding.NOT_APPLICABLE
# For each theme: the findings that are not a plain yes, who benefits, and the effect on care or safety.
THEMES: dict[str, tuple[dict[Check, tuple[Finding, str]], list[str], str]] = {
    "care": (
        {Check.ACCESSIBILITY: (CONDITIONS, "შესასვლელთან პანდუსია საჭირო.")},
        ["women", "men", "disabled"],
        "ოჯახის წევრებს, უმეტესად ქალებს, მოვლისთვის დღეში რამდენიმე საათი უთავისუფლდებათ.",
    ),
    "culture": ({}, ["women", "men", "girls", "boys"], ""),
    "environment": ({Check.UPKEEP: (CONDITIONS, "დასუფთავების გრაფიკში უნდა შევიდეს.")}, ["women", "men"], ""),
    "health": (
        {Check.ACCESSIBILITY: (YES, "სასწრაფო დახმარების მანქანა კართან მიდის.")},
        ["women", "men", "disabled"],
        "ავადმყოფთან მისვლის დრო მცირდება.",
    ),
    "lighting": (
        {Check.ACCESSIBILITY: (NOT_APPLICABLE, "")},
        ["women", "girls", "boys"],
        "ქალები და ბავშვები საღამოს განათებული გზით ბრუნდებიან.",
    ),
    "roads": ({Check.ACCESSIBILITY: (CONDITIONS, "ბორდიური გადასასვლელთან უნდა დადაბლდეს.")}, ["women", "men"], ""),
    "safety": ({}, ["girls", "boys"], "ბავშვები სკოლაში უსაფრთხოდ დადიან."),
    "school": ({}, ["girls", "boys"], "საკლასო ოთახებში ჰაერი სუფთაა."),
    "sport": (
        {Check.UPKEEP: (YES, "მოედანს სოფლის ახალგაზრდები უვლიან.")},
        ["girls", "boys"],
        "მოედნით სარგებლობის განრიგში გოგონების გუნდიც არის.",
    ),
    "water": (
        {Check.ACCESSIBILITY: (YES, "ონკანი ეტლით მოსარგებლისთვისაც მისაწვდომ სიმაღლეზეა.")},
        ["women", "girls"],
        "წყლის სახლამდე ზიდვა, რაც უმეტესად ქალების საქმეა, მცირდება.",
    ),
}


def review(cycle: Cycle, proposal: Proposal, fact: Facts, people: People) -> None:
    """One reviewer writes the file's verdict, the other signs it, and it is published."""
    verdict = fact["review"]
    if verdict is None:
        return
    start = (cycle.supporting_until_at or cycle.proposing_until_at) + timedelta(days=1, hours=7 * proposal.pk % 300)
    with pinned(start), override("ka"):
        start_review(proposal, by=people["reviewer"])
    written = _decide(proposal, verdict, fact["theme"], start + timedelta(hours=20), people)
    with pinned(start + timedelta(hours=29)), override("ka"):
        sign_review(written, by=people["reviewer2"])
        publish_reviews([written], by=people["reviewer"])


def _decide(proposal: Proposal, verdict: Facts, theme: str, when: datetime, people: People) -> Review:
    """Written and handed to the second reader."""
    cost = verdict["cost_lari"]
    notes, beneficiaries, effect = THEMES[theme]
    findings = {check: notes.get(check, (YES, "")) for check in Check}
    if not verdict["is_feasible"]:
        check, found = _obstacle(verdict["cost_source"] or "")
        findings[check] = found
    with pinned(when), override("ka"):
        written = write_review(
            proposal,
            by=people["reviewer"],
            is_feasible=verdict["is_feasible"],
            cost_tetri=cost and cost * TETRI_PER_LARI,
            cost_low_tetri=cost and _hundreds(cost * 0.92),
            cost_high_tetri=cost and _hundreds(cost * 1.13),
            cost_source=verdict["cost_source"] or "",
            findings={check.value: {"finding": found.value, "note": note} for check, (found, note) in findings.items()},
            beneficiaries=beneficiaries,
            benefit_settlements=[proposal.settlement] if proposal.settlement else [],
            benefit_note=effect,
            has_no_conflict=True,
            **in_languages("reason", verdict["reason"]),
        )
        hand_to_second_reader(written, by=people["reviewer"])
    return written


def _obstacle(source: str) -> tuple[Check, tuple[Finding, str]]:
    """The point of the checklist at which it fails, told from where the office looked it up."""
    if not source:
        return Check.COMPETENCE, (NO, "")
    if source.startswith("საჯარო რეესტრი"):
        return Check.LAND, (NO, "მიწა კერძო საკუთრებაა.")
    return Check.LAW, (CONDITIONS, "საპროექტო დოკუმენტაცია და კვლევაა საჭირო.")


def _hundreds(lari: float) -> int:
    """Tetri, rounded to a hundred lari, as an estimate is."""
    return round(lari / 100) * 100 * TETRI_PER_LARI


TO_SIGN = {
    "is_feasible": True,
    "cost_lari": 15_400,
    "cost_source": "ინფრასტრუქტურის სამსახურის ხარჯთაღრიცხვა: ოთახის რემონტი, გათბობა, ავეჯი, პანდუსი",
    "reason": {
        "ka": "ბიბლიოთეკის შენობა მუნიციპალიტეტისაა, ოთახი ცარიელია. ექთნის ვიზიტს ჯანდაცვის სამსახური უზრუნველყოფს.",
        "az": "Kitabxananın binası bələdiyyənindir, otaq boşdur. Tibb bacısının gəlişini səhiyyə xidməti təmin edəcək.",
    },
}
SIGNED = {
    "is_feasible": True,
    "cost_lari": 22_700,
    "cost_source": "ადგილზე აზომვა: 700 მ გზა, 230 კუბ. მ ღორღი, არხი და საყრდენი ქვის კედელი მოსახვევში",
    "reason": {
        "ka": "გზა ადგილობრივი მნიშვნელობისაა. თანხა ყოფნის მოსწორებას, ღორღსა და წყლის არხს; კედელი აშენდება მხოლოდ მოსახვევში.",
        "az": "Yol yerli əhəmiyyətlidir. Məbləğ hamarlamağa, çınqıla və su arxına çatır; divar yalnız döngədə tikiləcək.",
    },
}


def leave_work_for_reviewers(written: list[tuple[Proposal, Facts]], people: People) -> None:
    """In the municipality that is reviewing: one to sign, one to publish, open and overdue questions, and a reply."""
    waiting = [proposal for proposal, fact in written if fact["review"] is None]
    refused = [proposal for proposal, fact in written if fact["review"] and not fact["review"]["is_feasible"]]
    trough, day_room, road, nets = waiting[:4]
    start = now() - timedelta(days=12)
    with pinned(start), override("ka"):
        for proposal in (trough, day_room, road, nets):
            start_review(proposal, by=people["reviewer"])
        both = [people["reviewer"], people["reviewer2"]]
        late, soon = localdate(start) + timedelta(days=9), localdate(start) + timedelta(days=19)
        assign_reviewers(nets, by=people["moderator"], reviewers=both[:1], due_on=late)
        assign_reviewers(trough, by=people["moderator"], reviewers=both, due_on=soon)
        _ask(trough, "საქონლის წყალსასმელს ვინ გაწმენდს ზამთარში? დაგვისახელეთ ადამიანი ან ჯგუფი.", 20, people)
        _ask(nets, "ვის ეკუთვნის მიწა გზასა და მოედანს შორის, სადაც ღობე უნდა დაიდგას?", 6, people)
        _ask(road, "ზამთარში გზას ახლა ვინ წმენდს თოვლისგან?", 5, people)
    with pinned(start + timedelta(days=2)):
        (asked,) = road.questions.all()
        reply = "Qarı qonşumuz öz traktoru ilə təmizləyir, yanacağı evlər birlikdə alır."
        answer_question(asked, by=road.author, text=reply, written_in="az")
    _decide(day_room, TO_SIGN, "care", start + timedelta(days=8), people)
    signed = _decide(road, SIGNED, "health", start + timedelta(days=7), people)
    with pinned(start + timedelta(days=10)), override("ka"):
        sign_review(signed, by=people["reviewer2"])
    with pinned(max(refused[0].review.published_at + timedelta(days=1), start)):
        reply = (
            "Rəqəmlərə görə sağ olun. Asma körpü xeyli ucuz başa gəlir: qonşu kənddə beləsi iyirmi il əvvəl tikilib, "
            "hələ də durur. Xahiş edirik, gələn il bu variantı da yoxlayın."
        )
        reply_to_review(refused[0].review, by=refused[0].author, text=reply, written_in=refused[0].written_in)


def _ask(proposal: Proposal, text: str, days: int, people: People) -> None:
    due_on = localdate(now()) + timedelta(days=days)
    ask_author(proposal, by=people["reviewer"], text=text, written_in="ka", due_on=due_on)
