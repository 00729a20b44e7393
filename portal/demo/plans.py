"""What each municipality of the demo does, and at which stage it is."""

from dataclasses import dataclass, field

from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule
from budgeting.cycles.models import BallotKind
from budgeting.cycles.stages import Stage


@dataclass(frozen=True, slots=True)
class Plan:
    slug: str
    stage: Stage
    envelope_lari: int
    languages: tuple[str, str]  # the two most villages speak; the lead is written in the first
    lead: str
    ballot_kind: BallotKind = BallotKind.APPROVAL
    max_projects: int | None = 5
    advised_projects: int | None = None
    identity_methods: tuple[str, ...] = ("card",)
    booth: str = ""
    network: str = "192.0.2.0/24"  # of a place where many vote; an address kept for examples
    network_of: str = "მუნიციპალური ბიბლიოთეკა"
    voters: int = 0
    rule: Rule = field(default_factory=GreedyRule)
    supporting_days: int = 0
    backing_threshold: int = 0
    holds_comments: bool = False
    silence_days: int = 0
    favourites: tuple[str, ...] = field(default=())  # settlements whose projects win: later answers speak of them


PLANS = (
    Plan(
        "marneuli",
        Stage.VOTING,
        150_000,
        ("az", "ka"),
        "Kəndlərimiz və şəhərimiz üçün nəyin vacib olduğunu sakinlər özləri deyir və özləri seçir.",
        advised_projects=3,
        voters=164,
        rule=EqualSharesRule(),
        silence_days=3,
    ),
    Plan(
        "bolnisi",
        Stage.PROPOSING,
        120_000,
        ("ka", "az"),
        "ბოლნისში ბიუჯეტის ნაწილს მაცხოვრებლები განკარგავენ.",
        holds_comments=True,
    ),
    Plan(
        "dmanisi",
        Stage.REVIEWING,
        100_000,
        ("ka", "az"),
        "დმანისის სოფლების წინადადებებს მერია ახლა განიხილავს.",
        supporting_days=14,
        backing_threshold=8,
    ),
    Plan(
        "akhaltsikhe",
        Stage.OBJECTIONS,
        100_000,
        ("ka", "hy"),
        "ახალციხეში კენჭისყრა დასრულდა და ხმები დათვლილია.",
        identity_methods=("residents",),
        booth="ახალციხის მე-2 სკოლა",
        voters=231,
        rule=EqualSharesRule(),
    ),
    Plan(
        "akhalkalaki",
        Stage.VOTING,
        120_000,
        ("hy", "ka"),
        "Ախալքալաքի գյուղերն իրենք են որոշում, թե ինչի վրա ծախսել հատկացված գումարը։",
        ballot_kind=BallotKind.KNAPSACK,
        max_projects=None,
        identity_methods=("card", "desk", "residents", "sms"),
        booth="Ախալքալաքի մշակույթի տուն",
        voters=97,
    ),
    Plan(
        "ninotsminda",
        Stage.IMPLEMENTING,
        100_000,
        ("hy", "ka"),
        "Նինոծմինդայում ընտրված նախագծերն արդեն իրականացվում են։",
        voters=188,
        favourites=("satkhe", "jigrasheni", "eshtia", "didi-khanchali", "poka"),
    ),
)

TITLES = {
    "ka": "მონაწილეობითი ბიუჯეტი {year}",
    "hy": "Մասնակցային բյուջե {year}",
    "az": "İştirakçı büdcə {year}",
    "en": "Participatory budget {year}",
}
SUMMARIES = {
    "ka": "მაცხოვრებლები თავად ირჩევენ, რაზე დაიხარჯოს ბიუჯეტის ეს ნაწილი: სთავაზობენ პროექტებს, კენჭს უყრიან და ადევნებენ თვალს შესრულებას.",
    "hy": "Բնակիչներն իրենք են ընտրում, թե ինչի վրա ծախսել բյուջեի այս մասը՝ առաջարկում են նախագծեր, քվեարկում և հետևում իրականացմանը։",
    "az": "Büdcənin bu hissəsinin nəyə xərclənəcəyini sakinlər özləri seçir: layihə təklif edir, səs verir və icrasını izləyirlər.",
    "en": "Residents choose themselves what this part of the budget is spent on: they propose projects, vote and follow the work.",
}
ELIGIBILITY = {
    "ka": "ყველას, ვინც მუნიციპალიტეტში ცხოვრობს და 16 წელი შეუსრულდა.",
    "hy": "Բոլորը, ովքեր ապրում են մունիցիպալիտետում և լրացել է նրանց 16 տարին։",
    "az": "Bələdiyyədə yaşayan və 16 yaşı tamam olmuş hər kəs.",
    "en": "Everyone who lives in the municipality and is 16 or older.",
}
HINTS = {
    "ka": "დაწერეთ, რომელ ქუჩას ან შენობას ეხება და ვის გამოადგება ეს.",
    "hy": "Գրեք, թե որ փողոցին կամ շենքին է վերաբերում և ում է դա օգտակար լինելու։",
    "az": "Yazın ki, söhbət hansı küçədən və ya binadan gedir və bundan kim faydalanacaq.",
    "en": "Say which street or building it is about, and who will use it.",
}
