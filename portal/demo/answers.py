"""The demo's official answers: offices, templates, and asks that show each thing a clock can say."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import override

from budgeting.cycles.stages import Stage
from budgeting.desk.answering import placeholder_values
from budgeting.proposals.actions import answer_proposal, edit_answer, extend_answer, say_not_done
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import CITY_HALL
from budgeting.responses.completeness import PROMISES
from budgeting.responses.keeping import save_office, save_template
from budgeting.responses.models import Office, ResponseOutcome, ServicePromise
from budgeting.responses.placeholders import fill
from portal.clock import now, pinned
from portal.demo.people import People
from portal.languages.texts import in_languages
from portal.places.models import Municipality

ANSWER_DAYS = 45  # the review comes first, so the answers of the demo are promised later than usual
Facts = dict[str, Any]
Written = Sequence[tuple[Proposal, Facts]]

# What stands behind the comma in the Georgian name that an answer in the JSON files gives, in all languages.
SERVICES = (
    {
        "ka": "ინფრასტრუქტურის სამსახური",
        "hy": "Ենթակառուցվածքների ծառայություն",
        "az": "İnfrastruktur xidməti",
        "en": "Infrastructure service",
    },
    {"ka": "კულტურის სამსახური", "hy": "Մշակույթի ծառայություն", "az": "Mədəniyyət xidməti", "en": "Culture service"},
    {
        "ka": "კულტურისა და ტურიზმის სამსახური",
        "hy": "Մշակույթի և զբոսաշրջության ծառայություն",
        "az": "Mədəniyyət və turizm xidməti",
        "en": "Culture and tourism service",
    },
    {
        "ka": "ქონების მართვის სამსახური",
        "hy": "Գույքի կառավարման ծառայություն",
        "az": "Əmlakın idarə edilməsi xidməti",
        "en": "Property service",
    },
    {"ka": "განათლების სამსახური", "hy": "Կրթության ծառայություն", "az": "Təhsil xidməti", "en": "Education service"},
    {
        "ka": "მერის წარმომადგენელი გოგაშენის ადმინისტრაციულ ერთეულში",
        "hy": "Քաղաքապետի ներկայացուցիչը Գոգաշենի վարչական միավորում",
        "az": "Merin Qoqaşen inzibati vahidindəki nümayəndəsi",
        "en": "Mayor's representative in the administrative unit of Gogasheni",
    },
)
TEMPLATES: tuple[Facts, ...] = (
    {
        "name": "კენჭისყრაზე გადის",
        "outcome": ResponseOutcome.ACCEPTED,
        "reason": {
            "ka": "„{title}“ შემოწმდა: პროექტი განხორციელებადია და კენჭისყრაზე გადის.",
            "hy": "«{title}». առաջարկը ստուգվել է, նախագիծն իրագործելի է և դրվում է քվեարկության։",
            "az": "«{title}»: təklif yoxlanılıb, layihə həyata keçirilə bilər və səsverməyə çıxarılır.",
        },
        "next_step": {
            "ka": "კენჭისყრის დაწყებას ამ პორტალზე და სოფლის დაფაზე გამოვაცხადებთ.",
            "hy": "Քվեարկության սկիզբը կհայտարարենք այս կայքում և գյուղի հայտարարությունների տախտակին։",
            "az": "Səsvermənin başlanmasını bu portalda və kəndin elan lövhəsində bildirəcəyik.",
        },
    },
    {
        "name": "ამ წელს ვერ ხერხდება",
        "outcome": ResponseOutcome.NOT_POSSIBLE_NOW,
        "reason": {
            "ka": "„{title}“ ამ წელს ვერ შესრულდება. მიზეზი: {მიზეზი}.",
            "hy": "«{title}». այս տարի հնարավոր չէ իրականացնել։ Պատճառը՝ {պատճառ}։",
            "az": "«{title}»: bu il həyata keçirilə bilməz. Səbəb: {səbəb}.",
        },
        "next_step": {
            "ka": "წინადადებას ხელახლა განვიხილავთ. თარიღი: {თარიღი}.",
            "hy": "Առաջարկը կրկին կքննարկենք։ Օրը՝ {օր}։",
            "az": "Təklifə yenidən baxacağıq. Tarix: {tarix}.",
        },
    },
    {
        "name": "სხვა უწყებას გადაეგზავნა",
        "outcome": ResponseOutcome.NOT_OUR_COMPETENCE,
        "reason": {
            "ka": "ეს საკითხი მუნიციპალიტეტის უფლებამოსილებაში არ შედის. უფლებამოსილ უწყებას გადავუგზავნეთ: {today}.",
            "hy": "Այս հարցը մունիցիպալիտետի իրավասության մեջ չէ։ Ուղարկել ենք իրավասու մարմնին՝ {today}։",
            "az": "Bu məsələ bələdiyyənin səlahiyyətində deyil. Səlahiyyətli quruma göndərmişik: {today}.",
        },
        "next_step": {
            "ka": "უწყების პასუხს ამავე გვერდზე გამოვაქვეყნებთ.",
            "hy": "Մարմնի պատասխանը կհրապարակենք այս նույն էջում։",
            "az": "Qurumun cavabını elə bu səhifədə dərc edəcəyik.",
        },
    },
)
DECLINED: Facts = {
    "outcome": ResponseOutcome.DECLINED,
    "reason": {
        "ka": "შემოწმებამ აჩვენა, რომ ამ სახით პროექტი ვერ განხორციელდება. მიზეზი განხილვის შედეგში წერია.",
        "hy": "Ստուգումը ցույց տվեց, որ այս ձևով նախագիծն իրագործելի չէ։ Պատճառը գրված է ստուգման արդյունքում։",
        "az": "Yoxlama göstərdi ki, layihə bu şəkildə həyata keçirilə bilməz. Səbəb baxışın nəticəsində yazılıb.",
    },
    "next_step": {
        "ka": "შეგიძლიათ, წინადადება შეცვალოთ და მომდევნო ბიუჯეტში ხელახლა წარადგინოთ.",
        "hy": "Կարող եք փոխել առաջարկը և կրկին ներկայացնել հաջորդ բյուջեի ժամանակ։",
        "az": "Təklifi dəyişib növbəti büdcədə yenidən təqdim edə bilərsiniz.",
    },
}
DONE: Facts = {
    "reason": {
        "ka": "სამუშაო დასრულდა და მიღება-ჩაბარების აქტი გაფორმდა.",
        "hy": "Աշխատանքն ավարտվել է, հանձնման-ընդունման ակտը ստորագրված է։",
        "az": "İş başa çatıb və təhvil-təslim aktı imzalanıb.",
    },
    "next_step": {
        "ka": "ერთი წლის განმავლობაში ხარვეზებს მშენებელი ასწორებს.",
        "hy": "Մեկ տարվա ընթացքում թերությունները շտկում է շինարարը։",
        "az": "Bir il ərzində qüsurları inşaatçı aradan qaldırır.",
    },
}
NOT_DONE = {
    "ka": "სამუშაო მხოლოდ ნახევრადაა შესრულებული: სოფლის ზედა ნაწილში არაფერი გაკეთებულა.",
    "hy": "Աշխատանքը կիսատ է. գյուղի վերին մասում ոչինչ չի արվել։",
    "az": "İş yarımçıqdır: kəndin yuxarı hissəsində heç nə edilməyib.",
}
MOVED = "ადგილის აზომვა უამინდობის გამო გადაიდო, მის გარეშე კი ზუსტ პასუხს ვერ გავცემთ."
CORRECTED = {"ka": "ადგილი უკვე აიზომა.", "hy": "Տեղն արդեն չափագրված է։", "az": "Yer artıq ölçülüb."}


def open_offices(municipality: Municipality, facts: Sequence[Facts], people: People) -> None:
    """The city hall, the services that answer here, three templates, and what is promised."""
    ServicePromise.objects.get_or_create(municipality=municipality, defaults={"answer_days": ANSWER_DAYS})
    used = {fact["response"]["office"].partition(", ")[2] for fact in facts if fact["response"]}
    for names in (CITY_HALL, *(service for service in SERVICES if service["ka"] in used)):
        save_office(municipality, by=people["administrator"], **in_languages("name", names))
    for template in TEMPLATES:
        save_template(
            municipality,
            by=people["official"],
            name=template["name"],
            outcome=template["outcome"],
            **in_languages("reason", template["reason"]),
            **in_languages("next_step", template["next_step"]),
        )


def answer_all(stage: Stage, written: Written, people: People) -> None:
    """Once the review has decided, everybody is answered but two: one is overdue, of one the date is moved."""
    for proposal, _fact in written:
        proposal.refresh_from_db()  # its review was published on another copy
    reviewed = [(proposal, fact) for proposal, fact in written if fact["review"] and stage != Stage.PROPOSING]
    silent = [proposal for proposal, fact in reviewed if fact["response"] is None and proposal.cost_tetri][:2]
    for proposal, fact in written:
        speaks_of_works = stage == Stage.IMPLEMENTING and proposal.cost_tetri
        if (proposal, fact) in reviewed and proposal not in silent and (speaks_of_works or not fact["response"]):
            answer_by_verdict(proposal, people)
        if fact["response"]:
            _answer(proposal, fact["response"], people, late_in_works=bool(speaks_of_works))
    if len(silent) == 2 and stage != Stage.REVIEWING:
        _move_date(silent[1], people)
    if stage == Stage.VOTING:
        _correct(next(proposal for proposal, fact in reviewed if fact["response"]), people)
    if stage == Stage.IMPLEMENTING:
        _dispute(
            next(one for one, fact in written if fact["response"] and fact["response"]["outcome"] == "accepted"), people
        )


def _after_verdict(proposal: Proposal) -> datetime:
    """A working hour soon after the review was published, or after the proposal was where there is none."""
    review = getattr(proposal, "review", None)
    start = review.published_at if review and review.published_at else proposal.published_at
    return min(start + timedelta(days=3, hours=proposal.pk % 7), now() - timedelta(hours=3))


def answer_by_verdict(proposal: Proposal, people: People) -> None:
    facts = TEMPLATES[0] if proposal.cost_tetri else DECLINED
    with pinned(_after_verdict(proposal)), override("ka"):
        values = placeholder_values(proposal)
        texts = {code: fill(text, values[code]) for code, text in facts["reason"].items()}
        answer_proposal(
            proposal,
            by=people["official2"],
            outcome=facts["outcome"],
            **in_languages("reason", texts),
            **in_languages("next_step", facts["next_step"]),
        )


def _answer(proposal: Proposal, answer: Facts, people: People, *, late_in_works: bool) -> None:
    """The answer of the JSON file; where the works go on, what it promised for a day has already passed."""
    cycle = proposal.cycle
    when = cycle.objections_until_at + timedelta(days=30) if late_in_works else _after_verdict(proposal)
    promised = when + timedelta(days=40) if late_in_works else cycle.implementing_until_at
    with pinned(when), override("ka"):
        answer_proposal(
            proposal,
            by=people["official"],
            outcome=answer["outcome"],
            office=_office(cycle.municipality, answer["office"]),
            position="სამსახურის უფროსი",
            next_update_on=localdate(promised) if answer["outcome"] in PROMISES else None,
            forwarded_to="რეგიონული განვითარებისა და ინფრასტრუქტურის სამინისტრო"
            if answer["outcome"] == ResponseOutcome.NOT_OUR_COMPETENCE
            else "",
            **in_languages("reason", answer["reason"]),
            **in_languages("next_step", answer["next_step"]),
        )


def _office(municipality: Municipality, name: str) -> Office:
    return municipality.offices.get(name_ka=name.partition(", ")[2])


def _move_date(proposal: Proposal, people: People) -> None:
    day = localdate(now()) + timedelta(days=16)
    with pinned(min(now(), proposal.published_at + timedelta(days=50))), override("ka"):
        extend_answer(proposal, by=people["official"], new_owed_on=day, reason=MOVED)


def _correct(proposal: Proposal, people: People) -> None:
    """A sentence is added in Georgian and in the author's language; the other translations count as outdated."""
    response = proposal.ask.responses.first()
    with pinned(response.answered_at + timedelta(days=2)), override("ka"):
        texts = {
            f"next_step_{code}": f"{getattr(response, f'next_step_{code}')} {CORRECTED[code]}"
            for code in ("ka", proposal.written_in)
        }
        edit_answer(proposal, response, by=people["official2"], **texts)


def _dispute(proposal: Proposal, people: People) -> None:
    with pinned(now() - timedelta(days=20)), override("ka"):
        answer_proposal(
            proposal,
            by=people["official"],
            outcome=ResponseOutcome.DONE,
            evidence="მიღება-ჩაბარების აქტი № 14",
            **in_languages("reason", DONE["reason"]),
            **in_languages("next_step", DONE["next_step"]),
        )
    language = proposal.written_in
    with pinned(now() - timedelta(days=9)), override(language):
        say_not_done(proposal, by=people["resident"], reason=NOT_DONE[language])
