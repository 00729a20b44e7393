"""The demo's objections: where a vote was just counted, one complaint is answered and one waits."""

from datetime import timedelta

from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.objections.actions import answer_complaint, file_complaint
from portal.clock import now, pinned
from portal.demo.people import DOMAIN, People, person
from portal.languages.texts import in_languages

ABOUT_THE_BOOTH = (
    "Թիվ 2 դպրոցի քվեարկության տեղամասը շաբաթ օրը փակվեց մոտ մեկ ժամ շուտ։ "
    "Մորս հետ եկանք հինգից քիչ անց, դուռն արդեն փակ էր։"
)
ABOUT_THE_COUNT = (
    "შედეგების გვერდზე წერია, რომ ჩემს სოფელში პროექტს 636 ლარი დააკლდა, გამოყოფილი თანხიდან კი 13 ათასი დარჩა. "
    "გთხოვთ, განმიმარტოთ, რატომ ვერ დაემატა დარჩენილი თანხა."
)
ANSWER = {
    "ka": "საარჩევნო ყუთის ოქმის მიხედვით, ოთახი 17:10-ზე დაიკეტა, განრიგით 18:00-მდე უნდა ყოფილიყო ღია.",
    "hy": "Արկղի արձանագրության համաձայն՝ սենյակը փակվել է ժամը 17:10-ին, մինչդեռ պետք է բաց լիներ մինչև 18:00։",
    "az": "Qutunun protokoluna görə otaq saat 17:10-da bağlanıb, cədvəl üzrə isə 18:00-a qədər açıq olmalı idi.",
    "en": "The protocol of the box says that the room was locked at 17:10; it should have been open until 18:00.",
}
NEXT_STEP = {
    "ka": "კენჭისყრა ონლაინ 24:00-მდე გრძელდებოდა. მომავალ წელს უბანზე ორი პასუხისმგებელი პირი იქნება.",
    "hy": "Առցանց քվեարկությունը շարունակվել է մինչև 24:00։ Հաջորդ տարի տեղամասում երկու պատասխանատու կլինի։",
    "az": "Onlayn səsvermə 24:00-a qədər davam edib. Gələn il məntəqədə iki məsul şəxs olacaq.",
    "en": "The vote went on online until midnight. Next year two people will be in charge of the booth.",
}


def object_to_the_vote(cycle: Cycle, people: People) -> None:
    """Two residents complain, where it is the time for it; the first has been answered."""
    if cycle.stage != Stage.OBJECTIONS:
        return
    counted_at = cycle.voting_until_at + timedelta(days=1)
    first = person(f"objection-1@{DOMAIN}", "Անի Մ.", "hy")
    second = person(f"objection-2@{DOMAIN}", "ეკა ბ.", "ka")
    with pinned(min(counted_at + timedelta(hours=5), now())), override("hy"):
        complaint = file_complaint(
            cycle, by=first, subject="booth", text=ABOUT_THE_BOOTH, written_in="hy", is_named=True
        )
    with pinned(min(counted_at + timedelta(hours=30), now())), override("ka"):
        answer_complaint(
            complaint,
            by=people["official"],
            outcome="accepted_in_part",
            evidence="ოქმი № 2",
            **in_languages("reason", ANSWER),
            **in_languages("next_step", NEXT_STEP),
        )
    with pinned(min(counted_at + timedelta(hours=40), now())), override("ka"):
        file_complaint(cycle, by=second, subject="count", text=ABOUT_THE_COUNT, written_in="ka")
