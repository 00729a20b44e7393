"""Work for the demo's moderators: proposals that wait, were rejected or merged, an appeal, a report, comments."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import override

from budgeting.comments.models import Comment, CommentState
from budgeting.cycles.models import Cycle, Theme
from budgeting.cycles.stages import Stage
from budgeting.moderation.actions import merge_proposal, reject_proposal
from budgeting.moderation.appeals import appeal_rejection
from budgeting.moderation.reports import report_proposal
from budgeting.proposals.actions import start_proposal, submit_proposal
from budgeting.proposals.models import Proposal
from portal.accounts.models import User
from portal.clock import now, pinned
from portal.demo.people import DOMAIN, People, person


@dataclass(frozen=True, slots=True)
class Paper:
    """A proposal as its author hands it in, so many days ago."""

    language: str
    author: str
    days_ago: int
    theme: str
    title: str
    summary: str
    text: str
    settlement: str = ""


LATE = Paper(
    "ka",
    "ლალი თ.",
    9,
    "water",
    "ჭის გაწმენდა სოფელ ქვეშში",
    "ძველი ჭა დაბინძურებულია და წყალს ვეღარ ვიღებთ.",
    "ჭა გასაწმენდი და დასახურია. მისით ოცდაათი ოჯახი სარგებლობს.",
    "kveshi",
)
NEW = Paper(
    "hy",
    "Սուրեն Ա.",
    1,
    "safety",
    "Կանգառի ծածկ Կազրեթիում",
    "Անձրևի տակ ավտոբուսի սպասելու տեղ չկա։",
    "Դպրոցի մոտ գտնվող կանգառին պետք են ծածկ և նստարան։",
    "kazreti",
)
NOT_HERE = Paper(
    "az",
    "Rəhim T.",
    12,
    "roads",
    "Tbilisi–Rustavi yolunun genişləndirilməsi",
    "Yol dardır, gediş-gəliş çətindir.",
    "Tbilisi ilə Rustavi arasındakı yolu genişləndirmək lazımdır.",
)
ADVERT = Paper(
    "ka",
    "გია მ.",
    11,
    "environment",
    "იყიდება აგური და ბლოკი",
    "საუკეთესო ფასი მთელ რაიონში.",
    "მოგვწერეთ და მოგიტანთ ადგილზე.",
)
UNCLEAR = Paper(
    "hy",
    "Նունե Գ.",
    8,
    "lighting",
    "Լույս տարեցների փողոցում",
    "Երեկոյան փողոցում ոչինչ չի երևում։",
    "Մեր փողոցում տարեց մարդիկ են ապրում, խնդրում ենք լույս անցկացնել։",
    "kazreti",
)
DOUBLE = Paper(
    "az",
    "Lalə V.",
    6,
    "lighting",
    "Darvazda küçələrə lampa",
    "Axşamlar küçələr qaranlıqdır.",
    "Məktəb yolunda və mərkəzi küçədə lampa yoxdur.",
    "darbazi",
)
VAGUE = Paper(
    "az",
    "",
    5,
    "environment",
    "Kəndimiz daha gözəl olsun",
    "Hər şeyin daha yaxşı olmasını istəyirəm.",
    "Kəndimiz gözəl və təmiz olsun.",
)


def leave_work_for_moderators(cycle: Cycle, people: People) -> None:
    """One of everything that a moderator meets, where proposals are taken."""
    if cycle.stage != Stage.PROPOSING:
        return
    moderator, published = people["moderator"], list(cycle.proposals.public().order_by("pk"))
    lamps = next(one for one in published if one.settlement and one.settlement.slug == "darbazi")
    for paper in (LATE, NEW):
        _hand_in(cycle, paper)
    _reject(_hand_in(cycle, NOT_HERE), moderator, 10, "not_here", "ka", "ეს გზა ბოლნისის მუნიციპალიტეტს არ ეკუთვნის.")
    _reject(_hand_in(cycle, ADVERT), moderator, 10, "advert", "ka", "ეს რეკლამაა და არა წინადადება.")
    _reject(
        _hand_in(cycle, VAGUE, people["resident"]),
        moderator,
        4,
        "unclear",
        "az",
        "Nəyin, harada və kimin üçün edilməsini istədiyinizi yazın.",
    )
    unclear = _hand_in(cycle, UNCLEAR)
    _reject(unclear, moderator, 6, "unclear", "ka", "გაურკვეველია, რომელ ქუჩაზეა საუბარი.")
    with pinned(now() - timedelta(days=2)), override("hy"):
        text = "Խոսքը Կազրեթիի կենտրոնական փողոցի մասին է. բնակավայրը նշված էր, ուստի տեղը հասկանալի է։"
        appeal_rejection(unclear, by=unclear.author, text=text)
    double = _hand_in(cycle, DOUBLE)
    with pinned(now() - timedelta(days=3)), override("az"):
        merge_proposal(double, by=moderator, into=lamps, reason="Hər iki təklif Darvazda küçə işığı haqqındadır.")
    with pinned(now() - timedelta(days=1)), override("ka"):
        note = "ვფიქრობ, მსგავსი წინადადება უკვე არის."
        report_proposal(published[-1], by=double.author, code="duplicate", note=note)
    _comment(published[0], "Aytən S.", "az", "Çox düzgün təklifdir, uşaqlar bunu çoxdan gözləyir.", "shown")
    _comment(published[0], "დავით ბ.", "ka", "ზუსტად რომელ კორპუსზეა საუბარი?", "held")


def _hand_in(cycle: Cycle, paper: Paper, author: User | None = None) -> Proposal:
    writer = author or _somebody(paper.author)
    with pinned(now() - timedelta(days=paper.days_ago)), override(paper.language):
        proposal = start_proposal(
            cycle,
            by=writer,
            written_in=paper.language,
            title=paper.title,
            summary=paper.summary,
            text=paper.text,
            theme=Theme.objects.get(slug=paper.theme),
            settlement=cycle.municipality.settlements.filter(slug=paper.settlement).first(),
        )
        submit_proposal(proposal, by=writer)
    return proposal


def _reject(proposal: Proposal, moderator: User, days_ago: int, code: str, language: str, reason: str) -> None:
    with pinned(now() - timedelta(days=days_ago)), override(language):
        reject_proposal(proposal, by=moderator, code=code, reason=reason)


def _comment(proposal: Proposal, name: str, language: str, text: str, state: str) -> None:
    with pinned(now() - timedelta(days=2)):
        Comment.objects.create(
            proposal=proposal,
            author=_somebody(name),
            author_name=name,
            written_in=language,
            text=text,
            state=CommentState(state),
        )


def _somebody(name: str) -> User:
    """A person with this name; the address says nothing about it."""
    number = User.objects.count()
    return User.objects.filter(display_name=name).first() or person(f"neighbour-{number}@{DOMAIN}", name)
